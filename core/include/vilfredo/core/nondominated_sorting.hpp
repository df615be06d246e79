// Non-dominated sorting and filtering: which columns nothing dominates, which nothing but those
// dominates, and so on.
#pragma once

#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/types.hpp"

#include <memory>
#include <span>
#include <vector>

namespace vilfredo {

namespace detail {
struct FilterMemory;
struct SortingMemory;
}  // namespace detail

/// Ranks and fronts of the columns of a matrix. An object keeps its memory, so that sorting again
/// allocates nothing unless there are more columns than ever before; results never depend on that.
/// One per thread.
///
/// rank(p) = 0 if nothing dominates p, else 1 + the largest rank of what does; equal columns share
/// a rank. Exact on doubles. One objective: O(n). Two: O(n log n), a binary search over the last
/// points of the fronts along the first objective. More: along the first objective, the points that
/// may dominate p are an intersection of bitsets, one per further objective, of the points in p's
/// bucket of ranks or in one before it; a binary search over the fronts compares only what is in
/// both that and a front. About n_obj n^2 / 1024 vector operations and n_obj n / 4 words for n
/// above 2048. Very many points (50 000 of three objectives, 300 000 of four, a million of more)
/// are halved at medians instead, O(n log^(n_obj - 1) n).
class NonDominatedSorting {
 public:
  NonDominatedSorting();
  NonDominatedSorting(NonDominatedSorting&&) noexcept;
  NonDominatedSorting& operator=(NonDominatedSorting&&) noexcept;
  ~NonDominatedSorting();

  /// f: n_obj x n, minimised, infinities allowed, NaN not; n_obj >= 1, n < 2^31. Replaces the
  /// results of the last call.
  void sort(MatrixIn f);

  /// Of every column.
  [[nodiscard]] std::span<const Index> ranks() const { return ranks_; }

  [[nodiscard]] Index fronts() const { return static_cast<Index>(first_.size()) - 1; }

  /// The columns of this rank, in ascending order.
  [[nodiscard]] std::span<const Index> front(Index rank) const;

 private:
  void list_fronts(Index n, Index fronts);

  std::vector<Index> ranks_;
  std::vector<Index> members_;      // front by front
  std::vector<Index> first_ = {0};  // of each front in members_, and the end
  std::unique_ptr<detail::SortingMemory> memory_;
};

/// Columns that no other column dominates. Keeps its memory as NonDominatedSorting does.
///
/// First drops what one central point dominates, O(n_obj n); then goes along the first objective.
/// Up to three objectives: O(n log n), a staircase of the other two. More: bitsets as for sorting,
/// against the best front alone.
class NonDominatedFilter {
 public:
  NonDominatedFilter();
  NonDominatedFilter(NonDominatedFilter&&) noexcept;
  NonDominatedFilter& operator=(NonDominatedFilter&&) noexcept;
  ~NonDominatedFilter();

  /// f as in NonDominatedSorting::sort. In ascending order; of equal columns all, or the first.
  /// Valid until the next call.
  std::span<const Index> filter(MatrixIn f, Duplicates duplicates);

 private:
  std::vector<Index> kept_;
  std::unique_ptr<detail::FilterMemory> memory_;
};

}  // namespace vilfredo
