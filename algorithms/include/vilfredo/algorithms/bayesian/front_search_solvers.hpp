// Batches out of a whole front of an acquisition, which NSGA-II finds on the surrogates.
//
// tsemo: one function per objective drawn from its Gaussian process (SpectralSample); their Pareto
// front; the points that together add most hypervolume to what was observed, greedily, by the drawn
// functions. Bradford, Schweidtmann, Lapkin, J. Glob. Optim. 71, 2018.
//
// usemo_ei: the Pareto front of the expected improvements of all objectives; the points where the
// product of the predictive deviations is largest. Belakaria, Deshwal, Jayakodi, Doppa, AAAI 2020.
//
// nsga2_lcb: the Pareto front of the lower confidence bounds mean - beta deviation; the points that
// together add most hypervolume to what was observed, greedily, by those bounds. The baseline of
// Lin, Yang, Zhang, Zhang, NeurIPS 2022.
//
// Different from the papers: the first population of the inner search holds the observed
// non-dominated points; the reference point is inferred before every batch (inferred_reference());
// usemo_ei takes all points of a batch from one front (the paper evaluates one point), each the
// most uncertain when those before it are believed.
#pragma once

#include "vilfredo/algorithms/bayesian/bayesian_loop.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_options.hpp"
#include "vilfredo/algorithms/bayesian/surrogate_search.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct TsemoOptions {
  BayesianOptions bayesian = {};
  SurrogateSearchOptions inner = {};
  Index features = 1000;

  static constexpr auto fields() {
    using O = TsemoOptions;
    return std::tuple{field("bayesian", &O::bayesian, "first design, batch and models"),
                      field("inner", &O::inner, "NSGA-II on the drawn functions"),
                      field("features", &O::features, at_least(10),
                            "cosines per drawn function; below 500 the draws are poor")};
  }
};

struct UsemoEiOptions {
  BayesianOptions bayesian = {};
  SurrogateSearchOptions inner = {};

  static constexpr auto fields() {
    using O = UsemoEiOptions;
    return std::tuple{field("bayesian", &O::bayesian, "first design, batch and models"),
                      field("inner", &O::inner, "NSGA-II on the expected improvements")};
  }
};

struct Nsga2LcbOptions {
  BayesianOptions bayesian = {};
  SurrogateSearchOptions inner = {};
  double beta = 0.1;

  static constexpr auto fields() {
    using O = Nsga2LcbOptions;
    return std::tuple{
        field("bayesian", &O::bayesian, "first design, batch and models"),
        field("inner", &O::inner, "NSGA-II on the confidence bounds"),
        field("beta", &O::beta, at_least(0), "deviations below the mean; 0: the mean")};
  }
};

static_assert(Options<TsemoOptions> && Options<UsemoEiOptions> && Options<Nsga2LcbOptions>);

class Tsemo : public BayesianLoop {
 public:
  using Options = TsemoOptions;
  static constexpr std::string_view kName = "tsemo";
  static constexpr std::string_view kFamily = "bayesian";
  static constexpr std::string_view kSummary = "Thompson sampling of functions, NSGA-II on them";
  static constexpr std::string_view kPaper =
      "Bradford, Schweidtmann, Lapkin, J. Glob. Optim. 71, 2018";
  static constexpr int kRevision = 2;

  /// Refuses what BayesianLoop refuses.
  Tsemo(const ProblemInfo& info, const Options& options);

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

class UsemoEi : public BayesianLoop {
 public:
  using Options = UsemoEiOptions;
  static constexpr std::string_view kName = "usemo_ei";
  static constexpr std::string_view kFamily = "bayesian";
  static constexpr std::string_view kSummary =
      "NSGA-II on the expected improvements; the most uncertain points of their front";
  static constexpr std::string_view kPaper = "Belakaria, Deshwal, Jayakodi, Doppa, AAAI 2020";
  static constexpr int kRevision = 2;

  /// Refuses what BayesianLoop refuses.
  UsemoEi(const ProblemInfo& info, const Options& options);

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

class Nsga2Lcb : public BayesianLoop {
 public:
  using Options = Nsga2LcbOptions;
  static constexpr std::string_view kName = "nsga2_lcb";
  static constexpr std::string_view kFamily = "bayesian";
  static constexpr std::string_view kSummary =
      "NSGA-II on lower confidence bounds; greedy hypervolume of their front";
  static constexpr std::string_view kPaper = "baseline of Lin, Yang, Zhang, Zhang, NeurIPS 2022";
  static constexpr int kRevision = 2;

  /// Refuses what BayesianLoop refuses.
  Nsga2Lcb(const ProblemInfo& info, const Options& options);

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

static_assert(AskTell<Tsemo> && AskTell<UsemoEi> && AskTell<Nsga2Lcb>);

}  // namespace vilfredo
