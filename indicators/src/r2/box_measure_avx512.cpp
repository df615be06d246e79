#include "box_measure.hpp"
#include "box_measure_inl.hpp"

namespace vilfredo::detail {

BoxMeasureKernels box_measure_avx512() {
  return all_box_measures();
}

}  // namespace vilfredo::detail
