#include "archive/staircase.hpp"
#include "sorting_memory.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/nondominated_sorting.hpp"

#include <algorithm>
#include <limits>

namespace vilfredo {

namespace detail {

struct FilterMemory {
  SortingMemory sorting;
  Staircase staircase;
  std::vector<Slot> displaced;
  std::vector<double> low;
  std::vector<double> scale;
  std::vector<std::uint32_t> left;  // columns not yet known to be dominated

  void drop_hopeless(MatrixIn f);
  void filter_two();
  void filter_three();

 private:
  [[nodiscard]] Index central_column(MatrixIn f);
};

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

/// The column with the least sum of objectives, each in units of its range.
Index FilterMemory::central_column(MatrixIn f) {
  const Index d = f.rows();
  low.assign(static_cast<std::size_t>(d), kInfinity);
  scale.assign(static_cast<std::size_t>(d), -kInfinity);
  for (Index j = 0; j < f.cols(); ++j) {
    const double* column = f.col(j).data();
    for (Index k = 0; k < d; ++k) {
      const auto at = static_cast<std::size_t>(k);
      low[at] = std::min(low[at], column[k]);
      scale[at] = std::max(scale[at], column[k]);
    }
  }
  for (std::size_t k = 0; k < low.size(); ++k) {
    const double range = scale[k] - low[k];
    scale[k] = range > 0 && range < kInfinity ? 1 / range : 0;
  }
  Index best = 0;
  double least = kInfinity;
  for (Index j = 0; j < f.cols(); ++j) {
    const double* column = f.col(j).data();
    double sum = 0;
    for (Index k = 0; k < d; ++k) {
      const auto at = static_cast<std::size_t>(k);
      sum += (column[k] - low[at]) * scale[at];
    }
    if (sum < least) {
      least = sum;
      best = j;
    }
  }
  return best;
}

/// In a cloud of few objectives one good point dominates most of the others.
void FilterMemory::drop_hopeless(MatrixIn f) {
  const Index d = f.rows();
  const double* best = f.col(central_column(f)).data();
  left.resize(static_cast<std::size_t>(f.cols()));
  std::size_t count = 0;
  for (Index j = 0; j < f.cols(); ++j) {
    const double* column = f.col(j).data();
    bool better = false;
    bool worse = false;
    for (Index k = 0; k < d; ++k) {
      better |= column[k] < best[k];
      worse |= column[k] > best[k];
    }
    left[count] = static_cast<std::uint32_t>(j);
    count += better || !worse ? 1 : 0;
  }
  left.resize(count);
}

void FilterMemory::filter_two() {
  const DistinctPoints& points = sorting.distinct;
  sorting.ranks.resize(std::max(sorting.ranks.size(), points.size()));
  double lowest = kInfinity;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double y = points.point(i)[points.n_obj() - 1];
    const bool best = i == 0 || y < lowest;
    sorting.ranks[i] = best ? 0 : 1;
    lowest = best ? y : lowest;
  }
}

/// Along the first objective a point is dominated if an earlier one is no worse in the other two.
void FilterMemory::filter_three() {
  const DistinctPoints& points = sorting.distinct;
  sorting.ranks.resize(std::max(sorting.ranks.size(), points.size()));
  staircase.build(nullptr, 0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double* others = points.point(i) + 1;
    const bool best = staircase.admits(others, displaced);
    if (best) {
      staircase.replace(displaced, static_cast<Slot>(i), others);
    }
    sorting.ranks[i] = best ? 0 : 1;
  }
}

}  // namespace detail

NonDominatedFilter::NonDominatedFilter() : memory_(std::make_unique<detail::FilterMemory>()) {}

NonDominatedFilter::NonDominatedFilter(NonDominatedFilter&&) noexcept = default;

NonDominatedFilter& NonDominatedFilter::operator=(NonDominatedFilter&&) noexcept = default;

NonDominatedFilter::~NonDominatedFilter() = default;

std::span<const Index> NonDominatedFilter::filter(MatrixIn f, Duplicates duplicates) {
  kept_.clear();
  if (f.cols() == 0) {
    return kept_;
  }
  if (f.rows() < 1) {
    throw Error(Errc::invalid_argument, "points without objectives cannot be filtered");
  }
  detail::FilterMemory& memory = *memory_;
  detail::SortingMemory& sorting = memory.sorting;
  memory.drop_hopeless(f);
  sorting.distinct.assign(f, memory.left);
  if (f.rows() <= 2) {
    memory.filter_two();
  } else if (f.rows() == 3) {
    memory.filter_three();
  } else {
    sorting.filter_many();
  }
  const std::span<const std::uint32_t> point_of = sorting.distinct.positions();
  for (std::size_t i = 0; i < memory.left.size(); ++i) {
    std::uint32_t& rank = sorting.ranks[point_of[i]];
    if (rank == 0) {
      kept_.push_back(memory.left[i]);
      rank = duplicates == Duplicates::first_only ? 1 : 0;
    }
  }
  return kept_;
}

}  // namespace vilfredo
