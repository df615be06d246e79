#include "vilfredo/indicators/r2_exact.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/r2.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// R2 of one point by the alternating sum over its objectives.
long double single_point_r2(const std::vector<long double>& a) {
  const std::size_t d = a.size();
  long double sum = 0;
  for (unsigned subset = 1; subset < (1U << d); ++subset) {
    long double reciprocals = 0;
    bool infinite = false;
    for (std::size_t k = 0; k < d; ++k) {
      if ((subset >> k & 1U) != 0) {
        infinite = infinite || a[k] == 0;
        reciprocals += a[k] == 0 ? 0 : 1 / a[k];
      }
    }
    if (!infinite) {
      sum += (std::popcount(subset) % 2 == 1 ? 1 : -1) / reciprocals;
    }
  }
  return sum / static_cast<long double>(d);
}

/// Inclusion and exclusion over all subsets of points, in extended precision: 2^N terms.
double r2_by_definition(const Matrix& front, const Vector& ideal) {
  long double sum = 0;
  for (unsigned subset = 1; subset < (1U << front.cols()); ++subset) {
    std::vector<long double> worst(static_cast<std::size_t>(front.rows()), 0);
    for (Index j = 0; j < front.cols(); ++j) {
      for (Index k = 0; (subset >> j & 1U) != 0 && k < front.rows(); ++k) {
        auto& entry = worst[static_cast<std::size_t>(k)];
        entry = std::max<long double>(entry, static_cast<long double>(front(k, j)) - ideal[k]);
      }
    }
    sum += (std::popcount(subset) % 2 == 1 ? 1 : -1) * single_point_r2(worst);
  }
  return static_cast<double>(sum);
}

struct Estimate {
  double mean;
  double error;  // one standard deviation of the mean
};

/// Uniform weights on the simplex by normalised exponential draws.
Estimate r2_by_sampling(const Matrix& front, const Vector& ideal, int samples, Draws& draws) {
  double sum = 0;
  double squares = 0;
  Vector w(front.rows());
  for (int s = 0; s < samples; ++s) {
    double total = 0;
    for (double& entry : w) {
      entry = -std::log1p(-draws.uniform());
      total += entry;
    }
    double best = kInfinity;
    for (Index j = 0; j < front.cols(); ++j) {
      double worst = 0;
      for (Index k = 0; k < front.rows(); ++k) {
        worst = std::max(worst, w[k] / total * (front(k, j) - ideal[k]));
      }
      best = std::min(best, worst);
    }
    sum += best;
    squares += best * best;
  }
  const double mean = sum / samples;
  return {mean, std::sqrt((squares / samples - mean * mean) / samples)};
}

Matrix without(const Matrix& f, Index j) {
  Matrix rest(f.rows(), f.cols() - 1);
  rest << f.leftCols(j), f.rightCols(f.cols() - 1 - j);
  return rest;
}

TEST(ExactR2, AgreesWithEveryFixture) {
  int cases = 0;
  for (const auto& entry : test::read_cases("r2.json")) {
    SCOPED_TRACE(entry.at("name").get<std::string>());
    const Matrix front = test::read_points(entry.at("points").get<std::string>());
    const Vector ideal = test::read_vector(entry.at("ideal"));
    const double expected = entry.at("r2_exact").get<double>();
    EXPECT_NEAR(r2_exact(front, ideal), expected, 1e-12 * expected);
    ++cases;
  }
  EXPECT_EQ(cases, 36);
}

TEST(ExactR2, EqualsInclusionAndExclusionInEveryDimension) {
  Draws draws(1);
  for (Index d = 1; d <= 6; ++d) {
    for (int repeat = 0; repeat < 12; ++repeat) {
      const Index n = 1 + draws.below(8);
      Matrix f = repeat % 3 == 0   ? draws.sphere(d, n)
                 : repeat % 3 == 1 ? draws.cube(d, n)
                                   : draws.lattice(d, n, 4);
      const Vector ideal = Vector::Constant(d, repeat % 2 == 0 ? -0.25 : 0.125);
      const double expected = r2_by_definition(f, ideal);
      EXPECT_NEAR(r2_exact(f, ideal), expected, 2e-13 * expected + 1e-17)
          << d << " objectives, " << n << " points";
    }
  }
}

TEST(ExactR2, LiesWithinFourStandardErrorsOfSampling) {
  Draws draws(2);
  for (Index d = 2; d <= 6; ++d) {
    const Matrix f = draws.sphere(d, 40);
    const Vector ideal = Vector::Constant(d, -0.1);
    const Estimate estimate = r2_by_sampling(f, ideal, 40000, draws);
    EXPECT_NEAR(r2_exact(f, ideal), estimate.mean, 4 * estimate.error) << d;
    EXPECT_LT(estimate.error, 0.01 * estimate.mean);
  }
}

