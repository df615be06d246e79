#include "gaussian_process/covariance.hpp"
#include "gaussian_process/factor.hpp"
#include "vilfredo/core/gaussian_process.hpp"
#include "vilfredo/core/reduce.hpp"

#include <cmath>
#include <numbers>

namespace vilfredo {
namespace {

/// C^-1 (y - c) from the lower triangle of C^-1; c is the generalised least squares estimate.
Vector solved_residual(const Matrix& precision, const Vector& y) {
  const Index n = y.size();
  const auto times = [&](auto&& at) {
    Vector out = Vector::Zero(n);
    for (Index j = 0; j < n; ++j) {
      const double value = at(j);
      double below = precision(j, j) * value;
      for (Index i = j + 1; i < n; ++i) {
        out[i] += precision(i, j) * value;
        below += precision(i, j) * at(i);
      }
      out[j] += below;
    }
    return out;
  };
  const Vector one = times([](Index) { return 1.0; });
  const Vector solved = times([&](Index i) { return y[i]; });
  const double mean = ordered_dot(one.data(), y.data(), n) / ordered_sum(one.data(), n);
  Vector out(n);
  for (Index i = 0; i < n; ++i) {
    out[i] = solved[i] - mean * one[i];
  }
  return out;
}

/// 1/2 tr[(a a' - C^-1) dC] for every hyper-parameter. `work` holds C^-1 below its diagonal and
/// s^2 eta above. At the best c the derivative through c vanishes.
void add_gradients(const Matrix& work,
                   const Vector& weights,
                   const Matrix& scaled,
                   const GaussianProcessHyperparameters& h,
                   LogMarginalLikelihood& out) {
  const Index n = scaled.cols();
  const Index d = scaled.rows();
  out.length_scales = Vector::Zero(d);
  double trace = 0;  // of a a' - C^-1
  for (Index b = 0; b < n; ++b) {
    trace += weights[b] * weights[b] - work(b, b);
    for (Index a = b + 1; a < n; ++a) {
      const double factor = (weights[a] * weights[b] - work(a, b)) * work(b, a);
      for (Index i = 0; i < d; ++i) {
        const double difference = scaled(i, a) - scaled(i, b);
        out.length_scales[i] += factor * difference * difference;
      }
    }
  }
  // tr[(a a' - C^-1) C] = a' C a - n, and C = s^2 (...) + noise I; a' C a = a' (y - c).
  out.noise = 0.5 * h.noise_variance * trace;
}

}  // namespace

LogMarginalLikelihood log_marginal_likelihood(CovarianceKernel kernel,
                                              const GaussianProcessHyperparameters& hyperparameters,
                                              MatrixIn x,
                                              VectorIn y) {
  detail::check_data(x, y);
  detail::check_hyperparameters(hyperparameters, x.rows());
  const GaussianProcessHyperparameters& h = hyperparameters;
  const Index n = x.cols();
  const Matrix scaled = detail::scaled_points(x, h.length_scales);
  Matrix work;
  const auto fill = [&](double nugget) {
    detail::fill_covariance(kernel, scaled, h.signal_variance, nugget, true, work);
  };
  LogMarginalLikelihood out;
  out.jitter = detail::factorise_with_jitter(fill, h.signal_variance, h.noise_variance, 0, work);
  const double log_diagonal = ordered_sum(n, [&](Index i) { return std::log(work(i, i)); });
  detail::invert_lower(work);
  detail::gram_of_lower(work);

  Vector standardised(n);
  for (Index i = 0; i < n; ++i) {
    standardised[i] = (y[i] - h.output_offset) / h.output_scale;
  }
  const Vector weights = solved_residual(work, standardised);
  // a' (y - c) = a' y because a' 1 = 0 at the best c.
  const double misfit = ordered_dot(weights.data(), standardised.data(), n);
  const auto count = static_cast<double>(n);
  out.value = -0.5 * misfit - log_diagonal - 0.5 * count * std::log(2 * std::numbers::pi);
  add_gradients(work, weights, scaled, h, out);
  out.signal = 0.5 * (misfit - count) - out.noise;
  return out;
}

}  // namespace vilfredo
