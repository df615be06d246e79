#include "hypervolume/word_sets.hpp"
#include "vilfredo/core/isa.hpp"

namespace vilfredo::detail {

const LimitSetKernels& limit_set_kernels() {
  static const LimitSetKernels kernels = [] {
#if defined(__x86_64__)
    if (isa() == Isa::avx512) {
      return limit_set_kernels_avx512();
    }
    if (isa() == Isa::avx2) {
      return limit_set_kernels_avx2();
    }
#endif
    return limit_set_kernels_scalar();
  }();
  return kernels;
}

}  // namespace vilfredo::detail
