#include "box_measure.hpp"
#include "box_measure_inl.hpp"

namespace vilfredo::detail {

BoxMeasureKernels box_measure_scalar() {
  return all_box_measures();
}

}  // namespace vilfredo::detail
