#include "philox.hpp"
#include "philox_inl.hpp"

namespace vilfredo::detail {

void philox_uniforms_avx2(uint32_t first_block,
                          uint32_t groups,
                          uint64_t index,
                          uint32_t purpose,
                          uint64_t key,
                          double* out) {
  philox_uniforms(first_block, groups, index, purpose, key, out);
}

}  // namespace vilfredo::detail
