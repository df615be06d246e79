#include "kernels.hpp"
#include "kernels_inl.hpp"

namespace vilfredo::detail {

NearestKernels nearest_kernels_avx512() {
  return all_nearest_kernels();
}

}  // namespace vilfredo::detail
