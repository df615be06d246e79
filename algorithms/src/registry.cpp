#include "vilfredo/algorithms/registry.hpp"

#include "vilfredo/algorithms/bayesian/parego.hpp"
#include "vilfredo/algorithms/decomposition/moead.hpp"
#include "vilfredo/algorithms/decomposition/moead_batch.hpp"
#include "vilfredo/algorithms/decomposition/moead_de.hpp"
#include "vilfredo/algorithms/decomposition/moead_dra.hpp"
#include "vilfredo/algorithms/evolutionary/design_search.hpp"
#include "vilfredo/algorithms/evolutionary/random_search.hpp"
#include "vilfredo/algorithms/structured_registry.hpp"

namespace vilfredo {

void register_builtin_solvers(SolverRegistry& registry) {
  registry.add<LatinHypercube>();
  registry.add<Moead>();
  registry.add<MoeadBatch>();
  registry.add<MoeadDe>();
  registry.add<MoeadDra>();
  registry.add<Parego>();
  registry.add<RandomSearch>();
  registry.add<Sobol>();
  register_structured_solvers(registry);
}

}  // namespace vilfredo
