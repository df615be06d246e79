#include "vilfredo/indicators/hypervolume_estimate.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

using test::Draws;

TEST(LogHypervolume, IsTheLogarithmAndReachesBeyondTheRangeOfDouble) {
  Draws draws(1);
  for (Index d = 1; d <= 6; ++d) {
    const Matrix f = draws.sphere(d, 20);
    const Vector reference = Vector::Constant(d, 1.1);
    const double expected = std::log(hypervolume(f, reference));
    EXPECT_NEAR(log_hypervolume(f, reference), expected, 1e-12);
    for (const double exponent : {-900.0, 900.0}) {
      const double scale = std::exp2(exponent);
      EXPECT_NEAR(log_hypervolume(scale * f, scale * reference),
                  expected + static_cast<double>(d) * exponent * std::log(2.0), 1e-9);
    }
  }
  EXPECT_EQ(log_hypervolume(Matrix::Ones(2, 1), Vector::Ones(2)),
            -std::numeric_limits<double>::infinity());
}

TEST(HypervolumeMonteCarlo, CoversTheTruthAsOftenAsItSays) {
  // 200 intervals of confidence 0.9: fewer than 165 hits have a probability below 0.001.
  Draws draws(2);
  int hits = 0;
  for (int k = 0; k < 200; ++k) {
    const Matrix f = draws.cube(4, 6);
    const Vector reference = Vector::Constant(4, 1.1);
    const double exact = hypervolume(f, reference);
    const IndicatorValue estimate = hypervolume_monte_carlo(
        f, reference, {.samples = 2000, .confidence = 0.9, .seed = static_cast<std::uint64_t>(k)});
    EXPECT_FALSE(estimate.exact);
    EXPECT_LE(estimate.lower, estimate.value);
    EXPECT_LE(estimate.value, estimate.upper);
    hits += estimate.lower <= exact && exact <= estimate.upper ? 1 : 0;
  }
  EXPECT_GE(hits, 165);
  EXPECT_LE(hits, 196);
}

TEST(HypervolumeFpras, IsWithinEpsilon) {
  Draws draws(3);
  for (int k = 0; k < 30; ++k) {
    const Matrix f = draws.sphere(5, 12);
    const Vector reference = Vector::Constant(5, 1.1);
    const double exact = hypervolume(f, reference);
    const IndicatorValue estimate = hypervolume_fpras(
        f, reference, {.epsilon = 0.05, .delta = 1e-3, .seed = static_cast<std::uint64_t>(k)});
    EXPECT_NEAR(estimate.value, exact, 0.05 * exact);
    EXPECT_LE(estimate.lower, exact);
    EXPECT_GE(estimate.upper, exact);
  }
}

TEST(HypervolumeWithLimits, SaysWhetherItIsExact) {
  Draws draws(4);
  for (Index d = 2; d <= 6; ++d) {
    for (const Index n : {20, 300}) {
      const Matrix f = draws.sphere(d, n);
      const Vector reference = Vector::Constant(d, 1.1);
      const double exact = hypervolume(f, reference);
      const IndicatorValue patient = hypervolume(f, reference, {.max_seconds = 1e6});
      EXPECT_TRUE(patient.exact);
      EXPECT_NEAR(patient.value, exact, 1e-12 * exact);
      const IndicatorValue hasty = hypervolume(f, reference, {.max_seconds = 0});
      EXPECT_EQ(hasty.exact, d <= 4);
      EXPECT_NEAR(hasty.value, exact, 0.1 * exact);
      EXPECT_LE(hasty.lower, hasty.value);
      EXPECT_GE(hasty.upper, hasty.value);
    }
  }
}

TEST(HypervolumeEstimates, RefuseWhatTheyCannotMeasure) {
  const Matrix f = Matrix::Zero(5, 2);
  const Vector reference = Vector::Ones(5);
  EXPECT_THROW((void)hypervolume_monte_carlo(f, reference, {.samples = 0}), Error);
  EXPECT_THROW((void)hypervolume_monte_carlo(f, reference, {.confidence = 1}), Error);
  EXPECT_THROW((void)hypervolume_fpras(f, reference, {.epsilon = 0}), Error);
  EXPECT_THROW((void)hypervolume_fpras(f, reference, {.delta = 1}), Error);
  const Vector infinite = Vector::Constant(5, std::numeric_limits<double>::infinity());
  EXPECT_THROW((void)log_hypervolume(f, infinite), Error);
  EXPECT_THROW((void)hypervolume(f, infinite, HypervolumeLimits{}), Error);
  EXPECT_EQ(hypervolume_fpras(Matrix(5, 0), reference).value, 0);
}

}  // namespace
}  // namespace vilfredo
