// Models of an expensive problem: one Gaussian process per objective over the unit box.
//
// Values are seen in two units: raw, as the problem gives them, and standardised,
// (f - offset) / scale with the offset and scale of each objective's last fit. Predictions,
// fantasies and what acquisitions compute are standardised, so that no objective outweighs another.
#pragma once

#include "vilfredo/algorithms/bayesian/bayesian_options.hpp"
#include "vilfredo/core/gaussian_process.hpp"
#include "vilfredo/core/solver.hpp"
#include "vilfredo/core/types.hpp"

#include <vector>

namespace vilfredo {

/// All objectives at B points, standardised, noise excluded. Reuse one object per thread.
struct SurrogatePrediction {
  Matrix mean;                             ///< n_obj x B
  Matrix deviation;                        ///< n_obj x B
  std::vector<Matrix> mean_gradient;       ///< n_obj times d x B, if asked for
  std::vector<Matrix> deviation_gradient;  ///< likewise
  std::vector<GaussianPrediction> scratch;
};

class Surrogates {
 public:
  Surrogates() = default;
  Surrogates(Index n_var, Index n_obj, const BayesianOptions& options);

  /// Evaluated points of the unit box: unit d x k, f n_obj x k. Columns with a value that is not
  /// finite or beyond 1e150 are dropped; returns how many stayed.
  Index append(MatrixIn unit, MatrixIn f);

  [[nodiscard]] Index size() const { return x_.cols(); }

  [[nodiscard]] Index dimension() const { return n_var_; }

  [[nodiscard]] Index objectives() const { return n_obj_; }

  [[nodiscard]] const Matrix& x() const { return x_; }  ///< d x n, unit box

  [[nodiscard]] const Matrix& f() const { return f_; }  ///< n_obj x n, raw

  /// n_obj x n, of all points of the last fit. Empty before it.
  [[nodiscard]] const Matrix& standardised() const { return standardised_; }

  /// Starts a fit to all points, size() >= 1. Objective k draws from rng.child(Purpose::model, k)
  /// and starts from its last optimum.
  void begin_fit(const Rng& rng);
  /// A slice of the fit of every objective (GaussianProcessFit::advance). True when all models are
  /// conditioned on all points.
  bool advance_fit(Context& context);

  [[nodiscard]] bool fitted() const { return fitted_; }

  /// Whether begin_fit() was called and advance_fit() has not returned true yet.
  [[nodiscard]] bool fitting() const { return fitting_; }

  [[nodiscard]] const GaussianProcess& model(Index k) const {
    return models_[static_cast<std::size_t>(k)];
  }

  [[nodiscard]] double offset(Index k) const { return model(k).hyperparameters().output_offset; }

  [[nodiscard]] double scale(Index k) const { return model(k).hyperparameters().output_scale; }

  /// Variance of the noise of objective k, standardised.
  [[nodiscard]] double noise_variance(Index k) const {
    return model(k).hyperparameters().noise_variance;
  }

  /// x d x B. The bits of a column do not depend on the others. Concurrent calls are allowed.
  void predict(MatrixIn x,
               SurrogatePrediction& out,
               PredictGradients gradients = PredictGradients::no) const;

  /// Conditions all models on their own means at x ("Kriging believer"): variances shrink there.
  void append_fantasies(MatrixIn x);
  void drop_fantasies();

  /// Logs leave-one-out diagnostics, jitter and likelihoods of the last fit: metrics
  /// surrogate_loo_mean (the residual mean farthest from 0 over the objectives),
  /// surrogate_loo_within_three (the least fraction), surrogate_jitter (the largest),
  /// surrogate_likelihoods (of all objectives), and a warning for jitter.
  void report(Context& context) const;

  void persist(StateIo& io);

 private:
  [[nodiscard]] bool large() const { return size() > options_.large_above; }

  void condition();

  Index n_var_ = 0;
  Index n_obj_ = 0;
  BayesianOptions options_;
  Matrix x_;
  Matrix f_;
  Matrix standardised_;
  std::vector<GaussianProcess> models_;
  std::vector<GaussianProcessFit> fits_;
  bool fitted_ = false;
  bool fitting_ = false;
  bool refit_ = true;       // this time hyper-parameters are sought
  Index batches_kept_ = 0;  // fits skipped since the last search of hyper-parameters
  Index likelihoods_ = 0;   // of the last search
};

}  // namespace vilfredo
