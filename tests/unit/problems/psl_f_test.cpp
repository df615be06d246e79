#include "problem_evaluation.hpp"

#include <vilfredo/problems/synthetic/psl_f.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string_view>
#include <vector>

namespace vilfredo {
namespace {

using std::numbers::pi;

// y_i written straight from the paper's table; i counts from 1.
double deviation(int number, int i, int n, const Vector& x) {
  const double x1 = x[0];
  const double xi = x[i - 1];
  const bool even = i % 2 == 0;
  const double phase = i * pi / n;
  switch (number) {
    case 1:
      return xi - std::pow(2 * x1 - 1, 2);
    case 2:
      return xi - std::pow(x1, 0.5 * (1 + 3.0 * (i - 2) / (n - 2)));
    case 3:
      return xi - 0.5 * (std::sin(4 * pi * x1 + phase) + 1);
    case 4:
      return 2 * xi - 1 -
             0.8 * x1 * (even ? std::sin(4 * pi * x1 + phase) : std::cos(4 * pi * x1 + phase));
    case 5:
      return 2 * xi - 1 -
             0.8 * x1 *
                 (even ? std::sin(4 * pi * x1 + phase) : std::cos((4 * pi * x1 + phase) / 3));
    default:
      return 2 * xi - 1 -
             (0.3 * x1 * x1 * std::cos(12 * pi * x1 + 4 * phase) + 0.6 * x1) *
                 (even ? std::sin(6 * pi * x1 + phase) : std::cos(6 * pi * x1 + phase));
  }
}

Vector slow(int number, bool as_coded, const Vector& x) {
  const int n = static_cast<int>(x.size());
  double sum[2] = {0, 0};
  int count[2] = {0, 0};
  for (int i = 2; i <= n; ++i) {
    const double y = deviation(number, i, n, x);
    sum[i % 2] += as_coded && i % 2 == 0 ? std::pow(y, 4) : y * y;
    ++count[i % 2];
  }
  const double s1 = sum[1] / count[1];
  const double s2 = sum[0] / count[0];
  Vector f(2);
  f[0] = (1 + s1) * x[0];
  f[1] =
      number == 3 ? (1 + s2) * (1 - std::sqrt(x[0])) : (1 + s2) * (1 - std::sqrt(x[0] / (1 + s2)));
  return f;
}

template <class P>
class PslFTest : public ::testing::Test {};

template <int Number, bool AsCoded>
int number_of(const PslF<Number, AsCoded>&) {
  return Number;
}

using All = ::testing::Types<PslF1, PslF2, PslF3, PslF4, PslF5, PslF6, PslF6AsCoded>;
TYPED_TEST_SUITE(PslFTest, All);

TYPED_TEST(PslFTest, IsTheFormulaOfThePaper) {
  for (const Index n_var : {3, 6, 7}) {
    const TypeParam problem(typename TypeParam::Options{n_var});
    const bool as_coded = problem.info().name == "psl_f6_as_coded";
    const Matrix x = testing::random_solutions(problem.info(), 100, 5);
    const Matrix f = testing::evaluate(problem, x).f;
    for (Index j = 0; j < x.cols(); ++j) {
      const Vector expected = slow(number_of(problem), as_coded, x.col(j));
      EXPECT_NEAR(f(0, j), expected[0], 1e-13 * (1 + expected[0]));
      EXPECT_NEAR(f(1, j), expected[1], 1e-13 * (1 + std::abs(expected[1])));
    }
  }
}

TYPED_TEST(PslFTest, FrontIsOneMinusTheRoot) {
  const TypeParam problem({.n_var = 9});
  const Matrix x = problem.pareto_set(60);
  ASSERT_EQ(x.cols(), 60);
  EXPECT_GE(x.minCoeff(), 0);
  EXPECT_LE(x.maxCoeff(), 1);
  const Matrix f = testing::evaluate(problem, x).f;
  EXPECT_TRUE(f.isApprox(problem.front(60), 1e-12));
  for (Index j = 0; j < f.cols(); ++j) {
    EXPECT_NEAR(f(1, j), 1 - std::sqrt(f(0, j)), 1e-12);
  }
  EXPECT_EQ(f(0, 0), 0);
  EXPECT_NEAR(f(1, 59), 0, 1e-12);
}

TEST(PslF6, PublishedProgramDiffersInEvenTermsOnly) {
  const PslF6 paper;
  const PslF6AsCoded coded;
  const Matrix x = testing::random_solutions(paper.info(), 20, 3);
  const Matrix a = testing::evaluate(paper, x).f;
  const Matrix b = testing::evaluate(coded, x).f;
  EXPECT_TRUE((a.row(0).array() == b.row(0).array()).all());
  EXPECT_TRUE((a.row(1).array() != b.row(1).array()).all());
}

TEST(PslF, NeedsATermOfEachParity) {
  EXPECT_THROW(PslF1({.n_var = 2}), Error);
}

}  // namespace
}  // namespace vilfredo
