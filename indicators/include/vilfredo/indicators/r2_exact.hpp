// R2 with all weight vectors of the simplex at once, exactly.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// The most objectives that r2_exact() takes.
inline constexpr Index kExactR2MostObjectives = 8;

/// Expectation, over a weight vector w uniform on {w >= 0, sum w = 1}, of
///   min_y max_i w_i a_i,   a = max(y - ideal, 0),
/// the limit of the discrete R2 (Tchebycheff utility, beyond-ideal values clipped) for ever finer
/// lattices. Lower is better; strictly Pareto-compliant for points above the ideal.
///
/// front  n_obj x N, minimised; a column with a +inf row counts for nothing, -inf is refused. +inf
///        for an empty front and where no column is finite.
/// ideal  n_obj, finite.
/// Range [0, inf); 0 iff a column weakly dominates the ideal. Any magnitude that doubles hold is
/// legal: values are scaled by a power of two.
/// Method: with b = 1 / a the value is (n_obj - 1)! times the integral of (sum x)^-(n_obj + 1) over
/// the positive x outside every box [0, b(y)] (Emmerich, arXiv 2606.30530, 2026). That region is
/// cut into disjoint boxes by a sweep, and each box is measured by a sum of positive terms, so
/// nothing cancels: the relative error is a few n_obj times 1e-16 in any proportion of values. Cost
/// O(N log N) for n_obj <= 3, O(N^2) for 4 on usual fronts, O(N^floor(n_obj / 2)) boxes of 2^(n_obj
/// - 1) divisions beyond; n_obj > kExactR2MostObjectives is Error{unsupported}. Throws
/// Error{invalid_argument} for NaN, -inf and misfitting shapes. Two objectives: Schaepermeier,
/// Kerschke, Evol. Comput. 2025; Jaszkiewicz, Zielniewicz, IEEE TEC 2024.
[[nodiscard]] double r2_exact(MatrixIn front, VectorIn ideal);

/// r2_exact without column j minus r2_exact with it, for every j; >= 0. All other columns stay,
/// also those that j dominates. A column whose removal leaves nothing finite gets +inf.
///
/// Measured as the region that only column j covers, so that small values keep their digits. Cost
/// O(N log N) for two objectives, N times r2_exact of what is left inside one column's own box
/// beyond. Arguments as for r2_exact().
[[nodiscard]] Vector r2_exact_contributions(MatrixIn front, VectorIn ideal);

}  // namespace vilfredo
