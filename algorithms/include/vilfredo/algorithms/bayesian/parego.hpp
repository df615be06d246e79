// ParEGO: efficient global optimisation of a randomly weighted scalar.
//
// For every point of a batch: a weight vector, drawn without repetition from a lattice; objectives
// normalised to [0, 1] by what was seen; their augmented Tchebycheff value
// max_k w_k f_k + rho sum_k w_k f_k at all points; one Gaussian process of that scalar; the point
// of largest expected improvement. Knowles, "ParEGO: a hybrid algorithm with on-line landscape
// approximation for expensive multiobjective optimization problems", IEEE TEC 10(1), 2006.
//
// Different from the paper:
//   - `batch` points at a time, each with its own weights, all from the same data (1 is the
//   paper's);
//   - the expected improvement, in logarithms, is maximised by L-BFGS-B from the best of many
//   points
//     instead of a genetic algorithm: it is smooth and its gradient is known;
//   - the Gaussian process is the library's (Matern 5/2, marginal likelihood) and sees all points
//     up to bayesian.large_above, where the paper's DACE model drops points beyond 25.
#pragma once

#include "vilfredo/algorithms/bayesian/acquisition_search.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_loop.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_options.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct ParegoOptions {
  BayesianOptions bayesian = {};
  AcquisitionSearchOptions search = {};
  double rho = 0.05;
  Index weights = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("bayesian", &ParegoOptions::bayesian, "first design, batch and models"),
        field("search", &ParegoOptions::search, "for the largest expected improvement"),
        field("rho", &ParegoOptions::rho, at_least(0), "share of the weighted sum"),
        field(
            "weights", &ParegoOptions::weights, at_least(0),
            "divisions of the lattice of weights; 0: 10 for two objectives, 4 for three, else 3")};
  }
};

static_assert(Options<ParegoOptions>);

class Parego : public BayesianLoop {
 public:
  using Options = ParegoOptions;
  static constexpr std::string_view kName = "parego";
  static constexpr std::string_view kFamily = "bayesian";
  static constexpr std::string_view kSummary =
      "expected improvement of a Gaussian process of randomly weighted objectives";
  static constexpr std::string_view kPaper = "Knowles, IEEE TEC 10(1), 2006";
  static constexpr int kRevision = 2;

  /// Refuses what BayesianLoop refuses.
  Parego(const ProblemInfo& info, const Options& options);

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

static_assert(AskTell<Parego>);

}  // namespace vilfredo
