#include "vilfredo/indicators/hypervolume_difference_indicator.hpp"

#include "reference_frame_parts.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo {

LogHypervolumeDifferenceIndicator::LogHypervolumeDifferenceIndicator(const ReferenceFrame& frame,
                                                                     const Options& options)
    : reference_(frame.reference.size() > 0 ? frame.reference
                                            : detail::beyond_nadir(kName, frame, 0.1)),
      whole_(options.hypervolume),
      options_(options) {
  check_options(options);
  if (whole_ == 0) {
    whole_ = hypervolume(detail::reference_set_of(kName, frame), reference_);
  }
  if (!(whole_ > 0) || !std::isfinite(whole_)) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} needs a whole front with a positive hypervolume, not {:g}; does it "
                            "reach the reference point?",
                            kName, whole_));
  }
}

IndicatorValue LogHypervolumeDifferenceIndicator::operator()(MatrixIn front) const {
  const double lacking = std::max(whole_ - hypervolume(front, reference_), options_.floor);
  return IndicatorValue::exactly(options_.base == LogarithmBase::e ? std::log(lacking)
                                                                   : std::log10(lacking));
}

}  // namespace vilfredo
