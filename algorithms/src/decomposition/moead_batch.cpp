#include "vilfredo/algorithms/decomposition/moead_batch.hpp"

namespace vilfredo {

namespace {

DecompositionPolicies policies_of(const MoeadBatchOptions& options) {
  check_options(options);
  return {.solver = MoeadBatch::kName,
          .population = options.population,
          .neighbours = options.neighbours,
          .delta = options.delta,
          .replacements = options.replacements,
          .scalarisation = options.scalarisation,
          .weights = options.weights,
          .variation = options.variation,
          .mutation = options.mutation,
          .normalisation = options.normalisation,
          .update = Update::generational,
          .adaptation = options.adaptation};
}

}  // namespace

MoeadBatch::MoeadBatch(const ProblemInfo& info, const Options& options)
    : options_(options), decomposition_(info, policies_of(options)) {}

}  // namespace vilfredo
