// Batch acquisitions by Monte Carlo over joint posterior samples.
//
// qlognehvi: the mean over samples of the hypervolume that a point adds to the sampled front of the
// points evaluated and chosen so far, in smoothed logarithms. Noise is integrated over: the front
// of a sample is that of its latent values at the points that may be non-dominated, not that of
// what was observed. Batches are greedy, each chosen point joining the fronts with its own samples.
// Daulton, Balandat, Bakshy, "Parallel Bayesian optimization of multiple noisy objectives with
// expected hypervolume improvement", NeurIPS 2021; Ament et al., NeurIPS 2023 (logarithms).
//
// qparego: for every point of a batch weights uniform on the simplex and the expected improvement
// of the augmented Tchebycheff value max_k w_k u_k + 0.05 sum_k w_k u_k of the *objectives'
// samples* (a composite), noise and earlier points integrated over likewise. u runs from -1 at the
// best observed value to 0 at the worst, as in the authors' program of that time: counted from the
// worst, a value below the best one is worth something for every weight; counted from the best one
// (u from 0 to 1, as parego does) for almost none, and the front does not grow at its ends.
// Daulton, Balandat, Bakshy, NeurIPS 2020, section 4 and appendix.
//
// Different from the papers:
//   - samples are exact conditional draws (PosteriorPaths) instead of a root decomposition of the
//     joint covariance of the baseline and the candidate; the same distribution, cheaper gradients;
//   - baseline points that are non-dominated in no sample are dropped always, and at most
//   `baseline`
//     kept;
//   - qlognehvi smooths only where no improvement is to be seen, with a minimum whose tail has a
//     shape of its own (smooth_improvement.hpp); elsewhere it is the logarithm of the exact mean;
//   - the reference point of qlognehvi is inferred before every batch (inferred_reference()).
#pragma once

#include "vilfredo/algorithms/bayesian/acquisition_search.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_loop.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_options.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

/// Of both solvers.
struct SampledAcquisitionOptions {
  BayesianOptions bayesian = {};
  AcquisitionSearchOptions search = {};
  Index samples = 128;
  Index baseline = 100;

  static constexpr auto fields() {
    using O = SampledAcquisitionOptions;
    return std::tuple{field("bayesian", &O::bayesian, "first design, batch and models"),
                      field("search", &O::search, "for the optimum of the acquisition"),
                      field("samples", &O::samples, at_least(2),
                            "of the posterior (Sobol' points; powers of two are even)"),
                      field("baseline", &O::baseline, at_least(1),
                            "most evaluated points whose noise is integrated over")};
  }
};

static_assert(Options<SampledAcquisitionOptions>);

class QLogNehvi : public BayesianLoop {
 public:
  using Options = SampledAcquisitionOptions;
  static constexpr std::string_view kName = "qlognehvi";
  static constexpr std::string_view kFamily = "bayesian";
  static constexpr std::string_view kSummary =
      "noisy expected hypervolume improvement of batches, by Monte Carlo in logarithms";
  static constexpr std::string_view kPaper =
      "Daulton, Balandat, Bakshy, NeurIPS 2021; Ament et al., NeurIPS 2023";
  static constexpr int kRevision = 2;

  /// Refuses what BayesianLoop refuses, and more than four objectives: the boxes get too many.
  QLogNehvi(const ProblemInfo& info, const Options& options);

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

class QParego : public BayesianLoop {
 public:
  using Options = SampledAcquisitionOptions;
  static constexpr std::string_view kName = "qparego";
  static constexpr std::string_view kFamily = "bayesian";
  static constexpr std::string_view kSummary =
      "expected improvement of randomly weighted objectives of batches, by Monte Carlo";
  static constexpr std::string_view kPaper = "Daulton, Balandat, Bakshy, NeurIPS 2020";
  static constexpr int kRevision = 2;

  /// Refuses what BayesianLoop refuses.
  QParego(const ProblemInfo& info, const Options& options);

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

static_assert(AskTell<QLogNehvi> && AskTell<QParego>);

}  // namespace vilfredo
