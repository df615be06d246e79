#include "vilfredo/indicators/expected_utility.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/cone_hypervolume.hpp"
#include "vilfredo/indicators/expected_utility_indicator.hpp"
#include "vilfredo/indicators/hypervolume.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(ExpectedUtility, OfAHandWorkedFront) {
  Matrix f(2, 2);
  f << -4, 0, 0, -2;  // returns (4, 0) and (0, 2): utility max(4 w, 2 (1 - w)), equal at w = 1/3
  EXPECT_NEAR(expected_utility_exact(f), (2 + 4.0 / 3) / 2 / 3 + (4.0 / 3 + 4) / 2 * 2 / 3, 1e-15);
  EXPECT_NEAR(expected_utility(f, simplex_lattice(2, 2)), (2 + 2 + 4) / 3.0, 1e-15);
}

TEST(ExpectedUtility, ExactIsWhatFineLatticesAndSamplesTendTo) {
  Draws draws(1);
  for (int repeat = 0; repeat < 20; ++repeat) {
    const Matrix f = repeat % 2 == 0 ? Matrix(draws.cube(2, 12)) : Matrix(draws.lattice(2, 12, 5));
    const double exact = expected_utility_exact(f);
    const double fine = expected_utility(f, simplex_lattice(2, 20000));
    EXPECT_NEAR(fine, exact, 1e-3);
    const IndicatorValue sampled = expected_utility_sampled(f, 4000, 7);
    EXPECT_FALSE(sampled.exact);
    EXPECT_NEAR(sampled.value, exact, 2.2 * (sampled.upper - sampled.lower));
    EXPECT_EQ(expected_utility_sampled(f, 4000, 7).value, sampled.value);
    EXPECT_NEAR(expected_utility_exact(test::shuffled_columns(f, draws)), exact, 1e-15);
    Matrix more(2, 13);
    more << f, f.col(0).array() + 0.5;
    EXPECT_NEAR(expected_utility_exact(more), exact, 1e-15);
    EXPECT_NEAR(expected_utility_exact((f.array() + 2).matrix()), exact - 2, 1e-14);
  }
}

TEST(ExpectedUtility, DecidesTheEdges) {
  const Matrix w = simplex_lattice(2, 4);
  EXPECT_EQ(expected_utility(Matrix(2, 0), w), -kInfinity);
  EXPECT_EQ(expected_utility_exact(Matrix()), -kInfinity);
  EXPECT_EQ(expected_utility_sampled(Matrix(2, 0), 10, 1).value, -kInfinity);
  Matrix f = Matrix::Ones(2, 2);
  f(0, 1) = kInfinity;
  EXPECT_EQ(expected_utility(f, w), -1);
  EXPECT_EQ(expected_utility_exact(f), -1);
  EXPECT_THROW((void)expected_utility(f, -w), Error);
  EXPECT_THROW((void)expected_utility(f, simplex_lattice(3, 4)), Error);
  EXPECT_THROW((void)expected_utility(Matrix::Constant(2, 1, NAN), w), Error);
  EXPECT_THROW((void)expected_utility(Matrix::Constant(2, 1, -kInfinity), w), Error);
  EXPECT_THROW((void)expected_utility_exact(Matrix::Ones(3, 1)), Error);
  EXPECT_THROW((void)expected_utility_sampled(f, 1, 1), Error);
}

TEST(ExpectedUtilityIndicator, TakesItsWeightsAsAsked) {
  Draws draws(2);
  const Matrix f = draws.cube(2, 9);
  const auto value = [&](const ExpectedUtilityOptions& options) {
    return ExpectedUtilityIndicator(ReferenceFrame{}, options)(f).value;
  };
  EXPECT_EQ(value({}), expected_utility(f, simplex_lattice(2, 100)));
  EXPECT_EQ(value({.weights = AllWeights{}}), expected_utility_exact(f));
  EXPECT_EQ(value({.weights = SampledWeights{50, 3}}), expected_utility_sampled(f, 50, 3).value);
  EXPECT_EQ(value({.weights = ListedWeights{{{0, 1}, {0.5, 0.5}, {1, 0}}}}),
            expected_utility(f, simplex_lattice(2, 2)));
  EXPECT_THROW((void)value({.weights = ListedWeights{}}), Error);
  EXPECT_THROW((void)value({.weights = ListedWeights{{{0, 1}, {1}}}}), Error);
}

TEST(ConeHypervolume, IsTheHypervolumeForTheOrthantAndMonotoneInTheTilt) {
  Draws draws(3);
  for (Index d = 2; d <= 4; ++d) {
    const Matrix f = draws.sphere(d, 12);
    const Vector r = Vector::Constant(d, 1.2);
    EXPECT_NEAR(cone_hypervolume(f, r, Matrix::Identity(d, d)), hypervolume(f, r), 1e-13);
    // The dominated cone of the front towards r grows with the cone.
    EXPECT_GT(cone_hypervolume(f, r, tilted_cone(d, 0.1)), hypervolume(f, r));
    EXPECT_LT(cone_hypervolume(f, r, tilted_cone(d, -0.1)), hypervolume(f, r));
    EXPECT_NEAR(cone_hypervolume(f, r, tilted_cone(d, 0.1) * 3),
                cone_hypervolume(f, r, tilted_cone(d, 0.1)), 1e-12)
        << "the length of generators does not matter";
  }
  // One point: a parallelogram spanned by (1, -t) and (-t, 1) from (0, 0) to (1, 1).
  EXPECT_NEAR(cone_hypervolume(Matrix::Zero(2, 1), Vector::Ones(2), tilted_cone(2, 0.5)),
              (1 - 0.25) / 0.25, 1e-14);
}

TEST(ConeHypervolume, RefusesWhatHasNoMeaning) {
  const Matrix f = Matrix::Zero(2, 1);
  const Vector r = Vector::Ones(2);
  EXPECT_THROW((void)cone_hypervolume(f, r, Matrix::Ones(2, 2)), Error);
  EXPECT_THROW((void)cone_hypervolume(f, r, Matrix::Identity(3, 3)), Error);
  EXPECT_THROW((void)cone_hypervolume(Matrix::Constant(2, 1, NAN), r, Matrix::Identity(2, 2)),
               Error);
  EXPECT_THROW((void)tilted_cone(3, 0.5), Error);
  EXPECT_THROW((void)tilted_cone(3, -1), Error);
  EXPECT_EQ(cone_hypervolume(Matrix(2, 0), r, Matrix::Identity(2, 2)), 0);
}

}  // namespace
}  // namespace vilfredo