TEST(ExactR2, IsTheLimitOfFineLattices) {
  Draws draws(3);
  for (Index d = 2; d <= 3; ++d) {
    const Matrix f = draws.sphere(d, 30);
    const Vector ideal = Vector::Zero(d);
    const double exact = r2_exact(f, ideal);
    const double fine = r2(f, simplex_lattice(d, d == 2 ? 20000 : 300), ideal).value;
    EXPECT_NEAR(fine, exact, 0.01 * exact);
  }
}

TEST(ExactR2, HasItsClosedFormForTwoObjectives) {
  // Trapezoids over 2^20 weights; the integrand is piecewise linear, so the error is O(h^2) per
  // kink.
  Draws draws(4);
  const Matrix f = draws.sphere(2, 12);
  const Vector ideal = Vector::Zero(2);
  const int steps = 1 << 20;
  double sum = 0;
  for (int s = 0; s <= steps; ++s) {
    const double w = static_cast<double>(s) / steps;
    double best = kInfinity;
    for (Index j = 0; j < f.cols(); ++j) {
      best = std::min(best, std::max(w * f(0, j), (1 - w) * f(1, j)));
    }
    sum += s == 0 || s == steps ? best / 2 : best;
  }
  EXPECT_NEAR(r2_exact(f, ideal), sum / steps, 1e-10);
  // The general sweep gives the same with a third objective that never decides: as the third value
  // of every point tends to 0, weights are uniform on a triangle whose share of (w1, w2) integrates
  // to 2/3 of the two-dimensional mean.
  Matrix flat(3, f.cols());
  flat << f, Matrix::Zero(1, f.cols());
  EXPECT_NEAR(r2_exact(flat, Vector::Zero(3)), 2.0 / 3 * r2_exact(f, ideal), 1e-14);
}

TEST(ExactR2, KeepsItsLaws) {
  Draws draws(5);
  for (Index d = 2; d <= 6; ++d) {
    const Matrix f = draws.sphere(d, d < 5 ? 40 : 15);
    const Vector ideal = Vector::Constant(d, -0.05);
    const double value = r2_exact(f, ideal);
    const double tolerance = 1e-13 * value;
    EXPECT_NEAR(r2_exact(test::shuffled_columns(f, draws), ideal), value, tolerance);
    Matrix more(d, f.cols() + 2);
    more << f, f.col(3), (f.col(1).array() + 0.1).matrix();
    EXPECT_NEAR(r2_exact(more, ideal), value, tolerance) << "a duplicate and a dominated point";
    EXPECT_EQ(r2_exact(f * 8, ideal * 8), value * 8);
    EXPECT_NEAR(r2_exact((f.array() + 3).matrix(), (ideal.array() + 3).matrix()), value,
                1e-11 * value);
    const Matrix reversed = f.colwise().reverse();
    EXPECT_NEAR(r2_exact(reversed, ideal), value, tolerance) << "objectives in another order";
    for (Index j = 0; j < f.cols(); ++j) {
      EXPECT_GT(r2_exact(without(f, j), ideal), value) << "strictly worse without a front point";
    }
  }
}

TEST(ExactR2, FollowsTheRecursionOfUnionsAndLimitSets) {
  Draws draws(6);
  for (Index d = 2; d <= 6; ++d) {
    const Matrix f = draws.cube(d, 14);
    const Vector zero = Vector::Zero(d);
    Matrix limits = f.leftCols(13);
    for (Index j = 0; j < 13; ++j) {
      limits.col(j) = limits.col(j).cwiseMax(f.col(13));
    }
    const double expected =
        r2_exact(f.leftCols(13), zero) + r2_exact(f.col(13), zero) - r2_exact(limits, zero);
    EXPECT_NEAR(r2_exact(f, zero), expected, 1e-13);
  }
}

TEST(ExactR2, KeepsItsDigitsForExtremeValues) {
  Draws draws(7);
  for (Index d = 2; d <= 5; ++d) {
    const Matrix f = draws.sphere(d, 12);
    const Vector zero = Vector::Zero(d);
    const double value = r2_exact(f, zero);
    for (const int exponent : {-1015, -600, 600, 1015}) {
      const double s = std::ldexp(1.0, exponent);
      EXPECT_NEAR(r2_exact(f * s, zero) / s, value, 1e-13 * value) << exponent;
    }
    // One hopeless point far away, one whose best rows are tiny.
    Matrix more(d, f.cols() + 2);
    more << f, Matrix::Constant(d, 1, 1e300), Matrix::Constant(d, 1, 1e300);
    more(0, f.cols()) = 1e-300;
    const double wide = r2_exact(more, zero);
    EXPECT_TRUE(std::isfinite(wide));
    EXPECT_NEAR(wide, value, 1e-13 * value);
  }
  // Two points that differ by one part in 10^13: the thin box must not drown in rounding.
  Matrix pair(3, 2);
  pair << 1, 1 + 1e-13, 1, 1 - 1e-13, 1, 1;
  const Vector c = r2_exact_contributions(pair, Vector::Zero(3));
  EXPECT_NEAR(c[0] / c[1], 1, 1e-2);
  EXPECT_GT(c[0], 0);
}

