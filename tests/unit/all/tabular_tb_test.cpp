#include "boundary_digests.hpp"

#include <vilfredo/algorithms/gflownet/exact_flow.hpp>
#include <vilfredo/algorithms/gflownet/tabular_tb.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/problems/combinatorial/k_of_n.hpp>
#include <vilfredo/problems/construction/hypergrid.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace vilfredo {
namespace {

RunOptions trajectories(std::uint64_t budget, std::uint64_t seed = 1) {
  RunOptions options;
  options.max_evaluations = budget;
  options.seed = seed;
  return options;
}

// Sum of |p - p*| with rewards taken from the problem, not from what the solver remembers.
double l1_sum(const Hypergrid& problem, const TabularTb& solver, double beta) {
  const EnumeratedGraph& graph = solver.graph();
  Vector log_reward(graph.states());
  Matrix x(2, 1);
  Matrix f(2, 1);
  Matrix g(1, 1);
  for (Index s = 0; s < graph.states(); ++s) {
    problem.info().construction->decode(static_cast<ConstructionGraph::State>(s), x.col(0));
    problem.evaluate(x, {f, g});
    log_reward[s] = beta * std::log(-0.5 * (f(0, 0) + f(1, 0)));
  }
  const Vector p =
      gflownet::object_distribution(graph, gflownet::log_policy(graph, solver.logits()));
  return gflownet::distribution_error(graph, p, gflownet::target_distribution(graph, log_reward))
      .l1_sum;
}

TEST(TabularTb, LearnsTheTargetDistributionOfTheSmallGrid) {
  // Constant rates keep it wandering at about 0.01; uniform logits are 0.5 and more away.
  const Hypergrid problem;
  TabularTb solver(problem.info(), {.beta = 1});
  EXPECT_GT(l1_sum(problem, solver, 1), 0.5);
  const RunResult result = run(solver, AnyProblem(problem), trajectories(80'000));
  const double error = l1_sum(problem, solver, 1);
  EXPECT_LT(error, 0.05);
  EXPECT_EQ(result.metrics.at("coverage"), 1.0);
  EXPECT_NEAR(result.metrics.at("l1_sum"), error, 1e-12);
  EXPECT_NEAR(result.metrics.at("tv"), error / 2, 1e-12);
  EXPECT_NEAR(solver.log_z(), 3.723673466, 0.05);
}

TEST(TabularTb, DecayingRatesConvergeHundredfoldCloser) {
  const Hypergrid problem;
  TabularTb solver(problem.info(), {.beta = 1, .final_rate = 0.01});
  const RunResult result = run(solver, AnyProblem(problem), trajectories(160'000));
  EXPECT_LT(l1_sum(problem, solver, 1), 1e-4);
  EXPECT_NEAR(solver.log_z(), 3.723673466, 1e-3);
  EXPECT_TRUE(result.deterministic);
}

TEST(TabularTb, PlainGradientDescentLearnsToo) {
  const Hypergrid problem({.side = 4});
  TabularTb solver(problem.info(), {.beta = 1,
                                    .optimiser = GradientStep::sgd,
                                    .learning_rate = 0.1,
                                    .learning_rate_log_z = 0.1});
  (void)run(solver, AnyProblem(problem), trajectories(80'000));
  EXPECT_LT(l1_sum(problem, solver, 1), 0.1);
}

TEST(TabularTb, ReturnsTheNonDominatedObjectsItBuilt) {
  const Hypergrid problem;
  TabularTb solver(problem.info(), {});
  const RunResult result = run(solver, AnyProblem(problem), trajectories(40'000));
  const Matrix front = problem.front(0);
  ASSERT_EQ(result.final.size(), front.cols());
  const Population& population = solver.population();
  EXPECT_EQ(std::set<Id>(population.ids.begin(), population.ids.end()).size(), 6U);
  for (Index j = 0; j < population.size(); ++j) {
    Matrix f(2, 1);
    Matrix g(1, 1);
    problem.evaluate(population.x.col(j), {f, g});
    EXPECT_EQ(population.f.col(j), f.col(0));
    EXPECT_EQ(population.g.col(j), g.col(0));
    EXPECT_LE(g(0, 0), 0);
  }
}

TEST(TabularTb, ThePreferenceMovesTheModeOfTheLearnedDistribution) {
  const Hypergrid problem;
  const auto mode = [&](std::vector<double> preference) {
    TabularTb solver(problem.info(), {.preference = std::move(preference), .beta = 32});
    (void)run(solver, AnyProblem(problem), trajectories(60'000));
    Index best = 0;
    const Matrix policy = gflownet::log_policy(solver.graph(), solver.logits());
    gflownet::object_distribution(solver.graph(), policy).maxCoeff(&best);
    return best;
  };
  const auto best_of = [&](double w) {
    const EnumeratedGraph graph(*problem.info().construction);
    Index best = 0;
    double largest = 0;
    for (Index s = 0; s < graph.states(); ++s) {
      const double x1 = 2 * static_cast<double>(s / 8) / 7 - 1;
      const double x2 = 2 * static_cast<double>(s % 8) / 7 - 1;
      const double value = w * grid_function(GridFunction::branin, x1, x2) +
                           (1 - w) * grid_function(GridFunction::currin, x1, x2);
      if (value > largest) {
        largest = value;
        best = s;
      }
    }
    return best;
  };
  ASSERT_NE(best_of(1), best_of(0));
  EXPECT_EQ(mode({1, 0}), best_of(1));
  EXPECT_EQ(mode({0, 3}), best_of(0)) << "weights are normalised";
}

TEST(TabularTb, OffsetAndScaleTurnMinimisedObjectivesIntoRewards) {
  // The same problem told in the minimised sense, shifted by 2 and stretched by 4.
  const Hypergrid grid;
  ProblemInfo info = grid.info();
  info.objectives.clear();
  const AnyProblem shifted = make_problem(info, [&](MatrixIn x, EvalOut out) {
    grid.evaluate(x, {out.f, out.g});
    out.f.array() = 4 * (out.f.array() + 2);
  });
  EXPECT_THROW(TabularTb(shifted.info(), {}), Error) << "rewards would be negative";
  TabularTb plain(grid.info(), {});
  TabularTb told(shifted.info(), {.reward_offset = {8, 8}, .reward_scale = {0.25, 0.25}});
  (void)run(plain, AnyProblem(grid), trajectories(1'600));
  (void)run(told, shifted, trajectories(1'600));
  EXPECT_LT((plain.logits() - told.logits()).cwiseAbs().maxCoeff(), 1e-9);
}

TEST(TabularTb, ResumesBitForBitAndIgnoresTheNumberOfThreads) {
  const AnyProblem problem(Hypergrid{});
  const TabularTbOptions solver{.batch = 7, .final_rate = 0.1, .exact_interval = 3};
  RunOptions options = trajectories(7 * 150);
  boundary_digests::expect_resumable<TabularTb>(problem, solver, options, 7);
  const auto expected = boundary_digests::of<TabularTb>(problem, solver, options);
  options.threads = 4;
  EXPECT_EQ(boundary_digests::of<TabularTb>(problem, solver, options), expected);
}

TEST(TabularTb, LeavesFailedObjectsOutOfTheBatch) {
  const Hypergrid grid;
  const AnyProblem problem = make_problem(grid.info(), [&](MatrixIn x, EvalOut out) {
    grid.evaluate(x, {out.f, out.g});
    for (Index j = 0; j < x.cols(); ++j) {
      if (x(0, j) < 3) {
        out.f(0, j) = std::nan("");
      }
    }
  });
  TabularTb solver(problem.info(), {.beta = 1, .epsilon = 0.2});
  const RunResult result = run(solver, problem, trajectories(20'000));
  EXPECT_GT(result.failed_evaluations, 0U);
  EXPECT_TRUE(solver.logits().allFinite());
  EXPECT_TRUE(std::isfinite(solver.log_z()));
  ASSERT_GT(result.final.size(), 0);
  EXPECT_GE(result.final.x.row(0).minCoeff(), 3);
}

TEST(TabularTb, RefusesWhatItCannotTabulate) {
  EXPECT_THROW(TabularTb(KOfN().info(), {}), Error);
  const ProblemInfo info = Hypergrid().info();
  EXPECT_THROW(TabularTb(info, {.preference = {1, 1, 1}}), Error);
  EXPECT_THROW(TabularTb(info, {.preference = {0, 0}}), Error);
}

}  // namespace
}  // namespace vilfredo
