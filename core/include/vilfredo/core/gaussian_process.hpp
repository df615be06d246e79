// Gaussian processes: surrogates of expensive objectives.
//
//   auto model = fit_gaussian_process(x, y, {.kernel = CovarianceKernel::matern52}, rng);
//   GaussianPrediction p;
//   model.predict(candidates, p, PredictGradients::yes);
//   model.append(new_x, new_y);          // same hyper-parameters, O(n^2) per point
//
// y = c + f + noise with f ~ GP(0, s^2 rho(r)), r^2 = sum_i ((x_i - x'_i) / l_i)^2. The constant c
// is profiled out: it always is the generalised least squares estimate of the data at hand.
// Rasmussen and Williams, "Gaussian Processes for Machine Learning", chapters 2, 4 and 5.
//
// x is d x n, a column is a point. Inputs are meant to lie in the unit box: the bounds and priors
// of length-scales are in units of x. Fixed order of all sums: equal bits for every batch split.
#pragma once

#include "vilfredo/core/bounded_minimiser.hpp"
#include "vilfredo/core/gaussian_process_options.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

#include <vector>

namespace vilfredo {

class StateIo;

/// What training finds. Variances are in units of ((y - output_offset) / output_scale)^2.
struct GaussianProcessHyperparameters {
  Vector length_scales;          ///< d, > 0, in units of x
  double signal_variance = 1;    ///< s^2 > 0
  double noise_variance = 1e-8;  ///< >= 0
  double output_offset = 0;
  double output_scale = 1;  ///< > 0

  void persist(StateIo& io);
};

/// Evidence of (x, y) under hyper-parameters and its derivatives with respect to logarithms.
struct LogMarginalLikelihood {
  double value = 0;      ///< of the standardised outputs, at the best constant c
  Vector length_scales;  ///< d: d value / d ln l_i
  double signal = 0;     ///< d value / d ln s^2
  double noise = 0;      ///< d value / d ln noise variance
  double jitter = 0;     ///< what the Cholesky factor needed on the diagonal, in units of s^2
};

/// x d x n, y n >= 1. Cost O(n^3); twice that with gradients. Throws as GaussianProcess does.
[[nodiscard]] LogMarginalLikelihood log_marginal_likelihood(
    CovarianceKernel kernel,
    const GaussianProcessHyperparameters& hyperparameters,
    MatrixIn x,
    VectorIn y);

enum class PredictGradients : bool { no, yes };

/// The latent function at B points, noise excluded, in the units of y. Reuse one object: its
/// buffers are kept between calls of equal B.
struct GaussianPrediction {
  Vector mean;                ///< B
  Vector variance;            ///< B, at least 1e-12 times the prior variance
  Vector deviation;           ///< B, square root of the variance
  Matrix mean_gradient;       ///< d x B; gradients are filled only if asked for
  Matrix variance_gradient;   ///< d x B; 0 where the variance is at its floor
  Matrix deviation_gradient;  ///< d x B; likewise
  std::vector<double> scratch;
};

/// The latent function at B points together.
struct JointPosterior {
  Vector mean;        ///< B
  Matrix covariance;  ///< B x B, symmetric
};

/// Each point predicted from all others (same hyper-parameters, c estimated without the point).
struct LeaveOneOut {
  Vector mean;      ///< n, units of y
  Vector variance;  ///< n, of the observation: noise included
  Vector residual;  ///< n, (y - mean) / sqrt(variance)
  double residual_mean = 0;
  double within_three = 1;    ///< fraction of |residual| <= 3
  double log_likelihood = 0;  ///< sum of log predictive densities, standardised outputs

  /// |residual_mean| < 0.5 and at least 95 % within three deviations.
  [[nodiscard]] bool acceptable() const;
};

/// How the hyper-parameters were found; for logs and traces.
struct GaussianProcessFitReport {
  double log_likelihood = 0;  ///< at the optimum, of the points used for fitting
  Index points = 0;           ///< used for fitting
  Index starts = 0;
  Index best_start = 0;   ///< 0 is the warm start, or the default one where there is none
  Index evaluations = 0;  ///< of the likelihood, all starts
  Index unconverged = 0;  ///< starts that ended at a limit or at rounding
  bool constant = false;  ///< y does not vary: default hyper-parameters, nothing was fitted

