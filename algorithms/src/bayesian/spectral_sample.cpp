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

/// cos(2 pi turns) to 4e-14 for |turns| < 2^50, in operations that a compiler turns into vector
/// instructions: the cosine of the library is most of the time of a search on drawn functions.
double cosine_of_turns(double turns) {
  constexpr double kRounder = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to whole numbers
  const double part = turns - ((turns + kRounder) - kRounder);  // in [-1/2, 1/2]
  const double u = std::numbers::pi * part;
  const double s = u * u;
  // The sine of u by its series up to u^17.
  double sum = 1.0 / 355687428096000.0;
  sum = sum * s - 1.0 / 1307674368000.0;
  sum = sum * s + 1.0 / 6227020800.0;
  sum = sum * s - 1.0 / 39916800.0;
  sum = sum * s + 1.0 / 362880.0;
  sum = sum * s - 1.0 / 5040.0;
  sum = sum * s + 1.0 / 120.0;
  sum = sum * s - 1.0 / 6.0;
  sum = sum * s + 1.0;
  const double sine = u * sum;
  return 1 - 2 * sine * sine;
}

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
    : frequency_(features, length_scales.size()),
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
    for (Index i = 0; i < frequency_.cols(); ++i) {
      frequency_(j, i) = rng.normal() * stretch / (2 * std::numbers::pi * length_scales[i]);
    }
    phase_[j] = rng.uniform();
  }
}

Matrix SpectralFeatures::operator()(MatrixIn x) const {
  Matrix out(size(), x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    double* column = out.col(j).data();
    std::copy(phase_.begin(), phase_.end(), column);
    for (Index i = 0; i < x.rows(); ++i) {
      const double* frequency = frequency_.col(i).data();
      const double coordinate = x(i, j);
      for (Index k = 0; k < size(); ++k) {
        column[k] += frequency[k] * coordinate;
      }
    }
    for (Index k = 0; k < size(); ++k) {
      column[k] = amplitude_ * cosine_of_turns(column[k]);
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
