#include "problem_evaluation.hpp"

#include <vilfredo/problems/engineering/re.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

Vector column(std::initializer_list<double> values) {
  Vector out(static_cast<Index>(values.size()));
  Index i = 0;
  for (const double value : values) {
    out[i++] = value;
  }
  return out;
}

Vector objectives(const char* name, std::initializer_list<double> x) {
  return testing::evaluate(ReProblem(name), column(x)).f.col(0);
}

TEST(Re, UnknownNameSuggestsTheNearest) {
  try {
    const ReProblem problem("re2l");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::not_found);
    EXPECT_NE(std::string(error.what()).find("re21"), std::string::npos) << error.what();
  }
}

TEST(Re, ObjectivesAndVariablesHaveNames) {
  for (const std::string& name : ReProblem::names()) {
    const ReProblem problem(name);
    ASSERT_EQ(static_cast<Index>(problem.info().objectives.size()), problem.info().n_obj);
    ASSERT_EQ(static_cast<Index>(problem.info().variable_names.size()), problem.info().n_var);
    for (const Objective& objective : problem.info().objectives) {
      EXPECT_FALSE(objective.name.empty());
      EXPECT_EQ(objective.sense, Sense::minimise) << "values are as published";
    }
  }
}

TEST(Re21, FrontEndsAtTheKnownExtremes) {
  const ReProblem problem("re21");
  const Matrix front = problem.front(200);
  ASSERT_EQ(front.cols(), 200);
  const double root2 = std::numbers::sqrt2;
  EXPECT_NEAR(front(0, 0), 1237.8414230005, 1e-9);
  EXPECT_NEAR(front(1, 0), 0.04, 1e-15);
  EXPECT_NEAR(front(0, 199), 200 * (9 + 3 * root2 + std::sqrt(root2)), 1e-9);
  EXPECT_NEAR(front(1, 199), 0.002761423749158419, 1e-12);
}

TEST(Re21, FrontIsWhatWeightedSumsFind) {
  // A convex problem: each weighted sum is minimised by one front point; x1, x2, x4 on a grid here.
  const ReProblem problem("re21");
  const Matrix front = problem.front(2000);
  constexpr Index kSteps = 81;
  Matrix x(4, kSteps * kSteps * kSteps);
  for (Index j = 0; j < x.cols(); ++j) {
    const auto share = [](Index i) { return static_cast<double>(i) / (kSteps - 1); };
    x(0, j) = 1 + 2 * share(j % kSteps);
    x(1, j) = std::numbers::sqrt2 + (3 - std::numbers::sqrt2) * share(j / kSteps % kSteps);
    x(2, j) = std::numbers::sqrt2;
    x(3, j) = 1 + 2 * share(j / kSteps / kSteps);
  }
  const Matrix grid = testing::evaluate(problem, x).f;
  for (const double weight : {0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98}) {
    const Vector w = column({weight / 1648, (1 - weight) / 0.0372});
    const double exact = (w.transpose() * front).minCoeff();
    const double found = (w.transpose() * grid).minCoeff();
    EXPECT_LE(exact, found + 1e-6) << weight;
    EXPECT_GE(exact, found - 2e-3) << weight;
  }
}

TEST(Re22, CataloguesDifferInOneArea) {
  // Cost is 29.4 times the area where the beam has no depth.
  const auto area = [](const char* name, double x1) {
    return objectives(name, {x1, 5, 0})[0] / 29.4;
  };
  for (const char* name : {"re22", "re22_published"}) {
    EXPECT_DOUBLE_EQ(area(name, 0.2), 0.2);
    EXPECT_DOUBLE_EQ(area(name, 0.26), 0.31);
    EXPECT_DOUBLE_EQ(area(name, 0.41), 0.40);
    EXPECT_DOUBLE_EQ(area(name, 14.6), 15.0);
    EXPECT_DOUBLE_EQ(area(name, 3.0), 3.0);
  }
  EXPECT_DOUBLE_EQ(area("re22", 3.11), 3.10);
  EXPECT_DOUBLE_EQ(area("re22_published", 3.11), 3.08);
  EXPECT_DOUBLE_EQ(area("re22", 9.99), 10.27);
  EXPECT_DOUBLE_EQ(area("re22_published", 9.99), 10.0);
  EXPECT_DOUBLE_EQ(area("re22", 12.5), 12.0) << "the smaller of two equally near";
}

