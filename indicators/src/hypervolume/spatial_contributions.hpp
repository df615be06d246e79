// What each point of three coordinates dominates alone, for all points in one sweep.
#pragma once

#include "hypervolume/key_order.hpp"
#include "hypervolume/rank_set.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>
#include <vector>

namespace vilfredo::detail {

/// Points enter in order of z. At every z the cross-section of what a point dominates alone is a
/// staircase region: from the point to the right, its steps descending. A point that enters cuts
/// the regions of its two neighbours in the staircase of all points, ends those of the points that
/// it dominates, and begins with the area that it adds; so all changes together are O(n) steps.
/// Emmerich, Fonseca, EMO 2011; Guerreiro, Fonseca, IEEE TEVC 22(3), 2018.
template <class Real>
class SpatialContributions {
 public:
  /// out[j] for n points. Where `dominated_count`, a dominated point takes from its dominator what
  /// both cover; otherwise only copies of a point do. O(n log n), and in the first case a walk over
  /// the steps of the region that a dominated point falls into.
  void compute(
      const Real* points, std::size_t n, const Real* reference, bool dominated_count, Real* out) {
    order(points, n);
    begin(n, reference);
    for (std::uint32_t k = 0; k < n; ++k) {
      enter(k, dominated_count);
    }
    for (std::uint32_t k = 0; k < n; ++k) {
      settle(regions_[k], reference[2]);
      out[arrivals_[k].index] = regions_[k].total;
    }
  }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  static constexpr Real kRefresh = 1024;

  struct Arrival {
    Real x, y, z;
    std::uint32_t index;
    std::uint32_t rank;  ///< by x, from 1; equal ones by arrival
  };

  /// A place of the staircase, by rank of x.
  struct Place {
    Real x, y;
    std::uint32_t next;
    std::uint32_t arrival;
  };

  /// From x to the x of the next step, or to the region's right edge, and from the point up to y.
  struct Step {
    Real x, y;
    std::uint32_t previous, next;
  };

  struct Region {
    Real area = 0;
    Real refresh_below = 0;  ///< the area is summed afresh when it has shrunk to this
    Real right = 0;
    Real since = 0;  ///< the z up to which total is settled
    Real total = 0;
    std::uint32_t first = kNone;
    std::uint32_t last = kNone;
  };

  void order(const Real* points, std::size_t n) {
    auto* items = sorter_.items(n);
    for (std::size_t j = 0; j < n; ++j) {
      items[j] = {points[3 * j + 2], static_cast<std::uint32_t>(j)};
    }
    const auto* by_z = sorter_.sort(n);
    arrivals_.resize(n);
    for (std::size_t k = 0; k < n; ++k) {
      const std::uint32_t j = by_z[k].payload;
      arrivals_[k] = {points[3 * std::size_t{j}], points[3 * std::size_t{j} + 1], by_z[k].key, j,
                      0};
    }
    // A dominator of the same z must come first.
    for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
      for (end = begin + 1; end < n && arrivals_[end].z == arrivals_[begin].z;) {
        ++end;
      }
      if (end - begin > 1) {
        std::sort(arrivals_.begin() + static_cast<std::ptrdiff_t>(begin),
                  arrivals_.begin() + static_cast<std::ptrdiff_t>(end),
                  [](const Arrival& a, const Arrival& b) {
                    return std::tie(a.x, a.y, a.index) < std::tie(b.x, b.y, b.index);
                  });
      }
    }
    items = sorter_.items(n);
    for (std::size_t k = 0; k < n; ++k) {
      items[k] = {arrivals_[k].x, static_cast<std::uint32_t>(k)};
    }
    const auto* by_x = sorter_.sort(n);
    for (std::size_t r = 0; r < n; ++r) {
      arrivals_[by_x[r].payload].rank = static_cast<std::uint32_t>(r + 1);
    }
  }

  void begin(std::size_t n, const Real* reference) {
    const auto end = static_cast<std::uint32_t>(n + 1);
    places_.resize(n + 2);
    places_[0] = {0, reference[1], end, kNone};
    places_[n + 1] = {reference[0], -std::numeric_limits<Real>::infinity(), end, kNone};
    staircase_.reset(n + 1);
    staircase_.insert(0);
    regions_.assign(n, Region{});
    steps_.clear();
    free_ = kNone;
  }

  void enter(std::uint32_t k, bool dominated_count) {
    const Arrival& p = arrivals_[k];
    const std::uint32_t left = static_cast<std::uint32_t>(staircase_.before(p.rank));
    if (places_[left].y <= p.y) {
      meet_dominator(p, places_[left].arrival, dominated_count);
      return;
    }
    Region& region = regions_[k];
    region.since = p.z;
    Real top = places_[left].y;
    Real from = p.x;
    std::uint32_t right = places_[left].next;
    for (;;) {
      append(region, from, top);
      region.area += (places_[right].x - from) * (top - p.y);
      if (places_[right].y <= p.y) {
        break;
      }
      staircase_.erase(right);
      end_region(regions_[places_[right].arrival], p.z);
      from = places_[right].x;
      top = places_[right].y;
      right = places_[right].next;
    }
    region.right = places_[right].x;
    region.refresh_below = region.area / kRefresh;
    places_[p.rank] = {p.x, p.y, right, k};
    places_[left].next = p.rank;
    staircase_.insert(p.rank);
    cut_region(places_[left].arrival, p);
    cut_region(places_[right].arrival, p);
  }

