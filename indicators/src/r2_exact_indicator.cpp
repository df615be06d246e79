#include "vilfredo/indicators/r2_exact_indicator.hpp"

#include "reference_frame_parts.hpp"
#include "vilfredo/indicators/r2_exact.hpp"

namespace vilfredo {

ExactR2Indicator::ExactR2Indicator(const ReferenceFrame& frame, const Options&)
    : ideal_(detail::ideal_of(kName, frame)) {}

IndicatorValue ExactR2Indicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(r2_exact(front, ideal_));
}

}  // namespace vilfredo
