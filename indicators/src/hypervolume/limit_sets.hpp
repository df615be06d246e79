// Hypervolume in any dimension by limit sets (While, Bradstreet, Barone 2012).
//
//   volume(S)       = sum over p in S, worst last coordinate first, of
//                     (r_d - p_d) * exclusive(p | the points after p), in one dimension less
//   exclusive(p|Q)  = prod (r_i - p_i) - volume({ max(p, q) : q in Q })
//
// Two steps shrink a limit set before it is recursed into: a q that is worse than p in one
// coordinate only cuts a slab off p's box, so it moves the box's upper corner instead; and
// dominated members are dropped.
#pragma once

#include "hypervolume/planar_sweep.hpp"
#include "hypervolume/spatial_sweep.hpp"
#include "hypervolume/sweep_4d.hpp"
#include "vilfredo/indicators/compensated_sum.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace vilfredo::detail {

template <class Real>
class LimitSets {
 public:
  /// Makes room for n points of up to n_obj coordinates; nothing is allocated by the recursion
  /// after it but the growth of the sweeps' own buffers.
  void prepare(std::size_t n, std::size_t n_obj) {
    if (levels_.size() < n_obj + 1) {
      levels_.resize(n_obj + 1);
    }
    for (std::size_t d = 1; d <= n_obj; ++d) {
      levels_[d].order.resize(std::max(levels_[d].order.size(), n));
      levels_[d].points.resize(std::max(levels_[d].points.size(), n * d));
      levels_[d].corner.resize(d);
    }
  }

  /// Volume dominated by n points of n_obj >= 1 coordinates.
  Real volume(const Real* points, std::size_t n, std::size_t n_obj, const Real* reference) {
    if (n == 0) {
      return 0;
    }
    if (n <= 3) {
      return volume_of_few(points, n, n_obj, reference);
    }
    switch (n_obj) {
      case 1:
        return reference[0] - *std::min_element(points, points + n);
      case 2:
        return planar_.area(points, n, reference);
      case 3:
        return spatial_.volume(points, n, reference);
      case 4:
        return in_4d_.volume(points, n, reference);
      default:
        return volume_by_slices(points, n, n_obj, reference);
    }
  }

  /// Volume of [p, reference] outside the union of [q, reference] over the m points q given; only
  /// the first n_obj coordinates of p and q are used.
  Real exclusive(const Real* p,
                 const Real* const* others,
                 std::size_t m,
                 std::size_t n_obj,
                 const Real* reference) {
    Level& level = levels_[n_obj];
    Real* corner = level.corner.data();
    std::copy(reference, reference + n_obj, corner);
    if (!clip_corner(p, others, m, n_obj, corner)) {
      return 0;
    }
    const std::size_t kept = collect(p, others, m, n_obj, level);
    const Real inclusive = box(p, n_obj, corner);
    const Real shared = volume(level.points.data(), kept, n_obj, corner);
    return std::max(inclusive - shared, Real(0));  // below 0 by rounding only
  }

 private:
  struct Level {
    std::vector<const Real*> order;  ///< points of one call, worst last coordinate first
    std::vector<Real> points;        ///< the limit set under construction
    std::vector<Real> corner;        ///< its reference
  };

  static Real box(const Real* p, std::size_t n_obj, const Real* reference) {
    Real product = 1;
    for (std::size_t i = 0; i < n_obj; ++i) {
      product *= reference[i] - p[i];
    }
    return product;
  }

  /// [a, r] intersected with [b, r].
  static Real box_of_both(const Real* a, const Real* b, std::size_t n_obj, const Real* reference) {
    Real product = 1;
    for (std::size_t i = 0; i < n_obj; ++i) {
      product *= reference[i] - std::max(a[i], b[i]);
    }
    return product;
  }

