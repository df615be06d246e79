#include "vilfredo/algorithms/pareto_set/adam_surrogates.hpp"

#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>

namespace vilfredo {
namespace {

constexpr double kRate = 0.5;
constexpr double kNoiseFloor = 1e-5;
constexpr double kSmallest = 1e-6;
constexpr double kLargest = 1e8;

double softplus(double u) {
  return u > 0 ? u + std::log1p(std::exp(-u)) : std::log1p(std::exp(u));
}

double sigmoid(double u) {
  return u > 0 ? 1 / (1 + std::exp(-u)) : std::exp(u) / (1 + std::exp(u));
}

double held(double value) {
  return std::clamp(value, kSmallest, kLargest);
}

}  // namespace

void AdamSurrogates::begin(const Matrix& x, const Matrix& f, bool standardise) {
  x_ = x;
  y_ = f;
  const auto n = static_cast<double>(f.cols());
  for (Index k = 0; k < f.rows() && standardise; ++k) {
    double mean = 0;
    for (Index j = 0; j < f.cols(); ++j) {
      mean += f(k, j) / n;
    }
    double variance = 0;
    for (Index j = 0; j < f.cols(); ++j) {
      variance += (f(k, j) - mean) * (f(k, j) - mean) / n;
    }
    const double scale = variance > 0 ? std::sqrt(variance) : 1;
    for (Index j = 0; j < f.cols(); ++j) {
      y_(k, j) = (f(k, j) - mean) / scale;
    }
  }
  raw_ = Matrix::Zero(x.rows() + 2, f.rows());
  optimisers_.assign(static_cast<std::size_t>(f.rows()),
                     GradientOptimiser<double>(AdamOptions{.learning_rate = kRate}, raw_.rows()));
  models_.assign(static_cast<std::size_t>(f.rows()), GaussianProcess());
  done_ = 0;
}

GaussianProcessHyperparameters AdamSurrogates::hyperparameters(Index k) const {
  const Index d = x_.rows();
  GaussianProcessHyperparameters out;
  out.length_scales.resize(d);
  for (Index i = 0; i < d; ++i) {
    out.length_scales[i] = held(softplus(raw_(i, k)));
  }
  out.signal_variance = held(softplus(raw_(d, k)));
  out.noise_variance = std::min(kNoiseFloor + softplus(raw_(d + 1, k)), kLargest);
  return out;
}

void AdamSurrogates::climb(Index k, Index steps) {
  const Index d = x_.rows();
  const auto n = static_cast<double>(x_.cols());
  const Vector y = y_.row(k).transpose();
  Vector raw = raw_.col(k);
  Vector slope(d + 2);
  for (Index t = 0; t < steps; ++t) {
    raw_.col(k) = raw;
    const GaussianProcessHyperparameters h = hyperparameters(k);
    const LogMarginalLikelihood likelihood =
        log_marginal_likelihood(CovarianceKernel::matern52, h, x_, y);
    for (Index i = 0; i < d; ++i) {
      slope[i] = likelihood.length_scales[i] * sigmoid(raw[i]) / h.length_scales[i];
    }
    slope[d] = likelihood.signal * sigmoid(raw[d]) / h.signal_variance;
    slope[d + 1] = likelihood.noise * sigmoid(raw[d + 1]) / h.noise_variance;
    slope *= -1 / n;
    if (!slope.allFinite()) {
      break;
    }
    optimisers_[static_cast<std::size_t>(k)].step(raw, slope);
  }
  raw_.col(k) = raw;
}

bool AdamSurrogates::advance(Index steps, Context& context) {
  const Index now = std::min(steps, kSteps - done_);
  done_ += now;
  const bool last = done_ == kSteps;
  context.parallel(y_.rows(), [&](Index k) {
    climb(k, now);
    if (last) {
      models_[static_cast<std::size_t>(k)] = GaussianProcess(
          CovarianceKernel::matern52, hyperparameters(k), x_, y_.row(k).transpose());
    }
  });
  return last;
}

void AdamSurrogates::predict(MatrixIn x,
                             SurrogatePrediction& out,
                             PredictGradients gradients) const {
  const bool with_gradients = gradients == PredictGradients::yes;
  const auto m = models_.size();
  out.scratch.resize(m);
  out.mean.resize(y_.rows(), x.cols());
  out.deviation.resize(y_.rows(), x.cols());
  out.mean_gradient.resize(with_gradients ? m : 0);
  out.deviation_gradient.resize(with_gradients ? m : 0);
  for (std::size_t k = 0; k < m; ++k) {
    GaussianPrediction& one = out.scratch[k];
    models_[k].predict(x, one, gradients);
    out.mean.row(static_cast<Index>(k)) = one.mean.transpose();
    out.deviation.row(static_cast<Index>(k)) = one.deviation.transpose();
    if (with_gradients) {
      out.mean_gradient[k] = one.mean_gradient;
      out.deviation_gradient[k] = one.deviation_gradient;
    }
  }
}

void AdamSurrogates::persist(StateIo& io) {
  io("x", x_);
  io("y", y_);
  io("raw", raw_);
  if (io.reading()) {
    optimisers_.assign(static_cast<std::size_t>(raw_.cols()),
                       GradientOptimiser<double>(AdamOptions{.learning_rate = kRate}, raw_.rows()));
  }
  io("optimisers", optimisers_);
  io("models", models_);
  io("done", done_);
}

}  // namespace vilfredo
