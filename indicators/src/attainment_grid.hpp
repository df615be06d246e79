// The grid on which attainment functions are constant.
#pragma once

#include "vilfredo/core/types.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace vilfredo::detail {

/// Rows of the runs; 0 if no run has a column. Checks what attainment.hpp asks of runs.
[[nodiscard]] Index rows_of(std::span<const Matrix> runs);

/// The distinct values of one row of several sets, ascending.
class Levels {
 public:
  Levels() = default;

  Levels(std::span<const Matrix> sets, Index row) {
    for (const Matrix& set : sets) {
      for (Index j = 0; j < set.cols(); ++j) {
        values_.push_back(set(row, j));
      }
    }
    std::ranges::sort(values_);
    values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
  }

  [[nodiscard]] std::size_t size() const { return values_.size(); }

  [[nodiscard]] double value(std::size_t position) const { return values_[position]; }

  /// Of a value that occurs.
  [[nodiscard]] std::size_t position(double value) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(values_, value) - values_.begin());
  }

  [[nodiscard]] Vector as_vector() const {
    return Eigen::Map<const Vector>(values_.data(), static_cast<Index>(values_.size()));
  }

 private:
  std::vector<double> values_;
};

}  // namespace vilfredo::detail
