#include "vilfredo/indicators/expected_improvement.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/indicators/anytime.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double improvement(const Matrix& front, const Vector& y, const Vector& r) {
  Matrix more(r.size(), front.cols() + 1);
  more << front, y;
  return hypervolume(more, r) - hypervolume(front, r);
}

TEST(BoxDecomposition, CoversEveryUndominatedPointOnce) {
  Draws draws(1);
  for (int repeat = 0; repeat < 60; ++repeat) {
    const Index d = 1 + repeat % 6;
    const Index n = draws.below(15);
    const Matrix f = repeat % 4 == 0 ? Matrix(draws.lattice(d, n, 4) / 4) : draws.cube(d, n);
    const Vector r = Vector::Constant(d, 0.9);
    const Boxes boxes = undominated_boxes(f, r);
    for (int probe = 0; probe < 60; ++probe) {
      const Vector x = (draws.cube(d, 1).array() * 1.2 - 0.1).matrix();
      bool free = (x.array() < 0.9).all();
      for (Index j = 0; free && j < n; ++j) {
        free = !weakly_dominates(f.col(j).data(), x.data(), d);
      }
      int inside = 0;
      for (Index b = 0; b < boxes.lower.cols(); ++b) {
        inside += (x.array() > boxes.lower.col(b).array()).all() &&
                          (x.array() < boxes.upper.col(b).array()).all()
                      ? 1
                      : 0;
      }
      EXPECT_EQ(inside, free ? 1 : 0) << d << " objectives, " << n << " points";
    }
  }
}

TEST(ExpectedImprovement, IsThePlainImprovementWithoutDeviation) {
  Draws draws(2);
  for (Index d = 1; d <= 6; ++d) {
    const Matrix f = draws.sphere(d, d == 1 ? 3 : 12);
    const Vector r = Vector::Constant(d, 1.1);
    const ExpectedHypervolumeImprovement ehvi(f, r);
    for (int repeat = 0; repeat < 10; ++repeat) {
      const Vector y = (draws.cube(d, 1).array() * 0.8).matrix();
      EXPECT_NEAR(ehvi(y, Vector::Zero(d)), improvement(f, y, r), 1e-12) << d;
    }
  }
}

TEST(ExpectedImprovement, LiesWithinFourStandardErrorsOfSampling) {
  Draws draws(3);
  Rng rng(5, Purpose::user, 0);
  for (Index d = 2; d <= 4; ++d) {
    const Matrix f = draws.sphere(d, 8);
    const Vector r = Vector::Constant(d, 1.1);
    const ExpectedHypervolumeImprovement ehvi(f, r);
    const Vector mean = Vector::Constant(d, 0.5);
    const Vector deviation = (draws.cube(d, 1).array() * 0.3 + 0.05).matrix();
    double sum = 0;
    double squares = 0;
    const int samples = 8000;
    for (int s = 0; s < samples; ++s) {
      Vector y = mean;
      for (Index k = 0; k < d; ++k) {
        y[k] += deviation[k] * rng.normal();
      }
      const double value = improvement(f, y, r);
      sum += value;
      squares += value * value;
    }
    const double average = sum / samples;
    const double error = std::sqrt((squares / samples - average * average) / samples);
    EXPECT_NEAR(ehvi(mean, deviation), average, 4 * error) << d;
  }
}

TEST(ExpectedImprovement, HasTheGradientOfCentralDifferences) {
  Draws draws(4);
  for (Index d = 1; d <= 5; ++d) {
    const Matrix f = draws.cube(d, 10);
    const ExpectedHypervolumeImprovement ehvi(f, Vector::Constant(d, 1.1));
    const Vector mean = draws.cube(d, 1);
    const Vector deviation = (draws.cube(d, 1).array() + 0.1).matrix();
    const ImprovementGradient gradient = ehvi.with_gradient(mean, deviation);
    EXPECT_NEAR(gradient.value, ehvi(mean, deviation), 1e-15);
    for (Index k = 0; k < d; ++k) {
      const Vector step = Vector::Unit(d, k) * 1e-5;
      EXPECT_NEAR(gradient.mean[k],
                  (ehvi(mean + step, deviation) - ehvi(mean - step, deviation)) / 2e-5, 1e-8);
      EXPECT_NEAR(gradient.deviation[k],
                  (ehvi(mean, deviation + step) - ehvi(mean, deviation - step)) / 2e-5, 1e-8);
    }
  }
}

