#include "kernels.hpp"
#include "kernels_inl.hpp"

namespace vilfredo::detail {

EpsilonKernels epsilon_kernels_avx512() {
  return all_epsilon_kernels();
}

}  // namespace vilfredo::detail
