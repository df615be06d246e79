// NSGA-II as pagmo 2 implements it.
//
// Deviations from calling pagmo once for the whole run: with generations_per_step = 1 the two
// shuffles of parents start from the identity in every generation and the generator is seeded anew,
// so results differ from one long evolve() while the method is the same. generations_per_step = 0
// is that one long call, equal to pagmo's result bit for bit.
#pragma once

#include "vilfredo/interop/pagmo/solver.hpp"

#include <string_view>

namespace vilfredo::interop {

struct PagmoNsga2Options {
  Index population = 100;
  Index generations_per_step = 1;
  double crossover_probability = 0.95;
  double crossover_eta = 10;
  double mutation_probability = 0.01;
  double mutation_eta = 50;

  static constexpr auto fields() {
    using O = PagmoNsga2Options;
    return std::tuple{
        field("population", &O::population, at_least(8), "individuals, a multiple of 4"),
        field("generations_per_step", &O::generations_per_step, closed(0, 1e9),
              "generations per call of evolve; 0: the whole run in one call"),
        field("crossover_probability", &O::crossover_probability,
              Range{.lower = 0, .upper = 1, .open_upper = true}, "of simulated binary crossover"),
        field("crossover_eta", &O::crossover_eta, closed(1, 100), "its distribution index"),
        field("mutation_probability", &O::mutation_probability, closed(0, 1),
              "of polynomial mutation, per variable"),
        field("mutation_eta", &O::mutation_eta, closed(1, 100), "its distribution index")};
  }

  /// Throws Error{invalid_argument} unless the population is a multiple of 4.
  static void check(const PagmoNsga2Options& options);
};

static_assert(Options<PagmoNsga2Options>);

/// Deb, Pratap, Agarwal, Meyarivan, "A fast and elitist multiobjective genetic algorithm: NSGA-II",
/// IEEE TEC 6(2), 2002; the code is pagmo's. Real and integer variables.
class PagmoNsga2 : public PagmoSolver {
 public:
  static constexpr std::string_view kName = "pagmo_nsga2";
  static constexpr std::string_view kSummary = "NSGA-II of pagmo 2";
  static constexpr std::string_view kPaper = "Deb et al. 2002, IEEE TEC 6(2)";
  using Options = PagmoNsga2Options;

  /// Throws Error{unsupported} for constraints, one objective, noise, unbounded or fixed variables,
  /// categories and permutations; Error{invalid_argument} for options out of range.
  explicit PagmoNsga2(const ProblemInfo& info, const PagmoNsga2Options& options = {});

  [[nodiscard]] const PagmoNsga2Options& options() const { return options_; }

 private:
  PagmoNsga2Options options_;
};

}  // namespace vilfredo::interop
