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
    for (std::size_t k = 0; k < n; ++k) {
      // A rectangle of no height where y is no improvement: cheaper than to branch.
      const Real y = sorted[k].payload < lowest_y ? sorted[k].payload : lowest_y;
      total += (right - sorted[k].key) * (lowest_y - y);
      lowest_y = y;
    }
    return total;
  }

 private:
  KeyOrder<Real, Real> by_x_;
};

}  // namespace vilfredo::detail
