// The direction in which the points of a leaf differ least.
#pragma once

#include "kernels.hpp"
#include "vilfredo/core/types.hpp"

namespace vilfredo::detail {

struct LeafDirection {
  Index d;
  PairValue value;

  /// points  d x kLeaf row by row, finite.
  /// normal  d entries: about the eigenvector of the least eigenvalue of their covariance, without
  /// its negative entries where only worse rows count, and just shorter than 1, so that n . (p - q)
  /// bounds the root of the pair value.
  /// level   the least and largest n . p.
  /// Any direction is valid; a poor one only prunes less. O(d^2 kLeaf + d^3).
  void find(const double* points, double* normal, double* level) const;
};

}  // namespace vilfredo::detail
