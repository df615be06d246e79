// Gaussian processes fitted the way the public code of SVH-PSL fits them, for comparisons with it.
#pragma once

#include "vilfredo/algorithms/bayesian/surrogates.hpp"
#include "vilfredo/core/gaussian_process.hpp"
#include "vilfredo/core/neural/gradient_optimiser.hpp"
#include "vilfredo/core/solver.hpp"
#include "vilfredo/core/types.hpp"

#include <vector>

namespace vilfredo {

class StateIo;

/// One process per objective: Matern 5/2 with a length-scale per variable, no priors, noise
/// variance 1e-5 + softplus(u), length-scales and signal variance softplus(u), u = 0 at the start.
/// 300 steps of Adam with rate 0.5 climb the marginal likelihood divided by the number of points;
/// the last step is kept whatever it is worth.
///
/// Not replicated: the constant mean, which the code moves by Adam as well, is the generalised
/// least squares estimate at every step; sums run in double; parameters are held within [1e-6,
/// 1e8]; if a derivative is not finite the climb ends there.
class AdamSurrogates {
 public:
  static constexpr Index kSteps = 300;

  AdamSurrogates() = default;

  /// x d x n in the unit box, f n_obj x n, n >= 1. With `standardise` objectives are shifted and
  /// scaled to mean 0 and population variance 1, otherwise taken as they are.
  void begin(const Matrix& x, const Matrix& f, bool standardise);
  /// At most `steps` further steps for every objective; true when the models are there.
  bool advance(Index steps, Context& context);

  /// n_obj x n.
  [[nodiscard]] const Matrix& standardised() const { return y_; }

  /// As Surrogates::predict.
  void predict(MatrixIn x, SurrogatePrediction& out, PredictGradients gradients) const;

  void persist(StateIo& io);

 private:
  [[nodiscard]] GaussianProcessHyperparameters hyperparameters(Index k) const;
  void climb(Index k, Index steps);

  Matrix x_;
  Matrix y_;
  Matrix raw_;  // (d + 2) x n_obj: length-scales, signal, noise
  std::vector<GradientOptimiser<double>> optimisers_;
  std::vector<GaussianProcess> models_;
  Index done_ = 0;
};

}  // namespace vilfredo
