#include "vilfredo/indicators/hypervolume_parallel.hpp"

#include "hypervolume/workspace.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/ordering.hpp"
#include "vilfredo/core/parallel.hpp"
#include "vilfredo/indicators/compensated_sum.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

namespace vilfredo {
namespace {

/// Regions of one piece of work, taken at equal distances so that all pieces are about as long.
constexpr Index kRegionsPerItem = 16;

/// Whether the regions are many and dear enough to be shared, and ranks hold the points.
bool shared_by_regions(const detail::InsidePoints& inside, VectorIn reference) {
  const auto n_obj = static_cast<std::size_t>(reference.size());
  return n_obj >= detail::kFirstLimitSetDimension && inside.size() > 1 && !inside.unbounded() &&
         detail::fits_double_range(inside, reference) &&
         detail::RankedPoints::can_hold(inside.size(), n_obj);
}

/// region(ranked, j) of every point j, each computed from the same ranks whoever does it.
template <class Region>
std::vector<double> regions(
    const double* points, Index n, VectorIn reference, WorkerPool& pool, const Region& region) {
  std::vector<double> result(static_cast<std::size_t>(n));
  std::vector<std::unique_ptr<detail::RankedPoints>> of_worker(
      static_cast<std::size_t>(pool.threads()));
  const Index items = (n + kRegionsPerItem - 1) / kRegionsPerItem;
  pool.for_each(items, [&](Index item, int worker) {
    auto& ranked = of_worker[static_cast<std::size_t>(worker)];
    if (ranked == nullptr) {
      ranked = std::make_unique<detail::RankedPoints>();
      ranked->assign(points, static_cast<std::size_t>(n),
                     static_cast<std::size_t>(reference.size()), reference.data());
    }
    for (auto j = static_cast<std::size_t>(item); j < result.size();
         j += static_cast<std::size_t>(items)) {
      result[j] = region(*ranked, j);
    }
  });
  return result;
}

/// Point by point, along the last objective.
std::vector<double> sorted_points(const detail::InsidePoints& inside, std::size_t n_obj) {
  std::vector<std::uint32_t> order(inside.size());
  OrderingWorkspace ordering;
  argsort(inside.points() + n_obj - 1, n_obj, inside.size(), order.data(), ordering);
  std::vector<double> sorted;
  sorted.reserve(inside.size() * n_obj);
  for (const std::uint32_t j : order) {
    const double* point = inside.points() + j * n_obj;
    sorted.insert(sorted.end(), point, point + n_obj);
  }
  return sorted;
}

}  // namespace

double hypervolume(MatrixIn front, VectorIn reference, WorkerPool& pool) {
  HypervolumeWorkspace workspace;
  detail::InsidePoints& inside = workspace.buffers().inside;
  inside.gather(front, reference);
  if (!shared_by_regions(inside, reference)) {
    return hypervolume(front, reference, workspace);
  }
  const std::vector<double> points =
      sorted_points(inside, static_cast<std::size_t>(reference.size()));
  detail::CompensatedSum<double> total;
  for (const double volume : regions(points.data(), static_cast<Index>(inside.size()), reference,
                                     pool, [](detail::RankedPoints&ranked, std::size_t j) {
                                       return ranked.exclusive_of_first(j);
                                     })) {
    total.add(volume);
  }
  return total.value();
}

Vector hypervolume_contributions(MatrixIn front,
                                 VectorIn reference,
                                 DominatedPoints mode,
                                 WorkerPool& pool) {
  HypervolumeWorkspace workspace;
  detail::InsidePoints& inside = workspace.buffers().inside;
  inside.gather(front, reference);
  if (!shared_by_regions(inside, reference)) {
    return hypervolume_contributions(front, reference, mode, workspace);
  }
  if (mode == DominatedPoints::ignore) {
    const Eigen::Map<const Matrix> all(inside.points(), reference.size(),
                                       static_cast<Index>(inside.size()));
    inside.keep(non_dominated(all, Duplicates::keep));
  }
  const std::vector<double> values =
      regions(inside.points(), static_cast<Index>(inside.size()), reference, pool,
              [](detail::RankedPoints& ranked, std::size_t j) { return ranked.exclusive(j); });
  Vector result = Vector::Zero(front.cols());
  for (std::size_t j = 0; j < values.size(); ++j) {
    result[inside.column(j)] = values[j];
  }
  return result;
}

}  // namespace vilfredo
