#include "vilfredo/interop/pagmo/maco.hpp"

#include "checks.hpp"
#include "engine.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>
#include <pagmo/algorithms/maco.hpp>
#include <pagmo/batch_evaluators/member_bfe.hpp>
#include <pagmo/bfe.hpp>

namespace vilfredo::interop {

namespace {

Recipe recipe_of(const ProblemInfo& info, const PagmoMacoOptions& options) {
  check_options(options);
  refuse_unless_multi_objective(info, PagmoMaco::kName, WholeNumbers::allowed,
                                FixedVariables::refused);
  Recipe recipe;
  recipe.name = PagmoMaco::kName;
  recipe.population = options.population;
  recipe.worst = 1e13;  // of a front of failed columns; adding 0.01 to it must still change it
  recipe.make = [options](unsigned generations) {
    constexpr bool kMemory = true;
    constexpr unsigned kAnySeed = 0;  // set anew for every step
    pagmo::maco algorithm(
        generations, static_cast<unsigned>(options.kernel), options.convergence_speed,
        static_cast<unsigned>(options.threshold), static_cast<unsigned>(options.generation_mark),
        static_cast<unsigned>(options.evaluation_stop), options.focus, kMemory, kAnySeed);
    algorithm.set_bfe(pagmo::bfe{pagmo::member_bfe{}});
    return pagmo::algorithm{algorithm};
  };
  return recipe;
}

}  // namespace

void PagmoMacoOptions::check(const PagmoMacoOptions& options) {
  if (options.kernel > options.population) {
    throw Error(Errc::invalid_argument,
                fmt::format("kernel = {} violates kernel <= population ({})", options.kernel,
                            options.population));
  }
}

PagmoMaco::PagmoMaco(const ProblemInfo& info, const PagmoMacoOptions& options)
    : PagmoSolver(std::make_unique<Engine>(info, recipe_of(info, options))), options_(options) {}

}  // namespace vilfredo::interop
