#include <vilfredo/algorithms/gflownet/exact_flow.hpp>
#include <vilfredo/algorithms/gflownet/tabular_tb.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/problems/construction/hypergrid.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

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

TEST(TabularTbAcceptance, MedianErrorOnTheSmallGridIsWithinTheBar) {
  // Five seeds, 10 000 updates of 16 trajectories, constant rates.
  const Hypergrid problem;
  std::vector<double> errors;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    TabularTb solver(problem.info(), {.beta = 1});
    (void)run(solver, AnyProblem(problem), trajectories(160'000, seed));
    errors.push_back(l1_sum(problem, solver, 1));
  }
  std::ranges::sort(errors);
  EXPECT_LT(errors[2], 0.02);
}

TEST(TabularTbAcceptance, DecayedRatesReachTheTightBarOnEverySeed) {
  const Hypergrid problem;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    TabularTb solver(problem.info(), {.beta = 1, .final_rate = 0.01});
    (void)run(solver, AnyProblem(problem), trajectories(160'000, seed));
    EXPECT_LT(l1_sum(problem, solver, 1), 1e-4) << seed;
  }
}

}  // namespace
}  // namespace vilfredo
