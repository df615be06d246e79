#include "vilfredo/algorithms/decomposition/moead_de.hpp"

namespace vilfredo {

namespace {

DecompositionPolicies policies_of(const MoeadDeOptions& options) {
  check_options(options);
  return {
      .solver = MoeadDe::kName,
      .population = options.population,
      .neighbours = options.neighbours,
      .delta = options.delta,
      .replacements = options.replacements,
      .scalarisation = options.scalarisation,
      .weights = options.weights,
      .variation = DifferentialOptions{.f = options.f, .cr = options.cr, .repair = options.repair},
      .mutation = options.mutation,
      .normalisation = options.normalisation,
      .adaptation = options.adaptation};
}

}  // namespace

MoeadDe::MoeadDe(const ProblemInfo& info, const Options& options)
    : options_(options), decomposition_(info, policies_of(options)) {}

}  // namespace vilfredo
