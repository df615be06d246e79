// What every solver on surrogates lets a user set: the first design, the batch, the models.
#pragma once

#include "vilfredo/core/gaussian_process_options.hpp"
#include "vilfredo/core/options.hpp"

#include <array>
#include <tuple>

namespace vilfredo {

enum class DesignMethod {
  latin_hypercube,  ///< McKay, Beckman, Conover 1979
  sobol,            ///< the first points of a scrambled Sobol' sequence
  uniform           ///< independent uniform points
};

constexpr auto enum_names(DesignMethod /*tag*/) {
  return std::array{EnumName<DesignMethod>{"latin_hypercube", DesignMethod::latin_hypercube},
                    EnumName<DesignMethod>{"sobol", DesignMethod::sobol},
                    EnumName<DesignMethod>{"uniform", DesignMethod::uniform}};
}

/// Every solver of the loop has these as its member `bayesian`.
///
/// The first design depends on the run's seed, the problem, `n_init` and `design` alone, so that
/// solvers are compared on equal first designs. With more than `large_above` points the
/// hyper-parameters come from `large_fit_points` of them, chosen far from each other, and are found
/// anew every `large_refit_every` batches only; in between new points join the models as they are.
///
/// Length-scales have a prior in any dimension: of twenty points that are flat but for one, the
/// likelihood alone makes most variables irrelevant, and proposals then run to the corners.
struct BayesianOptions {
  Index n_init = 0;
  DesignMethod design = DesignMethod::latin_hypercube;
  Index batch = 5;
  GaussianProcessOptions surrogate = {.length_scale_prior = LengthScalePrior::log_normal};
  Index large_above = 512;
  Index large_fit_points = 512;
  Index large_refit_every = 5;

  static constexpr auto fields() {
    using O = BayesianOptions;
    return std::tuple{
        field("n_init", &O::n_init, at_least(0),
              "points of the first design; 0: 2 (number of variables + 1)"),
        field("design", &O::design, "how the first points are placed"),
        field("batch", &O::batch, at_least(1), "points proposed and evaluated together"),
        field("surrogate", &O::surrogate, "Gaussian process of every objective"),
        field("large_above", &O::large_above, at_least(2),
              "points beyond which hyper-parameters are fitted to a part of them, and less often"),
        field("large_fit_points", &O::large_fit_points, at_least(2), "size of that part"),
        field("large_refit_every", &O::large_refit_every, at_least(1),
              "batches between such fits")};
  }
};

static_assert(Options<BayesianOptions>);

}  // namespace vilfredo
