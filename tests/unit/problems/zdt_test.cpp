#include "problem_evaluation.hpp"

#include <vilfredo/problems/synthetic/zdt.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace vilfredo {
namespace {

using std::numbers::pi;

template <class P>
class Zdt : public ::testing::Test {};

using All = ::testing::Types<Zdt1, Zdt2, Zdt3, Zdt4, Zdt6>;
TYPED_TEST_SUITE(Zdt, All);

TYPED_TEST(Zdt, ParetoSetMapsOntoTheFrontColumnByColumn) {
  const TypeParam problem;
  for (const Index n : {Index{2}, Index{9}, Index{500}}) {
    const Matrix front = problem.front(n);
    const Matrix images = testing::evaluate(problem, problem.pareto_set(n)).f;
    ASSERT_EQ(front.cols(), images.cols());
    EXPECT_LE((front - images).cwiseAbs().maxCoeff(), 1e-14);
  }
}

TYPED_TEST(Zdt, FrontPointsAreEvenlySpread) {
  const TypeParam problem;
  const Matrix front = problem.front(400);
  double longest = 0;
  double shortest = std::numeric_limits<double>::infinity();
  for (Index j = 1; j < front.cols(); ++j) {
    EXPECT_GT(front(0, j), front(0, j - 1));
    const double gap = (front.col(j) - front.col(j - 1)).norm();
    if (gap < 0.05) {  // else the gap between two pieces of ZDT3
      longest = std::max(longest, gap);
      shortest = std::min(shortest, gap);
    }
  }
  EXPECT_LT(longest, 1.2 * shortest);
}

TYPED_TEST(Zdt, RefusesTooFewVariablesByName) {
  for (const Index n : {Index{-3}, Index{0}, Index{1}}) {
    try {
      const TypeParam problem({.n_var = n});
      ADD_FAILURE() << n << " variables were accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Errc::invalid_argument);
      EXPECT_NE(std::string(error.what()).find("n_var"), std::string::npos) << error.what();
    }
  }
}

TYPED_TEST(Zdt, RefusesAnEmptyFront) {
  EXPECT_THROW((void)TypeParam().front(0), Error);
  EXPECT_THROW((void)TypeParam().pareto_set(-1), Error);
}

TEST(ZdtDefaults, AreThoseOfThePaper) {
  EXPECT_EQ(Zdt1().info().n_var, 30);
  EXPECT_EQ(Zdt2().info().n_var, 30);
  EXPECT_EQ(Zdt3().info().n_var, 30);
  EXPECT_EQ(Zdt4().info().n_var, 10);
  EXPECT_EQ(Zdt6().info().n_var, 10);
}

TEST(ZdtFronts, SatisfyTheirEquations) {
  const auto f2_minus = [](const Matrix& front, auto expected) {
    double worst = 0;
    for (Index j = 0; j < front.cols(); ++j) {
      worst = std::max(worst, std::abs(front(1, j) - expected(front(0, j))));
    }
    return worst;
  };
  constexpr double kRounding = 4e-16;
  EXPECT_LE(f2_minus(Zdt1().front(300), [](double t) { return 1 - std::sqrt(t); }), kRounding);
  EXPECT_LE(f2_minus(Zdt4().front(300), [](double t) { return 1 - std::sqrt(t); }), kRounding);
  EXPECT_LE(f2_minus(Zdt2().front(300), [](double t) { return 1 - t * t; }), kRounding);
  EXPECT_LE(f2_minus(Zdt6().front(300), [](double t) { return 1 - t * t; }), kRounding);
  EXPECT_LE(f2_minus(Zdt3().front(300),
                     [](double t) { return 1 - std::sqrt(t) - t * std::sin(10 * pi * t); }),
            kRounding);
}

TEST(ZdtFronts, Zdt3LiesInFivePiecesAndReachesTheirEnds) {
  const double ends[][2] = {{0, 0.0830015},
                            {0.1822287, 0.2577624},
                            {0.4093137, 0.4538821},
                            {0.6183968, 0.6525117},
                            {0.8233318, 0.8518329}};
  constexpr double kDigits = 1e-7;
  const Matrix front = Zdt3().front(2000);
  int points[5] = {};
  for (Index j = 0; j < front.cols(); ++j) {
    bool inside = false;
    for (int p = 0; p < 5; ++p) {
      if (front(0, j) >= ends[p][0] - kDigits && front(0, j) <= ends[p][1] + kDigits) {
        ++points[p];
        inside = true;
      }
    }
    EXPECT_TRUE(inside) << front.col(j).transpose();
  }
  for (const int count : points) {
    EXPECT_GE(count, 100);
  }
  EXPECT_EQ(Zdt3().front(1).cols(), 5);
}

TEST(ZdtFronts, Zdt6StartsAtTheLowestFirstObjective) {
  const Zdt6 problem;
  Matrix x = Matrix::Zero(10, 200001);
  for (Index j = 0; j < x.cols(); ++j) {
    x(0, j) = static_cast<double>(j) / 200000;
  }
  const double lowest = testing::evaluate(problem, x).f.row(0).minCoeff();
  EXPECT_NEAR(problem.info().ideal.value[0], lowest, 1e-8);
  EXPECT_LE(problem.info().ideal.value[0], lowest);
  EXPECT_NEAR(problem.front(10)(0, 0), lowest, 1e-8);
}

TEST(ZdtJacobian, IsInfiniteWhereTheRootIs) {
  const Zdt1 problem({.n_var = 3});
  Matrix jac(6, 1);
  problem.jacobian(Matrix::Zero(3, 1), jac);
  EXPECT_EQ(jac(0, 0), 1);
  EXPECT_EQ(jac(3, 0), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(jac(4, 0), 4.5);
}

}  // namespace
}  // namespace vilfredo
