// Indicators that are means of distances between a front and a reference set.
//
// front          n_obj x N, minimised.
// reference_set  n_obj x M, M >= 1, finite.
// All are >= 0 and lower is better. d is the Euclidean distance, d+ counts only the rows in which
// the front's column a is worse than the reference column z: d+(a, z) = ||max(a - z, 0)||.
// An infinite row of a front column is legal where another column decides the result, else (and for
// NaN or misfitting shapes) Error{invalid_argument}. Cost O(N M n_obj). Values beyond 1e150 or all
// below 1e-150 are scaled by a power of two, so that squares neither overflow nor vanish.
// With a pool the work is shared; the bits are the same with any number of threads and without one.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

class WorkerPool;

/// Inverted generational distance, ((1/M) sum_z min_a d(a,z)^p)^(1/p), p in [1, inf]; +inf for an
/// empty front. Coello, Reyes Sierra, MICAI 2004; the mean is inside the root (Schuetze et al.
/// 2012).
[[nodiscard]] double igd(MatrixIn front, MatrixIn reference_set, double p = 1);
[[nodiscard]] double igd(MatrixIn front, MatrixIn reference_set, double p, WorkerPool& pool);

/// (1/M) sum_z min_a d+(a,z); weakly Pareto-compliant; +inf for an empty front.
/// Ishibuchi, Masuda, Tanigaki, Nojima, EMO 2015.
[[nodiscard]] double igd_plus(MatrixIn front, MatrixIn reference_set);
[[nodiscard]] double igd_plus(MatrixIn front, MatrixIn reference_set, WorkerPool& pool);

/// Generational distance, ((1/N) sum_a min_z d(a,z)^p)^(1/p), p in [1, inf]. Van Veldhuizen 1999
/// had the mean outside the root, which is the same at p = 1. Error{invalid_argument} for an empty
/// front.
[[nodiscard]] double gd(MatrixIn front, MatrixIn reference_set, double p = 1);
[[nodiscard]] double gd(MatrixIn front, MatrixIn reference_set, double p, WorkerPool& pool);

/// (1/N) sum_a min_z d+(a,z). Error{invalid_argument} for an empty front.
[[nodiscard]] double gd_plus(MatrixIn front, MatrixIn reference_set);
[[nodiscard]] double gd_plus(MatrixIn front, MatrixIn reference_set, WorkerPool& pool);

/// max(gd, igd) with the same p; p = inf is the Hausdorff distance. Error{invalid_argument} for an
/// empty front. Schuetze, Esquivel, Lara, Coello, IEEE TEC 16(4), 2012.
[[nodiscard]] double averaged_hausdorff(MatrixIn front, MatrixIn reference_set, double p = 1);
[[nodiscard]] double averaged_hausdorff(MatrixIn front,
                                        MatrixIn reference_set,
                                        double p,
                                        WorkerPool& pool);

}  // namespace vilfredo
