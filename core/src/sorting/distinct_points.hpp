// The different columns of a matrix in lexicographic order.
#pragma once

#include "vilfredo/core/ordering.hpp"
#include "vilfredo/core/types.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vilfredo::detail {

/// In this order a point is dominated by earlier ones only. Keeps its memory.
class DistinctPoints {
 public:
  using Item = KeySorter<std::uint32_t>::Item;

  /// f: n_obj x N without NaN, of which the n >= 1 `columns` are taken. O(n_obj n).
  void assign(MatrixIn f, std::span<const std::uint32_t> columns);
  /// All columns.
  void assign(MatrixIn f);

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] std::size_t n_obj() const { return n_obj_; }

  /// The i-th point; point(0) begins size() x n_obj() numbers, point by point.
  [[nodiscard]] const double* point(std::size_t i) const { return points_.data() + i * n_obj_; }

  /// Which point each of the columns taken is, in the order in which they were given.
  [[nodiscard]] std::span<const std::uint32_t> positions() const { return position_; }

  /// The points by rising objective k; valid until the next call.
  [[nodiscard]] const Item* sorted_by(std::size_t k);

 private:
  struct Run {
    std::uint32_t begin, end;
  };

  void order_columns(MatrixIn f, std::span<const std::uint32_t> columns);
  /// Sorts a run by objective k and notes the runs that are equal in it too.
  void sort_run(MatrixIn f, std::span<const std::uint32_t> columns, Index k, Run run);

  KeySorter<std::uint32_t> sorter_;
  std::size_t n_obj_ = 0;
  std::size_t size_ = 0;
  std::vector<double> points_;
  std::vector<std::uint32_t> all_;
  std::vector<std::uint32_t> order_;  // of the places in `columns`
  std::vector<std::uint32_t> position_;
  std::vector<Run> runs_;
  std::vector<Run> equal_runs_;
};

}  // namespace vilfredo::detail
