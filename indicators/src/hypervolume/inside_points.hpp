// The columns that count, packed, and the range of numbers that their volumes need.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace vilfredo::detail {

/// Columns of a front strictly below the reference, point by point.
class InsidePoints {
 public:
  [[nodiscard]] std::size_t size() const { return count_; }

  /// n_obj x size(). Where every column counts and they lie side by side it is the front's own
  /// memory, so it is good for as long as the front.
  [[nodiscard]] const double* points() const { return points_; }

  /// Which column of the front a point was.
  [[nodiscard]] Index column(std::size_t point) const {
    return all_ ? static_cast<Index>(point) : columns_[point];
  }

  /// Of every row; empty if there are no points.
  [[nodiscard]] const std::vector<double>& lowest() const { return lowest_; }

  [[nodiscard]] const std::vector<double>& highest() const { return highest_; }

  /// Some box is infinite: a -inf, or a +inf in the reference.
  [[nodiscard]] bool unbounded() const { return unbounded_; }

  /// Checks shapes and NaN as hypervolume() documents, then packs. O(N * n_obj).
  void gather(MatrixIn front, VectorIn reference);
  /// Drops what one central point dominates, if a sample says that this is much; copies of it too.
  /// O(N * n_obj), for a sample only where nothing is dropped.
  void drop_dominated_crowd(VectorIn reference);
  /// Keeps the points with these numbers, ascending.
  void keep(std::span<const Index> numbers);

 private:
  bool all_inside(const double* points, std::size_t n, VectorIn reference);
  double measure_rows(const double* points, std::size_t n);
  template <std::size_t kRows>
  double measure_rows(const double* points, std::size_t n);
  void pack(MatrixIn front, VectorIn reference);
  [[nodiscard]] std::size_t largest_box(VectorIn reference, std::size_t stride) const;
  [[nodiscard]] bool weakly_better(std::size_t a, std::size_t b) const;

  std::vector<double> packed_;
  std::vector<Index> columns_;
  std::vector<double> lowest_, highest_;
  std::vector<double> bound_;  // the central point
  const double* points_ = nullptr;
  std::size_t count_ = 0;
  bool all_ = false;
  bool unbounded_ = false;
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
