// What a HypervolumeWorkspace holds.
#pragma once

#include "hypervolume/inside_points.hpp"
#include "hypervolume/limit_sets.hpp"
#include "hypervolume/planar_sweep.hpp"
#include "hypervolume/ranked_points.hpp"
#include "hypervolume/ranked_sweep.hpp"
#include "hypervolume/spatial_contributions.hpp"
#include "hypervolume/spatial_sweep.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <vector>

namespace vilfredo {

struct HypervolumeWorkspace::Buffers {
  detail::InsidePoints inside;
  detail::PlanarSweep<double> planar;
  detail::SpatialSweep<double> spatial;
  detail::LimitSets<double> limit_sets;  ///< where ranks do not fit
  detail::RankedPoints ranked;
  detail::RankedSweep4D sweep_4d;
  detail::SpatialContributions<double> spatial_contributions;
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
