#include "vilfredo/problems/structured_registry.hpp"

#include "vilfredo/problems/combinatorial/k_of_n.hpp"
#include "vilfredo/problems/combinatorial/residual_network.hpp"
#include "vilfredo/problems/construction/hypergrid.hpp"

namespace vilfredo {

void register_structured_problems(ProblemRegistry& registry) {
  registry.add<Hypergrid>();
  registry.add<KOfN>();
  registry.add<ResidualNetwork>();
}

}  // namespace vilfredo
