#include "vilfredo/algorithms/decomposition/moead_dra.hpp"

#include <algorithm>

namespace vilfredo {

namespace {

DecompositionPolicies policies_of(const MoeadDraOptions& options) {
  check_options(options);
  return {
      .solver = MoeadDra::kName,
      .population = options.population,
      .neighbours =
          options.neighbours > 0 ? options.neighbours : std::max<Index>(3, options.population / 10),
      .delta = options.delta,
      .replacements =
          options.replacements > 0 ? options.replacements : (options.population + 99) / 100,
      .scalarisation = options.scalarisation,
      .weights = options.weights,
      .variation = DifferentialOptions{.f = options.f, .cr = options.cr, .repair = options.repair},
      .mutation = options.mutation,
      .normalisation = options.normalisation,
      .selection = Selection::dra,
      .adaptation = options.adaptation};
}

}  // namespace

MoeadDra::MoeadDra(const ProblemInfo& info, const Options& options)
    : options_(options), decomposition_(info, policies_of(options)) {}

}  // namespace vilfredo
