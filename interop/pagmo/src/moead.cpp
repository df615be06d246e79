#include "vilfredo/interop/pagmo/moead.hpp"

#include "checks.hpp"
#include "engine.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>
#include <pagmo/algorithms/moead.hpp>

#include <string>

namespace vilfredo::interop {

namespace {

constexpr Index kUsualPopulation = 100;

/// Points of a grid with h steps per axis: binomial(h + n_obj - 1, n_obj - 1).
Index grid_size(Index n_obj, Index h) {
  Index size = 1;
  for (Index k = 1; k < n_obj; ++k) {
    size = size * (h + k) / k;
  }
  return size;
}

/// The largest grid with at most `limit` points, and the next one.
std::pair<Index, Index> grids_around(Index n_obj, Index limit) {
  Index h = 1;
  while (grid_size(n_obj, h + 1) <= limit) {
    ++h;
  }
  return {grid_size(n_obj, h), grid_size(n_obj, h + 1)};
}

PagmoMoeadOptions completed(const ProblemInfo& info, PagmoMoeadOptions options) {
  check_options(options);
  refuse_unless_multi_objective(info, PagmoMoead::kName, WholeNumbers::refused,
                                FixedVariables::refused);
  const bool grid = options.weights == PagmoWeights::grid;
  if (options.population == 0) {
    options.population = grid ? grids_around(info.n_obj, kUsualPopulation).first : kUsualPopulation;
  }
  if (options.population < info.n_obj) {
    throw Error(Errc::invalid_argument,
                fmt::format("population {} is smaller than the number of objectives, {}",
                            options.population, info.n_obj));
  }
  if (const auto [below, above] = grids_around(info.n_obj, options.population);
      grid && below != options.population) {
    throw Error(Errc::invalid_argument,
                fmt::format("a grid of {} weights does not exist for {} objectives; {} and {} are "
                            "nearest",
                            options.population, info.n_obj, below, above));
  }
  if (options.neighbours > options.population - 1) {
    throw Error(Errc::invalid_argument,
                fmt::format("neighbours = {} violates neighbours <= population - 1 ({})",
                            options.neighbours, options.population - 1));
  }
  return options;
}

std::string in_pagmo(PagmoWeights weights) {
  switch (weights) {
    case PagmoWeights::low_discrepancy:
      return "low discrepancy";
    case PagmoWeights::random:
      return "random";
    case PagmoWeights::grid:
      break;
  }
  return "grid";
}

std::string in_pagmo(PagmoScalarisation scalarisation) {
  switch (scalarisation) {
    case PagmoScalarisation::weighted_sum:
      return "weighted";
    case PagmoScalarisation::pbi:
      return "bi";
    case PagmoScalarisation::tchebycheff:
      break;
  }
  return "tchebycheff";
}

Recipe recipe_of(const PagmoMoeadOptions& options) {
  Recipe recipe;
  recipe.name = PagmoMoead::kName;
  recipe.population = options.population;
  recipe.generations_per_step = 0;
  recipe.generations = options.generations;
  recipe.make = [options](unsigned generations) {
    constexpr unsigned kAnySeed = 0;  // set anew for every step
    return pagmo::algorithm{pagmo::moead(
        generations, in_pagmo(options.weights), in_pagmo(options.scalarisation),
        static_cast<pagmo::population::size_type>(options.neighbours), options.crossover_rate,
        options.differential_weight, options.mutation_eta, options.neighbourhood_probability,
        static_cast<unsigned>(options.replacement_limit), options.preserve_diversity, kAnySeed)};
  };
  return recipe;
}

}  // namespace

PagmoMoead::PagmoMoead(const ProblemInfo& info, const PagmoMoeadOptions& options)
    : PagmoMoead(info, Completed{completed(info, options)}) {}

PagmoMoead::PagmoMoead(const ProblemInfo& info, const Completed& completed)
    : PagmoSolver(std::make_unique<Engine>(info, recipe_of(completed.options))),
      options_(completed.options) {}

}  // namespace vilfredo::interop
