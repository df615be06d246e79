#include "vilfredo/algorithms/registry.hpp"

#include "vilfredo/algorithms/bayesian/ehvi.hpp"
#include "vilfredo/algorithms/bayesian/front_search_solvers.hpp"
#include "vilfredo/algorithms/bayesian/monte_carlo.hpp"
#include "vilfredo/algorithms/bayesian/parego.hpp"
#include "vilfredo/algorithms/bayesian/subproblem_search_solvers.hpp"
#include "vilfredo/algorithms/decomposition/moead.hpp"
#include "vilfredo/algorithms/decomposition/moead_batch.hpp"
#include "vilfredo/algorithms/decomposition/moead_de.hpp"
#include "vilfredo/algorithms/decomposition/moead_dra.hpp"
#include "vilfredo/algorithms/evolutionary/design_search.hpp"
#include "vilfredo/algorithms/evolutionary/random_search.hpp"
#include "vilfredo/algorithms/gradient/moo_svgd.hpp"
#include "vilfredo/algorithms/pareto_set/psl_mobo.hpp"
#include "vilfredo/algorithms/pareto_set/svh_psl.hpp"
#include "vilfredo/algorithms/structured_registry.hpp"

namespace vilfredo {

void register_builtin_solvers(SolverRegistry& registry) {
  registry.add<DirhvEi>();
  registry.add<Ehvi>();
  registry.add<LatinHypercube>();
  registry.add<Moead>();
  registry.add<MoeadBatch>();
  registry.add<MoeadDe>();
  registry.add<MoeadDra>();
  registry.add<MoeadEgo>();
  registry.add<MooSvgd>();
  registry.add<Nsga2Lcb>();
  registry.add<Parego>();
  registry.add<PslMobo>();
  registry.add<QLogNehvi>();
  registry.add<QParego>();
  registry.add<RandomSearch>();
  registry.add<Sobol>();
  registry.add<SvhPsl>();
  registry.add<Tsemo>();
  registry.add<UsemoEi>();
  register_structured_solvers(registry);
}

}  // namespace vilfredo
