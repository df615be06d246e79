// What a HypervolumeWorkspace holds.
#pragma once

#include "hypervolume/inside_points.hpp"
#include "hypervolume/limit_sets.hpp"
#include "hypervolume/planar_sweep.hpp"
#include "hypervolume/ranked_points.hpp"
#include "hypervolume/ranked_sweep.hpp"
#include "hypervolume/spatial_contributions.hpp"
#include "hypervolume/spatial_sweep.hpp"
#include "vilfredo/core/nondominated_sorting.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <cstddef>
#include <vector>

namespace vilfredo {

namespace detail {

/// Of contributions in one pass.
template <class Real>
struct ContributionMemory {
  struct Entry {
    Real x, y;
    std::size_t index;
  };

  std::vector<Real> values;  ///< the result, by point
  std::vector<Entry> entries;
  std::vector<const Real*> others;
  SpatialContributions<Real> spatial;
};

}  // namespace detail

struct HypervolumeWorkspace::Buffers {
  detail::InsidePoints inside;
  detail::PlanarSweep<double> planar;
  detail::SpatialSweep<double> spatial;
  detail::LimitSets<double> limit_sets;  ///< where ranks do not fit
  detail::RankedPoints ranked;
  detail::RankedSweep4D sweep_4d;
  detail::ContributionMemory<double> contributions;
  NonDominatedFilter filter;
};

namespace detail {

/// Where kernels switch from sweeps, which own what they need, to limit sets.
inline constexpr std::size_t kFirstLimitSetDimension = 5;

template <class Real>
Real volume(LimitSets<Real>& limit_sets,
            const Real* points,
            std::size_t n,
            std::size_t n_obj,
            const Real* reference) {
  if (n_obj >= kFirstLimitSetDimension) {
    limit_sets.prepare(n, n_obj);
  }
  return limit_sets.volume(points, n, n_obj, reference);
}

}  // namespace detail
}  // namespace vilfredo
