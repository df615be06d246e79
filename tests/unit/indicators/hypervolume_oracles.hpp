// Slow and obvious hypervolumes.
#pragma once

#include "vilfredo/core/types.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace vilfredo::test {

/// Inclusion and exclusion over all subsets of the columns strictly inside the reference.
inline double inclusion_exclusion(const Matrix& f, const Vector& reference) {
  std::vector<Index> inside;
  for (Index j = 0; j < f.cols(); ++j) {
    if ((f.col(j).array() < reference.array()).all()) {
      inside.push_back(j);
    }
  }
  long double total = 0;
  for (std::uint32_t subset = 1; subset < (1U << inside.size()); ++subset) {
    long double box = 1;
    for (Index i = 0; i < f.rows(); ++i) {
      double corner = -1e308;
      for (std::size_t k = 0; k < inside.size(); ++k) {
        if ((subset >> k & 1U) != 0) {
          corner = std::max(corner, f(i, inside[k]));
        }
      }
      box *= static_cast<long double>(reference[i]) - static_cast<long double>(corner);
    }
    total += (__builtin_popcount(subset) % 2 == 1) ? box : -box;
  }
  return static_cast<double>(total);
}

/// Per unit cell of {0 .. size}^d, who dominates it: whole numbers, so every result is exact.
struct CellCount {
  std::int64_t volume = 0;
  std::vector<std::int64_t> exclusive;  ///< cells of one column only
};

inline CellCount count_cells(const Matrix& f, Index size) {
  CellCount result;
  result.exclusive.assign(static_cast<std::size_t>(f.cols()), 0);
  std::vector<Index> cell(static_cast<std::size_t>(f.rows()), 0);
  for (;;) {
    Index dominators = 0;
    Index last = 0;
    for (Index j = 0; j < f.cols(); ++j) {
      bool covers = true;
      for (Index i = 0; i < f.rows(); ++i) {
        covers = covers && f(i, j) <= static_cast<double>(cell[static_cast<std::size_t>(i)]);
      }
      if (covers) {
        ++dominators;
        last = j;
      }
    }
    result.volume += dominators > 0 ? 1 : 0;
    result.exclusive[static_cast<std::size_t>(last)] += dominators == 1 ? 1 : 0;
    std::size_t digit = 0;
    while (digit < cell.size() && ++cell[digit] == size) {
      cell[digit++] = 0;
    }
    if (digit == cell.size()) {
      return result;
    }
  }
}

}  // namespace vilfredo::test
