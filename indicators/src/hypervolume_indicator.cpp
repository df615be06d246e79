#include "vilfredo/indicators/hypervolume_indicator.hpp"

#include "input_checks.hpp"
#include "reference_frame_parts.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/hypervolume.hpp"
#include "vilfredo/indicators/hypervolume_parallel.hpp"

namespace vilfredo {
namespace {

Vector reference_point(const ReferenceFrame& frame, const HypervolumeIndicatorOptions& options) {
  return options.reference == ReferencePointFrom::frame
             ? detail::reference_point_of(HypervolumeIndicator::kName, frame)
             : detail::beyond_nadir(HypervolumeIndicator::kName, frame, options.offset);
}

}  // namespace

void HypervolumeIndicatorOptions::check(const HypervolumeIndicatorOptions& options) {
  const bool used = options.reference == ReferencePointFrom::nadir;
  if (!used && options.offset != HypervolumeIndicatorOptions{}.offset) {
    throw Error(Errc::invalid_argument, "offset is used with reference = nadir only");
  }
}

HypervolumeIndicator::HypervolumeIndicator(const ReferenceFrame& frame, const Options& options)
    : reference_(reference_point(frame, options)) {}

IndicatorValue HypervolumeIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(hypervolume(front, reference_));
}

IndicatorValue HypervolumeIndicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return IndicatorValue::exactly(hypervolume(front, reference_, pool));
}

}  // namespace vilfredo
