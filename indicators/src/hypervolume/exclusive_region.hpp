// The volume that one point of three coordinates dominates and others do not.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace vilfredo::detail {

/// Points of three coordinates in ascending order of z.
template <class Real>
struct DepthOrderedPoints {
  std::vector<Real> x, y, z;

  [[nodiscard]] std::size_t size() const { return z.size(); }
};

/// Cross-section, at one z, of the region that p dominates and the points met so far do not: a
/// staircase of steps. Step k covers x from x_k to x_{k+1} (the last one to the right edge) and y
/// from p to y_k. The first begins at p; x ascends and y descends, both strictly, and stays above
/// p.
template <class Real>
class ExclusiveRegion {
 public:
  static constexpr std::size_t kNobody = ~std::size_t{0};

  /// Volume of [p, reference] outside the union of [q, reference] over all q but number `skip`.
  /// O(n) comparisons and, for the few q that cut the region, a shift of its steps. The area is
  /// summed afresh each time it has shrunk by 2^10, so the relative error is at most about 2^10
  /// roundings per cut however small the region becomes.
  Real volume(Real px,
              Real py,
              Real pz,
              const DepthOrderedPoints<Real>& others,
              const Real* reference,
              std::size_t skip = kNobody) {
    px_ = px;
    py_ = py;
    const std::size_t n = others.size();
    const std::size_t begun = static_cast<std::size_t>(
        std::upper_bound(others.z.begin(), others.z.end(), pz) - others.z.begin());
    std::size_t j = begun;
    if (!begin_cross_section(others, begun, skip, reference)) {
      return 0;
    }
    Real area = sum_of_steps();
    Real refresh_below = area / kRefresh;
    Real total = 0;
    for (;; ++j) {
      j = next_inside(others, j);
      if (j == n) {
        return total + area * (reference[2] - pz);
      }
      total += area * (others.z[j] - pz);
      pz = others.z[j];
      area -= cut(others.x[j], others.y[j]);
      if (steps_.empty()) {
        return total;
      }
      if (area <= refresh_below) {
        area = sum_of_steps();
        refresh_below = area / kRefresh;
      }
    }
  }

 private:
  /// The cross-section at p's own z, from the first n of the others. Those that cover p in one of x
  /// and y only shorten the rectangle, so two plain minima come first and leave few to cut with.
  /// False if nothing is left.
  bool begin_cross_section(const DepthOrderedPoints<Real>& others,
                           std::size_t n,
                           std::size_t skip,
                           const Real* reference) {
    const Real* x = others.x.data();
    const Real* y = others.y.data();
    Real right = reference[0];
    Real top = reference[1];
    for (std::size_t j = 0; j < n; ++j) {
      const bool counts = j != skip;
      top = counts && x[j] <= px_ && y[j] < top ? y[j] : top;
      right = counts && y[j] <= py_ && x[j] < right ? x[j] : right;
    }
    if (right <= px_ || top <= py_) {
      return false;
    }
    right_ = right;
    steps_.clear();
    steps_.push_back({px_, top});
    for (std::size_t j = 0; j < n; ++j) {
      if (x[j] < right && y[j] < top && j != skip) {
        cut(x[j], y[j]);
      }
    }
    return true;
  }

  static constexpr Real kRefresh = 1024;

  struct Step {
    Real x, y;
  };

  /// The first point from number j on that may cut the staircase; most do not.
  [[nodiscard]] std::size_t next_inside(const DepthOrderedPoints<Real>& others,
                                        std::size_t j) const {
    const Real top = steps_.front().y;
    const Real right = right_;
    const Real* x = others.x.data();
    const Real* y = others.y.data();
    const std::size_t n = others.size();
    while (j < n && !(x[j] < right && y[j] < top)) {
      ++j;
    }
    return j;
  }

  /// Removes what (x, y) dominates and returns its area.
  Real cut(Real x, Real y) {
    x = std::max(x, px_);
    y = std::max(y, py_);
    // The step that holds x: the last one that begins at or before it.
    auto step = std::upper_bound(steps_.begin(), steps_.end(), x,
                                 [](Real value, const Step& s) { return value < s.x; }) -
                1;
    if (step->y <= y) {
      return 0;
    }
    Real lost = 0;
    Real from = x;
    const auto first = step->x < x ? step + 1 : step;  // the steps that go begin here
    while (step != steps_.end() && step->y > y) {
      const Real height = step->y - y;
      ++step;
      const Real to = step == steps_.end() ? right_ : step->x;
      lost += (to - from) * height;
      from = to;
    }
    if (y == py_) {
      steps_.erase(first, steps_.end());
      right_ = x;
    } else if (first == step) {
      steps_.insert(first, {x, y});
    } else {
      *first = {x, y};
      steps_.erase(first + 1, step);
    }
    return lost;
  }

  [[nodiscard]] Real sum_of_steps() const {
    Real total = 0;
    for (std::size_t k = 0; k < steps_.size(); ++k) {
      const Real to = k + 1 < steps_.size() ? steps_[k + 1].x : right_;
      total += (to - steps_[k].x) * (steps_[k].y - py_);
    }
    return total;
  }

  Real px_ = 0, py_ = 0, right_ = 0;
  std::vector<Step> steps_;
};

}  // namespace vilfredo::detail