  /// Inclusion and exclusion for one to three points.
  static Real volume_of_few(const Real* points,
                            std::size_t n,
                            std::size_t n_obj,
                            const Real* reference) {
    const Real* a = points;
    const Real* b = points + n_obj;
    const Real* c = points + 2 * n_obj;
    Real total = box(a, n_obj, reference);
    if (n >= 2) {
      total += box(b, n_obj, reference) - box_of_both(a, b, n_obj, reference);
    }
    if (n >= 3) {
      Real all = 1;
      for (std::size_t i = 0; i < n_obj; ++i) {
        all *= reference[i] - std::max(a[i], std::max(b[i], c[i]));
      }
      const Real covered =
          box_of_both(a, c, n_obj, reference) + (box_of_both(b, c, n_obj, reference) - all);
      total += box(c, n_obj, reference) - covered;
    }
    return total;
  }

  Real volume_by_slices(const Real* points,
                        std::size_t n,
                        std::size_t n_obj,
                        const Real* reference) {
    const std::size_t last = n_obj - 1;
    std::vector<const Real*>& order = levels_[n_obj].order;
    for (std::size_t j = 0; j < n; ++j) {
      order[j] = points + j * n_obj;
    }
    std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n),
              [last](const Real* a, const Real* b) {
                return a[last] > b[last] || (a[last] == b[last] && a < b);
              });
    CompensatedSum<Real> total;
    for (std::size_t j = 0; j < n; ++j) {
      const Real slice = exclusive(order[j], order.data() + j + 1, n - j - 1, last, reference);
      total.add((reference[last] - order[j][last]) * slice);
    }
    return total.value();
  }

  /// Moves the corner for every q that is worse than p in one coordinate only; false if some q is
  /// worse in none, so that p has nothing of its own.
  static bool clip_corner(
      const Real* p, const Real* const* others, std::size_t m, std::size_t n_obj, Real* corner) {
    for (std::size_t j = 0; j < m; ++j) {
      const Real* q = others[j];
      std::size_t worse = 0;
      std::size_t where = 0;
      for (std::size_t i = 0; i < n_obj; ++i) {
        if (q[i] > p[i]) {
          ++worse;
          where = i;
        }
      }
      if (worse == 0) {
        return false;
      }
      if (worse == 1) {
        corner[where] = std::min(corner[where], q[where]);
      }
    }
    return true;
  }

  /// The non-dominated members of the limit set strictly inside the corner, in level.points;
  /// returns how many there are.
  std::size_t collect(
      const Real* p, const Real* const* others, std::size_t m, std::size_t n_obj, Level& level) {
    Real* kept = level.points.data();
    const Real* corner = level.corner.data();
    std::size_t count = 0;
    for (std::size_t j = 0; j < m; ++j) {
      Real* candidate = kept + count * n_obj;
      bool inside = true;
      for (std::size_t i = 0; i < n_obj; ++i) {
        candidate[i] = std::max(p[i], others[j][i]);
        inside = inside && candidate[i] < corner[i];
      }
      if (inside) {
        count = admit(kept, count, n_obj);
      }
    }
    return count;
  }

  /// Number `count` of `points` asks to join those before it; returns the new count.
  static std::size_t admit(Real* points, std::size_t count, std::size_t n_obj) {
    const Real* candidate = points + count * n_obj;
    std::size_t write = 0;
    for (std::size_t j = 0; j < count; ++j) {
      const Real* member = points + j * n_obj;
      bool member_better = false;
      bool candidate_better = false;
      for (std::size_t i = 0; i < n_obj; ++i) {
        member_better |= member[i] < candidate[i];
        candidate_better |= candidate[i] < member[i];
      }
      if (!candidate_better) {
        return count;  // no member can have been dropped before: they do not dominate each other
      }
      if (!member_better) {
        continue;
      }
      if (write != j) {
        std::copy(member, member + n_obj, points + write * n_obj);
      }
      ++write;
    }
    if (write != count) {
      std::copy(candidate, candidate + n_obj, points + write * n_obj);
    }
    return write + 1;
  }

  std::vector<Level> levels_;
  PlanarSweep<Real> planar_;
  SpatialSweep<Real> spatial_;
  SweepIn4D<Real> in_4d_;
};

}  // namespace vilfredo::detail
