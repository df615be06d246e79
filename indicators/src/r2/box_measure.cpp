#include "box_measure.hpp"

#include "vilfredo/core/isa.hpp"

namespace vilfredo::detail {

const BoxMeasureKernels& box_measure_kernels() {
  static const BoxMeasureKernels chosen = [] {
    switch (isa()) {
#if defined(__x86_64__)
      case Isa::avx512:
        return box_measure_avx512();
      case Isa::avx2:
        return box_measure_avx2();
#endif
      default:
        return box_measure_scalar();
    }
  }();
  return chosen;
}

}  // namespace vilfredo::detail
