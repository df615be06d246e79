// Hypervolume in two and three dimensions by sweeping over a sorted set.
//
// All kernels of this folder take points point by point (coordinate i of point j at j * n_obj + i),
// every coordinate strictly below the reference and finite. Real is double, or long double for
// inputs whose intermediate products leave the range of double.
#pragma once

#include "hypervolume/rank_set.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace vilfredo::detail {

template <class Real>
class PlanarSweep {
 public:
  /// Area dominated by n points of two coordinates. O(n log n).
  Real area(const Real* points, std::size_t n, const Real* reference) {
    pairs_.resize(n);
    for (std::size_t j = 0; j < n; ++j) {
      pairs_[j] = {points[2 * j], points[2 * j + 1]};
    }
    std::sort(pairs_.begin(), pairs_.end(),
              [](const Pair& a, const Pair& b) { return a.x < b.x || (a.x == b.x && a.y < b.y); });
    Real total = 0;
    Real lowest_y = reference[1];
    for (const Pair& p : pairs_) {
      if (p.y < lowest_y) {
        total += (reference[0] - p.x) * (lowest_y - p.y);
        lowest_y = p.y;
      }
    }
    return total;
  }

 private:
  struct Pair {
    Real x, y;
  };

  std::vector<Pair> pairs_;
};

/// Points enter in order of z; the staircase of those met so far, in (x, y), lives on ranks of x.
/// What a point adds to the staircase's area is a sum of positive rectangles and counts up to the
/// reference in z, so nothing cancels.
template <class Real>
class SpatialSweep {
 public:
  /// Volume dominated by n points of three coordinates. O(n log n).
  Real volume(const Real* points, std::size_t n, const Real* reference) {
    order(points, n);
    staircase_.reset(n);
    Real total = 0;
    for (const Key& key : by_z_) {
      const Real gain = enter(rank_[key.index], points[3 * key.index + 1], reference);
      total += gain * (reference[2] - key.value);
    }
    return total;
  }

 private:
  struct Key {
    Real value;
    std::size_t index;

    bool operator<(const Key& other) const {
      return value < other.value || (value == other.value && index < other.index);
    }
  };

  void order(const Real* points, std::size_t n) {
    by_z_.resize(n);
    rank_.resize(n);
    x_.resize(n);
    y_.resize(n);
    for (std::size_t j = 0; j < n; ++j) {
      by_z_[j] = {points[3 * j], j};
    }
    std::sort(by_z_.begin(), by_z_.end());
    for (std::size_t rank = 0; rank < n; ++rank) {
      rank_[by_z_[rank].index] = rank;
      x_[rank] = by_z_[rank].value;
    }
    for (std::size_t j = 0; j < n; ++j) {
      by_z_[j] = {points[3 * j + 2], j};
    }
    std::sort(by_z_.begin(), by_z_.end());
  }

  /// Area that the staircase gains; 0 if the point is dominated in (x, y). Equal x only give
  /// rectangles of no width.
  Real enter(std::size_t rank, Real y, const Real* reference) {
    const std::size_t left = staircase_.before(rank);
    Real upper_y = left == RankSet::kNone ? reference[1] : y_[left];
    if (upper_y <= y) {
      return 0;
    }
    Real gain = 0;
    Real x = x_[rank];
    for (;;) {
      const std::size_t right = staircase_.after(rank);
      const Real right_x = right == RankSet::kNone ? reference[0] : x_[right];
      gain += (right_x - x) * (upper_y - y);
      if (right == RankSet::kNone || y_[right] <= y) {
        break;
      }
      staircase_.erase(right);
      x = right_x;
      upper_y = y_[right];
    }
    staircase_.insert(rank);
    y_[rank] = y;
    return gain;
  }

  std::vector<Key> by_z_;
  std::vector<std::size_t> rank_;
  std::vector<Real> x_, y_;  // by rank of x
  RankSet staircase_;
};

}  // namespace vilfredo::detail
