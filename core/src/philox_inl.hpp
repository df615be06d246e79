// Philox-4x32-10 for many consecutive blocks at once; included by one source per instruction set.
// Everything is in an unnamed namespace so that no copy compiled for one set serves another.
#pragma once

#include <stdint.h>

namespace {

constexpr int kPhiloxLanes = 16;

struct PhiloxLanes {
  uint64_t word[4][kPhiloxLanes];  // 32-bit values, widened for the multiplication
};

inline void philox_lanes(uint32_t first_block, uint64_t index, uint32_t purpose, uint64_t key,
                         PhiloxLanes& out) {
  constexpr uint64_t kMultiplier0 = 0xD2511F53U;
  constexpr uint64_t kMultiplier1 = 0xCD9E8D57U;
  constexpr uint64_t kMask = 0xFFFFFFFFU;
  uint64_t c0[kPhiloxLanes];
  uint64_t c1[kPhiloxLanes];
  uint64_t c2[kPhiloxLanes];
  uint64_t c3[kPhiloxLanes];
  for (int i = 0; i < kPhiloxLanes; ++i) {
    c0[i] = (first_block + static_cast<uint32_t>(i)) & kMask;
    c1[i] = index & kMask;
    c2[i] = index >> 32U;
    c3[i] = purpose;
  }
  uint64_t k0 = key & kMask;
  uint64_t k1 = key >> 32U;
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < kPhiloxLanes; ++i) {
      const uint64_t product0 = kMultiplier0 * c0[i];
      const uint64_t product1 = kMultiplier1 * c2[i];
      c0[i] = (product1 >> 32U) ^ c1[i] ^ k0;
      c1[i] = product1 & kMask;
      c2[i] = (product0 >> 32U) ^ c3[i] ^ k1;
      c3[i] = product0 & kMask;
    }
    k0 = (k0 + 0x9E3779B9U) & kMask;
    k1 = (k1 + 0xBB67AE85U) & kMask;
  }
  for (int i = 0; i < kPhiloxLanes; ++i) {
    out.word[0][i] = c0[i];
    out.word[1][i] = c1[i];
    out.word[2][i] = c2[i];
    out.word[3][i] = c3[i];
  }
}

/// 32 uniforms from 16 blocks, in the order in which one block after the other would give them.
inline void philox_uniforms(uint32_t first_block, uint64_t index, uint32_t purpose, uint64_t key,
                            double* out) {
  PhiloxLanes lanes;
  philox_lanes(first_block, index, purpose, key, lanes);
  constexpr double kScale = 1.0 / 9007199254740992.0;
  for (int i = 0; i < kPhiloxLanes; ++i) {
    const uint64_t high = (lanes.word[0][i] >> 5U) << 26U;
    const uint64_t low = lanes.word[1][i] >> 6U;
    out[2 * i] = static_cast<double>(static_cast<int64_t>(high + low)) * kScale;
  }
  for (int i = 0; i < kPhiloxLanes; ++i) {
    const uint64_t high = (lanes.word[2][i] >> 5U) << 26U;
    const uint64_t low = lanes.word[3][i] >> 6U;
    out[2 * i + 1] = static_cast<double>(static_cast<int64_t>(high + low)) * kScale;
  }
}

}  // namespace
