// Hypervolume of up to 65535 points whose coordinates are 16-bit ranks, in any dimension.
#pragma once

#include "byte_sets.hpp"
#include "word_sweep.hpp"

namespace vilfredo::detail {

inline constexpr int kWordSetPoints = 65535;

/// Points 0 .. n-1 in n_obj objectives. The rank of point j in objective k is ranks[k * stride +
/// j]; equal coordinates have equal ranks below n_ranks - 1, and values[k * n_ranks + rank] is the
/// coordinate. The reference has rank upper[k], above all others. `stride` is a multiple of 32, at
/// least n; what lies between may hold anything.
struct WordSet {
  const uint16_t* ranks;
  const double* values;
  const uint16_t* upper;
  int n_obj;
  int n;
  int stride;
  int n_ranks;
  void* scratch;  ///< word_set_scratch(n_obj, stride, n_ranks) bytes, 64-byte aligned
};

constexpr size_t word_set_scratch(int n_obj, int stride, int n_ranks) {
  const size_t d = static_cast<size_t>(n_obj);
  const size_t row = static_cast<size_t>(stride) * sizeof(uint16_t);
  const size_t ranks = static_cast<size_t>(n_ranks);
  return 3 * (d + 1) * (d * row + row + 64) + d * kByteSetStride * (1 + sizeof(double)) +
         byte_set_scratch(n_obj) + (ranks / 64 + 1) * 16 + static_cast<size_t>(stride) * 8 +
         (ranks + 1) * 4 + 1024;
}

/// One implementation per instruction set; all return the same bits.
struct LimitSetKernels {
  /// Volume dominated by the points.
  double (*word_volume)(const WordSet& set);
  /// Volume dominated by one point and no other.
  double (*word_exclusive)(const WordSet& set, int point);
  double (*sweep_volume)(const SweepSet& set);
  double (*byte_volume)(const ByteSet& set);
  double (*byte_exclusive)(const ByteSet& set, int point);
};

[[nodiscard]] const LimitSetKernels& limit_set_kernels();

LimitSetKernels limit_set_kernels_scalar();
LimitSetKernels limit_set_kernels_avx2();
LimitSetKernels limit_set_kernels_avx512();

}  // namespace vilfredo::detail
