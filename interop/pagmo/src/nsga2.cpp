#include "vilfredo/interop/pagmo/nsga2.hpp"

#include "checks.hpp"
#include "engine.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>
#include <pagmo/algorithms/nsga2.hpp>
#include <pagmo/batch_evaluators/member_bfe.hpp>
#include <pagmo/bfe.hpp>

namespace vilfredo::interop {

namespace {

Recipe recipe_of(const ProblemInfo& info, const PagmoNsga2Options& options) {
  check_options(options);
  refuse_unless_multi_objective(info, PagmoNsga2::kName, WholeNumbers::allowed,
                                FixedVariables::refused);
  Recipe recipe;
  recipe.name = PagmoNsga2::kName;
  recipe.population = options.population;
  recipe.generations_per_step = options.generations_per_step;
  recipe.make = [options](unsigned generations) {
    constexpr unsigned kAnySeed = 0;  // set anew for every step
    pagmo::nsga2 algorithm(generations, options.crossover_probability, options.crossover_eta,
                           options.mutation_probability, options.mutation_eta, kAnySeed);
    algorithm.set_bfe(pagmo::bfe{pagmo::member_bfe{}});
    return pagmo::algorithm{algorithm};
  };
  return recipe;
}

}  // namespace

void PagmoNsga2Options::check(const PagmoNsga2Options& options) {
  if (options.population % 4 != 0) {
    const Index below = options.population / 4 * 4;
    throw Error(Errc::invalid_argument,
                fmt::format("population {} is not a multiple of 4, which pagmo's NSGA-II needs: {} "
                            "and {} are nearest",
                            options.population, below, below + 4));
  }
}

PagmoNsga2::PagmoNsga2(const ProblemInfo& info, const PagmoNsga2Options& options)
    : PagmoSolver(std::make_unique<Engine>(info, recipe_of(info, options))), options_(options) {}

}  // namespace vilfredo::interop
