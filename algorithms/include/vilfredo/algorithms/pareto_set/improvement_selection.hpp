// A batch from many candidates: greedily the one that adds most hypervolume, as if the bounds of
// those chosen had been observed.
#pragma once

#include "vilfredo/algorithms/method_mode.hpp"
#include "vilfredo/core/types.hpp"

#include <vector>

namespace vilfredo {

/// What there is to choose from. Objectives in any common units.
struct SelectionInput {
  const Matrix& front;      ///< n_obj x P, P >= 1: observed, mutually non-dominated
  const Matrix& observed;   ///< n_var x n: all evaluated points in the unit cube
  const Matrix& x;          ///< n_var x C, C >= 1: candidates in the unit cube
  const Matrix& bound;      ///< n_obj x C: their objective vectors, usually lower confidence bounds
  const Matrix& deviation;  ///< n_obj x C: their posterior standard deviations
};

/// Columns of the candidates in the order chosen, exactly `batch` of them; lowest index on ties.
///
/// strict: the reference point is the nadir of the non-dominated part of front and candidates plus
/// a tenth of its range, fixed for the batch. A candidate within 1e-6 in every variable of an
/// observed or chosen point is left out. When no candidate adds volume, the one with the largest
/// product of deviations is taken; when all are left out, the same among all that were not chosen.
///
/// compat: the reference point is the largest value of front, chosen and candidates in every
/// objective, so that points that attain it add nothing; nothing is left out, and the same
/// candidate may be chosen again.
///
/// O(batch * C * n_obj * boxes). Throws Error{invalid_argument} if batch < 1 or there are no
/// candidates.
[[nodiscard]] std::vector<Index> select_by_improvement(const SelectionInput& input,
                                                       Index batch,
                                                       MethodMode mode);

/// Volume that each column of `points` (n_obj x C) alone would add to `front` below `reference`:
/// the boxes of the undominated region are made once. O(C * n_obj * boxes).
[[nodiscard]] Vector hypervolume_improvements(MatrixIn front, VectorIn reference, MatrixIn points);

}  // namespace vilfredo
