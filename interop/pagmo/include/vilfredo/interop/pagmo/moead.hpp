// MOEA/D-DE as pagmo 2 implements it.
//
// Its weights, neighbourhoods and ideal point live inside one call of evolve(), so one step is the
// whole run; cutting it into several calls would be another algorithm. The number of generations
// need not be given: by default it is as many as the budget holds, and the population is that after
// the last full generation, bit for bit what pagmo returns for that number (see solver.hpp).
//
// The price of one long step: the run can be saved before and after it but not inside; a stop on
// request, a target and stalling wait for its end, and so does time beside a budget. If the design
// does not divide the budget, pagmo's own work (no evaluation) is done twice.
#pragma once

#include "vilfredo/interop/pagmo/solver.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace vilfredo::interop {

enum class PagmoWeights : std::uint8_t { grid, low_discrepancy, random };

constexpr auto enum_names(PagmoWeights /*tag*/) {
  return std::array{EnumName<PagmoWeights>{"grid", PagmoWeights::grid},
                    EnumName<PagmoWeights>{"low_discrepancy", PagmoWeights::low_discrepancy},
                    EnumName<PagmoWeights>{"random", PagmoWeights::random}};
}

enum class PagmoScalarisation : std::uint8_t { tchebycheff, weighted_sum, pbi };

constexpr auto enum_names(PagmoScalarisation /*tag*/) {
  return std::array{EnumName<PagmoScalarisation>{"tchebycheff", PagmoScalarisation::tchebycheff},
                    EnumName<PagmoScalarisation>{"weighted_sum", PagmoScalarisation::weighted_sum},
                    EnumName<PagmoScalarisation>{"pbi", PagmoScalarisation::pbi}};
}

struct PagmoMoeadOptions {
  Index population = 0;
  Index generations = 0;
  PagmoWeights weights = PagmoWeights::grid;
  PagmoScalarisation scalarisation = PagmoScalarisation::tchebycheff;
  Index neighbours = 20;
  double crossover_rate = 1;
  double differential_weight = 0.5;
  double mutation_eta = 20;
  double neighbourhood_probability = 0.9;
  Index replacement_limit = 2;
  bool preserve_diversity = true;

  static constexpr auto fields() {
    using O = PagmoMoeadOptions;
    return std::tuple{
        field("population", &O::population, at_least(0),
              "sub-problems; a grid has binomial(h + n_obj - 1, n_obj - 1) of them for some h; "
              "0: 100, or the largest grid with at most 100"),
        field("generations", &O::generations, closed(0, 4e9),
              "generations of the whole run; 0: until the budget ends"),
        field("weights", &O::weights, "how the weights are spread"),
        field("scalarisation", &O::scalarisation, "pbi has a penalty of 5"),
        field("neighbours", &O::neighbours, at_least(2), "of a sub-problem, itself not counted"),
        field("crossover_rate", &O::crossover_rate, closed(0, 1), "CR of differential evolution"),
        field("differential_weight", &O::differential_weight, closed(0, 1),
              "F of differential evolution"),
        field("mutation_eta", &O::mutation_eta, at_least(0),
              "distribution index of polynomial mutation (probability 1 / n_var)"),
        field("neighbourhood_probability", &O::neighbourhood_probability, closed(0, 1),
              "of mating among neighbours, if diversity is preserved"),
        field("replacement_limit", &O::replacement_limit, closed(1, 1e9),
              "most copies of one child, if diversity is preserved"),
        field("preserve_diversity", &O::preserve_diversity,
              "apply the two rules that say so above")};
  }
};

static_assert(Options<PagmoMoeadOptions>);

/// Li, Zhang, "Multiobjective optimization problems with complicated Pareto sets, MOEA/D and
/// NSGA-II", IEEE TEC 13(2), 2009; the code is pagmo's. Real variables only.
class PagmoMoead : public PagmoSolver {
 public:
  static constexpr std::string_view kName = "pagmo_moead";
  static constexpr std::string_view kSummary = "MOEA/D-DE of pagmo 2";
  static constexpr std::string_view kPaper = "Li, Zhang 2009, IEEE TEC 13(2)";
  using Options = PagmoMoeadOptions;

  /// Throws Error{unsupported} for constraints, one objective, noise, unbounded or fixed variables
  /// and for whole-numbered ones; Error{invalid_argument} for options out of range, a population
  /// that is no grid (with the nearest that are), or too many neighbours.
  explicit PagmoMoead(const ProblemInfo& info, const PagmoMoeadOptions& options = {});

  /// With the population that was chosen.
  [[nodiscard]] const PagmoMoeadOptions& options() const { return options_; }

 private:
  struct Completed {
    PagmoMoeadOptions options;
  };

  PagmoMoead(const ProblemInfo& info, const Completed& completed);

  PagmoMoeadOptions options_;
};

}  // namespace vilfredo::interop