TEST(ExpectedImprovement, RefusesWhatHasNoMeaning) {
  const ExpectedHypervolumeImprovement ehvi(Matrix(2, 0), Vector::Ones(2));
  EXPECT_EQ(ehvi(Vector::Zero(2), Vector::Zero(2)), 1);
  EXPECT_THROW((void)ehvi(Vector::Zero(2), Vector::Constant(2, -1)), Error);
  EXPECT_THROW((void)ehvi(Vector::Zero(3), Vector::Zero(3)), Error);
  EXPECT_THROW((void)ehvi(Vector::Constant(2, NAN), Vector::Zero(2)), Error);
  EXPECT_THROW(ExpectedHypervolumeImprovement(Matrix::Constant(2, 1, NAN), Vector::Ones(2)), Error);
  EXPECT_THROW(ExpectedHypervolumeImprovement(Matrix(2, 0), Vector::Constant(2, kInfinity)), Error);
}

TEST(ProbabilityOfDominance, IsAProductOfNormalProbabilities) {
  const Vector zero = Vector::Zero(2);
  const Vector one = Vector::Ones(2);
  EXPECT_NEAR(probability_of_dominance(zero, one, zero, one), 0.25, 1e-15);
  EXPECT_EQ(probability_of_dominance(zero, zero, one, zero), 1);
  EXPECT_EQ(probability_of_dominance(one, zero, zero, zero), 0);
  EXPECT_EQ(probability_of_dominance(one, zero, one, zero), 0) << "equal points do not dominate";
  EXPECT_NEAR(probability_of_dominance(zero, one, one * std::sqrt(2.0), one),
              std::pow(0.8413447460685429, 2), 1e-15);
  EXPECT_THROW((void)probability_of_dominance(zero, -one, zero, one), Error);
}

TEST(ExpectedHypervolume, OfCertainPointsIsTheirHypervolume) {
  Draws draws(6);
  const Matrix f = draws.sphere(3, 9);
  const Vector r = Vector::Constant(3, 1.1);
  const IndicatorValue certain = expected_hypervolume(f, Matrix::Zero(3, 9), r, 5, 1);
  EXPECT_NEAR(certain.value, hypervolume(f, r), 1e-13);
  const IndicatorValue uncertain = expected_hypervolume(f, Matrix::Constant(3, 9, 0.1), r, 200, 1);
  EXPECT_GT(uncertain.value, certain.value) << "the volume is convex in single coordinates";
  EXPECT_LT(uncertain.lower, uncertain.value);
  EXPECT_THROW((void)expected_hypervolume(f, Matrix::Zero(3, 8), r, 5, 1), Error);
}

TEST(CocoHypervolume, IsVolumeInsideAndDistanceOutside) {
  const Vector ideal = Vector::Zero(2);
  const Vector nadir = (Vector(2) << 2, 4).finished();
  Matrix f(2, 2);
  f << 1, 5, 2, 1;
  EXPECT_EQ(coco_hypervolume(f, ideal, nadir), 0.25);
  EXPECT_EQ(coco_hypervolume(f.col(1), ideal, nadir), -1.5);
  EXPECT_EQ(coco_hypervolume(nadir, ideal, nadir), 0);
  EXPECT_EQ(coco_hypervolume(Matrix(2, 0), ideal, nadir), -kInfinity);
  EXPECT_EQ(coco_hypervolume(Matrix::Constant(2, 1, kInfinity), ideal, nadir), -kInfinity);
  EXPECT_THROW((void)coco_hypervolume(f, nadir, ideal), Error);
}

TEST(Anytime, CountsHitsAndTimes) {
  const std::vector<double> precisions = coco_target_precisions();
  ASSERT_EQ(precisions.size(), 58U);
  EXPECT_TRUE(std::is_sorted(precisions.begin(), precisions.end()));
  EXPECT_DOUBLE_EQ(precisions.front(), -1e-4);
  EXPECT_EQ(precisions[6], 0);
  EXPECT_EQ(precisions.back(), 1);
  const std::vector<std::uint64_t> at{1, 10, 100};
  const std::vector<double> values{0.1, 0.5, 0.9};
  const std::vector<double> asked{0, 0.1, 0.5, 0.9};
  const auto hits = first_hits(at, values, 1, asked);
  EXPECT_EQ(hits, (std::vector<std::uint64_t>{kNeverHit, 100, 10, 1}));
  const std::vector<std::uint64_t> budgets{100, 100, 100, 100};
  EXPECT_DOUBLE_EQ(expected_running_time(hits, budgets), (100 + 100 + 10 + 1) / 3.0);
  EXPECT_EQ(running_time_distribution(hits, at), (std::vector<double>{0.25, 0.5, 0.75}));
  EXPECT_DOUBLE_EQ(area_over_distribution(hits, 1, 1000), (0 + 1 + 2 + 3) / 4.0);
  EXPECT_THROW((void)first_hits(at, asked, 1, asked), Error);
}

}  // namespace
}  // namespace vilfredo
