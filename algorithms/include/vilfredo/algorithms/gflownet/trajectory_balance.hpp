// Trajectories through a construction graph and the trajectory balance loss on them.
//
//   delta = log Z + sum_t log P_F(s_t+1 | s_t) - log R(x) - sum_t log P_B(s_t | s_t+1)
//
// with the stop decision, where one was made, among the forward terms, and P_B uniform over
// parents. The loss of a batch is the mean of delta^2. It is 0 on every trajectory iff the policy
// samples in proportion to R. Malkin, Jain, Bengio, Sun, Bengio, "Trajectory Balance: Improved
// Credit Assignment in GFlowNets", NeurIPS 2022.
#pragma once

#include "vilfredo/algorithms/gflownet/enumerated_graph.hpp"
#include "vilfredo/core/rng.hpp"

#include <vector>

namespace vilfredo::gflownet {

/// One construction: the decisions in order, and the state that the finished object is.
struct Trajectory {
  std::vector<Index> states = {};   ///< in which a decision was made
  std::vector<Index> actions = {};  ///< the decision; "stop", if at all, comes last
  Index object = 0;

  void clear();
};

/// Draws one from the softmax policy of `logits` (actions x states); before each decision, with
/// probability `epsilon`, a uniformly drawn legal action is taken instead.
void sample_trajectory(
    const EnumeratedGraph& graph, MatrixIn logits, double epsilon, Rng& rng, Trajectory& out);

/// delta of one trajectory under the softmax policy of `logits`, without exploration.
[[nodiscard]] double balance_residual(const EnumeratedGraph& graph,
                                      MatrixIn logits,
                                      double log_z,
                                      const Trajectory& trajectory,
                                      double log_reward);

/// Adds `scale` times the derivative of delta by the logits: for each decision, the indicator of
/// the action taken minus the policy. (By log Z it is 1.) For the mean of delta^2 over B
/// trajectories, scale = 2 delta / B.
void add_residual_gradient(const EnumeratedGraph& graph,
                           MatrixIn logits,
                           const Trajectory& trajectory,
                           double scale,
                           MatrixOut gradient);

}  // namespace vilfredo::gflownet
