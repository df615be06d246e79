// The R2 indicator over a finite set of weight vectors.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

class WorkerPool;

enum class R2Utility {
  tchebycheff,           ///< max_i w_i a_i, with a_i the distance of y_i above the ideal z_i
  weighted_sum,          ///< sum_i w_i y_i; z is not used
  augmented_tchebycheff  ///< max_i w_i a_i + augmentation * sum_i a_i
};

/// What a_i is for a coordinate better than the ideal point.
enum class BeyondIdeal {
  clip,     ///< a_i = max(y_i - z_i, 0): better never counts as worse
  absolute  ///< a_i = |y_i - z_i|, as older code does; a better point can then score worse
};

struct R2Settings {
  R2Utility utility = R2Utility::tchebycheff;
  BeyondIdeal beyond_ideal = BeyondIdeal::clip;
  double augmentation = 1e-4;  ///< rho >= 0, of augmented_tchebycheff
};

struct R2Value {
  double value;        ///< lower is better; +inf for an empty front
  Index beyond_ideal;  ///< columns better than the ideal in some row, so clipped (or mirrored)
};

/// Mean over the weights of the least utility that a column of the front reaches.
///
/// front    n_obj x N, minimised; a column with a +inf row is worse than any other, -inf is
/// refused. weights  n_obj x K, K >= 1, >= 0, used as given (not normalised). ideal    n_obj,
/// finite; weighted_sum ignores it (but checks it). Weakly Pareto-compliant for tchebycheff and
/// clip. Cost O(N K n_obj). Throws Error{invalid_argument} for NaN, misfitting shapes, negative
/// weights or augmentation. Hansen, Jaszkiewicz, IMM-REP-1998-7; Brockhoff, Wagner, Trautmann,
/// GECCO 2012.
[[nodiscard]] R2Value r2(MatrixIn front,
                         MatrixIn weights,
                         VectorIn ideal,
                         const R2Settings& settings = {});
/// The same bits with any number of threads.
[[nodiscard]] R2Value r2(
    MatrixIn front, MatrixIn weights, VectorIn ideal, const R2Settings& settings, WorkerPool& pool);

/// R2 without column j minus R2 with it, for every j, in one pass: only the weights that a column
/// wins alone count for it. A single column gets +inf. Arguments as for r2().
[[nodiscard]] Vector r2_contributions(MatrixIn front,
                                      MatrixIn weights,
                                      VectorIn ideal,
                                      const R2Settings& settings = {});
[[nodiscard]] Vector r2_contributions(
    MatrixIn front, MatrixIn weights, VectorIn ideal, const R2Settings& settings, WorkerPool& pool);

}  // namespace vilfredo
