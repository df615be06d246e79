// Hypervolume in two dimensions by sweeping over a sorted set.
//
// All kernels of this folder take points point by point (coordinate i of point j at j * n_obj + i),
// every coordinate strictly below the reference and finite. Real is double, or long double for
// inputs whose intermediate products leave the range of double.
#pragma once

#include "hypervolume/key_order.hpp"

#include <cstddef>

namespace vilfredo::detail {

template <class Real>
class PlanarSweep {
 public:
  /// Area dominated by n points of two coordinates, of which `lowest` and `highest` are the ranges
  /// where known. O(n) for double (KeySorter).
  Real area(const Real* points,
            std::size_t n,
            const Real* reference,
            const Real* lowest = nullptr,
            const Real* highest = nullptr) {
    auto* items = by_x_.items(n);
    for (std::size_t j = 0; j < n; ++j) {
      items[j] = {points[2 * j], points[2 * j + 1]};
    }
    const auto* sorted = lowest == nullptr ? by_x_.sort(n) : by_x_.sort(n, lowest[0], highest[0]);
    const Real right = reference[0];
    Real lowest_y = reference[1];
    Real total = 0;
    std::size_t k = 0;
    // A rectangle of no height where y is no improvement: cheaper than to branch. Two points at a
    // time, for a chain of minima waits for its own latency.
    for (; k + 2 <= n; k += 2) {
      const Real first = sorted[k].payload;
      const Real second = sorted[k + 1].payload;
      const Real both = second < first ? second : first;
      const Real upper_y = lowest_y;
      const Real middle_y = first < upper_y ? first : upper_y;
      lowest_y = both < upper_y ? both : upper_y;
      total += (right - sorted[k].key) * (upper_y - middle_y);
      total += (right - sorted[k + 1].key) * (middle_y - lowest_y);
    }
    if (k < n && sorted[k].payload < lowest_y) {
      total += (right - sorted[k].key) * (lowest_y - sorted[k].payload);
    }
    return total;
  }

 private:
  KeyOrder<Real, Real> by_x_;
};

}  // namespace vilfredo::detail
