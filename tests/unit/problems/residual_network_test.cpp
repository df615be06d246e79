#include "problem_evaluation.hpp"

#include <vilfredo/core/dominance.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/problems/combinatorial/residual_network.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

namespace vilfredo {
namespace {

/// All genomes, a column each.
Matrix all_genomes(Index units, int levels) {
  Index count = 1;
  for (Index u = 0; u < units; ++u) {
    count *= levels;
  }
  Matrix x(units, count);
  for (Index j = 0; j < count; ++j) {
    Index rest = j;
    for (Index u = 0; u < units; ++u) {
      x(u, j) = static_cast<double>(rest % levels);
      rest /= levels;
    }
  }
  return x;
}

std::vector<Index> all_sequences(Index n) {
  std::vector<Index> out(static_cast<std::size_t>(n));
  std::iota(out.begin(), out.end(), Index{0});
  return out;
}

TEST(ResidualNetwork, TheTableIsTheNetwork) {
  const ResidualNetwork problem({.units = 4, .levels = 4, .unequal = true, .sequences = 20});
  const Matrix x = all_genomes(4, 4);
  const std::vector<Index> all = all_sequences(20);
  for (Index j = 0; j < x.cols(); ++j) {
    ASSERT_EQ(problem.damage(x.col(j)), problem.damage_on(x.col(j), all)) << x.col(j).transpose();
  }
  EXPECT_EQ(problem.damage(Vector::Zero(4)), 0);
  EXPECT_GT(problem.damage(Vector::Constant(4, 3)), 0.01);
}

TEST(ResidualNetwork, ASequenceCountsTheSameAloneAndAmongOthers) {
  const ResidualNetwork problem({.units = 5, .levels = 3, .sequences = 16});
  const Vector levels{{2, 0, 1, 1, 2}};
  double sum = 0;
  for (Index s = 0; s < 16; ++s) {
    sum += problem.damage_on(levels, std::vector<Index>{s});
  }
  EXPECT_NEAR(sum / 16, problem.damage(levels), 1e-15);
  EXPECT_NE(problem.damage_on(levels, std::vector<Index>{3}),
            problem.damage_on(levels, std::vector<Index>{4}));
}

TEST(ResidualNetwork, FrontIsTheNonDominatedSetOfAllGenomes) {
  const ResidualNetwork problem({.units = 5, .levels = 4, .unequal = true});
  const testing::Values values = testing::evaluate(AnyProblem(problem), all_genomes(5, 4));
  std::map<double, double> expected;
  for (const Index j : non_dominated(values.f, Duplicates::first_only)) {
    expected[values.f(0, j)] = values.f(1, j);
  }
  const Matrix front = problem.front(0);
  ASSERT_EQ(front.cols(), static_cast<Index>(expected.size()));
  for (Index j = 0; j < front.cols(); ++j) {
    EXPECT_EQ(front(1, j), expected.at(front(0, j)));
  }
  EXPECT_EQ(testing::evaluate(AnyProblem(problem), problem.pareto_set(0)).f, front);
}

TEST(ResidualNetwork, OptimumAtAnExactSizeIsTheBestFeasibleGenome) {
  for (const ResidualGroups groups : {ResidualGroups::none, ResidualGroups::by_size}) {
    const ResidualNetwork problem(
        {.n_obj = 1, .units = 6, .levels = 3, .keep = 0.55, .unequal = true, .groups = groups});
    const CompressionLayout& layout = *problem.info().compression;
    EXPECT_NO_THROW(layout.check());
    EXPECT_EQ(layout.group_budgets.size(), groups == ResidualGroups::none ? 0U : 2U);
    const testing::Values values = testing::evaluate(AnyProblem(problem), all_genomes(6, 3));
    double best = 1e300;
    Index feasible = 0;
    for (Index j = 0; j < values.f.cols(); ++j) {
      if (values.g(0, j) == 0) {
        ++feasible;
        best = std::min(best, values.f(0, j));
      }
    }
    EXPECT_GT(feasible, 10);
    ASSERT_EQ(problem.front(0).cols(), 1);
    EXPECT_EQ(problem.front(0)(0, 0), best);
    EXPECT_EQ(layout.total_size(problem.pareto_set(0).col(0)), layout.budget);
  }
}

TEST(ResidualNetwork, MinibatchesAreSharedUnderOneStreamAndAverageToTheWhole) {
  const ResidualNetwork problem({.n_obj = 1,
                                 .units = 4,
                                 .levels = 3,
                                 .sampling = ResidualSampling::minibatch,
                                 .sequences = 32});
  EXPECT_EQ(problem.info().level_cost, (std::vector<std::uint64_t>{2, 8, 32}));
  const Matrix x{{2, 2}, {1, 1}, {0, 0}, {1, 1}};
  Matrix f(1, 2);
  Matrix g(1, 2);
  double sum = 0;
  bool varies = false;
  double first = 0;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    std::vector<Rng> streams(2, Rng(1, Purpose::sample, i));
    problem.evaluate(x, 0, {f, g}, streams);
    ASSERT_EQ(f(0, 0), f(0, 1));
    first = i == 0 ? f(0, 0) : first;
    varies = varies || f(0, 0) != first;
    sum += f(0, 0);
  }
  EXPECT_TRUE(varies);
  EXPECT_NEAR(sum / 4000, problem.damage(x.col(0)), 0.05 * problem.damage(x.col(0)));
  problem.evaluate(x, 2, {f, g}, {});
  EXPECT_EQ(f(0, 0), problem.damage(x.col(0)));
}

// The two traits that make the search worth while.
TEST(ResidualNetwork, DamagesDoNotAddUpAndSometimesFallWhenMoreIsRemoved) {
  const ResidualNetwork problem({.units = 12, .levels = 2});
  const Matrix x = all_genomes(12, 2);
  double largest_gap = 0;
  int violations = 0;
  for (Index j = 0; j < x.cols(); ++j) {
    const double damage = problem.damage(x.col(j));
    double additive = 0;
    for (Index u = 0; u < 12; ++u) {
      Vector one = Vector::Zero(12);
      one[u] = x(u, j);
      additive += problem.damage(one);
      Vector more = x.col(j);
      more[u] = 1;
      violations += x(u, j) == 0 && problem.damage(more) < damage ? 1 : 0;
    }
    largest_gap = std::max(largest_gap, std::abs(damage - additive) / (damage + 1e-3));
  }
  EXPECT_GT(largest_gap, 0.3);
  EXPECT_GT(violations, 12 * 2048 / 100) << "of 24576 single removals";
}

TEST(ResidualNetwork, RefusesWhatCannotBeTabulatedOrDoesNotDiffer) {
  EXPECT_THROW(ResidualNetwork({.units = 20, .levels = 3}), Error);
  EXPECT_THROW(ResidualNetwork({.levels = 8, .neurons = 6}), Error);
  const ResidualNetwork problem;
  Matrix f(2, 1);
  Matrix g(0, 1);
  EXPECT_THROW(problem.evaluate(Matrix::Constant(10, 1, 2), 0, {f, g}, {}), Error);
  EXPECT_THROW(problem.evaluate(Matrix::Constant(10, 1, 0.5), 0, {f, g}, {}), Error);
}

}  // namespace
}  // namespace vilfredo