TEST(ExactR2, DecidesTheEdges) {
  const Vector zero = Vector::Zero(3);
  EXPECT_EQ(r2_exact(Matrix(3, 0), zero), kInfinity);
  EXPECT_EQ(r2_exact(Matrix(), zero), kInfinity);
  EXPECT_EQ(r2_exact(Matrix::Zero(3, 2), zero), 0);
  EXPECT_EQ(r2_exact(Matrix::Constant(3, 1, -5), zero), 0);
  Matrix f = Matrix::Ones(3, 2);
  f(1, 1) = kInfinity;
  EXPECT_EQ(r2_exact(f, zero), r2_exact(f.leftCols(1), zero));
  EXPECT_EQ(r2_exact(f.rightCols(1), zero), kInfinity);
  f(1, 1) = -2;  // clipped: as good as 0
  Matrix clipped = f;
  clipped(1, 1) = 0;
  EXPECT_EQ(r2_exact(f, zero), r2_exact(clipped, zero));
  EXPECT_NEAR(r2_exact(clipped, zero), r2_by_definition(clipped, zero), 1e-15);
  EXPECT_EQ(r2_exact(Matrix::Constant(1, 3, 2.5), Vector::Constant(1, 0.5)), 2);
}

TEST(ExactR2, RefusesWhatHasNoMeaning) {
  const Vector zero = Vector::Zero(2);
  const Matrix f = Matrix::Ones(2, 3);
  EXPECT_THROW((void)r2_exact(Matrix::Constant(2, 1, NAN), zero), Error);
  EXPECT_THROW((void)r2_exact(Matrix::Constant(2, 1, -kInfinity), zero), Error);
  EXPECT_THROW((void)r2_exact(f, Vector::Constant(2, NAN)), Error);
  EXPECT_THROW((void)r2_exact(f, Vector::Zero(3)), Error);
  EXPECT_THROW((void)r2_exact(f, Vector()), Error);
  EXPECT_THROW((void)r2_exact(Matrix::Ones(9, 2), Vector::Zero(9)), Error);
  EXPECT_THROW((void)r2_exact_contributions(Matrix::Constant(2, 1, NAN), zero), Error);
}

TEST(ExactR2Contributions, AreWhatIsLostWithoutThePoint) {
  Draws draws(8);
  for (Index d = 1; d <= 6; ++d) {
    for (int repeat = 0; repeat < 6; ++repeat) {
      const Matrix f = repeat % 3 == 0   ? draws.sphere(d, 12)
                       : repeat % 3 == 1 ? draws.cube(d, 12)
                                         : draws.lattice(d, 12, 4);
      const Vector ideal = Vector::Constant(d, repeat % 2 == 0 ? -0.25 : 0);
      const double total = r2_exact(f, ideal);
      const Vector c = r2_exact_contributions(f, ideal);
      for (Index j = 0; j < f.cols(); ++j) {
        const double expected = r2_exact(without(f, j), ideal) - total;
        EXPECT_NEAR(c[j], expected, 1e-13 * (total + expected)) << d << ' ' << repeat << ' ' << j;
        EXPECT_GE(c[j], 0);
      }
    }
  }
}

TEST(ExactR2Contributions, OfFewEqualOrInfinitePoints) {
  const Vector zero = Vector::Zero(2);
  EXPECT_EQ(r2_exact_contributions(Matrix(2, 0), zero).size(), 0);
  EXPECT_EQ(r2_exact_contributions(Matrix::Ones(2, 1), zero)[0], kInfinity);
  EXPECT_EQ(r2_exact_contributions(Matrix::Ones(2, 3), zero), Vector::Zero(3));
  Matrix f = Matrix::Ones(2, 2);
  f(0, 1) = kInfinity;
  EXPECT_EQ(r2_exact_contributions(f, zero)[0], kInfinity);
  EXPECT_EQ(r2_exact_contributions(f, zero)[1], 0);
  f << 0, 3, 0, 4;
  EXPECT_EQ(r2_exact_contributions(f, zero)[0], r2_exact(f.rightCols(1), zero));
  f << 1e-300, 1e100, 1e-300, 1e100;
  EXPECT_NEAR(r2_exact_contributions(f, zero)[0] / r2_exact(f.rightCols(1), zero), 1, 1e-12);
}

}  // namespace
}  // namespace vilfredo