TEST(Re22, IsFiniteWithoutWidth) {
  const Vector f = objectives("re22", {1, 0, 10});
  EXPECT_NEAR(f[0], 29.4, 1e-12);
  EXPECT_NEAR(f[1], -(10 - 7.735 / 1e-12 - 180) + (10 / 1e-12 - 4), 1);
}

TEST(Re23, ThicknessesAreRoundedToSixteenths) {
  const Vector at = objectives("re23", {10, 20, 50, 100});
  for (const double offset : {-0.49, 0.0, 0.49}) {
    EXPECT_TRUE(
        (objectives("re23", {10 + offset, 20 - offset, 50, 100}).array() == at.array()).all());
  }
  EXPECT_NE(objectives("re23", {10.51, 20, 50, 100})[0], at[0]);
  EXPECT_EQ(objectives("re23", {10.5, 20, 50, 100})[0], objectives("re23", {11, 20, 50, 100})[0]);
}

TEST(Re25, WireComesFromTheCatalogue) {
  const double pi2 = std::numbers::pi * std::numbers::pi;
  const auto wire = [pi2](double x3) {
    return std::sqrt(4 * objectives("re25", {8, 1, x3})[0] / (pi2 * 10));
  };
  EXPECT_NEAR(wire(0.09), 0.092, 1e-15);
  EXPECT_NEAR(wire(0.33), 0.331, 1e-15);
  EXPECT_NEAR(wire(0.47), 0.5, 1e-15);
}

TEST(Re33, CancelledFactorsEqualThePublishedFormulas) {
  const ReProblem problem("re33");
  const Matrix x = testing::random_solutions(problem.info(), 500, 13);
  const Matrix f = testing::evaluate(problem, x).f;
  const auto below = [](double c) { return c < 0 ? -c : 0; };
  for (Index j = 0; j < x.cols(); ++j) {
    const double x1 = x(0, j);
    const double x2 = x(1, j);
    const double x3 = x(2, j);
    const double x4 = x(3, j);
    const double a = x2 * x2 - x1 * x1;
    const double b = x2 * x2 * x2 - x1 * x1 * x1;
    const double f3 = below(x2 - x1 - 20) + below(0.4 - x3 / (3.14 * a)) +
                      below(1 - 2.22e-3 * x3 * b / (a * a)) +
                      below(2.66e-2 * x3 * x4 * b / a - 900);
    EXPECT_NEAR(f(0, j), 4.9e-5 * a * (x4 - 1), 1e-11);
    EXPECT_NEAR(f(1, j), 9.82e6 * a / (x3 * x4 * b), 1e-9);
    EXPECT_NEAR(f(2, j), f3, 1e-9 * std::max(1.0, f3));
  }
}

TEST(Re33, IsFiniteWhereTheRadiiMeet) {
  const Vector f = objectives("re33", {77, 77, 2000, 15});
  EXPECT_TRUE(f.allFinite());
  EXPECT_NEAR(f[0], 0, 1e-12);
  EXPECT_NEAR(f[1], objectives("re33", {77, 77 + 1e-7, 2000, 15})[1], 1e-6);
}

TEST(Re36, IdealIsThatOfAllGearTrains) {
  double least_error = std::numeric_limits<double>::infinity();
  for (int a = 12; a <= 60; ++a) {
    for (int b = a; b <= 60; ++b) {
      for (int c = 12; c <= 60; ++c) {
        for (int d = c; d <= 60; ++d) {
          least_error =
              std::min(least_error, std::abs(6.931 - static_cast<double>(c * d) / (a * b)));
        }
      }
    }
  }
  EXPECT_NEAR(ReProblem("re36").info().ideal.value[0], least_error, 1e-12);
  EXPECT_EQ(objectives("re36", {12, 12, 12, 12})[1], 12);
  EXPECT_EQ(objectives("re36", {12.4, 30.6, 12, 12})[1], 31);
}