  void persist(StateIo& io);
};

/// A Gaussian process conditioned on n points. Value type; const calls may run concurrently.
/// Memory 4 n^2 bytes.
class GaussianProcess {
 public:
  /// No points: only good for assignment, persist() and size().
  GaussianProcess() = default;

  /// Conditions on x (d x n, n >= 1) and y (n), O(n^3). Duplicated points are allowed. Throws
  /// Error{invalid_argument} if sizes differ, a number is not finite, |y| > 1e150 or a
  /// hyper-parameter is outside its range. Never fails for want of positive definiteness: see
  /// jitter().
  GaussianProcess(CovarianceKernel kernel,
                  const GaussianProcessHyperparameters& hyperparameters,
                  MatrixIn x,
                  VectorIn y);

  [[nodiscard]] Index size() const { return y_.size(); }

  [[nodiscard]] Index dimension() const { return x_.rows(); }

  [[nodiscard]] CovarianceKernel kernel() const { return kernel_; }

  [[nodiscard]] const GaussianProcessHyperparameters& hyperparameters() const {
    return hyperparameters_;
  }

  [[nodiscard]] const Matrix& x() const { return x_; }

  [[nodiscard]] const Vector& y() const { return y_; }

  /// The constant c in the units of y.
  [[nodiscard]] double constant_mean() const;
  /// Variance of the noise in the units of y squared.
  [[nodiscard]] double noise_variance() const;

  /// Added to the diagonal so that the Cholesky factor exists, in units of the signal variance: 0,
  /// or 1e-10 and up by factors of ten. To be logged where it is not 0.
  [[nodiscard]] double jitter() const { return jitter_; }

  [[nodiscard]] double log_marginal_likelihood() const;

  /// Adds points (d x k) observed as y (k) with unchanged hyper-parameters, one after the other,
  /// O(n^2) each: the factor grows by a row. A point that would spoil the factor (a duplicate
  /// without noise) costs one O(n^3) factorisation with more jitter.
  void append(MatrixIn x, VectorIn y);

  /// Appends points as if observed at their predicted means ("Kriging believer", Ginsbourger, Le
  /// Riche, Carraro 2010): variances shrink around them, means stay.
  void append_fantasies(MatrixIn x);

  /// Forgets all but the first n points (1 <= n <= size()), O(n^2): drops fantasies. The jitter
  /// stays; where it had not grown in between, all bits are as before the appends.
  void truncate(Index n);

  /// At the columns of x (d x B), O(n^2) each. The bits of a column do not depend on the others.
  /// Throws Error{invalid_argument} for another d, a number that is not finite or no points.
  void predict(MatrixIn x,
               GaussianPrediction& out,
               PredictGradients gradients = PredictGradients::no) const;

  /// O(n^2 B + n B^2).
  [[nodiscard]] JointPosterior joint(MatrixIn x) const;

  /// `count` draws of the latent function at the columns of x: B x count. Takes B * count normals
  /// from `rng`. O(n^2 B + n B^2 + B^3).
  [[nodiscard]] Matrix sample(MatrixIn x, Index count, Rng& rng) const;

  /// O(n^2). Needs two points, else Error{invalid_argument}. Dubrule (1983) for the mean.
  [[nodiscard]] LeaveOneOut leave_one_out() const;

  /// Restores all bits, whether the factor was computed at once or grew by appends.
  void persist(StateIo& io);

 private:
  void check_points(MatrixIn x) const;
  void factorise(double least_jitter);
  void append_one(VectorIn x, double y);
  void project_outputs();
  void update_weights();
  [[nodiscard]] double standardised(Index i) const;
  template <int kLanes>
  void predict_lanes(
      MatrixIn x, Index first, Index count, GaussianPrediction& out, bool gradients) const;

