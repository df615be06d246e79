// Logarithms of expected improvements, accurate where the improvements underflow.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// ln h(t), h(t) = phi(t) + t Phi(t) = E max(t + Z, 0) for standard normal Z, and what its
/// derivatives need. Any finite t; relative error of h below 1e-10.
/// Ament, Daulton, Eriksson, Balandat, Bakshy, "Unexpected improvements to expected improvement",
/// NeurIPS 2023.
struct LogImprovement {
  double value;      ///< ln h
  double slope;      ///< d ln h / dt = Phi / h
  double deviation;  ///< phi / h = 1 - t Phi / h: d ln (s h((b - y) / s)) / d ln s
};

[[nodiscard]] LogImprovement log_improvement(double t);

/// ln E max(bound - Y, 0) for Y ~ N(mean, deviation^2), deviation > 0, with derivatives.
struct LogExpectedImprovement {
  double value;
  double by_mean;
  double by_deviation;
};

[[nodiscard]] LogExpectedImprovement log_expected_improvement(double bound,
                                                              double mean,
                                                              double deviation);

/// ln (E max(upper - Y, 0) - E max(lower - Y, 0)), lower < upper, lower may be -inf.
[[nodiscard]] LogExpectedImprovement log_expected_overlap(double lower,
                                                          double upper,
                                                          double mean,
                                                          double deviation);

/// Deviations below this are raised to it before they divide.
inline constexpr double kLeastDeviation = 1e-9;

}  // namespace vilfredo
