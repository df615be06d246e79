#include "vilfredo/indicators/hypervolume_contributions.hpp"

#include "hypervolume/workspace.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

namespace vilfredo {
namespace {

/// One pass over the points in order of (x, y). The region exclusive to p lies between its x and
/// that of the next point below it, and between its y and that of the last point above it; where
/// dominated points count, those met inside lower the upper edge.
template <class Real>
std::vector<Real> planar_contributions(const Real* points,
                                       std::size_t n,
                                       const Real* reference,
                                       DominatedPoints mode) {
  struct Entry {
    Real x, y;
    std::size_t index;
  };

  std::vector<Entry> entries(n);
  for (std::size_t j = 0; j < n; ++j) {
    entries[j] = {points[2 * j], points[2 * j + 1], j};
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.x, a.y, a.index) < std::tie(b.x, b.y, b.index);
  });
  std::vector<Real> result(n, 0);
  Real upper_y = reference[1];
  for (std::size_t j = 0; j < n;) {
    const Entry& p = entries[j];
    Real area = 0;
    Real from_x = p.x;
    for (++j; j < n && entries[j].y >= p.y; ++j) {
      const Entry& q = entries[j];
      const bool counts = mode == DominatedPoints::count || (q.x == p.x && q.y == p.y);
      if (counts && q.y < upper_y) {
        area += (q.x - from_x) * (upper_y - p.y);
        from_x = q.x;
        upper_y = q.y;
      }
    }
    const Real to_x = j < n ? entries[j].x : reference[0];
    result[p.index] = area + (to_x - from_x) * (upper_y - p.y);
    upper_y = p.y;
  }
  return result;
}

template <class Real>
std::vector<Real> spatial_contributions(const Real* points,
                                        std::size_t n,
                                        const Real* reference,
                                        DominatedPoints mode,
                                        detail::SpatialContributions<Real>& sweep) {
  std::vector<Real> result(n);
  sweep.compute(points, n, reference, mode == DominatedPoints::count, result.data());
  return result;
}

template <class Real>
std::vector<Real> limit_set_contributions(const Real* points,
                                          std::size_t n,
                                          std::size_t n_obj,
                                          const Real* reference,
                                          detail::LimitSets<Real>& limit_sets) {
  limit_sets.prepare(n, n_obj);
  std::vector<const Real*> others(n);
  for (std::size_t j = 0; j < n; ++j) {
    others[j] = points + j * n_obj;
  }
  std::vector<Real> result(n);
  for (std::size_t j = 0; j < n; ++j) {
    std::swap(others[j], others[n - 1]);
    result[j] = limit_sets.exclusive(others[n - 1], others.data(), n - 1, n_obj, reference);
    std::swap(others[j], others[n - 1]);
  }
  return result;
}

template <class Real>
std::vector<Real> contributions(const Real* points,
                                std::size_t n,
                                std::size_t n_obj,
                                const Real* reference,
                                DominatedPoints mode,
                                detail::LimitSets<Real>& limit_sets,
                                detail::SpatialContributions<Real>& sweep) {
  switch (n_obj) {
    case 2:
      return planar_contributions(points, n, reference, mode);
    case 3:
      return spatial_contributions(points, n, reference, mode, sweep);
    default:
      return limit_set_contributions(points, n, n_obj, reference, limit_sets);
  }
}

std::vector<double> ranked_contributions(const detail::InsidePoints& inside,
                                         std::size_t n_obj,
                                         const double* reference,
                                         detail::RankedPoints& ranked) {
  ranked.assign(inside.points(), inside.size(), n_obj, reference);
  std::vector<double> result(inside.size());
  for (std::size_t j = 0; j < result.size(); ++j) {
    result[j] = ranked.exclusive(j);
  }
  return result;
}

/// In two and three dimensions the sweep itself tells the dominated points apart.
void drop_dominated(detail::InsidePoints& inside, Index n_obj) {
  const Eigen::Map<const Matrix> points(inside.points(), n_obj, static_cast<Index>(inside.size()));
  inside.keep(non_dominated(points, Duplicates::keep));
}

}  // namespace

Vector hypervolume_contributions(MatrixIn front,
                                 VectorIn reference,
                                 DominatedPoints mode,
                                 HypervolumeWorkspace& workspace) {
  HypervolumeWorkspace::Buffers& buffers = workspace.buffers();
  detail::InsidePoints& inside = buffers.inside;
  inside.gather(front, reference);
  Vector result = Vector::Zero(front.cols());
  if (inside.size() == 0) {
    return result;
  }
  if (inside.unbounded()) {
    throw Error(Errc::invalid_argument,
                "hypervolume contributions need finite points and a finite reference point; a "
                "difference of infinite volumes is not defined");
  }
  if (mode == DominatedPoints::ignore && reference.size() != 2 && reference.size() != 3) {
    drop_dominated(inside, reference.size());
  }
  const std::size_t n_obj = static_cast<std::size_t>(reference.size());
  if (detail::fits_double_range(inside, reference)) {
    const bool by_ranks = n_obj >= 4 && detail::RankedPoints::can_hold(inside.size(), n_obj);
    const std::vector<double> values =
        by_ranks ? ranked_contributions(inside, n_obj, reference.data(), buffers.ranked)
                 : contributions(inside.points(), inside.size(), n_obj, reference.data(), mode,
                                 buffers.limit_sets, buffers.spatial_contributions);
    for (std::size_t k = 0; k < values.size(); ++k) {
      result[inside.column(k)] = values[k];
    }
    return result;
  }
  const detail::WideInstance wide(inside, reference);
  detail::LimitSets<long double> limit_sets;
  detail::SpatialContributions<long double> sweep;
  const std::vector<long double> values = contributions(
      wide.points.data(), inside.size(), n_obj, wide.reference.data(), mode, limit_sets, sweep);
  for (std::size_t k = 0; k < values.size(); ++k) {
    result[inside.column(k)] = wide.restore(values[k]);
  }
  return result;
}

Vector hypervolume_contributions(MatrixIn front, VectorIn reference, DominatedPoints mode) {
  HypervolumeWorkspace workspace;
  return hypervolume_contributions(front, reference, mode, workspace);
}

}  // namespace vilfredo
