// What non-dominated sorting and filtering work on.
#pragma once

#include "distinct_points.hpp"
#include "divided_ranks.hpp"
#include "front_ranks_kernels.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vilfredo::detail {

struct SortingMemory {
  struct alignas(64) Line {
    std::array<std::uint64_t, 8> words;
  };

  DistinctPoints distinct;
  std::vector<std::uint32_t> ranks;  ///< of the distinct points, set by the functions below

  /// Ranks of points of two objectives; the number of fronts.
  std::uint32_t rank_two();
  /// Ranks of points of three and more objectives; the number of fronts.
  std::uint32_t rank_many();
  /// 0 for the non-dominated among points of three and more objectives, 1 for the others.
  void filter_many();

  DividedRanks divided;
  std::vector<double> lowest;  // per front, the last point's second objective
  std::vector<Line> rows;
  std::vector<std::uint8_t> buckets;
  std::vector<Line> candidates;
  std::vector<Line> bitsets;
  std::vector<const std::uint64_t*> row_of;
  std::vector<std::uint32_t> newest;
  std::vector<std::uint32_t> previous;
  std::vector<std::uint32_t> sizes;
  std::vector<std::uint32_t> bitset_of;

  void fill_rows(std::size_t n_buckets, std::size_t words);
  [[nodiscard]] FrontRanksView view();
};

}  // namespace vilfredo::detail
