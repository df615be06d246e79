// Groups of 16 uniforms of a Philox stream, by instruction set.
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

constexpr int kUniformsPerGroup = 16;
constexpr uint32_t kBlocksPerGroup = 8;

/// Writes groups * kUniformsPerGroup uniforms from consecutive blocks.
using PhiloxUniforms = void (*)(uint32_t first_block,
                                uint32_t groups,
                                uint64_t index,
                                uint32_t purpose,
                                uint64_t key,
                                double* out);

void philox_uniforms_scalar(uint32_t first_block,
                            uint32_t groups,
                            uint64_t index,
                            uint32_t purpose,
                            uint64_t key,
                            double* out);
void philox_uniforms_avx2(uint32_t first_block,
                          uint32_t groups,
                          uint64_t index,
                          uint32_t purpose,
                          uint64_t key,
                          double* out);
void philox_uniforms_avx512(uint32_t first_block,
                            uint32_t groups,
                            uint64_t index,
                            uint32_t purpose,
                            uint64_t key,
                            double* out);

}  // namespace vilfredo::detail
