// The columns that count, packed, and the range of numbers that their volumes need.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstddef>
#include <vector>

namespace vilfredo::detail {

/// Columns of a front strictly below the reference, packed point by point.
struct InsidePoints {
  std::vector<double> points;           ///< n_obj x n, and room for more
  std::vector<Index> columns;           ///< where each came from, ascending; n of them count
  std::vector<double> lowest, highest;  ///< of every row
  bool unbounded = false;  ///< some box is infinite: a -inf, or a +inf in the reference

  [[nodiscard]] std::size_t size() const { return count_; }

  /// Checks shapes and NaN as hypervolume() documents, then packs. O(N * n_obj).
  void gather(MatrixIn front, VectorIn reference);
  /// Keeps the points with these numbers, ascending.
  void keep(const std::vector<Index>& numbers);

 private:
  template <std::size_t kRows>
  bool pack(MatrixIn front, VectorIn reference);
  void measure_rows(std::size_t d);

  std::size_t count_ = 0;
};

/// True if no sum of products of coordinate differences, one per row, can leave the range of double
/// on the way to a result inside it: neither overflow, nor lose what matters to underflow.
[[nodiscard]] bool fits_double_range(const InsidePoints& inside, VectorIn reference);

/// The same instance in long double, every row divided by the power of two of its longest box.
struct WideInstance {
  std::vector<long double> points;
  std::vector<long double> reference;
  int exponent = 0;  ///< volumes are to be multiplied by 2^exponent

  WideInstance(const InsidePoints& inside, VectorIn original_reference);

  /// The volume in original units; +inf or 0 where double ends.
  [[nodiscard]] double restore(long double volume) const;
};

}  // namespace vilfredo::detail