  /// p has nothing of its own; what it covers is no longer its dominator's alone.
  void meet_dominator(const Arrival& p, std::uint32_t dominator, bool dominated_count) {
    const Arrival& q = arrivals_[dominator];
    if (dominated_count || (p.x == q.x && p.y == q.y && p.z == q.z)) {
      cut_region(dominator, p);
    }
  }

  static void settle(Region& region, Real z) {
    region.total += region.area * (z - region.since);
    region.since = z;
  }

  void end_region(Region& region, Real z) {
    settle(region, z);
    region.area = 0;
    while (region.first != kNone) {
      drop(region, region.first);
    }
  }

  /// Takes from the region of arrival k what p dominates; k may be neither of the two ends.
  void cut_region(std::uint32_t k, const Arrival& p) {
    if (k == kNone || regions_[k].first == kNone) {
      return;
    }
    Region& region = regions_[k];
    const Real x = std::max(p.x, arrivals_[k].x);
    const Real y = std::max(p.y, arrivals_[k].y);
    if (x >= region.right || y >= steps_[region.first].y) {
      return;
    }
    settle(region, p.z);
    region.area -= y == arrivals_[k].y ? shorten(region, x, y) : carve(region, x, y);
    if (region.first == kNone) {
      region.area = 0;
    } else if (region.area <= region.refresh_below) {
      region.area = sum_of_steps(region, arrivals_[k].y);
      region.refresh_below = region.area / kRefresh;
    }
  }

  /// Moves the right edge to x; returns the area lost.
  Real shorten(Region& region, Real x, Real low) {
    Real lost = 0;
    while (region.last != kNone && steps_[region.last].x >= x) {
      const Step& step = steps_[region.last];
      lost += (region.right - step.x) * (step.y - low);
      region.right = step.x;
      drop(region, region.last);
    }
    if (region.last != kNone) {
      lost += (region.right - x) * (steps_[region.last].y - low);
    }
    region.right = x;
    return lost;
  }

  /// Lowers the steps from x on to y; returns the area lost.
  Real carve(Region& region, Real x, Real y) {
    std::uint32_t at = region.first;  // the step that holds x
    while (steps_[at].next != kNone && steps_[steps_[at].next].x <= x) {
      at = steps_[at].next;
    }
    if (steps_[at].y <= y) {
      return 0;
    }
    std::uint32_t before = steps_[at].x < x ? at : steps_[at].previous;
    Real lost = 0;
    Real from = x;
    while (at != kNone && steps_[at].y > y) {
      const std::uint32_t next = steps_[at].next;
      const Real to = next == kNone ? region.right : steps_[next].x;
      lost += (to - from) * (steps_[at].y - y);
      from = to;
      if (at != before) {
        drop(region, at);
      }
      at = next;
    }
    insert_after(region, before, x, y);
    return lost;
  }

  [[nodiscard]] Real sum_of_steps(const Region& region, Real low) const {
    Real total = 0;
    for (std::uint32_t at = region.first; at != kNone; at = steps_[at].next) {
      const std::uint32_t next = steps_[at].next;
      const Real to = next == kNone ? region.right : steps_[next].x;
      total += (to - steps_[at].x) * (steps_[at].y - low);
    }
    return total;
  }

  void append(Region& region, Real x, Real y) { insert_after(region, region.last, x, y); }

  void insert_after(Region& region, std::uint32_t previous, Real x, Real y) {
    std::uint32_t at = free_;
    if (at == kNone) {
      at = static_cast<std::uint32_t>(steps_.size());
      steps_.emplace_back();
    } else {
      free_ = steps_[at].next;
    }
    const std::uint32_t next = previous == kNone ? region.first : steps_[previous].next;
    steps_[at] = {x, y, previous, next};
    (previous == kNone ? region.first : steps_[previous].next) = at;
    (next == kNone ? region.last : steps_[next].previous) = at;
  }

  void drop(Region& region, std::uint32_t at) {
    const std::uint32_t previous = steps_[at].previous;
    const std::uint32_t next = steps_[at].next;
    (previous == kNone ? region.first : steps_[previous].next) = next;
    (next == kNone ? region.last : steps_[next].previous) = previous;
    steps_[at].next = free_;
    free_ = at;
  }

  KeyOrder<Real, std::uint32_t> sorter_;
  std::vector<Arrival> arrivals_;
  std::vector<Place> places_;
  std::vector<Region> regions_;  // by arrival
  std::vector<Step> steps_;      // of all regions
  std::uint32_t free_ = kNone;   // steps to use again
  RankSet staircase_;
};

}  // namespace vilfredo::detail
