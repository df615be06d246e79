// Expected hypervolume improvement in logarithms.
#pragma once

#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/box_decomposition.hpp"

namespace vilfredo {

class StateIo;

/// ln EHVI of independent normal objectives over the boxes that a front leaves undominated:
///   EHVI = sum over boxes of prod_k [G_k(upper_k) - G_k(lower_k)],   G_k(b) = E max(b - Y_k, 0),
/// summed in logarithms, so that value and gradient stay informative where the improvement
/// underflows. ExpectedHypervolumeImprovement of the indicators is the same without logarithms.
/// Emmerich, Yang, Deutz, GECCO 2016; Yang, Emmerich, Deutz, Baeck, J. Glob. Optim. 75, 2019; Ament
/// et al., NeurIPS 2023.
class LogHypervolumeImprovement {
 public:
  LogHypervolumeImprovement() = default;
  /// front n_obj x N, reference n_obj; cost and errors of undominated_boxes().
  LogHypervolumeImprovement(MatrixIn front, VectorIn reference);

  /// mean, deviation n_obj; deviations are raised to 1e-9. The derivatives (n_obj) are overwritten.
  /// O(n_obj * boxes).
  double operator()(const double* mean,
                    const double* deviation,
                    double* by_mean,
                    double* by_deviation) const;

  [[nodiscard]] const Boxes& boxes() const { return boxes_; }

  void persist(StateIo& io);

 private:
  Boxes boxes_;
};

}  // namespace vilfredo
