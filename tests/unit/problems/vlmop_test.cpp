#include "problem_evaluation.hpp"

#include <vilfredo/core/dominance.hpp>
#include <vilfredo/problems/synthetic/vlmop.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace vilfredo {
namespace {

TEST(Vlmop, FrontsSatisfyTheirEquations) {
  const Matrix parabolas = Vlmop1().front(200);
  for (Index j = 0; j < parabolas.cols(); ++j) {
    EXPECT_NEAR(std::sqrt(parabolas(0, j)) + std::sqrt(parabolas(1, j)), 2, 1e-14);
  }
  for (const Index n : {Index{1}, Index{2}, Index{6}}) {
    const Matrix bells = Vlmop2({.n_var = n}).front(200);
    ASSERT_EQ(bells.cols(), 200);
    for (Index j = 0; j < bells.cols(); ++j) {
      const double to_first = std::sqrt(-std::log1p(-bells(0, j)));
      const double to_second = std::sqrt(-std::log1p(-bells(1, j)));
      EXPECT_NEAR(to_first + to_second, 2, 1e-12);
    }
  }
}

TEST(Vlmop, BellsAreTheFormulaOfThePaper) {
  const Vlmop2 problem({.n_var = 3});
  const Matrix x = testing::random_solutions(problem.info(), 20, 3);
  const Matrix f = testing::evaluate(problem, x).f;
  for (Index j = 0; j < x.cols(); ++j) {
    const double centre = 1 / std::sqrt(3.0);
    EXPECT_NEAR(f(0, j), 1 - std::exp(-(x.col(j).array() - centre).square().sum()), 1e-15);
    EXPECT_NEAR(f(1, j), 1 - std::exp(-(x.col(j).array() + centre).square().sum()), 1e-15);
  }
}

/// Images of a dense grid over the box of VLMOP3.
Matrix vlmop3_grid(Index per_axis) {
  Matrix x(2, per_axis * per_axis);
  for (Index j = 0; j < x.cols(); ++j) {
    const auto steps = static_cast<double>(per_axis - 1);
    x(0, j) = -3 + 6 * static_cast<double>(j % per_axis) / steps;
    x(1, j) = -3 + 6 * static_cast<double>(j / per_axis) / steps;
  }
  return testing::evaluate(Vlmop3(), x).f;
}

TEST(Vlmop, NoGridPointDominatesTheFrontOfVlmop3) {
  const Matrix front = Vlmop3().front(300);
  const Matrix grid = vlmop3_grid(801);
  for (Index i = 0; i < front.cols(); ++i) {
    for (Index j = 0; j < grid.cols(); ++j) {
      ASSERT_FALSE((grid.col(j).array() <= front.col(i).array() - 1e-9).all())
          << grid.col(j).transpose() << " dominates " << front.col(i).transpose();
    }
  }
}

TEST(Vlmop, TheFrontOfVlmop3CoversTheNonDominatedGridPoints) {
  const Matrix front = Vlmop3().front(4000);
  const Matrix grid = vlmop3_grid(401);
  // The grid misses the front by the square of its step, 0.015, times the curvature.
  constexpr double kMiss = 5e-3;
  const Vector width = Vlmop3().info().nadir.value - Vlmop3().info().ideal.value;
  const std::vector<Index> best = non_dominated(grid, Duplicates::first_only);
  EXPECT_GT(best.size(), 100U);
  for (const Index j : best) {
    // Some front point is at least as good but for a small part of the front's width.
    bool covered = false;
    for (Index i = 0; i < front.cols() && !covered; ++i) {
      covered = ((front.col(i) - grid.col(j)).array() <= kMiss * width.array()).all();
    }
    EXPECT_TRUE(covered) << grid.col(j).transpose();
  }
}

TEST(Vlmop, PiecesOfVlmop3EndWhereTheyBeginToBeDominated) {
  const Matrix x = Vlmop3().pareto_set(2000);
  double end_of_first = 0;
  double begin_of_second = 99;
  double end_of_second = 0;
  for (Index j = 0; j < x.cols(); ++j) {
    const double r = x.col(j).squaredNorm();
    if (r < 3) {
      end_of_first = std::max(end_of_first, r);
    } else {
      begin_of_second = std::min(begin_of_second, r);
      end_of_second = std::max(end_of_second, r);
    }
  }
  const double r0 = end_of_first;
  const auto f1 = [](double r) { return r / 2 + std::sin(r); };
  const auto f3 = [](double r) { return 1 / (r + 1) - 1.1 * std::exp(-r); };
  // The circle that takes over has the same f1 and the same f3.
  const double taker = 5.2317305054870610;
  EXPECT_NEAR(f1(r0), f1(taker), 1e-7);
  EXPECT_NEAR(f3(r0), f3(taker), 1e-7);
  EXPECT_NEAR(begin_of_second, 4 * std::numbers::pi / 3, 1e-12);
  EXPECT_NEAR(end_of_second, 17.155164, 1e-6);
}

TEST(Vlmop, AnchorsAgreeWithValuesFromAGrid) {
  const Vlmop3 problem;
  const double ideal[] = {0, 15, -0.1};
  const double nadir[] = {8.196, 17.037, 0.1762};
  for (Index k = 0; k < 3; ++k) {
    EXPECT_NEAR(problem.info().ideal.value[k], ideal[k], 1e-12);
    EXPECT_NEAR(problem.info().nadir.value[k], nadir[k], 1e-3);
  }
  EXPECT_NEAR(Vlmop2().info().nadir.value[0], 0.981684, 1e-6);
}

TEST(Vlmop, RefusesNoVariables) {
  EXPECT_THROW(Vlmop2({.n_var = 0}), Error);
}

}  // namespace
}  // namespace vilfredo
