// Disjoint boxes that cover what a set of points does not dominate, found by a sweep along the last
// objective.
//
// Terms (minimisation): a point x below the ceiling is free if no point of the set weakly dominates
// it. In the first d - 1 objectives, what is free among the points swept so far is the union of the
// boxes below the *local upper bounds* u. Each u_k below the ceiling is the k-th value of one point
// of the set, its definer z^k(u). The cells
//   x_1 <= u_1,   max_{k < j} z^k_j(u) < x_j <= u_j   (j = 2 .. d - 1)
// are disjoint and cover the free region (raise x_1 until it is stopped, then x_2, and so on), and
// a cell changes only when its u does. So each u yields one box: its cell times the interval of the
// last objective during which it lived.
//
// A point p ends every u with p < u; u with u_j := p_j is a new bound iff p_j > z^k_j(u) for all
// k != j. Values are replaced by ranks in which no two points are equal, which the theory needs;
// the boxes without width that ties then give are dropped.
//
// Klamroth, Lacour, Vanderpooten, EJOR 245(3), 2015 (bounds and definers); Lacour, Klamroth,
// Fonseca, C&OR 79, 2017 (sweep and disjoint boxes). Number of boxes: O(N) for d <= 3,
// O(N^floor(d/2)) beyond for N points on a front.
#pragma once

#include "vilfredo/core/ordering.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace vilfredo::detail {

/// lower and upper hold n_obj entries; lower < upper in each.
using EmitBox = std::function<void(const double* lower, const double* upper)>;

/// Memory is kept between calls.
class BoxSweep {
 public:
  /// Calls `emit` for disjoint boxes that together are the free part of (floor, ceiling).
  ///
  /// points  n_obj x N; a column with an entry at or above the ceiling frees nothing and is left
  /// out. floor   n_obj, may be -inf. ceiling  n_obj, may be +inf. NaN is not allowed. The order of
  /// boxes depends on the order of columns only where values are equal.
  void run(MatrixIn points, VectorIn floor, VectorIn ceiling, const EmitBox& emit);

 private:
  void prepare(MatrixIn points, VectorIn floor, VectorIn ceiling);
  void rank_coordinate(Index row);
  void sweep_staircase(const EmitBox& emit);
  void sweep_bounds(const EmitBox& emit);
  void find_ended(Index point);
  [[nodiscard]] std::int32_t definer_limit(Index bound, Index row, Index skipped) const;
  void emit_bound(Index bound, double until, const EmitBox& emit);
  void replace_bound(Index bound, Index point);

  [[nodiscard]] std::int32_t rank(Index row, Index point) const {
    return ranks_[static_cast<std::size_t>(row * (n_ + 1) + point)];
  }

  [[nodiscard]] double height(Index row, std::int32_t rank) const {
    return heights_[static_cast<std::size_t>(row * (n_ + 2) + rank)];
  }

  Index d_ = 0;
  Index n_ = 0;                           // points that take part, in sweep order
  Matrix sorted_ = {};                    // d x n
  std::vector<double> heights_ = {};      // by row and rank: rank 0 the floor, n + 1 the ceiling
  std::vector<std::int32_t> ranks_ = {};  // by row and point; point n, of rank 0, is "none"
  OrderingWorkspace ordering_ = {};
  std::vector<std::uint32_t> order_ = {};
  Vector lower_ = {};  // of the box emitted
  Vector upper_ = {};
  Vector floor_ = {};
  Vector ceiling_ = {};

  // Bounds in structure-of-arrays form, by row 0 .. d - 2.
  std::vector<std::vector<std::int32_t>> bound_ = {};
  std::vector<std::vector<std::int32_t>> definer_ = {};
  std::vector<double> born_ = {};
  std::vector<std::int32_t> ended_ = {};
  std::vector<std::int32_t> holes_ = {};
};

}  // namespace vilfredo::detail
