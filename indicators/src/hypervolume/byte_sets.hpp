// Hypervolume of up to 255 points whose coordinates are byte ranks.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace vilfredo::detail {

inline constexpr int kByteSetObjectives = 32;  // at most
inline constexpr int kByteSetPoints = 255;     // at most, so that the reference has a rank as well
inline constexpr int kByteSetStride = 256;

/// Points 0 .. n-1 in n_obj objectives. The rank of point j in objective k is
/// ranks[k * kByteSetStride + j], 64-byte aligned rows; equal coordinates have equal ranks, and
/// values[k * kByteSetStride + rank] is the coordinate. The reference has rank upper[k], above all
/// others. Ranks need not be dense.
struct ByteSet {
  const uint8_t* ranks;
  const double* values;
  const uint8_t* upper;
  int n_obj;
  int n;
  /// byte_set_scratch(n_obj) bytes, 64-byte aligned; contents do not matter.
  void* scratch;
};

constexpr size_t byte_set_scratch(int n_obj) {
  // One frame of rows, and what else it needs, for every objective that a recursion drops.
  return static_cast<size_t>(n_obj + 1) * (static_cast<size_t>(n_obj) * kByteSetStride + 512);
}

}  // namespace vilfredo::detail
