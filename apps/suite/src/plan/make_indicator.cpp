#include <vilfredo/suite/plan/plan.hpp>

namespace vilfredo::suite {

Value params_on(const IndicatorSpec& indicator, const ProblemSpec& problem) {
  Value out = indicator.params;
  const Value* given = out.is_object() ? out.find("hypervolume") : nullptr;
  if (given != nullptr && given->as_double() == 0 && problem.frame.hypervolume > 0) {
    out["hypervolume"] = problem.frame.hypervolume;
  }
  return out;
}

AnyIndicator make_indicator(const IndicatorSpec& indicator,
                            const ProblemSpec& problem,
                            const KnownFrame& known,
                            const Registries& registries) {
  const Value params = params_on(indicator, problem);
  IndicatorEntry entry = registries.indicators.at(indicator.type);
  const Value* whole = params.is_object() ? params.find("hypervolume") : nullptr;
  if (whole != nullptr && whole->as_double() > 0) {
    entry.needs_reference_set = false;  // which would only have given that number
  }
  return entry.make(frame_for(indicator.frame, known, entry, problem.world), params);
}

}  // namespace vilfredo::suite
