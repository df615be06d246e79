// What a user may set about Gaussian process surrogates.
#pragma once

#include "vilfredo/core/options.hpp"

#include <array>
#include <tuple>

namespace vilfredo {

/// rho(r) of the scaled distance r; all are 1 at 0.
enum class CovarianceKernel {
  matern52,  ///< (1 + sqrt(5) r + 5 r^2 / 3) exp(-sqrt(5) r)
  matern32,  ///< (1 + sqrt(3) r) exp(-sqrt(3) r)
  rbf        ///< exp(-r^2 / 2)
};

constexpr auto enum_names(CovarianceKernel /*tag*/) {
  return std::array{EnumName<CovarianceKernel>{"matern52", CovarianceKernel::matern52},
                    EnumName<CovarianceKernel>{"matern32", CovarianceKernel::matern32},
                    EnumName<CovarianceKernel>{"rbf", CovarianceKernel::rbf}};
}

/// LogNormal(sqrt(2) + ln(d) / 2, sqrt(3)) on every length-scale: Hvarfner, Hellsten, Nardi,
/// "Vanilla Bayesian optimization performs great in high dimensions", ICML 2024.
enum class LengthScalePrior {
  automatic,  ///< log_normal where d > 10: few points in many dimensions would fit constants
  none,
  log_normal
};

constexpr auto enum_names(LengthScalePrior /*tag*/) {
  return std::array{EnumName<LengthScalePrior>{"automatic", LengthScalePrior::automatic},
                    EnumName<LengthScalePrior>{"none", LengthScalePrior::none},
                    EnumName<LengthScalePrior>{"log_normal", LengthScalePrior::log_normal}};
}

struct GaussianProcessOptions {
  CovarianceKernel kernel = CovarianceKernel::matern52;
  bool ard = true;
  LengthScalePrior length_scale_prior = LengthScalePrior::automatic;
  bool fit_noise = true;
  double noise_floor = 1e-8;
  double noise_ceiling = 1;
  double length_scale_floor = 0.03;
  double length_scale_ceiling = 30;
  double signal_floor = 0.03;
  double signal_ceiling = 30;
  Index restarts = 3;
  Index max_iterations = 100;
  Index single_start_above = 500;
  Index fit_points = 0;

  static constexpr auto fields() {
    using O = GaussianProcessOptions;
    return std::tuple{
        field("kernel", &O::kernel, "correlation as a function of the scaled distance"),
        field("ard", &O::ard, "a length-scale of its own for every variable"),
        field("length_scale_prior", &O::length_scale_prior, "prior of the length-scales"),
        field("fit_noise", &O::fit_noise, "estimate the noise; else it stays at its floor"),
        field("noise_floor", &O::noise_floor, at_least(0),
              "smallest variance of the noise, standardised outputs (1e-8 suits simulators "
              "without noise, 1e-4 noisy ones)"),
        field("noise_ceiling", &O::noise_ceiling, above(0), "largest variance of the noise"),
        field("length_scale_floor", &O::length_scale_floor, above(0), "inputs in the unit box"),
        field("length_scale_ceiling", &O::length_scale_ceiling, above(0), "inputs in the unit box"),
        field("signal_floor", &O::signal_floor, above(0), "smallest prior variance"),
        field("signal_ceiling", &O::signal_ceiling, above(0), "largest prior variance"),
        field("restarts", &O::restarts, closed(0, 1000),
              "random starts besides the previous optimum and the default"),
        field("max_iterations", &O::max_iterations, closed(1, 100000), "of L-BFGS, per start"),
        field("single_start_above", &O::single_start_above, at_least(0),
              "with more points than this only the first start is tried"),
        field("fit_points", &O::fit_points, at_least(0),
              "points in the likelihood, chosen far from each other; 0: all")};
  }

  static void check(const GaussianProcessOptions& o);
};

}  // namespace vilfredo
