// Correlations and the covariance matrix of a set of points.
#pragma once

#include "vilfredo/core/gaussian_process.hpp"

#include <cmath>
#include <type_traits>

namespace vilfredo::detail {

/// rho and eta = -2 d rho / d(r^2) at a squared scaled distance. All derivatives follow from eta
/// without a division by r: d k / d x_i = -s^2 eta (x_i - x'_i) / l_i^2 and
/// d k / d ln l_i = s^2 eta (x_i - x'_i)^2 / l_i^2.
struct Correlation {
  double value;
  double slope;
};

template <CovarianceKernel kKernel>
[[nodiscard]] inline Correlation correlation(double squared) {
  if constexpr (kKernel == CovarianceKernel::matern52) {
    constexpr double kRoot5 = 2.23606797749978969;
    const double r = kRoot5 * std::sqrt(squared);
    const double decay = std::exp(-r);
    return {(1 + r + (5.0 / 3.0) * squared) * decay, (5.0 / 3.0) * (1 + r) * decay};
  } else if constexpr (kKernel == CovarianceKernel::matern32) {
    constexpr double kRoot3 = 1.73205080756887729;
    const double r = kRoot3 * std::sqrt(squared);
    const double decay = std::exp(-r);
    return {(1 + r) * decay, 3 * decay};
  } else {
    const double decay = std::exp(-0.5 * squared);
    return {decay, decay};
  }
}

/// Calls fn with the kernel as a compile-time constant.
template <class Fn>
decltype(auto) with_kernel(CovarianceKernel kernel, Fn&& fn) {
  switch (kernel) {
    case CovarianceKernel::matern32:
      return fn(std::integral_constant<CovarianceKernel, CovarianceKernel::matern32>{});
    case CovarianceKernel::rbf:
      return fn(std::integral_constant<CovarianceKernel, CovarianceKernel::rbf>{});
    case CovarianceKernel::matern52:
      break;
  }
  return fn(std::integral_constant<CovarianceKernel, CovarianceKernel::matern52>{});
}

/// Points divided by the length-scales, d x n.
[[nodiscard]] Matrix scaled_points(MatrixIn x, const Vector& length_scales);

/// Lower triangle of `out` (n x n): s^2 rho, diagonal s^2 + `nugget`. Strict upper triangle:
/// s^2 eta if `slopes`, else untouched. `scaled` is d x n.
void fill_covariance(CovarianceKernel kernel,
                     const Matrix& scaled,
                     double signal,
                     double nugget,
                     bool slopes,
                     Matrix& out);

/// s^2 rho between one scaled point (d) and the columns of `scaled`; out holds n.
void cross_covariance(
    CovarianceKernel kernel, const Matrix& scaled, const double* point, double signal, double* out);

/// Throws Error{invalid_argument} for hyper-parameters outside their ranges or another dimension.
void check_hyperparameters(const GaussianProcessHyperparameters& hyperparameters, Index dimension);
/// Throws Error{invalid_argument} for data that no model can be conditioned on.
void check_data(MatrixIn x, VectorIn y);

}  // namespace vilfredo::detail
