// Exact sweeps over an enumerated construction graph: what a policy samples, and what a perfect
// generative flow network would do. The yardstick for every learner on small graphs.
//
// Bengio, Lahlou, Deleu, Hu, Tiwari, Bengio, "GFlowNet Foundations", JMLR 24, 2023.
#pragma once

#include "vilfredo/algorithms/gflownet/enumerated_graph.hpp"

namespace vilfredo::gflownet {

/// Logarithms of a forward policy from logits (actions x states): softmax over the legal actions of
/// each state, -inf for the others; a column of -inf where a state ends by force.
[[nodiscard]] Matrix log_policy(const EnumeratedGraph& graph, MatrixIn logits);

/// The same for one state, into actions() entries.
void log_softmax(const EnumeratedGraph& graph, Index state, const double* logits, double* out);

/// Probability that construction under the policy (logarithms, actions x states) ends in each
/// state: one entry per state, 0 for those that are no objects. One forward sweep.
[[nodiscard]] Vector object_distribution(const EnumeratedGraph& graph, MatrixIn log_policy);

/// exp(log_reward - log Z) over the objects; entries of other states are not read and become 0.
[[nodiscard]] Vector target_distribution(const EnumeratedGraph& graph, VectorIn log_reward);

/// The flow network that samples objects exactly in proportion to their reward, for the backward
/// policy that is uniform over parents.
struct ExactFlow {
  Vector log_flow;    ///< per state; -inf where no object can be reached with positive reward
  Matrix log_policy;  ///< actions x states
  double log_z = 0;   ///< log of the sum of rewards
};

/// One backward sweep. `log_reward` has an entry per state; -inf is a reward of zero.
[[nodiscard]] ExactFlow exact_flow(const EnumeratedGraph& graph, VectorIn log_reward);

/// How far two distributions over objects are apart. Publications call both l1_sum and tv "L1
/// error", and some report the mean over objects.
struct DistributionError {
  double l1_sum = 0;   ///< sum |p - q|, in [0, 2]
  double l1_mean = 0;  ///< l1_sum / number of objects
  double tv = 0;       ///< total variation, l1_sum / 2
};

[[nodiscard]] DistributionError distribution_error(const EnumeratedGraph& graph,
                                                   VectorIn p,
                                                   VectorIn q);

}  // namespace vilfredo::gflownet
