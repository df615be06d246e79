#include "vilfredo/indicators/volume_indicators.hpp"

#include "reference_frame_parts.hpp"
#include "vilfredo/indicators/anytime.hpp"
#include "vilfredo/indicators/cone_hypervolume.hpp"

namespace vilfredo {

ConeHypervolumeIndicator::ConeHypervolumeIndicator(const ReferenceFrame& frame,
                                                   const Options& options)
    : reference_(frame.reference.size() > 0 ? frame.reference
                                            : detail::beyond_nadir(kName, frame, 0.1)),
      generators_(tilted_cone(reference_.size(), options.tilt)) {}

IndicatorValue ConeHypervolumeIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(cone_hypervolume(front, reference_, generators_));
}

CocoHypervolumeIndicator::CocoHypervolumeIndicator(const ReferenceFrame& frame, const Options&)
    : ideal_(detail::ideal_of(kName, frame)), nadir_(detail::beyond_nadir(kName, frame, 0)) {}

IndicatorValue CocoHypervolumeIndicator::operator()(MatrixIn front) const {
  return IndicatorValue::exactly(coco_hypervolume(front, ideal_, nadir_));
}

}  // namespace vilfredo
