// Batches out of many scalar acquisitions, one per weight vector, which MOEA/D maximises together
// on the surrogates.
//
// moead_ego: the expected improvement of the Tchebycheff value max_k w_k (f_k - z_k) over the best
// observed one, the value of normal objectives taken as normal with Clark's moments of a maximum;
// then k-means of the weight vectors into as many clusters as the batch has points, of each cluster
// the point of largest improvement. Zhang, Liu, Tsang, Virginas, IEEE TEC 14(3), 2010.
//
// dirhv_ei: the expected hypervolume improvement towards a direction, prod_k E max(xi_k - Y_k, 0),
// xi(w) = z + v min over observed points of max_k (y_k - z_k) / v_k with v the direction of
// 1.1 w - z, z = -0.01, objectives scaled to [0, 1] by the least and largest of all observed
// values; then the batch that greedily maximises the sum over weights of the best acquisition of a
// member. Scaled by the non-dominated points alone, directions shrink with an early front and it
// never grows again. Zhao, Zhang, IEEE TEC 28, 2024.
//
// Different from the papers:
//   - the inner search is one for both: MOEA/D with global replacement by generations
//     (SubproblemSearch), the papers' variation, population and generations as options;
//   - moead_ego fits one model to all points, no fuzzy clusters of models, and works on logarithms
//     of the improvement; z is the componentwise best observed value;
//   - the inner search of dirhv_ei starts from the observed non-dominated points as well.
#pragma once

#include "vilfredo/algorithms/bayesian/bayesian_loop.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_options.hpp"
#include "vilfredo/algorithms/bayesian/surrogate_search.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

/// Of both solvers.
struct SubproblemSolverOptions {
  BayesianOptions bayesian = {};
  SurrogateSearchOptions inner = {.population = 200, .generations = 50};

  static constexpr auto fields() {
    using O = SubproblemSolverOptions;
    return std::tuple{field("bayesian", &O::bayesian, "first design, batch and models"),
                      field("inner", &O::inner,
                            "MOEA/D on the acquisitions; the population counts weight vectors")};
  }
};

static_assert(Options<SubproblemSolverOptions>);

class MoeadEgo : public BayesianLoop {
 public:
  using Options = SubproblemSolverOptions;
  static constexpr std::string_view kName = "moead_ego";
  static constexpr std::string_view kFamily = "bayesian";
  static constexpr std::string_view kSummary =
      "MOEA/D on expected improvements of Tchebycheff values, a point per cluster of weights";
  static constexpr std::string_view kPaper = "Zhang, Liu, Tsang, Virginas, IEEE TEC 14(3), 2010";
  static constexpr int kRevision = 2;

  /// Refuses what BayesianLoop refuses.
  MoeadEgo(const ProblemInfo& info, const Options& options);

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

class DirhvEi : public BayesianLoop {
 public:
  using Options = SubproblemSolverOptions;
  static constexpr std::string_view kName = "dirhv_ei";
  static constexpr std::string_view kFamily = "bayesian";
  static constexpr std::string_view kSummary =
      "MOEA/D on direction-based hypervolume improvements, batch by submodular greedy choice";
  static constexpr std::string_view kPaper = "Zhao, Zhang, IEEE TEC 28, 2024";
  static constexpr int kRevision = 2;

  /// Refuses what BayesianLoop refuses.
  DirhvEi(const ProblemInfo& info, const Options& options);

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

static_assert(AskTell<MoeadEgo> && AskTell<DirhvEi>);

}  // namespace vilfredo
