#include "vilfredo/core/nondominated_sorting.hpp"

#include "sorting_memory.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>

namespace vilfredo {

NonDominatedSorting::NonDominatedSorting() : memory_(std::make_unique<detail::SortingMemory>()) {}

NonDominatedSorting::NonDominatedSorting(NonDominatedSorting&&) noexcept = default;

NonDominatedSorting& NonDominatedSorting::operator=(NonDominatedSorting&&) noexcept = default;

NonDominatedSorting::~NonDominatedSorting() = default;

void NonDominatedSorting::sort(MatrixIn f) {
  if (f.rows() < 1 && f.cols() > 0) {
    throw Error(Errc::invalid_argument, "points without objectives cannot be sorted");
  }
  const Index n = f.cols();
  ranks_.resize(static_cast<std::size_t>(n));
  if (n == 0) {
    list_fronts(0, 0);
    return;
  }
  detail::SortingMemory& memory = *memory_;
  memory.distinct.assign(f);
  const std::span<const std::uint32_t> point_of = memory.distinct.positions();
  Index fronts = 0;
  if (f.rows() == 1) {
    fronts = static_cast<Index>(memory.distinct.size());  // every distinct value is one
    std::ranges::copy(point_of, ranks_.begin());
  } else {
    fronts = static_cast<Index>(f.rows() == 2 ? memory.rank_two() : memory.rank_many());
    for (std::size_t j = 0; j < ranks_.size(); ++j) {
      ranks_[j] = static_cast<Index>(memory.ranks[point_of[j]]);
    }
  }
  list_fronts(n, fronts);
}

void NonDominatedSorting::list_fronts(Index n, Index fronts) {
  first_.assign(static_cast<std::size_t>(fronts) + 1, 0);
  for (const Index rank : ranks_) {
    ++first_[static_cast<std::size_t>(rank)];
  }
  Index end = 0;
  for (Index& at : first_) {
    const Index size = at;
    at = end;
    end += size;
  }
  members_.resize(static_cast<std::size_t>(n));
  for (Index j = 0; j < n; ++j) {
    members_[static_cast<std::size_t>(
        first_[static_cast<std::size_t>(ranks_[static_cast<std::size_t>(j)])]++)] = j;
  }
  for (std::size_t r = first_.size() - 1; r > 0; --r) {
    first_[r] = first_[r - 1];
  }
  first_[0] = 0;
}

std::span<const Index> NonDominatedSorting::front(Index rank) const {
  const auto r = static_cast<std::size_t>(rank);
  const auto begin = static_cast<std::size_t>(first_[r]);
  return {members_.data() + begin, static_cast<std::size_t>(first_[r + 1]) - begin};
}

}  // namespace vilfredo
