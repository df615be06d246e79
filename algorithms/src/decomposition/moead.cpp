#include "vilfredo/algorithms/decomposition/moead.hpp"

namespace vilfredo {

namespace {

DecompositionPolicies policies_of(const MoeadOptions& options) {
  check_options(options);
  return {.solver = Moead::kName,
          .population = options.population,
          .neighbours = options.neighbours,
          .delta = options.delta,
          .replacements = options.replacements,
          .scalarisation = options.scalarisation,
          .weights = options.weights,
          .variation = options.crossover,
          .mutation = options.mutation,
          .normalisation = options.normalisation,
          .adaptation = options.adaptation};
}

}  // namespace

Moead::Moead(const ProblemInfo& info, const Options& options)
    : options_(options), decomposition_(info, policies_of(options)) {}

}  // namespace vilfredo
