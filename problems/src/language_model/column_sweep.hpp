// The sweep that SparseGPT and GPTQ share: columns are fixed from left to right, and what each
// loses is made up for by those to its right.
#pragma once

#include "vilfredo/problems/language_model/layer_hessian.hpp"

#include <algorithm>

namespace vilfredo::detail {

/// Weights with their columns in the order of the factor, dead inputs at zero, in double precision.
[[nodiscard]] Matrix ordered_weights(const WeightMatrix& weights, const HessianFactor& factor);
/// The way back.
[[nodiscard]] WeightMatrix restored_weights(const Matrix& ordered, const HessianFactor& factor);

/// `prepare(first, last, w)` is called at the start of each block, `fix(j, w, q)` for each column j
/// with the current weights w and writes what column j becomes. Updates inside a block are made at
/// once, those to its right when it ends.
template <class Prepare, class Fix>
void sweep_columns(Matrix& w, const Matrix& upper, Index block, Prepare prepare, Fix fix) {
  const Index rows = w.rows();
  const Index inputs = w.cols();
  Vector q(rows);
  for (Index first = 0; first < inputs; first += block) {
    const Index last = std::min(first + block, inputs);
    prepare(first, last, w);
    Matrix errors(rows, last - first);
    for (Index j = first; j < last; ++j) {
      fix(j, w, q);
      errors.col(j - first) = (w.col(j) - q) / upper(j, j);
      w.col(j) = q;
      for (Index k = j + 1; k < last; ++k) {
        w.col(k) -= errors.col(j - first) * upper(j, k);
      }
    }
    if (last < inputs) {
      w.rightCols(inputs - last).noalias() -=
          errors * upper.block(first, last, last - first, inputs - last);
    }
  }
}

}  // namespace vilfredo::detail
