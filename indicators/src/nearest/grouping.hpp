// Columns of a matrix grouped with their neighbours.
#pragma once

#include "vilfredo/core/ordering.hpp"
#include "vilfredo/core/types.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace vilfredo::detail {

enum class Arrangement { as_given, neighbours };

/// Columns in runs of `size`, as they come or reordered so that runs of `size` are neighbours:
/// sorted by the widest row and cut into parts at multiples of `size`, until a run is left. Few
/// rows leave little to choose, so many parts at once are cheaper; with more rows halves are
/// rounder and save visits.
class Grouping {
 public:
  /// Below this many columns splitting costs more than it saves, and they stay as they are.
  static constexpr Index kFewPoints = 64;

  Grouping(MatrixIn columns, Index size, Arrangement arrangement = Arrangement::neighbours);

  [[nodiscard]] Index column(Index position) const {
    return static_cast<Index>(
        order_[static_cast<std::size_t>(std::min(position, columns_.cols() - 1))]);
  }

  [[nodiscard]] Index groups() const { return (columns_.cols() + size_ - 1) / size_; }

  /// Values of group g row by row, `size` wide, and its box; the last group repeats its last
  /// column.
  void write(Index group, double* values, double* low, double* high, Index box_stride) const;

 private:
  [[nodiscard]] Index widest_row(Index begin, Index end) const;
  void split(Index begin, Index end);

  Eigen::Ref<const Matrix> columns_;
  Index size_;
  std::vector<std::uint32_t> order_;
  KeySorter<std::uint32_t> sorter_;
};

}  // namespace vilfredo::detail
