#include "variation_kernels.hpp"
#include "variation_kernels_inl.hpp"

namespace vilfredo::detail {

VariationKernels variation_kernels_avx2() {
  return {difference_kernel, binary_crossover_kernel};
}

}  // namespace vilfredo::detail
