#include "vilfredo/algorithms/structured_registry.hpp"

#include "vilfredo/algorithms/compression/level_switch.hpp"
#include "vilfredo/algorithms/gflownet/tabular_tb.hpp"
#include "vilfredo/algorithms/reinforcement/mo_q_learning.hpp"

namespace vilfredo {

void register_structured_solvers(SolverRegistry& registry) {
  registry.add<LevelSwitch>();
  registry.add<MoQLearning>();
  registry.add<TabularTb>();
}

}  // namespace vilfredo
