// Acquisition functions against Monte Carlo, differences, limits and what they must be monotone in.
#include <vilfredo/algorithms/bayesian/batch_selection.hpp>
#include <vilfredo/algorithms/bayesian/hypervolume_acquisition.hpp>
#include <vilfredo/algorithms/bayesian/improvement.hpp>
#include <vilfredo/algorithms/bayesian/smooth_improvement.hpp>
#include <vilfredo/core/rng.hpp>
#include <vilfredo/indicators/expected_improvement.hpp>
#include <vilfredo/indicators/hypervolume.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace vilfredo {
namespace {

Matrix uniform(Index rows, Index cols, std::uint64_t seed) {
  Rng rng(seed, Purpose::user, 0);
  Matrix out(rows, cols);
  rng.fill_uniform({out.data(), static_cast<std::size_t>(out.size())});
  return out;
}

double log_ehvi(const Matrix& front,
                const Vector& reference,
                const Vector& mean,
                const Vector& dev) {
  const LogHypervolumeImprovement improvement(front, reference);
  Vector a(mean.size());
  Vector b(mean.size());
  return improvement(mean.data(), dev.data(), a.data(), b.data());
}

TEST(LogImprovement, EqualsHighPrecisionValues) {
  // ln(phi(t) + t Phi(t)) with 50 digits.
  const std::vector<std::pair<double, double>> cases = {
      {0.0, -0.918938533204672741780},  {1.0, 0.080026218849306940029},
      {-1.0, -2.485121025712641336760}, {-5.0, -16.744301162660990143271},
      {-24.9, -317.358485742667343624}, {-25.1, -322.374409872464066500},
      {-40.0, -808.298568356619960241}};
  for (const auto& [t, expected] : cases) {
    EXPECT_NEAR(log_improvement(t).value, expected, 1e-9 + 1e-13 * std::abs(expected)) << t;
  }
  // Continuous where the series takes over, in value and in slope.
  const LogImprovement above = log_improvement(-24.9999999);
  const LogImprovement below = log_improvement(-25.0000001);
  EXPECT_NEAR(above.value - below.value, 2e-7 * above.slope, 1e-8);
  EXPECT_NEAR(above.slope / below.slope, 1, 1e-6);
  EXPECT_NEAR(above.deviation / below.deviation, 1, 1e-6);
  for (const double t : {-1e6, -300.0, -30.0, -10.0, -2.0, 0.0, 3.0, 50.0}) {
    const double step = 1e-5 * std::max(1.0, std::abs(t));
    const double slope =
        (log_improvement(t + step).value - log_improvement(t - step).value) / (2 * step);
    EXPECT_NEAR(log_improvement(t).slope / slope, 1, 1e-5) << t;
    EXPECT_NEAR(log_improvement(t).deviation, 1 - t * slope, 1e-4 * std::max(1.0, t * t)) << t;
  }
}

// Gate: within four standard errors of a million draws, and equal to the indicator without
// logarithms.
TEST(LogHypervolumeImprovement, EqualsMonteCarloAndThePlainSum) {
  for (const Index m : {2, 3}) {
    const Matrix front = uniform(m, 6, static_cast<std::uint64_t>(m));
    const Vector reference = Vector::Constant(m, 1.1);
    for (std::uint64_t trial = 0; trial < 3; ++trial) {
      const Vector mean = uniform(m, 1, 10 + trial).col(0);
      const Vector deviation = Vector::Constant(m, 0.1) + 0.3 * uniform(m, 1, 20 + trial).col(0);
      const double value = std::exp(log_ehvi(front, reference, mean, deviation));
      const ExpectedHypervolumeImprovement plain(front, reference);
      EXPECT_NEAR(value / plain(mean, deviation), 1, 1e-10);
      constexpr int kDraws = 1000000;
      Rng rng(30 + trial, Purpose::user, 1);
      double sum = 0;
      double squares = 0;
      Vector y(m);
      const Boxes& boxes = plain.boxes();
      for (int s = 0; s < kDraws; ++s) {
        double gain = 0;
        for (Index k = 0; k < m; ++k) {
          y[k] = mean[k] + deviation[k] * rng.normal();
        }
        for (Index j = 0; j < boxes.lower.cols(); ++j) {
          double volume = 1;
          for (Index k = 0; k < m; ++k) {
            volume *= std::max(0.0, boxes.upper(k, j) - std::max(boxes.lower(k, j), y[k]));
          }
          gain += volume;
        }
        sum += gain;
        squares += gain * gain;
      }
      const double average = sum / kDraws;
      const double error = std::sqrt((squares / kDraws - average * average) / kDraws);
      EXPECT_NEAR(value, average, 4 * error) << m << " objectives, trial " << trial;
    }
  }
}

TEST(LogHypervolumeImprovement, BecomesTheImprovementWithoutUncertainty) {
  for (const Index m : {2, 3, 4}) {
    const Matrix front = uniform(m, 8, 40);
    const Vector reference = Vector::Constant(m, 1.2);
    for (std::uint64_t trial = 0; trial < 20; ++trial) {
      const Vector y = 0.8 * uniform(m, 1, 50 + trial).col(0);
      Matrix with(m, 9);
      with << front, y;
      const double gain = hypervolume(with, reference) - hypervolume(front, reference);
      EXPECT_NEAR(hypervolume_improvement(front, reference, y), gain, 1e-12);
      if (gain > 1e-6) {
        const double value = std::exp(log_ehvi(front, reference, y, Vector::Constant(m, 1e-9)));
        EXPECT_NEAR(value / gain, 1, 1e-5);
      }
    }
  }
}

TEST(LogHypervolumeImprovement, GradientEqualsDifferencesAlsoFarAway) {
  for (const Index m : {2, 3}) {
    const Matrix front = uniform(m, 7, 60);
    const LogHypervolumeImprovement improvement(front, Vector::Constant(m, 1.1));
    Vector by_mean(m);
    Vector by_deviation(m);
    Vector unused(m);
    for (const double shift : {0.0, 0.5, 3.0, 20.0}) {
      const Vector mean = uniform(m, 1, 61).col(0).array() + shift;
      const Vector deviation = Vector::Constant(m, 0.2) + 0.2 * uniform(m, 1, 62).col(0);
      const double value =
          improvement(mean.data(), deviation.data(), by_mean.data(), by_deviation.data());
      ASSERT_TRUE(std::isfinite(value));
      for (Index k = 0; k < m; ++k) {
        const auto difference = [&](Vector at, Vector spread, double step, bool move_mean) {
          (move_mean ? at : spread)[k] += step;
          Vector other(m);
          return improvement(at.data(), spread.data(), unused.data(), other.data());
        };
        const double h = 1e-6;
        const double mean_slope =
            (difference(mean, deviation, h, true) - difference(mean, deviation, -h, true)) /
            (2 * h);
        const double deviation_slope =
            (difference(mean, deviation, h, false) - difference(mean, deviation, -h, false)) /
            (2 * h);
        EXPECT_NEAR(by_mean[k] / mean_slope, 1, 1e-5) << shift;
        EXPECT_NEAR(by_deviation[k], deviation_slope,
                    1e-4 * std::max(1.0, std::abs(deviation_slope)))
            << shift;
      }
    }
  }
}

TEST(LogHypervolumeImprovement, GrowsWithTheReference) {
  const Matrix front = uniform(3, 7, 70);
  const Vector mean = Vector::Constant(3, 0.7);
  const Vector deviation = Vector::Constant(3, 0.3);
  double before = -1e300;
  for (const double r : {0.9, 1.0, 1.3, 2.0}) {
    const double value = log_ehvi(front, Vector::Constant(3, r), mean, deviation);
    EXPECT_GT(value, before);
    before = value;
  }
}

TEST(SampledHypervolumeImprovement, TendsToTheImprovementAndHasItsGradient) {
  const Vector reference = Vector::Constant(2, 1.2);
  constexpr Index kSamples = 16;
  std::vector<Matrix> fixed;
  for (std::uint64_t p = 0; p < 5; ++p) {
    fixed.push_back(uniform(2, kSamples, 80 + p));
  }
  const SampledHypervolumeImprovement improvement(fixed, reference);
  const Matrix f = 0.6 * uniform(2, kSamples, 90);
  double exact = 0;
  for (Index s = 0; s < kSamples; ++s) {
    Matrix front(2, 5);
    for (Index p = 0; p < 5; ++p) {
      front.col(p) = fixed[static_cast<std::size_t>(p)].col(s);
    }
    exact += hypervolume_improvement(front, reference, f.col(s)) / kSamples;
  }
  Matrix by_f(2, kSamples);
  const double value = improvement(f, by_f);
  EXPECT_NEAR(std::exp(value) / exact, 1, 1e-10);
  Matrix unused(2, kSamples);
  for (const Index s : {0, 7}) {
    for (Index k = 0; k < 2; ++k) {
      Matrix up = f;
      Matrix down = f;
      up(k, s) += 1e-7;
      down(k, s) -= 1e-7;
      EXPECT_NEAR(by_f(k, s), (improvement(up, unused) - improvement(down, unused)) / 2e-7, 1e-5);
    }
  }
  // Far from all fronts it is finite and says where to go.
  const Matrix far = Matrix::Constant(2, kSamples, 50);
  Matrix bump = Matrix::Zero(2, kSamples);
  bump(0, 3) = 1;
  const double there = improvement(far, by_f);
  EXPECT_TRUE(std::isfinite(there));
  EXPECT_LT(by_f.maxCoeff(), 0);
  EXPECT_NEAR(by_f(0, 3), (improvement(far + bump * 1e-3, unused) - there) / 1e-3, 1e-4);
  EXPECT_GT(improvement(far - Matrix::Constant(2, kSamples, 1), unused), there);
}

TEST(SmoothPieces, BoundWhatTheySmoothAndHaveTheirSlopes) {
  for (const double x : {-100.0, -1.0, -1e-6, 0.0, 1e-6, 1e-3, 1.0, 1e6}) {
    const SmoothValue one = log_fat_plus(x, 1e-6);
    EXPECT_GE(std::exp(one.value), std::max(x, 0.0) * (1 - 1e-12));
    EXPECT_GT(one.slope, 0) << x;
    const double h = 1e-4 * std::max(1e-6, std::abs(x));
    const double slope =
        (log_fat_plus(x + h, 1e-6).value - log_fat_plus(x - h, 1e-6).value) / (2 * h);
    EXPECT_NEAR(one.slope / slope, 1, 1e-4) << x;
  }
  for (const double b : {-3.0, -0.01, 0.0, 0.01, 3.0}) {
    const SmoothMinimum one = fat_minimum(0, b, 0.01);
    EXPECT_LE(one.value, std::min(0.0, b));
    EXPECT_GE(one.value, std::min(0.0, b) - 0.01 * std::log(2) - 1e-15);
    EXPECT_NEAR(one.by_a + one.by_b, 1, 1e-12);
    EXPECT_GT(std::min(one.by_a, one.by_b), 0);
    if (b != 0) {
      const double h = 1e-7;
      EXPECT_NEAR(one.by_b,
                  (fat_minimum(0, b + h, 0.01).value - fat_minimum(0, b - h, 0.01).value) / (2 * h),
                  1e-6);
    }
  }
}

TEST(GreedyImprovement, TakesWhatAddsMostAndNothingTwice) {
  const Matrix front{{0.0, 1.0}, {1.0, 0.0}};
  const Vector reference = Vector::Constant(2, 1.1);
  const Matrix f{{0.5, 0.2, 0.2, 0.9, 2.0}, {0.5, 0.2, 0.2, 0.9, 2.0}};
  Matrix x = uniform(3, 5, 99);
  x.col(2) = x.col(1);
  EXPECT_EQ(greedy_improvement(x, f, front, reference, 4), (std::vector<Index>{1}));
  const Matrix spread{{0.5, 0.2, 0.7}, {0.5, 0.7, 0.2}};
  EXPECT_EQ(greedy_improvement(uniform(3, 3, 98), spread, front, reference, 5).size(), 3U);
}

}  // namespace
}  // namespace vilfredo
