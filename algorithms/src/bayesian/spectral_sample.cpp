#include "vilfredo/algorithms/bayesian/spectral_sample.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/state.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vilfredo {
namespace {

/// Degrees of freedom of the spectral density; 0: normal.
int degrees_of_freedom(CovarianceKernel kernel) {
  switch (kernel) {
    case CovarianceKernel::matern52:
      return 5;
    case CovarianceKernel::matern32:
      return 3;
    case CovarianceKernel::rbf:
      break;
  }
  return 0;
}

/// Solves (a + nugget I) x = b, the nugget growing tenfold until a Cholesky factor exists.
Vector solve_regularised(const Matrix& a, double nugget, const Vector& b) {
  for (int attempt = 0; attempt < 14; ++attempt, nugget *= 10) {
    Matrix shifted = a;
    shifted.diagonal().array() += nugget;
    const Eigen::LLT<Matrix> factor(shifted);
    if (factor.info() == Eigen::Success) {
      return factor.solve(b);
    }
  }
  throw Error(Errc::numerical, "the features of a spectral sample have no Cholesky factor");
}

}  // namespace

SpectralFeatures::SpectralFeatures(
    CovarianceKernel kernel, const Vector& length_scales, double variance, Index features, Rng& rng)
    : frequency_(length_scales.size(), features),
      phase_(features),
      amplitude_(std::sqrt(2 * variance / static_cast<double>(features))) {
  const int degrees = degrees_of_freedom(kernel);
  for (Index j = 0; j < features; ++j) {
    double stretch = 1;
    if (degrees > 0) {
      double chi_square = 0;
      for (int i = 0; i < degrees; ++i) {
        const double z = rng.normal();
        chi_square += z * z;
      }
      stretch = std::sqrt(degrees / chi_square);
    }
    for (Index i = 0; i < frequency_.rows(); ++i) {
      frequency_(i, j) = rng.normal() * stretch / length_scales[i];
    }
    phase_[j] = 2 * std::numbers::pi * rng.uniform();
  }
}

Matrix SpectralFeatures::operator()(MatrixIn x) const {
  Matrix out(size(), x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < size(); ++i) {
      const double angle = ordered_dot(frequency_.col(i).data(), x.col(j).data(), x.rows());
      out(i, j) = amplitude_ * std::cos(angle + phase_[i]);
    }
  }
  return out;
}

void SpectralFeatures::persist(StateIo& io) {
  io("frequency", frequency_);
  io("phase", phase_);
  io("amplitude", amplitude_);
}

SpectralSample::SpectralSample(const GaussianProcess& process, Index features, Rng rng) {
  const GaussianProcessHyperparameters& h = process.hyperparameters();
  features_ = SpectralFeatures(process.kernel(), h.length_scales, h.signal_variance, features, rng);
  mean_ = (process.constant_mean() - h.output_offset) / h.output_scale;
  weights_.resize(features);
  for (double& weight : weights_) {
    weight = rng.normal();
  }
  const Matrix phi = features_(process.x());
  const Index n = phi.cols();
  const double deviation = std::sqrt(h.noise_variance);
  Vector residual(n);
  for (Index i = 0; i < n; ++i) {
    const double y = (process.y()[i] - h.output_offset) / h.output_scale;
    residual[i] = y - mean_ - ordered_dot(phi.col(i).data(), weights_.data(), features) -
                  deviation * rng.normal();
  }
  const Matrix gram = phi.transpose() * phi;
  const double nugget = std::max(h.noise_variance, 1e-10 * h.signal_variance);
  const Vector solved = solve_regularised(gram, nugget, residual);
  for (Index i = 0; i < n; ++i) {
    weights_ += solved[i] * phi.col(i);
  }
}

Vector SpectralSample::operator()(MatrixIn x) const {
  const Matrix phi = features_(x);
  Vector out(x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    out[j] = mean_ + ordered_dot(phi.col(j).data(), weights_.data(), weights_.size());
  }
  return out;
}

void SpectralSample::persist(StateIo& io) {
  io("features", features_);
  io("weights", weights_);
  io("mean", mean_);
}

}  // namespace vilfredo
