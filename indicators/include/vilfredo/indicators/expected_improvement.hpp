// Improvement of the hypervolume by points that are known only with independent normal errors, as
// surrogate models give them.
#pragma once

#include "vilfredo/core/indicator.hpp"
#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/box_decomposition.hpp"

#include <cstdint>

namespace vilfredo {

struct ImprovementGradient {
  double value = 0;
  Vector mean = {};       ///< derivative by every mean
  Vector deviation = {};  ///< derivative by every standard deviation
};

/// Expected hypervolume improvement over a fixed front, for many points. The region below the
/// reference that the front leaves undominated is cut into boxes once; for every box the
/// expectation is a product of one-dimensional integrals,
///   EHVI = sum over boxes of prod_k [ psi(upper_k) - psi(lower_k) ],   psi(t) = E max(t - Y_k, 0).
/// >= 0. Exact up to rounding; with deviations of 0 it is the plain improvement.
/// Emmerich, Yang, Deutz, GECCO 2016 and Yang, Emmerich, Deutz, Baeck, J. Glob. Optim. 75, 2019
/// (the sum over boxes in two and three dimensions); here in any number of objectives.
class ExpectedHypervolumeImprovement {
 public:
  /// front  n_obj x N, minimised. reference  n_obj, finite. Cost of undominated_boxes().
  /// Throws Error{invalid_argument} for NaN, infinite references and misfitting shapes.
  ExpectedHypervolumeImprovement(MatrixIn front, VectorIn reference);

  /// mean and deviation  n_obj, finite, deviation >= 0. O(n_obj * boxes).
  /// Throws Error{invalid_argument} otherwise.
  [[nodiscard]] double operator()(VectorIn mean, VectorIn deviation) const;
  /// The same with derivatives; where a deviation is 0 the derivative by the mean is one-sided.
  [[nodiscard]] ImprovementGradient with_gradient(VectorIn mean, VectorIn deviation) const;

  [[nodiscard]] const Boxes& boxes() const { return boxes_; }

 private:
  void check(VectorIn mean, VectorIn deviation) const;

  Index n_obj_;
  Boxes boxes_;
};

/// Probability that a dominates b for independent normal objectives:
/// prod_k Phi((mean_b - mean_a)_k / sqrt(dev_a^2 + dev_b^2)_k), where both deviations are 0 the
/// factor is 1 if mean_a <= mean_b and else 0; 0 where both points are certain and equal. All
/// n_obj, finite, deviations >= 0, else Error{invalid_argument}.
[[nodiscard]] double probability_of_dominance(VectorIn mean_a,
                                              VectorIn deviation_a,
                                              VectorIn mean_b,
                                              VectorIn deviation_b);

/// Expected hypervolume of a set of independent normal points, by `samples` >= 2 draws. Draw s
/// comes from stream (seed, Purpose::indicator, s), so that two sets of one shape are compared on
/// common random numbers. Bounds: mean -+ 1.96 standard errors (about 95 %). means, deviations
/// n_obj x N, finite, deviations >= 0. reference  n_obj, finite.
[[nodiscard]] IndicatorValue expected_hypervolume(
    MatrixIn means, MatrixIn deviations, VectorIn reference, Index samples, std::uint64_t seed);

}  // namespace vilfredo
