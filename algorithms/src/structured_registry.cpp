#include "vilfredo/algorithms/structured_registry.hpp"

#include "vilfredo/algorithms/compression/allocation_solvers.hpp"
#include "vilfredo/algorithms/compression/evopress.hpp"
#include "vilfredo/algorithms/compression/evopress_front.hpp"
#include "vilfredo/algorithms/compression/level_switch.hpp"
#include "vilfredo/algorithms/gflownet/tabular_tb.hpp"
#include "vilfredo/algorithms/reinforcement/mo_q_learning.hpp"

namespace vilfredo {

void register_structured_solvers(SolverRegistry& registry) {
  registry.add<AdditiveLevels>();
  registry.add<Evopress>();
  registry.add<EvopressFront>();
  registry.add<GreedyLevels>();
  registry.add<LevelSwitch>();
  registry.add<MoQLearning>();
  registry.add<RandomLevels>();
  registry.add<Spdy>();
  registry.add<TabularTb>();
}

}  // namespace vilfredo
