#include "utility_kernels.hpp"
#include "utility_kernels_inl.hpp"

namespace vilfredo::detail {

UtilityKernels utility_kernels_avx512() {
  return all_utility_kernels();
}

}  // namespace vilfredo::detail
