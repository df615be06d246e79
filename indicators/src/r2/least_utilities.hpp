// The best columns of a front for every weight vector: the core of the discrete R2.
#pragma once

#include "utility_kernels.hpp"
#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/r2.hpp"

#include <cstdint>
#include <vector>

namespace vilfredo::detail {

/// A column with an infinite row never wins (its utility would be 0 * inf where the weight is 0).
/// Blocks of weights are independent of one another, so any of them may be done at once.
class LeastUtilities {
 public:
  /// Arguments checked as r2() says. `two`: the second best and the winner as well.
  LeastUtilities(
      MatrixIn front, MatrixIn weights, VectorIn ideal, const R2Settings& settings, bool two);

  [[nodiscard]] Index blocks() const { return blocks_; }

  /// Blocks begin .. end - 1. O((end - begin) kWeightBlock n_obj N).
  void find(Index begin, Index end);

  [[nodiscard]] double best(Index weight) const { return best_[at(weight)]; }

  [[nodiscard]] double second(Index weight) const { return second_[at(weight)]; }

  /// The column that alone or first reaches the best; -1 if none is finite.
  [[nodiscard]] Index winner(Index weight) const {
    const std::int32_t point = winner_[at(weight)];
    return point < 0 ? -1 : columns_[at(point)];
  }

 private:
  [[nodiscard]] static std::size_t at(Index i) { return static_cast<std::size_t>(i); }

  void pack_points(MatrixIn front, VectorIn ideal, const R2Settings& settings);
  void pack_weights(MatrixIn weights);

  Index d_;
  Index blocks_;
  bool sum_;
  std::vector<Index> columns_;  // of the finite points
  std::vector<double> points_;
  std::vector<double> added_;
  std::vector<double> weights_;
  std::vector<double> best_;
  std::vector<double> second_;
  std::vector<std::int32_t> winner_;
};

}  // namespace vilfredo::detail
