// The enumeration oracle on hypergrids: what it computes must be exact, and it must notice errors.
#include <vilfredo/algorithms/gflownet/exact_flow.hpp>
#include <vilfredo/algorithms/gflownet/trajectory_balance.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/problems/construction/hypergrid.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace vilfredo {
namespace {

using namespace gflownet;

Matrix random_logits(const EnumeratedGraph& graph, std::uint64_t seed) {
  Rng rng(1, Purpose::user, seed);
  Matrix out(graph.actions(), graph.states());
  for (Index i = 0; i < out.size(); ++i) {
    out.data()[i] = 2 * rng.normal();
  }
  return out;
}

// log of (branin + currin)^beta / 2^beta, per state.
Vector log_rewards(const Hypergrid& problem, double beta) {
  const ConstructionGraph& graph = *problem.info().construction;
  Vector out(static_cast<Index>(graph.enumerable_states()));
  Matrix x(2, 1);
  Matrix f(2, 1);
  Matrix g(1, 1);
  for (Index s = 0; s < out.size(); ++s) {
    graph.decode(static_cast<ConstructionGraph::State>(s), x.col(0));
    problem.evaluate(x, {f, g});
    out[s] = beta * std::log(-0.5 * (f(0, 0) + f(1, 0)));
  }
  return out;
}

void for_each_trajectory(const EnumeratedGraph& graph,
                         Trajectory& prefix,
                         Index state,
                         const std::function<void(const Trajectory&)>& fn) {
  prefix.object = state;
  if (graph.ends_by_force(state)) {
    fn(prefix);
    return;
  }
  for (Index a = 0; a < graph.actions(); ++a) {
    if (!graph.legal(state, a)) {
      continue;
    }
    prefix.states.push_back(state);
    prefix.actions.push_back(a);
    if (a == graph.stop()) {
      prefix.object = state;
      fn(prefix);
    } else {
      for_each_trajectory(graph, prefix, graph.child(state, a), fn);
    }
    prefix.states.pop_back();
    prefix.actions.pop_back();
  }
}

TEST(ExactFlow, APolicysDistributionSumsToOne) {
  for (const Index side : {2, 3, 8, 16}) {
    const EnumeratedGraph graph{HypergridGraph(side)};
    graph.check();
    EXPECT_EQ(graph.object_count(), side * side - 1);
    const Vector p = object_distribution(graph, log_policy(graph, random_logits(graph, 1)));
    EXPECT_NEAR(p.sum(), 1.0, 1e-12);
    EXPECT_GE(p.minCoeff(), 0.0);
  }
}

TEST(ExactFlow, TheDistributionIsTheSumOverAllTrajectories) {
  const EnumeratedGraph graph{HypergridGraph(4)};
  const Matrix policy = log_policy(graph, random_logits(graph, 2));
  Vector expected = Vector::Zero(graph.states());
  Trajectory prefix;
  for_each_trajectory(graph, prefix, 0, [&](const Trajectory& trajectory) {
    double log_p = 0;
    for (std::size_t t = 0; t < trajectory.states.size(); ++t) {
      log_p += policy(trajectory.actions[t], trajectory.states[t]);
    }
    expected[trajectory.object] += std::exp(log_p);
  });
  EXPECT_LT((object_distribution(graph, policy) - expected).cwiseAbs().maxCoeff(), 1e-14);
}

TEST(ExactFlow, ThePartitionFunctionIsTheSumOfRewards) {
  for (const Index side : {4, 8, 32}) {
    for (const double beta : {1.0, 16.0}) {
      const Hypergrid problem({.side = side});
      const EnumeratedGraph graph(*problem.info().construction);
      const Vector log_reward = log_rewards(problem, beta);
      const double z = log_reward.array().exp().sum();
      EXPECT_NEAR(std::exp(exact_flow(graph, log_reward).log_z), z, 1e-12 * z);
    }
  }
}

TEST(ExactFlow, PerfectFlowBalancesEveryTrajectoryAndEveryEdge) {
  const Hypergrid problem({.side = 4});
  const EnumeratedGraph graph(*problem.info().construction);
  const Vector log_reward = log_rewards(problem, 16);
  const ExactFlow flow = exact_flow(graph, log_reward);
  // Log probabilities are logits of themselves.
  const Matrix logits = flow.log_policy.array().max(-700.0);
  int trajectories = 0;
  Trajectory prefix;
  for_each_trajectory(graph, prefix, 0, [&](const Trajectory& trajectory) {
    ++trajectories;
    EXPECT_NEAR(
        balance_residual(graph, logits, flow.log_z, trajectory, log_reward[trajectory.object]), 0,
        1e-10);
  });
  // Paths to the 3 x 3 free points (1 1 1 1 2 3 1 3 6) and into the forced rim (2 x (1 + 3 + 6)).
  EXPECT_EQ(trajectories, 19 + 20);
  for (Index s = 0; s < graph.states(); ++s) {
    for (Index a = 0; a < graph.stop(); ++a) {
      if (graph.legal(s, a)) {
        const Index next = graph.child(s, a);
        EXPECT_NEAR(flow.log_flow[s] + flow.log_policy(a, s),
                    flow.log_flow[next] - std::log(graph.parent_count(next)), 1e-10);
      }
    }
  }
}

TEST(ExactFlow, PerfectFlowSamplesInProportionToTheReward) {
  for (const double beta : {1.0, 16.0}) {
    const Hypergrid problem({.side = 8});
    const EnumeratedGraph graph(*problem.info().construction);
    const Vector log_reward = log_rewards(problem, beta);
    const Vector p = object_distribution(graph, exact_flow(graph, log_reward).log_policy);
    const DistributionError error =
        distribution_error(graph, p, target_distribution(graph, log_reward));
    EXPECT_LT(error.l1_sum, 1e-12);
    EXPECT_EQ(error.tv, error.l1_sum / 2);
    EXPECT_EQ(error.l1_mean, error.l1_sum / 63);
  }
}

TEST(ExactFlow, AnObjectWithoutRewardIsNeverBuilt) {
  const Hypergrid problem({.side = 5});
  const EnumeratedGraph graph(*problem.info().construction);
  Vector log_reward = log_rewards(problem, 1);
  log_reward[0] = -std::numeric_limits<double>::infinity();
  log_reward[7] = -std::numeric_limits<double>::infinity();
  const Vector p = object_distribution(graph, exact_flow(graph, log_reward).log_policy);
  EXPECT_EQ(p[0], 0.0);
  EXPECT_EQ(p[7], 0.0);
  EXPECT_LT((p - target_distribution(graph, log_reward)).cwiseAbs().sum(), 1e-12);
}

TEST(TrajectoryBalance, GradientIsTheDerivativeOfTheSquaredResidual) {
  const EnumeratedGraph graph{HypergridGraph(5)};
  const Matrix logits = random_logits(graph, 3);
  const double log_z = 0.7;
  const double log_reward = -1.3;
  for (std::uint64_t i = 0; i < 20; ++i) {
    Rng rng(2, Purpose::user, i);
    Trajectory trajectory;
    sample_trajectory(graph, logits, 0.5, rng, trajectory);
    const auto loss = [&](const Matrix& at, double z) {
      const double delta = balance_residual(graph, at, z, trajectory, log_reward);
      return delta * delta;
    };
    const double delta = balance_residual(graph, logits, log_z, trajectory, log_reward);
    Matrix gradient = Matrix::Zero(logits.rows(), logits.cols());
    add_residual_gradient(graph, logits, trajectory, 2 * delta, gradient);
    const double h = 1e-5;
    for (Index k = 0; k < logits.size(); ++k) {
      Matrix up = logits;
      Matrix down = logits;
      up.data()[k] += h;
      down.data()[k] -= h;
      EXPECT_NEAR(gradient.data()[k], (loss(up, log_z) - loss(down, log_z)) / (2 * h),
                  1e-6 * std::max(1.0, std::abs(gradient.data()[k])));
    }
    EXPECT_NEAR(2 * delta, (loss(logits, log_z + h) - loss(logits, log_z - h)) / (2 * h),
                1e-6 * std::max(1.0, std::abs(delta)));
  }
}

TEST(TrajectoryBalance, SamplesFollowThePolicyMixedWithExploration) {
  // 60 000 draws from fixed streams against the exact distribution of the mixture: chi-square with
  // 7 degrees of freedom stays below 29.9 with probability 0.9999.
  const EnumeratedGraph graph{HypergridGraph(3)};
  const Matrix logits = random_logits(graph, 4);
  const double epsilon = 0.3;
  Matrix mixture = log_policy(graph, logits).array().exp();
  for (Index s = 0; s < graph.states(); ++s) {
    if (!graph.ends_by_force(s)) {
      mixture.col(s) = (1 - epsilon) * mixture.col(s).array() + epsilon / 3;
    }
  }
  const Vector p = object_distribution(graph, mixture.array().log());
  Vector count = Vector::Zero(graph.states());
  Trajectory trajectory;
  constexpr int kDraws = 60'000;
  for (int i = 0; i < kDraws; ++i) {
    Rng rng(3, Purpose::exploration, static_cast<std::uint64_t>(i));
    sample_trajectory(graph, logits, epsilon, rng, trajectory);
    count[trajectory.object] += 1;
  }
  double chi_square = 0;
  for (Index s = 0; s < p.size(); ++s) {
    chi_square += std::pow(count[s] - kDraws * p[s], 2) / (kDraws * p[s]);
  }
  EXPECT_LT(chi_square, 29.9);
}

// A grid that counts forced terminals among the parents, as careless code does.
class CarelessGrid final : public ConstructionGraph {
 public:
  explicit CarelessGrid(Index side) : grid_(side), side_(static_cast<State>(side)) {}

