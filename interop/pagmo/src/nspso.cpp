#include "vilfredo/interop/pagmo/nspso.hpp"

#include "checks.hpp"
#include "engine.hpp"

#include <pagmo/algorithms/nspso.hpp>
#include <pagmo/batch_evaluators/member_bfe.hpp>
#include <pagmo/bfe.hpp>

#include <string>

namespace vilfredo::interop {

namespace {

std::string in_pagmo(PagmoDiversity diversity) {
  switch (diversity) {
    case PagmoDiversity::niche_count:
      return "niche count";
    case PagmoDiversity::max_min:
      return "max min";
    case PagmoDiversity::crowding_distance:
      break;
  }
  return "crowding distance";
}

Recipe recipe_of(const ProblemInfo& info, const PagmoNspsoOptions& options) {
  check_options(options);
  refuse_unless_multi_objective(info, PagmoNspso::kName, WholeNumbers::refused,
                                FixedVariables::allowed);
  Recipe recipe;
  recipe.name = PagmoNspso::kName;
  recipe.population = options.population;
  recipe.generations_per_step = options.generations_per_step;
  recipe.make = [options](unsigned generations) {
    constexpr bool kMemory = true;
    constexpr unsigned kAnySeed = 0;  // set anew for every step
    pagmo::nspso algorithm(generations, options.inertia, options.cognitive_force,
                           options.social_force, options.velocity_scaling, options.velocity_limit,
                           static_cast<unsigned>(options.leader_range), in_pagmo(options.diversity),
                           kMemory, kAnySeed);
    algorithm.set_bfe(pagmo::bfe{pagmo::member_bfe{}});
    return pagmo::algorithm{algorithm};
  };
  return recipe;
}

}  // namespace

PagmoNspso::PagmoNspso(const ProblemInfo& info, const PagmoNspsoOptions& options)
    : PagmoSolver(std::make_unique<Engine>(info, recipe_of(info, options))), options_(options) {}

}  // namespace vilfredo::interop
