// How far a front must be moved to weakly dominate a reference set. With a pool the work is shared;
// the bits are the same with any number of threads and without one.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

class WorkerPool;

/// max_z min_a max_i (a_i - z_i): lower is better, <= 0 iff every column z of the reference set is
/// weakly dominated by a column a of the front.
///
/// front n_obj x N, minimised; infinite rows are legal where the result is still defined. +inf for
/// an empty front. reference_set n_obj x M, M >= 1, finite. Cost O(N M n_obj).
/// Throws Error{invalid_argument} for NaN, misfitting shapes and where every column is infinitely
/// bad. Zitzler, Thiele, Laumanns, Fonseca, da Fonseca, IEEE TEC 7(2), 2003.
[[nodiscard]] double epsilon_additive(MatrixIn front, MatrixIn reference_set);
[[nodiscard]] double epsilon_additive(MatrixIn front, MatrixIn reference_set, WorkerPool& pool);

/// max_z min_a max_i a_i / z_i: lower is better, <= 1 iff the reference set is weakly dominated.
/// As epsilon_additive; all values must be > 0.
[[nodiscard]] double epsilon_multiplicative(MatrixIn front, MatrixIn reference_set);
[[nodiscard]] double epsilon_multiplicative(MatrixIn front,
                                            MatrixIn reference_set,
                                            WorkerPool& pool);

}  // namespace vilfredo