  CovarianceKernel kernel_ = CovarianceKernel::matern52;
  GaussianProcessHyperparameters hyperparameters_;
  Matrix x_;                          // d x n
  Vector y_;                          // n, as given
  std::vector<double> inverse_;       // rows of the inverse Cholesky factor, packed
  std::vector<double> whitened_y_;    // inverse factor times standardised y
  std::vector<double> whitened_one_;  // inverse factor times ones
  std::vector<double> weights_;       // covariance^-1 (y - c)
  double mean_ = 0;                   // c, standardised
  double jitter_ = 0;
};

/// The search for hyper-parameters in slices, so that a caller can stop, save and resume between
/// them: a slice is a start, or 2e9 / n^3 likelihoods of it (at least one) where it needs more, n
/// being the points in the likelihood. How the search is cut changes no bit. Maximises the marginal
/// likelihood times the prior of the length-scales in log space with L-BFGS-B.
///
/// Starts: `warm` if given; length-scales 0.5 sqrt(d), s^2 = 1; then `restarts` draws from the
/// prior (log-uniform in the bounds where there is none), start k from rng.child(Purpose::model,
/// k). With more than `single_start_above` points only the first start is tried. With `fit_points`
/// > 0 and fewer than n, the likelihood is that of a greedy maximin subset.
///
/// Outputs are standardised by mean and standard deviation. If they do not vary (one point, or a
/// range within rounding), nothing is fitted and the report says so.
class GaussianProcessFit {
 public:
  GaussianProcessFit() = default;
  /// x d x n, y n. Throws as GaussianProcess does; Error{unsupported} without LBFGS++.
  GaussianProcessFit(MatrixIn x,
                     VectorIn y,
                     const GaussianProcessOptions& options,
                     const Rng& rng,
                     const GaussianProcessHyperparameters* warm = nullptr);

  [[nodiscard]] bool done() const { return next_start_ >= report_.starts; }

  /// Runs the next slice. A start takes at most 1.5 max_iterations + 20 likelihoods; one costs
  /// about 5e-9 n^3 s, so that a slice stays under a second up to 500 points and is one likelihood
  /// beyond 1200, which nothing cuts.
  void advance();

  /// The best so far; the defaults before the first advance().
  [[nodiscard]] const GaussianProcessHyperparameters& hyperparameters() const { return best_; }

  [[nodiscard]] const GaussianProcessFitReport& report() const { return report_; }

  /// Conditions on all points.
  [[nodiscard]] GaussianProcess finish() const;

  void persist(StateIo& io);

 private:
  struct Bounds;
  [[nodiscard]] Bounds bounds() const;
  [[nodiscard]] Vector start(Index k, const Bounds& bounds) const;
  [[nodiscard]] Vector pack(const GaussianProcessHyperparameters& hyperparameters) const;
  [[nodiscard]] GaussianProcessHyperparameters unpack(VectorIn logarithms) const;
  [[nodiscard]] double loss(VectorIn logarithms, VectorOut gradient) const;
  [[nodiscard]] bool has_prior() const;
  [[nodiscard]] Index likelihoods_per_slice() const;

  GaussianProcessOptions options_;
  Rng rng_;
  Matrix x_;
  Vector y_;
  Matrix fit_x_;  // the points that enter the likelihood
  Vector fit_y_;
  bool has_warm_ = false;
  GaussianProcessHyperparameters warm_;
  GaussianProcessHyperparameters best_;
  double best_loss_ = 0;
  Index next_start_ = 0;
  bool descending_ = false;  // within start next_start_
  BoundedDescent descent_;
  GaussianProcessFitReport report_;
};

/// All starts and the conditioning at once. `report` receives the account if not null.
[[nodiscard]] GaussianProcess fit_gaussian_process(
    MatrixIn x,
    VectorIn y,
    const GaussianProcessOptions& options,
    const Rng& rng,
    const GaussianProcessHyperparameters* warm = nullptr,
    GaussianProcessFitReport* report = nullptr);

}  // namespace vilfredo
