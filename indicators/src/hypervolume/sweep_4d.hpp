// Hypervolume in four dimensions by sweeping over the last coordinate.
#pragma once

#include "hypervolume/exclusive_region.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace vilfredo::detail {

/// Points enter in order of w. The (x, y, z) parts of those that still matter are kept in order of
/// z; a new point adds its exclusive volume in (x, y, z) times its distance to the reference in w,
/// and displaces what it dominates. One pass over the kept points per new point.
template <class Real>
class SweepIn4D {
 public:
  /// Volume dominated by n points of four coordinates.
  Real volume(const Real* points, std::size_t n, const Real* reference) {
    order_.resize(n);
    for (std::size_t j = 0; j < n; ++j) {
      order_[j] = points + 4 * j;
    }
    // Pointers into one array order equal coordinates by index.
    std::sort(order_.begin(), order_.end(),
              [](const Real* a, const Real* b) { return a[3] < b[3] || (a[3] == b[3] && a < b); });
    kept_.x.clear();
    kept_.y.clear();
    kept_.z.clear();
    Real total = 0;
    for (const Real* p : order_) {
      const Real gain = region_.volume(p[0], p[1], p[2], kept_, reference);
      if (gain > 0) {
        total += gain * (reference[3] - p[3]);
        displace(p);
      }
    }
    return total;
  }

 private:
  /// Drops what p dominates, which lies at or above its z, and puts p in its place.
  void displace(const Real* p) {
    const auto place = std::lower_bound(kept_.z.begin(), kept_.z.end(), p[2]) - kept_.z.begin();
    const std::size_t n = kept_.size();
    std::size_t write = static_cast<std::size_t>(place);
    for (std::size_t read = write; read < n; ++read) {
      if (kept_.x[read] < p[0] || kept_.y[read] < p[1]) {
        kept_.x[write] = kept_.x[read];
        kept_.y[write] = kept_.y[read];
        kept_.z[write] = kept_.z[read];
        ++write;
      }
    }
    kept_.x.resize(write);
    kept_.y.resize(write);
    kept_.z.resize(write);
    kept_.x.insert(kept_.x.begin() + place, p[0]);
    kept_.y.insert(kept_.y.begin() + place, p[1]);
    kept_.z.insert(kept_.z.begin() + place, p[2]);
  }

  std::vector<const Real*> order_;
  DepthOrderedPoints<Real> kept_;
  ExclusiveRegion<Real> region_;
};

}  // namespace vilfredo::detail
