// Pareto dominance on minimised objectives, exact on doubles.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <vector>

namespace vilfredo {

enum class Dominance : std::uint8_t { first, second, equal, incomparable };

/// Which of two points of n_obj entries dominates the other. O(n_obj). NaN is not allowed.
[[nodiscard]] inline Dominance compare(const double* a, const double* b, Index n_obj) {
  bool a_better = false;
  bool b_better = false;
  for (Index k = 0; k < n_obj; ++k) {
    a_better |= a[k] < b[k];
    b_better |= b[k] < a[k];
  }
  if (a_better && b_better) {
    return Dominance::incomparable;
  }
  if (a_better) {
    return Dominance::first;
  }
  return b_better ? Dominance::second : Dominance::equal;
}

/// a is at least as good as b in every objective.
[[nodiscard]] inline bool weakly_dominates(const double* a, const double* b, Index n_obj) {
  for (Index k = 0; k < n_obj; ++k) {
    if (!(a[k] <= b[k])) {
      return false;
    }
  }
  return true;
}

enum class Duplicates : std::uint8_t { keep, first_only };

/// Columns of `f` (n_obj x N, minimised, no NaN) that no other column dominates, in ascending
/// order. Duplicates::first_only keeps the lowest column of equal ones. Cost: see
/// NonDominatedFilter, which keeps its memory between calls.
[[nodiscard]] std::vector<Index> non_dominated(MatrixIn f, Duplicates duplicates);

/// Rank of every column: 0 for the non-dominated ones, 1 for those that remain non-dominated
/// without them, and so on. Equal columns share a rank. Cost: see NonDominatedSorting, which keeps
/// its memory between calls and lists the fronts.
[[nodiscard]] std::vector<Index> non_dominated_ranks(MatrixIn f);

}  // namespace vilfredo
