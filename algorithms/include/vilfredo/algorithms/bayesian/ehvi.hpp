// Analytic expected hypervolume improvement.
//
// Surrogates give independent normal objectives; the acquisition is the expectation of the
// hypervolume that a point adds to the observed front, in closed form over a box decomposition, in
// logarithms, maximised by L-BFGS-B with its gradient. The reference point is inferred from the
// front before every batch (inferred_reference()).
// Emmerich, Giannakoglou, Naujoks, IEEE TEC 10(4), 2006; Yang, Emmerich, Deutz, Baeck, J. Glob.
// Optim. 75, 2019.
//
// Different from the papers: batches. The next points of a batch see the models and the front as if
// those before had been observed at their predicted means ("Kriging believer"); batch 1 is the
// papers' method. Logarithms change the optimum nowhere and the search everywhere.
#pragma once

#include "vilfredo/algorithms/bayesian/acquisition_search.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_loop.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_options.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct EhviOptions {
  BayesianOptions bayesian = {};
  AcquisitionSearchOptions search = {};

  static constexpr auto fields() {
    return std::tuple{field("bayesian", &EhviOptions::bayesian, "first design, batch and models"),
                      field("search", &EhviOptions::search, "for the largest improvement")};
  }
};

static_assert(Options<EhviOptions>);

class Ehvi : public BayesianLoop {
 public:
  using Options = EhviOptions;
  static constexpr std::string_view kName = "ehvi";
  static constexpr std::string_view kFamily = "bayesian";
  static constexpr std::string_view kSummary =
      "analytic expected hypervolume improvement, two to four objectives";
  static constexpr std::string_view kPaper =
      "Yang, Emmerich, Deutz, Baeck, J. Glob. Optim. 75, 2019";
  static constexpr int kRevision = 2;

  /// Refuses what BayesianLoop refuses, and more than four objectives: the boxes get too many.
  Ehvi(const ProblemInfo& info, const Options& options);

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

static_assert(AskTell<Ehvi>);

}  // namespace vilfredo
