// Joint samples of all objectives at evaluated, pending and new points, with gradients at the new
// one: what Monte Carlo acquisitions average over.
#pragma once

#include "vilfredo/algorithms/bayesian/surrogates.hpp"
#include "vilfredo/core/gaussian_process.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

#include <vector>

namespace vilfredo {

/// N samples of the latent functions f_s, s = 1..N, standardised, fixed at more and more points:
/// first at the baseline, points of the data where the noise leaves f uncertain; then at every
/// point added. At a new x
///   f_s(x) = mean_s(x) + deviation(x) z_s,   mean_s(x) = c + k(x)^T alpha_s,
/// where alpha_s and the deviation are those of the model conditioned on the noisy observations
/// elsewhere and on f_s, without noise, at the fixed points. The samples are thereby exact draws
/// from the joint posterior of all points, whatever their number. z comes from a scrambled Sobol'
/// sequence in base-sample space: the coordinates of the new points first, those of the baseline
/// after them. Balandat et al., "BoTorch", NeurIPS 2020; Daulton, Balandat, Bakshy, NeurIPS 2021
/// (baseline).
class PosteriorPaths {
 public:
  /// Samples at x.
  struct Values {
    Matrix f;                        ///< n_obj x N
    Vector deviation;                ///< n_obj
    std::vector<Vector> covariance;  ///< n each, of x with the conditioning points
    std::vector<Vector> slope;       ///< n each
    std::vector<Vector> whitened;    ///< n each
  };

  PosteriorPaths() = default;
  /// `baseline`: columns of the data, n_b of them. At most `pending` points will be added.
  /// O(n^3 + n^2 N) per objective.
  PosteriorPaths(const Surrogates& surrogates,
                 const std::vector<Index>& baseline,
                 Index pending,
                 Index samples,
                 const Rng& rng);

  [[nodiscard]] Index samples() const { return samples_; }

  /// n_obj x N of every fixed point: the baseline, then what was added.
  [[nodiscard]] const std::vector<Matrix>& fixed() const { return fixed_; }

  /// Fixes all samples at x (d). O(n^2 + n N) per objective.
  void add(VectorIn x);

  /// x (d). O(n (n + N)) per objective. Calls may run at once with different `out`.
  void at(VectorIn x, Values& out) const;
  /// Adds to `gradient` (d) the gradient of a function of f_s(x) whose derivatives are `by_f`
  /// (n_obj x N), at the x of `values`. O(n (n + N + d)) per objective.
  void pull_back(VectorIn x, const Values& values, MatrixIn by_f, VectorOut gradient) const;

  void persist(StateIo& io);

 private:
  struct Model {
    GaussianProcessHyperparameters hyperparameters;
    CovarianceKernel kernel = CovarianceKernel::matern52;
    double mean = 0;  // c, standardised
    Matrix factor;    // n x n, lower
    Matrix whitened;  // n x N: factor^-1 (y_s - c)
    Matrix weights;   // n x N: alpha_s

    void persist(StateIo& io);
  };

  void condition(Model& model, const Surrogates& surrogates, Index objective);

  Index samples_ = 0;
  Matrix x_;  // d x n: the data, then what was added
  std::vector<Index> baseline_;
  std::vector<Matrix> fixed_;
  std::vector<Matrix> normals_;  // n_obj x N for every point that may be added
  std::vector<Model> models_;
};

/// Columns of the data that are non-dominated in at least one of `samples` joint draws of all
/// points; where no model has noise above 1e-6, those non-dominated as observed. At most `most`,
/// the most often non-dominated first, ties by index; in ascending order.
[[nodiscard]] std::vector<Index> probable_front(const Surrogates& surrogates,
                                                Index samples,
                                                Index most,
                                                Rng rng);

}  // namespace vilfredo
