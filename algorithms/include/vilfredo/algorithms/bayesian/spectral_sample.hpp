// A function drawn from a Gaussian process, cheap to evaluate anywhere.
#pragma once

#include "vilfredo/core/gaussian_process.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

namespace vilfredo {

class StateIo;

/// M random Fourier features of a stationary kernel,
///   phi_j(x) = sqrt(2 s^2 / M) cos(w_j^T x + b_j),   E phi(x)^T phi(x') = s^2 rho(x, x').
/// Spectral densities: normal for rbf, multivariate t with 2 nu degrees of freedom for Matern nu.
/// Rahimi, Recht, NeurIPS 2007.
class SpectralFeatures {
 public:
  SpectralFeatures() = default;
  /// `variance` is s^2.
  SpectralFeatures(CovarianceKernel kernel,
                   const Vector& length_scales,
                   double variance,
                   Index features,
                   Rng& rng);

  [[nodiscard]] Index size() const { return phase_.size(); }

  /// M x B at the columns of x (d x B).
  [[nodiscard]] Matrix operator()(MatrixIn x) const;

  void persist(StateIo& io);

 private:
  Matrix frequency_;  // M x d, turns per unit
  Vector phase_;      // turns
  double amplitude_ = 0;
};

/// phi(x)^T theta + c with theta from its posterior N(A^-1 Phi (y - c), sigma^2 A^-1),
/// A = Phi Phi^T + sigma^2 I, drawn as theta_0 + Phi (Phi^T Phi + sigma^2 I)^-1
/// (y - c - Phi^T theta_0 - noise), theta_0 ~ N(0, I): the same distribution, n x n systems instead
/// of M x M ones. In units of (y - output_offset) / output_scale.
class SpectralSample {
 public:
  SpectralSample() = default;
  /// O(n^3 + n^2 M).
  SpectralSample(const GaussianProcess& process, Index features, Rng rng);

  /// Values at the columns of x (d x B). O(B d M).
  [[nodiscard]] Vector operator()(MatrixIn x) const;

  void persist(StateIo& io);

 private:
  SpectralFeatures features_;
  Vector weights_;
  double mean_ = 0;
};

}  // namespace vilfredo
