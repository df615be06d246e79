#include "column_sweep.hpp"

#include <cstddef>

namespace vilfredo::detail {

Matrix ordered_weights(const WeightMatrix& weights, const HessianFactor& factor) {
  Matrix out(weights.rows(), weights.cols());
  for (Index j = 0; j < out.cols(); ++j) {
    out.col(j) = weights.col(factor.order[static_cast<std::size_t>(j)]).cast<double>();
  }
  for (Index j = 0; j < out.cols(); ++j) {
    if (std::ranges::binary_search(factor.dead, factor.order[static_cast<std::size_t>(j)])) {
      out.col(j).setZero();
    }
  }
  return out;
}

WeightMatrix restored_weights(const Matrix& ordered, const HessianFactor& factor) {
  WeightMatrix out(ordered.rows(), ordered.cols());
  for (Index j = 0; j < out.cols(); ++j) {
    out.col(factor.order[static_cast<std::size_t>(j)]) = ordered.col(j).cast<float>();
  }
  return out;
}

}  // namespace vilfredo::detail