  [[nodiscard]] State initial() const override { return grid_.initial(); }

  [[nodiscard]] int action_count() const override { return grid_.action_count(); }

  void legal(State state, std::span<bool> legal) const override { grid_.legal(state, legal); }

  [[nodiscard]] bool ends_by_force(State state) const override {
    return grid_.ends_by_force(state);
  }

  [[nodiscard]] State apply(State state, int action) const override {
    return grid_.apply(state, action);
  }

  void parents(State state, std::vector<Parent>& out) const override {
    out.clear();
    if (state / side_ > 0) {
      out.push_back({state - side_, 0});
    }
    if (state % side_ > 0) {
      out.push_back({state - 1, 1});
    }
  }

  [[nodiscard]] std::uint64_t enumerable_states() const override {
    return grid_.enumerable_states();
  }

  void decode(State state, VectorOut x) const override { grid_.decode(state, x); }

 private:
  HypergridGraph grid_;
  State side_;
};

TEST(ExactFlow, NoticesForcedTerminalsCountedAsParents) {
  const Hypergrid problem({.side = 8});
  const EnumeratedGraph graph{CarelessGrid(8)};
  const Vector log_reward = log_rewards(problem, 1);
  const ExactFlow flow = exact_flow(graph, log_reward);
  const Vector p = object_distribution(graph, flow.log_policy);
  const DistributionError error =
      distribution_error(graph, p, target_distribution(graph, log_reward));
  EXPECT_GT(error.l1_sum, 0.05);
  EXPECT_THROW(graph.check(), Error);
}

}  // namespace
}  // namespace vilfredo
