// 32 uniforms of a Philox stream at a time, by instruction set.
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

constexpr int kUniformsPerCall = 32;
constexpr uint32_t kBlocksPerCall = 16;

using PhiloxUniforms = void (*)(uint32_t first_block, uint64_t index, uint32_t purpose,
                                uint64_t key, double* out);

void philox_uniforms_scalar(uint32_t first_block, uint64_t index, uint32_t purpose, uint64_t key,
                            double* out);
void philox_uniforms_avx2(uint32_t first_block, uint64_t index, uint32_t purpose, uint64_t key,
                          double* out);
void philox_uniforms_avx512(uint32_t first_block, uint64_t index, uint32_t purpose, uint64_t key,
                            double* out);

}  // namespace vilfredo::detail
