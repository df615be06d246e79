// Performance over time, as the COCO platform measures bi-objective algorithms: an indicator of the
// archive of everything evaluated, and the evaluations it took to reach many targets of it.
//
// Brockhoff, Tran, Hansen, "Benchmarking numerical multiobjective optimizers revisited", GECCO
// 2015; Brockhoff, Tusar, Tusar, Wagner, Hansen, Auger, arXiv 1605.01746, which lists the target
// precisions.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace vilfredo {

/// With objectives normalised so that ideal is 0 and nadir is 1: the hypervolume up to the nadir if
/// a column weakly dominates the nadir, else minus the least Euclidean distance of a column to the
/// region that does. Larger is better; continuous and monotone under adding columns; in (-inf, 1]
/// for a front above the ideal. -inf for an empty front.
///
/// front  n_obj x N, minimised; +inf rows are legal. ideal < nadir, n_obj, finite. Cost of
/// hypervolume(). Throws Error{invalid_argument} for NaN, -inf and misfitting shapes.
[[nodiscard]] double coco_hypervolume(MatrixIn front, VectorIn ideal, VectorIn nadir);

/// The 58 target precisions of bbob-biobj in ascending order: -10^-4, -10^-4.2 .. -10^-5, 0,
/// 10^-5, 10^-4.9 .. 10^0. A run hits target k when its indicator is at least I_ref - precision_k.
[[nodiscard]] std::vector<double> coco_target_precisions();

/// No target hit: as many evaluations as there are numbers.
inline constexpr std::uint64_t kNeverHit = ~std::uint64_t{0};

/// For every precision, the evaluations at the first record whose value is at least
/// best - precision, or kNeverHit. evaluations ascending, as long as values; larger is better.
/// O(records + precisions log precisions).
[[nodiscard]] std::vector<std::uint64_t> first_hits(std::span<const std::uint64_t> evaluations,
                                                    std::span<const double> values,
                                                    double best,
                                                    std::span<const double> precisions);

/// Expected running time: evaluations spent by all runs (hits[k] where a run succeeded, budgets[k]
/// where not) per success; +inf without a success. Equal lengths, at least one run.
[[nodiscard]] double expected_running_time(std::span<const std::uint64_t> hits,
                                           std::span<const std::uint64_t> budgets);

/// Share of targets hit within each of `at` evaluations: an empirical distribution of running times
/// over any collection of problems, runs and targets. O(hits log hits).
[[nodiscard]] std::vector<double> running_time_distribution(std::span<const std::uint64_t> hits,
                                                            std::span<const std::uint64_t> at);

/// Area over that distribution on the axis log10(evaluations / scale), from evaluations = scale to
/// `budget`: the mean over targets of log10(min(hit, budget) / scale), hits below scale counting as
/// scale. 0 is best, log10(budget / scale) if nothing is hit. scale is usually n_var; budget >
/// scale > 0; at least one hit.
[[nodiscard]] double area_over_distribution(std::span<const std::uint64_t> hits,
                                            double scale,
                                            double budget);

}  // namespace vilfredo
