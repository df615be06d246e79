#include "plan/resolve_entry.hpp"

#include "plan/read_frame.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/plan/identity.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo::suite {

namespace {

constexpr std::size_t kListAtMost = 24;

void unknown_type(const Located& body,
                  std::string_view word,
                  std::string_view list,
                  const std::vector<std::string>& names,
                  ConfigFaults& faults) {
  const Located& type = *body.find("type");
  faults.add({type.origin, fmt::format("unknown {} \"{}\"", word, *type.text()),
              nearest(*type.text(), names),
              names.size() <= kListAtMost ? fmt::format("{}", fmt::join(names, " | "))
                                          : fmt::format("what \"vilfredo list {}\" prints", list)});
}

std::string context_of(std::string_view word, const std::string& id, const std::string& type) {
  return id == type ? fmt::format("{} \"{}\"", word, id)
                    : fmt::format("{} \"{}\" of type {}", word, id, type);
}

/// The parameters with their defaults, or nothing after a fault.
template <class RegistryEntry>
std::optional<Value> resolve_params(const RegistryEntry& entry,
                                    const Located& body,
                                    const std::string& context,
                                    ConfigFaults& faults) {
  const Located* params = body.find("params");
  Faults wrong;
  Value resolved = entry.resolve(params == nullptr ? Value{} : value_of(*params), "/params", wrong);
  faults.add(wrong, body, context);
  return wrong.empty() ? std::optional(std::move(resolved)) : std::nullopt;
}

}  // namespace

AnyWorld make_world(const Registries& registries, const std::string& type, const Value& params) {
  if (registries.problems.has(type)) {
    return registries.problems.at(type).make(params);
  }
  return registries.environments.at(type).make(params);
}

AnyWorld copy_of(const AnyWorld& world) {
  if (const auto* problem = std::get_if<AnyProblem>(&world)) {
    return problem->clone();
  }
  return std::get<AnyEnvironment>(world);
}

std::optional<ProblemSpec> resolve_problem(const std::string& id,
                                           const Located& body,
                                           const Registries& registries,
                                           ConfigFaults& faults) {
  const std::string& type = *body.find("type")->text();
  const bool is_problem = registries.problems.has(type);
  if (!is_problem && !registries.environments.has(type)) {
    std::vector<std::string> names = registries.problems.names();
    const std::vector<std::string> environments = registries.environments.names();
    names.insert(names.end(), environments.begin(), environments.end());
    unknown_type(body, "problem", "problems", names, faults);
    return std::nullopt;
  }
  ProblemSpec out;
  out.id = id;
  out.type = is_problem ? registries.problems.at(type).description.name
                        : registries.environments.at(type).description.name;
  const std::string context = context_of("problem", id, out.type);
  auto params = is_problem
                    ? resolve_params(registries.problems.at(type), body, context, faults)
                    : resolve_params(registries.environments.at(type), body, context, faults);
  if (!params) {
    return std::nullopt;
  }
  out.params = std::move(*params);
  try {
    out.world = make_world(registries, out.type, out.params);
    out.info = info_of(out.world);
  } catch (const Error& error) {
    faults.add({{"/params", error.what(), "", ""}}, body, context);
    return std::nullopt;
  }
  out.revision = revision_of(out.info);
  out.scope = problem_scope(out.type, out.params, out.revision);
  out.frame = read_known_frame(body, out.info, faults);
  return out;
}

std::optional<SolverSpec> resolve_solver(const std::string& id,
                                         const Located& body,
                                         Index suite_window,
                                         const Registries& registries,
                                         ConfigFaults& faults) {
  const std::string& type = *body.find("type")->text();
  if (!registries.solvers.has(type)) {
    unknown_type(body, "solver", "solvers", registries.solvers.names(), faults);
    return std::nullopt;
  }
  const SolverEntry& entry = registries.solvers.at(type);
  SolverSpec out;
  out.id = id;
  out.type = entry.description.name;
  out.revision = entry.description.revision;
  out.window = entry.traits.overlap ? suite_window : 1;
  if (const Located* window = body.find("window"); window != nullptr && !window->is_null()) {
    Faults wrong;
    vilfredo::detail::read_field(value_of(*window), out.window, closed(1, 1'000'000), "", wrong);
    faults.add(wrong, *window);
    if (out.window > 1 && !entry.traits.overlap) {
      faults.add({window->origin,
                  fmt::format("solver type {} needs each answer before it asks again", out.type),
                  "", "1"});
    }
  }
  auto params = resolve_params(entry, body, context_of("solver", id, out.type), faults);
  if (!params) {
    return std::nullopt;
  }
  out.params = std::move(*params);
  return out;
}

std::optional<IndicatorSpec> resolve_indicator(const std::string& id,
                                               const Located& body,
                                               const Registries& registries,
                                               ConfigFaults& faults) {
  const std::string& type = *body.find("type")->text();
  if (!registries.indicators.has(type)) {
    unknown_type(body, "indicator", "indicators", registries.indicators.names(), faults);
    return std::nullopt;
  }
  const IndicatorEntry& entry = registries.indicators.at(type);
  IndicatorSpec out;
  out.id = id;
  out.type = entry.description.name;
  out.revision = entry.description.revision;
  out.frame = read_frame_settings(body, faults);
  const std::pair<const char*, bool> settings[] = {{"reference_point", entry.needs_reference_point},
                                                   {"reference_set", entry.needs_reference_set}};
  for (const auto& [key, used] : settings) {
    const Located* node = body.find(key);
    if (node != nullptr && !node->is_null() && !used && node->origin.layer != Layer::defaults) {
      faults.add(node->origin, fmt::format("indicator type {} uses no {}", out.type, key));
    }
  }
  auto params = resolve_params(entry, body, context_of("indicator", id, out.type), faults);
  if (!params) {
    return std::nullopt;
  }
  out.params = std::move(*params);
  return out;
}

}  // namespace vilfredo::suite
