// What several runs attain: the empirical attainment function.
//
// runs  one matrix per run, n_obj x N_k with two or three rows, minimised, no NaN; order,
// duplicates and dominated columns do not matter, an empty run attains nothing. A run attains z if
// one of its columns weakly dominates z; alpha(z) is the share of runs that attain z. Errors:
// Error{invalid_argument} for no run, NaN and misfitting shapes, Error{unsupported} for other
// numbers of objectives where said. Grunert da Fonseca, Fonseca, Hall, EMO 2001; Fonseca,
// Guerreiro, Lopez-Ibanez, Paquete, EMO 2011.
#pragma once

#include "vilfredo/core/types.hpp"

#include <functional>
#include <span>
#include <vector>

namespace vilfredo {

class WorkerPool;

/// The surfaces {alpha >= t / K} for t = 1 .. K: element t - 1 holds their minimal points, in
/// ascending lexicographic order of (last objective, first objective). t = 1 is what the best run
/// of each place attains, t = K what all attain. Two or three objectives. m points in total: O(m
/// log m + m K) for two objectives, O(m^2 K) at worst for three.
[[nodiscard]] std::vector<Matrix> attainment_surfaces(std::span<const Matrix> runs);
/// The same by several threads, which share the first values of three objectives.
[[nodiscard]] std::vector<Matrix> attainment_surfaces(std::span<const Matrix> runs,
                                                      WorkerPool& pool);

/// The surface of one percentile: t = max(1, ceil(quantile K)); 0.5 is the median attainment
/// surface. quantile in [0, 1].
[[nodiscard]] Matrix attainment_surface(std::span<const Matrix> runs, double quantile);

/// alpha at every column of `at` (n_obj x M, any number of objectives). O(M m n_obj).
[[nodiscard]] Vector attainment(std::span<const Matrix> runs, MatrixIn at);

/// Two objectives: alpha of a minus alpha of b, constant on each cell
/// [x(i), x(i + 1)) x [y(j), y(j + 1)), the last ones unbounded; in [-1, 1].
struct AttainmentDifference {
  Vector x;      ///< ascending, every first value that occurs
  Vector y;      ///< ascending, every second value
  Matrix value;  ///< x.size() x y.size()
};

/// O(X Y) cells of the joint grid; O(K (X + Y) + X Y) beside the sorts.
[[nodiscard]] AttainmentDifference attainment_difference(std::span<const Matrix> a,
                                                         std::span<const Matrix> b);

/// Three objectives: the same for one last value after the other, ascending. `layer` is the
/// difference for last objectives from `last` up to the next call's; below the first it is 0, above
/// the last it stays. The grid of first and second values is that of all layers. Z layers: O(Z (X Y
/// + K X)) in all, in the memory of one layer.
void attainment_difference_layers(
    std::span<const Matrix> a,
    std::span<const Matrix> b,
    const std::function<void(double last, const AttainmentDifference& layer)>& each);

/// The difference where attainment begins to count: at the minimal points of all surfaces of the
/// runs of a and b taken together.
struct AttainmentContrast {
  Matrix points;  ///< n_obj x M, distinct, in lexicographic order
  Vector value;   ///< alpha of a minus alpha of b at every point
};

/// Two or three objectives. M points and m in all runs: O(M m n_obj) beside the surfaces.
[[nodiscard]] AttainmentContrast attainment_contrast(std::span<const Matrix> a,
                                                     std::span<const Matrix> b);

/// The Vorob'ev expectation: the attainment surface of the largest threshold t / K whose
/// hypervolume is at least the mean hypervolume of the runs, and the mean hypervolume of the
/// symmetric difference between it and a run. Two or three objectives; reference n_obj, finite.
/// Error{invalid_argument} also where the hypervolume of a run is infinite.
/// Molchanov 2005; Binois, Ginsbourger, Roustant, EJOR 243(2), 2015.
struct VorobevExpectation {
  Matrix surface;
  double threshold;  ///< t / K
  double mean_hypervolume;
  double deviation;
};

[[nodiscard]] VorobevExpectation vorobev_expectation(std::span<const Matrix> runs,
                                                     VectorIn reference);

}  // namespace vilfredo
