#include "vilfredo/indicators/r2_indicator.hpp"

#include "reference_frame_parts.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

namespace vilfredo {

void R2IndicatorOptions::check(const R2IndicatorOptions& options) {
  const R2IndicatorOptions defaults;
  if (options.utility != R2Utility::augmented_tchebycheff &&
      options.augmentation != defaults.augmentation) {
    throw Error(Errc::invalid_argument,
                "augmentation is used with utility = augmented_tchebycheff only");
  }
  if (options.utility == R2Utility::weighted_sum && options.beyond_ideal != defaults.beyond_ideal) {
    throw Error(Errc::invalid_argument, "beyond_ideal is not used with utility = weighted_sum");
  }
}

R2Indicator::R2Indicator(const ReferenceFrame& frame, const Options& options)
    : ideal_(detail::ideal_of(kName, frame)),
      weights_(simplex_lattice(
          ideal_.size(),
          options.divisions > 0 ? options.divisions : default_r2_divisions(ideal_.size()))),
      settings_{options.utility, options.beyond_ideal, options.augmentation} {}

IndicatorValue R2Indicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(r2(front, weights_, ideal_, settings_).value);
}

IndicatorValue R2Indicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return IndicatorValue::exactly(r2(front, weights_, ideal_, settings_, pool).value);
}

Vector R2Indicator::contributions(MatrixIn front) const {
  return r2_contributions(front, weights_, ideal_, settings_);
}

}  // namespace vilfredo
