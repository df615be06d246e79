#include "kernels.hpp"
#include "kernels_inl.hpp"

namespace vilfredo::detail {

NearestKernels nearest_kernels_scalar() {
  return all_nearest_kernels();
}

}  // namespace vilfredo::detail
