#include "vilfredo/algorithms/gflownet/trajectory_balance.hpp"

#include "vilfredo/algorithms/gflownet/exact_flow.hpp"

#include <cmath>

namespace vilfredo::gflownet {
namespace {

Index uniform_action(const EnumeratedGraph& graph, Index state, Rng& rng) {
  Index legal = 0;
  for (Index a = 0; a < graph.actions(); ++a) {
    legal += graph.legal(state, a) ? 1 : 0;
  }
  Index wanted = rng.index_below(legal);
  for (Index a = 0;; ++a) {
    if (graph.legal(state, a) && wanted-- == 0) {
      return a;
    }
  }
}

Index policy_action(const EnumeratedGraph& graph,
                    Index state,
                    const std::vector<double>& log_p,
                    Rng& rng) {
  double left = rng.uniform();
  Index last = 0;
  for (Index a = 0; a < graph.actions(); ++a) {
    if (!graph.legal(state, a)) {
      continue;
    }
    last = a;
    left -= std::exp(log_p[static_cast<std::size_t>(a)]);
    if (left < 0) {
      break;
    }
  }
  return last;  // the last legal one also where rounding left a rest
}

}  // namespace

void Trajectory::clear() {
  states.clear();
  actions.clear();
  object = 0;
}

void sample_trajectory(
    const EnumeratedGraph& graph, MatrixIn logits, double epsilon, Rng& rng, Trajectory& out) {
  out.clear();
  std::vector<double> log_p(static_cast<std::size_t>(graph.actions()));
  Index state = graph.initial();
  while (!graph.ends_by_force(state)) {
    Index action = 0;
    if (rng.uniform() < epsilon) {
      action = uniform_action(graph, state, rng);
    } else {
      log_softmax(graph, state, logits.col(state).data(), log_p.data());
      action = policy_action(graph, state, log_p, rng);
    }
    out.states.push_back(state);
    out.actions.push_back(action);
    if (action == graph.stop()) {
      break;
    }
    state = graph.child(state, action);
  }
  out.object = state;
}

double balance_residual(const EnumeratedGraph& graph,
                        MatrixIn logits,
                        double log_z,
                        const Trajectory& trajectory,
                        double log_reward) {
  std::vector<double> log_p(static_cast<std::size_t>(graph.actions()));
  double forward = 0;
  double backward = 0;
  for (std::size_t t = 0; t < trajectory.states.size(); ++t) {
    const Index state = trajectory.states[t];
    const Index action = trajectory.actions[t];
    log_softmax(graph, state, logits.col(state).data(), log_p.data());
    forward += log_p[static_cast<std::size_t>(action)];
    if (action != graph.stop()) {
      backward -= std::log(static_cast<double>(graph.parent_count(graph.child(state, action))));
    }
  }
  return log_z + forward - log_reward - backward;
}

void add_residual_gradient(const EnumeratedGraph& graph,
                           MatrixIn logits,
                           const Trajectory& trajectory,
                           double scale,
                           MatrixOut gradient) {
  std::vector<double> log_p(static_cast<std::size_t>(graph.actions()));
  for (std::size_t t = 0; t < trajectory.states.size(); ++t) {
    const Index state = trajectory.states[t];
    log_softmax(graph, state, logits.col(state).data(), log_p.data());
    for (Index a = 0; a < graph.actions(); ++a) {
      gradient(a, state) -= scale * std::exp(log_p[static_cast<std::size_t>(a)]);
    }
    gradient(trajectory.actions[t], state) += scale;
  }
}

}  // namespace vilfredo::gflownet
