#include "vilfredo/indicators/distribution_indicators.hpp"

#include "reference_frame_parts.hpp"
#include "vilfredo/indicators/distribution.hpp"

namespace vilfredo {

SpacingIndicator::SpacingIndicator(const ReferenceFrame&, const Options&) {}

IndicatorValue SpacingIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(spacing(front));
}

SpreadIndicator::SpreadIndicator(const ReferenceFrame& frame, const Options&)
    : reference_set_(detail::reference_set_of(kName, frame)) {}

IndicatorValue SpreadIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(spread(front, reference_set_));
}

GeneralisedSpreadIndicator::GeneralisedSpreadIndicator(const ReferenceFrame& frame, const Options&)
    : reference_set_(detail::reference_set_of(kName, frame)) {}

IndicatorValue GeneralisedSpreadIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(generalised_spread(front, reference_set_));
}

SparsityIndicator::SparsityIndicator(const ReferenceFrame&, const Options&) {}

IndicatorValue SparsityIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(sparsity(front));
}

}  // namespace vilfredo
