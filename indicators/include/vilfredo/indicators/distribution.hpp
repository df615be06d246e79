// How evenly a front is spread. None of these says how good the front is: read them beside an
// indicator that does.
//
// front  n_obj x N, finite; order does not matter, duplicates and dominated columns count as they
// are unless said otherwise. Error{invalid_argument} for NaN, infinities and an empty front.
// Values beyond 1e150 or all below 1e-150 are scaled by a power of two first; the sparsity, a
// square, is then +inf or 0. Lower is better in all of them.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// sqrt(sum_i (d_i - mean d)^2 / (N - 1)), d_i the least sum of absolute differences to another
/// column. >= 0; 0 for a single column and for even spacing. Cost O(n_obj N^2). Schott 1995.
[[nodiscard]] double spacing(MatrixIn front);

/// Two objectives: (d_f + d_l + sum |g_i - mean g|) / (d_f + d_l + (N - 1) mean g), with g_i the
/// Euclidean gaps between neighbours by the first objective, d_f and d_l the distances of the first
/// and last column to the columns of the reference set that are best in the first and in the second
/// objective. 0 for an even front that reaches both, 1 for a single column elsewhere (0 where
/// numerator and denominator vanish). Cost O(N log N + M). Deb et al., IEEE TEC 6(2), 2002.
/// Throws Error{unsupported} for other than two objectives, Error{invalid_argument} without a
/// finite reference set.
[[nodiscard]] double spread(MatrixIn front, MatrixIn reference_set);

/// Any number of objectives: (sum_k d(e_k, front) + sum |d_i - mean d|) / (sum_k d(e_k, front) +
/// N mean d), with d_i the Euclidean distance to the nearest other column and e_k the column of the
/// reference set that is worst in objective k (the lowest such column), where a front ends. A
/// single column has d_1 = 0 and so scores 1. Cost O(n_obj N^2). Zhou et al., CEC 2006.
[[nodiscard]] double generalised_spread(MatrixIn front, MatrixIn reference_set);

/// sum over objectives of the squared gaps between neighbours in that objective, divided by N - 1;
/// >= 0, 0 for a single column. Measured on the non-dominated columns, each once, since a duplicate
/// would add no gap but raise N. Depends on the scale of the objectives. Cost O(n_obj N log N) and
/// the filter. Xu et al., ICML 2020.
[[nodiscard]] double sparsity(MatrixIn front);

}  // namespace vilfredo
