#include "box_measure.hpp"
#include "box_measure_inl.hpp"

namespace vilfredo::detail {

BoxMeasureKernels box_measure_avx2() {
  return all_box_measures();
}

}  // namespace vilfredo::detail
