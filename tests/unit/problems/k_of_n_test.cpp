#include "vilfredo/problems/combinatorial/k_of_n.hpp"

#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <vector>

namespace vilfredo {
namespace {

struct Values {
  Matrix f;
  Matrix g;
};

Values evaluate(const KOfN& problem, const Matrix& x) {
  Values out{Matrix(problem.info().n_obj, x.cols()), Matrix(1, x.cols())};
  problem.evaluate(x, {out.f, out.g});
  return out;
}

// All columns with exactly k ones.
Matrix all_choices(Index n, int k) {
  std::vector<unsigned> masks;
  for (unsigned mask = 0; mask < (1U << static_cast<unsigned>(n)); ++mask) {
    if (std::popcount(mask) == k) {
      masks.push_back(mask);
    }
  }
  Matrix x(n, static_cast<Index>(masks.size()));
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < n; ++i) {
      x(i, j) = (masks[static_cast<std::size_t>(j)] >> static_cast<unsigned>(i)) & 1U;
    }
  }
  return x;
}

TEST(KOfN, FrontIsTheNonDominatedSetOfAllChoices) {
  for (const int k : {1, 4, 9}) {
    const KOfN problem({.units = 10, .chosen = k, .instance_seed = 7});
    const Matrix f = evaluate(problem, all_choices(10, k)).f;
    std::vector<std::pair<double, double>> expected;
    for (const Index j : non_dominated(f, Duplicates::first_only)) {
      expected.emplace_back(f(0, j), f(1, j));
    }
    std::ranges::sort(expected);
    const Matrix front = problem.front(0);
    ASSERT_EQ(front.cols(), static_cast<Index>(expected.size()));
    for (Index j = 0; j < front.cols(); ++j) {
      EXPECT_EQ(front(0, j), expected[static_cast<std::size_t>(j)].first);
      EXPECT_EQ(front(1, j), expected[static_cast<std::size_t>(j)].second);
    }
  }
}

TEST(KOfN, ParetoSetIsFeasibleAndEvaluatesToTheFrontBitForBit) {
  const KOfN problem;
  const Values values = evaluate(problem, problem.pareto_set(0));
  EXPECT_EQ(values.f, problem.front(0));
  EXPECT_TRUE((values.g.array() == 0.0).all());
}

TEST(KOfN, OneObjectiveIsTheFirstOfTwoAndItsOptimumTheSmallestWeights) {
  const KOfN one({.n_obj = 1, .instance_seed = 3});
  const KOfN two({.n_obj = 2, .instance_seed = 3});
  EXPECT_EQ(one.weights().row(0), two.weights().row(0));
  ASSERT_EQ(one.front(0).cols(), 1);
  EXPECT_NEAR(one.front(0)(0, 0), one.info().ideal.value[0], 1e-14);
  EXPECT_NEAR(two.front(0).row(0).minCoeff(), two.info().ideal.value[0], 1e-14);
  EXPECT_NEAR(two.front(0).row(1).minCoeff(), two.info().ideal.value[1], 1e-14);
}

TEST(KOfN, WeightsLieInsideTheUnitIntervalAndDependOnTheInstance) {
  const KOfN a({.instance_seed = 1});
  const KOfN b({.instance_seed = 2});
  EXPECT_TRUE((a.weights().array() > 0).all() && (a.weights().array() < 1).all());
  EXPECT_NE(a.weights(), b.weights());
  EXPECT_NE(a.weights().row(0), a.weights().row(1));
}

TEST(KOfN, ConstraintAndLayoutStateTheSameBudget) {
  const KOfN problem({.units = 6, .chosen = 2});
  const CompressionLayout& layout = *problem.info().compression;
  EXPECT_NO_THROW(layout.check());
  EXPECT_TRUE(layout.exact_budget);
  const Matrix x{{0, 1, 1}, {0, 1, 1}, {0, 0, 1}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}};
  const Values values = evaluate(problem, x);
  for (Index j = 0; j < x.cols(); ++j) {
    const bool met = layout.total_size(x.col(j)) == layout.budget;
    EXPECT_EQ(met, problem.info().violation(values.g.col(j).data()) == 0) << j;
  }
  EXPECT_EQ(values.g, (Matrix{{2, 0, 1}}));
}

TEST(KOfN, AFractionIsNotEvaluated) {
  const KOfN problem({.units = 3, .chosen = 1});
  EXPECT_THROW((void)evaluate(problem, Matrix{{0.5}, {0.5}, {0}}), Error);
}

TEST(KOfN, RefusesToChooseAllUnits) {
  EXPECT_THROW(KOfN({.units = 5, .chosen = 5}), Error);
  EXPECT_FALSE(KOfN({.units = 65, .chosen = 5}).has_front());
}

}  // namespace
}  // namespace vilfredo
