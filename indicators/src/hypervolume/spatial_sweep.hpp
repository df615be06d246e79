// Hypervolume in three dimensions by sweeping over a sorted set (Beume et al. 2009).
#pragma once

#include "hypervolume/key_order.hpp"
#include "hypervolume/rank_set.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace vilfredo::detail {

/// Points enter in order of z; the staircase of those met so far, in (x, y), lives on ranks of x: a
/// RankSet to find the step to the left, and links from step to step. What a point adds to the
/// staircase's area is a sum of positive rectangles and counts up to the reference in z, so nothing
/// cancels.
template <class Real>
class SpatialSweep {
 public:
  /// Volume dominated by n points of three coordinates, of which `lowest` and `highest` are the
  /// ranges where known. O(n log_64 n) after sorting.
  Real volume(const Real* points,
              std::size_t n,
              const Real* reference,
              const Real* lowest = nullptr,
              const Real* highest = nullptr) {
    rank_by_x(points, n, lowest, highest);
    begin(n, reference);
    auto* items = by_z_.items(n);
    for (std::size_t j = 0; j < n; ++j) {
      items[j] = {points[3 * j + 2], static_cast<std::uint32_t>(j)};
    }
    const auto* sorted = lowest == nullptr ? by_z_.sort(n) : by_z_.sort(n, lowest[2], highest[2]);
    Real total = 0;
    for (std::size_t k = 0; k < n; ++k) {
      const std::uint32_t j = sorted[k].payload;
      total += enter(rank_[j], points[3 * j + 1]) * (reference[2] - sorted[k].key);
    }
    return total;
  }

 private:
  struct Step {
    Real x, y;
    std::uint32_t next;
  };

  /// rank_ of every point by x, from 1; equal ones by index.
  void rank_by_x(const Real* points, std::size_t n, const Real* lowest, const Real* highest) {
    auto* items = by_x_.items(n);
    for (std::size_t j = 0; j < n; ++j) {
      items[j] = {points[3 * j], static_cast<std::uint32_t>(j)};
    }
    const auto* sorted = lowest == nullptr ? by_x_.sort(n) : by_x_.sort(n, lowest[0], highest[0]);
    rank_.resize(n);
    steps_.resize(n + 2);
    for (std::size_t k = 0; k < n; ++k) {
      rank_[sorted[k].payload] = static_cast<std::uint32_t>(k + 1);
      steps_[k + 1].x = sorted[k].key;
    }
  }

  /// Two steps that never go: one left of everything and as high as the reference, one at the
  /// reference and lower than everything.
  void begin(std::size_t n, const Real* reference) {
    const auto end = static_cast<std::uint32_t>(n + 1);
    steps_[0] = {0, reference[1], end};
    steps_[n + 1] = {reference[0], -std::numeric_limits<Real>::infinity(), end};
    staircase_.reset(n + 1);
    staircase_.insert(0);
  }

  /// Area that the staircase gains; 0 if the point is dominated in (x, y). Equal x only give
  /// rectangles of no width.
  Real enter(std::uint32_t rank, Real y) {
    Step* steps = steps_.data();
    const std::size_t left = staircase_.before(rank);
    Real upper_y = steps[left].y;
    if (upper_y <= y) {
      return 0;
    }
    Real gain = 0;
    Real x = steps[rank].x;
    std::uint32_t right = steps[left].next;
    for (;;) {
      gain += (steps[right].x - x) * (upper_y - y);
      if (steps[right].y <= y) {
        break;
      }
      staircase_.erase(right);
      x = steps[right].x;
      upper_y = steps[right].y;
      right = steps[right].next;
    }
    steps[left].next = rank;
    steps[rank].y = y;
    steps[rank].next = right;
    staircase_.insert(rank);
    return gain;
  }

  KeyOrder<Real, std::uint32_t> by_x_, by_z_;
  std::vector<std::uint32_t> rank_;
  std::vector<Step> steps_;  // by rank of x
  RankSet staircase_;
};

}  // namespace vilfredo::detail
