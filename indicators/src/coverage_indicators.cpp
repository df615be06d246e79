#include "vilfredo/indicators/coverage_indicators.hpp"

#include "reference_frame_parts.hpp"

namespace vilfredo {

CoverageIndicator::CoverageIndicator(const ReferenceFrame& frame, const Options& options)
    : reference_set_(detail::reference_set_of(kName, frame)), by_(options.by) {}

IndicatorValue CoverageIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(coverage(front, reference_set_, by_));
}

CoverageByReferenceIndicator::CoverageByReferenceIndicator(const ReferenceFrame& frame,
                                                           const Options& options)
    : reference_set_(detail::reference_set_of(kName, frame)), by_(options.by) {}

IndicatorValue CoverageByReferenceIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(coverage(reference_set_, front, by_));
}

}  // namespace vilfredo
