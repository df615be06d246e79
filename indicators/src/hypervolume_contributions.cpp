#include "vilfredo/indicators/hypervolume_contributions.hpp"

#include "hypervolume/workspace.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace vilfredo {
namespace {

/// One pass over the points in order of (x, y). The region exclusive to p lies between its x and
/// that of the next point below it, and between its y and that of the last point above it; where
/// dominated points count, those met inside lower the upper edge.
template <class Real>
void planar_contributions(const Real* points,
                          std::size_t n,
                          const Real* reference,
                          DominatedPoints mode,
                          detail::ContributionMemory<Real>& memory) {
  auto& entries = memory.entries;
  using Entry = typename detail::ContributionMemory<Real>::Entry;
  entries.resize(n);
  for (std::size_t j = 0; j < n; ++j) {
    entries[j] = {points[2 * j], points[2 * j + 1], j};
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.x, a.y, a.index) < std::tie(b.x, b.y, b.index);
  });
  std::ranges::fill(memory.values, Real(0));
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
    memory.values[p.index] = area + (to_x - from_x) * (upper_y - p.y);
    upper_y = p.y;
  }
}

template <class Real>
void limit_set_contributions(const Real* points,
                             std::size_t n,
                             std::size_t n_obj,
                             const Real* reference,
                             detail::LimitSets<Real>& limit_sets,
                             detail::ContributionMemory<Real>& memory) {
  limit_sets.prepare(n, n_obj);
  auto& others = memory.others;
  others.resize(n);
  for (std::size_t j = 0; j < n; ++j) {
    others[j] = points + j * n_obj;
  }
  for (std::size_t j = 0; j < n; ++j) {
    std::swap(others[j], others[n - 1]);
    memory.values[j] = limit_sets.exclusive(others[n - 1], others.data(), n - 1, n_obj, reference);
    std::swap(others[j], others[n - 1]);
  }
}

/// Fills memory.values.
template <class Real>
void contributions(const Real* points,
                   std::size_t n,
                   std::size_t n_obj,
                   const Real* reference,
                   DominatedPoints mode,
                   detail::LimitSets<Real>& limit_sets,
                   detail::ContributionMemory<Real>& memory) {
  memory.values.resize(n);
  switch (n_obj) {
    case 2:
      return planar_contributions(points, n, reference, mode, memory);
    case 3:
      return memory.spatial.compute(points, n, reference, mode == DominatedPoints::count,
                                    memory.values.data());
    default:
      return limit_set_contributions(points, n, n_obj, reference, limit_sets, memory);
  }
}

void ranked_contributions(const detail::InsidePoints& inside,
                          std::size_t n_obj,
                          const double* reference,
                          detail::RankedPoints& ranked,
                          std::vector<double>& values) {
  ranked.assign(inside.points(), inside.size(), n_obj, reference);
  values.resize(inside.size());
  for (std::size_t j = 0; j < values.size(); ++j) {
    values[j] = ranked.exclusive(j);
  }
}

/// In two and three dimensions the sweep itself tells the dominated points apart.
void drop_dominated(detail::InsidePoints& inside, Index n_obj, NonDominatedFilter& filter) {
  const Eigen::Map<const Matrix> points(inside.points(), n_obj, static_cast<Index>(inside.size()));
  inside.keep(filter.filter(points, Duplicates::keep));
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
    drop_dominated(inside, reference.size(), buffers.filter);
  }
  const std::size_t n_obj = static_cast<std::size_t>(reference.size());
  if (detail::fits_double_range(inside, reference)) {
    const bool by_ranks = n_obj >= 4 && detail::RankedPoints::can_hold(inside.size(), n_obj);
    const std::vector<double>& values = buffers.contributions.values;
    if (by_ranks) {
      ranked_contributions(inside, n_obj, reference.data(), buffers.ranked,
                           buffers.contributions.values);
    } else {
      contributions(inside.points(), inside.size(), n_obj, reference.data(), mode,
                    buffers.limit_sets, buffers.contributions);
    }
    for (std::size_t k = 0; k < values.size(); ++k) {
      result[inside.column(k)] = values[k];
    }
    return result;
  }
  const detail::WideInstance wide(inside, reference);
  detail::LimitSets<long double> limit_sets;
  detail::ContributionMemory<long double> memory;
  contributions(wide.points.data(), inside.size(), n_obj, wide.reference.data(), mode, limit_sets,
                memory);
  for (std::size_t k = 0; k < memory.values.size(); ++k) {
    result[inside.column(k)] = wide.restore(memory.values[k]);
  }
  return result;
}

Vector hypervolume_contributions(MatrixIn front, VectorIn reference, DominatedPoints mode) {
  HypervolumeWorkspace workspace;
  return hypervolume_contributions(front, reference, mode, workspace);
}

}  // namespace vilfredo
