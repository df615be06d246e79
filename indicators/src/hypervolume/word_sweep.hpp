// Hypervolume of up to 65535 points of four coordinates by sweeping over the last.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace vilfredo::detail {

/// Points in order of their fourth coordinate, best first. Coordinate k < 3 of point j has rank
/// ranks[k][j], which stands for values[k][rank]; equal coordinates have equal ranks. The reference
/// has rank upper[k], above all others. heights[j] is the distance of point j from the reference in
/// the fourth coordinate.
struct SweepSet {
  const uint16_t* ranks[3];
  const double* values[3];
  uint16_t upper[3];
  const double* heights;
  int n;
  void* scratch;  ///< sweep_scratch(n) bytes, 64-byte aligned
};

constexpr size_t sweep_scratch(int n) {
  return (static_cast<size_t>(n) + 128) * 12;
}

}  // namespace vilfredo::detail
