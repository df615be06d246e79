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
/// staircase of steps inside the rectangle from p to the reference. Step k covers x from x_k to
/// x_{k+1} (the last one to the reference) and y from p to y_k. x ascends and y descends, both
/// strictly, but for the last step, which may have height 0.
template <class Real>
class ExclusiveRegion {
 public:
  static constexpr std::size_t kNobody = ~std::size_t{0};

  /// Volume of [p, reference] outside the union of [q, reference] over all q but number `skip`.
  /// O(n) comparisons and, for the few q that touch the region, a shift of its steps. The area is
  /// summed afresh each time it has shrunk by 2^10, so the relative error stays at the level of
  /// rounding however small the region becomes.
  Real volume(Real px,
              Real py,
              Real pz,
              const DepthOrderedPoints<Real>& others,
              const Real* reference,
              std::size_t skip = kNobody) {
    px_ = px;
    py_ = py;
    end_x_ = reference[0];
    steps_.clear();
    steps_.push_back({px, reference[1]});
    const std::size_t n = others.size();
    std::size_t j = 0;
    for (; j < n && others.z[j] <= pz; ++j) {
      if (j != skip && touches(others.x[j], others.y[j])) {
        cut(others.x[j], others.y[j]);
        if (steps_.front().y <= py) {
          return 0;
        }
      }
    }
    Real area = sum_of_steps();
    Real refresh_below = area / kRefresh;
    Real total = 0;
    for (; j < n; ++j) {
      if (!touches(others.x[j], others.y[j])) {
        continue;
      }
      total += area * (others.z[j] - pz);
      pz = others.z[j];
      area -= cut(others.x[j], others.y[j]);
      if (steps_.front().y <= py) {
        return total;
      }
      if (area <= refresh_below) {
        area = sum_of_steps();
        refresh_below = area / kRefresh;
      }
    }
    return total + area * (reference[2] - pz);
  }

 private:
  static constexpr Real kRefresh = 1024;

  struct Step {
    Real x, y;
  };

  /// Cheap necessary condition for cutting the region: most points fail it.
  [[nodiscard]] bool touches(Real x, Real y) const {
    const Step& last = steps_.back();
    const Real right = last.y <= py_ ? last.x : end_x_;
    return x < right && y < steps_.front().y;
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
      const Real to = step == steps_.end() ? end_x_ : step->x;
      lost += (to - from) * height;
      from = to;
    }
    if (first == step) {
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
      const Real to = k + 1 < steps_.size() ? steps_[k + 1].x : end_x_;
      total += (to - steps_[k].x) * (steps_[k].y - py_);
    }
    return total;
  }

  Real px_ = 0, py_ = 0, end_x_ = 0;
  std::vector<Step> steps_;
};

}  // namespace vilfredo::detail
