#include "vilfredo/indicators/distance_indicators.hpp"

#include "reference_frame_parts.hpp"
#include "vilfredo/indicators/distance.hpp"

namespace vilfredo {

IgdIndicator::IgdIndicator(const ReferenceFrame& frame, const Options& options)
    : reference_set_(detail::reference_set_of(kName, frame)), p_(options.p) {}

IndicatorValue IgdIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(igd(front, reference_set_, p_));
}

IndicatorValue IgdIndicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return IndicatorValue::exactly(igd(front, reference_set_, p_, pool));
}

IgdPlusIndicator::IgdPlusIndicator(const ReferenceFrame& frame, const Options&)
    : reference_set_(detail::reference_set_of(kName, frame)) {}

IndicatorValue IgdPlusIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(igd_plus(front, reference_set_));
}

IndicatorValue IgdPlusIndicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return IndicatorValue::exactly(igd_plus(front, reference_set_, pool));
}

GdIndicator::GdIndicator(const ReferenceFrame& frame, const Options& options)
    : reference_set_(detail::reference_set_of(kName, frame)), p_(options.p) {}

IndicatorValue GdIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(gd(front, reference_set_, p_));
}

IndicatorValue GdIndicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return IndicatorValue::exactly(gd(front, reference_set_, p_, pool));
}

GdPlusIndicator::GdPlusIndicator(const ReferenceFrame& frame, const Options&)
    : reference_set_(detail::reference_set_of(kName, frame)) {}

IndicatorValue GdPlusIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(gd_plus(front, reference_set_));
}

IndicatorValue GdPlusIndicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return IndicatorValue::exactly(gd_plus(front, reference_set_, pool));
}

AveragedHausdorffIndicator::AveragedHausdorffIndicator(const ReferenceFrame& frame,
                                                       const Options& options)
    : reference_set_(detail::reference_set_of(kName, frame)), p_(options.p) {}

IndicatorValue AveragedHausdorffIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(averaged_hausdorff(front, reference_set_, p_));
}

IndicatorValue AveragedHausdorffIndicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return IndicatorValue::exactly(averaged_hausdorff(front, reference_set_, p_, pool));
}

}  // namespace vilfredo
