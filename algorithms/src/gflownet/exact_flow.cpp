#include "vilfredo/algorithms/gflownet/exact_flow.hpp"

#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace vilfredo::gflownet {
namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

double log_add(double a, double b) {
  if (a < b) {
    std::swap(a, b);
  }
  return b == kMinusInfinity ? a : a + std::log1p(std::exp(b - a));
}

void require(bool condition, const char* sentence) {
  if (!condition) {
    throw Error(Errc::invalid_argument, sentence);
  }
}

double log_sum_of_rewards(const EnumeratedGraph& graph, VectorIn log_reward) {
  double largest = kMinusInfinity;
  for (Index s = 0; s < graph.states(); ++s) {
    if (graph.is_object(s)) {
      largest = std::max(largest, log_reward[s]);
    }
  }
  require(std::isfinite(largest), "no object has a positive, finite reward");
  double sum = 0;
  for (Index s = 0; s < graph.states(); ++s) {
    if (graph.is_object(s)) {
      sum += std::exp(log_reward[s] - largest);
    }
  }
  return largest + std::log(sum);
}

}  // namespace

void log_softmax(const EnumeratedGraph& graph, Index state, const double* logits, double* out) {
  double largest = kMinusInfinity;
  for (Index a = 0; a < graph.actions(); ++a) {
    if (graph.legal(state, a)) {
      largest = std::max(largest, logits[a]);
    }
  }
  double sum = 0;
  for (Index a = 0; a < graph.actions(); ++a) {
    if (graph.legal(state, a)) {
      sum += std::exp(logits[a] - largest);
    }
  }
  const double log_normaliser = largest + std::log(sum);
  for (Index a = 0; a < graph.actions(); ++a) {
    out[a] = graph.legal(state, a) ? logits[a] - log_normaliser : kMinusInfinity;
  }
}

Matrix log_policy(const EnumeratedGraph& graph, MatrixIn logits) {
  require(logits.rows() == graph.actions() && logits.cols() == graph.states(),
          "logits must be actions x states");
  Matrix out(graph.actions(), graph.states());
  for (Index s = 0; s < graph.states(); ++s) {
    log_softmax(graph, s, logits.col(s).data(), out.col(s).data());
  }
  return out;
}

Vector object_distribution(const EnumeratedGraph& graph, MatrixIn log_policy) {
  require(log_policy.rows() == graph.actions() && log_policy.cols() == graph.states(),
          "a policy must be actions x states");
  Vector mass = Vector::Zero(graph.states());
  Vector p = Vector::Zero(graph.states());
  mass[graph.initial()] = 1;
  for (Index s = 0; s < graph.states(); ++s) {
    if (graph.ends_by_force(s)) {
      p[s] = mass[s];
      continue;
    }
    for (Index a = 0; a < graph.actions(); ++a) {
      if (!graph.legal(s, a)) {
        continue;
      }
      const double share = mass[s] * std::exp(log_policy(a, s));
      if (a == graph.stop()) {
        p[s] = share;
      } else {
        mass[graph.child(s, a)] += share;
      }
    }
  }
  return p;
}

Vector target_distribution(const EnumeratedGraph& graph, VectorIn log_reward) {
  require(log_reward.size() == graph.states(), "one reward per state is needed");
  const double log_z = log_sum_of_rewards(graph, log_reward);
  Vector p = Vector::Zero(graph.states());
  for (Index s = 0; s < graph.states(); ++s) {
    if (graph.is_object(s)) {
      p[s] = std::exp(log_reward[s] - log_z);
    }
  }
  return p;
}

ExactFlow exact_flow(const EnumeratedGraph& graph, VectorIn log_reward) {
  require(log_reward.size() == graph.states(), "one reward per state is needed");
  ExactFlow out;
  out.log_flow.setConstant(graph.states(), kMinusInfinity);
  out.log_policy.setConstant(graph.actions(), graph.states(), kMinusInfinity);
  for (Index s = graph.states() - 1; s >= 0; --s) {
    double& flow = out.log_flow[s];
    if (graph.ends_by_force(s)) {
      flow = log_reward[s];
      continue;
    }
    for (Index a = 0; a < graph.actions(); ++a) {
      if (!graph.legal(s, a)) {
        continue;
      }
      // Flow along the edge: the child's flow times the backward probability of this parent.
      double& edge = out.log_policy(a, s);
      if (a == graph.stop()) {
        edge = log_reward[s];
      } else {
        const Index next = graph.child(s, a);
        edge = out.log_flow[next] - std::log(static_cast<double>(graph.parent_count(next)));
      }
      flow = log_add(flow, edge);
    }
    if (flow > kMinusInfinity) {
      out.log_policy.col(s).array() -= flow;
    }
  }
  out.log_z = out.log_flow[graph.initial()];
  return out;
}

DistributionError distribution_error(const EnumeratedGraph& graph, VectorIn p, VectorIn q) {
  require(p.size() == graph.states() && q.size() == graph.states(),
          "a distribution has one entry per state");
  DistributionError out;
  for (Index s = 0; s < graph.states(); ++s) {
    out.l1_sum += std::abs(p[s] - q[s]);
  }
  out.l1_mean = out.l1_sum / static_cast<double>(graph.object_count());
  out.tv = out.l1_sum / 2;
  return out;
}

}  // namespace vilfredo::gflownet