TEST(Re36, RelaxedGearsKeepTheirFractions) {
  EXPECT_EQ(objectives("re36_relaxed", {12.4, 30.6, 12, 12})[1], 30.6);
  const ReProblem relaxed("re36_relaxed");
  const ReProblem whole("re36");
  const Matrix x = testing::random_solutions(whole.info(), 200, 4).array().round().matrix();
  EXPECT_EQ(testing::evaluate(relaxed, x).f, testing::evaluate(whole, x).f);
  // No train found at random beats the closed front, and its ends are the anchors.
  const Matrix front = relaxed.front(400);
  EXPECT_LT((front.rowwise().minCoeff() - relaxed.info().ideal.value).norm(), 1e-12);
  EXPECT_LT((front.rowwise().maxCoeff() - relaxed.info().nadir.value).norm(), 1e-12);
  const Matrix some =
      testing::evaluate(relaxed, testing::random_solutions(relaxed.info(), 500, 5)).f;
  for (Index j = 0; j < some.cols(); ++j) {
    for (Index i = 0; i < front.cols(); ++i) {
      ASSERT_FALSE((some.col(j).array() < front.col(i).array() - 1e-12).all());
    }
  }
}

TEST(Re36, HalvesRoundAwayFromZero) {
  EXPECT_EQ(objectives("re36", {12, 12, 12, 30.5})[1], 31);
  EXPECT_EQ(objectives("re36", {12, 12, 12, 31.5})[1], 32);
  EXPECT_EQ(objectives("re36", {12, 12, 12, 59.999})[1], 60);
}

TEST(Re91, DrawsNoiseFromTheStreamOfItsColumn) {
  const AnyProblem problem = Re91();
  ASSERT_TRUE(problem.info().stochastic);
  Matrix x(7, 3);
  x.colwise() = 0.5 * (problem.info().lower + problem.info().upper);
  const Matrix f = testing::evaluate(problem, x, {4, 5, 4}).f;
  EXPECT_TRUE((f.col(0).array() == f.col(2).array()).all());
  EXPECT_TRUE((f.col(0).array() != f.col(1).array()).any());
  EXPECT_EQ(f(0, 0), f(0, 1)) << "weight is not noisy";
}

TEST(Re91, NoiseHasThePublishedMoments) {
  const AnyProblem problem = Re91();
  constexpr Index kDraws = 20000;
  Matrix x(7, kDraws);
  x.colwise() = 0.5 * (problem.info().lower + problem.info().upper);
  const Matrix f = testing::evaluate(problem, x).f;
  // The lower rib's share and others are linear in the noise; the mean of the sixth rating is its
  // value at the mean noise (0.345, 0.192, 0, 0), as A, B and C hold only products of independent
  // noises. Its standard deviation is dominated by x10.
  const Vector mean_noise = column({0.345, 0.192, 0, 0});
  const double at_mean = Re91::objectives(x.col(0), mean_noise)[5];
  const double mean = f.row(5).mean();
  const double deviation = std::sqrt((f.row(5).array() - mean).square().mean());
  const double slope = (Re91::objectives(x.col(0), column({0.345, 0.192, 1, 0}))[5] - at_mean);
  EXPECT_NEAR(mean, at_mean, 5 * deviation / std::sqrt(static_cast<double>(kDraws)));
  EXPECT_NEAR(deviation, 10 * std::abs(slope), 0.05 * deviation);
}

TEST(Re91, NeedsAStreamForEveryColumn) {
  const Re91 problem;
  Matrix f(9, 2);
  Matrix g(0, 2);
  std::vector<Rng> one = testing::noise_streams({1});
  EXPECT_THROW(problem.evaluate(Matrix::Ones(7, 2), {f, g}, one), Error);
  EXPECT_THROW((void)Re91::objectives(Vector::Ones(7), Vector::Ones(3)), Error);
}

}  // namespace
}  // namespace vilfredo
