#include "slot_kernels.hpp"
#include "slot_kernels_inl.hpp"

namespace vilfredo::detail {

SlotKernels slot_kernels_avx2() {
  return all_slot_kernels();
}

}  // namespace vilfredo::detail
