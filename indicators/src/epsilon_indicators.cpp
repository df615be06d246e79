#include "vilfredo/indicators/epsilon_indicators.hpp"

#include "reference_frame_parts.hpp"
#include "vilfredo/indicators/epsilon.hpp"

namespace vilfredo {

EpsilonAdditiveIndicator::EpsilonAdditiveIndicator(const ReferenceFrame& frame, const Options&)
    : reference_set_(detail::reference_set_of(kName, frame)) {}

IndicatorValue EpsilonAdditiveIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(epsilon_additive(front, reference_set_));
}

IndicatorValue EpsilonAdditiveIndicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return IndicatorValue::exactly(epsilon_additive(front, reference_set_, pool));
}

EpsilonMultiplicativeIndicator::EpsilonMultiplicativeIndicator(const ReferenceFrame& frame,
                                                               const Options&)
    : reference_set_(detail::reference_set_of(kName, frame)) {}

IndicatorValue EpsilonMultiplicativeIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(epsilon_multiplicative(front, reference_set_));
}

IndicatorValue EpsilonMultiplicativeIndicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return IndicatorValue::exactly(epsilon_multiplicative(front, reference_set_, pool));
}

}  // namespace vilfredo
