#include "vilfredo/indicators/distance.hpp"

#include "nearest/least_values.hpp"
#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/epsilon.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Distance, AgreesWithEveryFixture) {
  int cases = 0;
  for (const auto& entry : test::read_cases("distance.json")) {
    SCOPED_TRACE(entry.at("name").get<std::string>());
    const Matrix a = test::read_points(entry.at("points").get<std::string>());
    const Matrix z = test::read_points(entry.at("reference_set").get<std::string>());
    const auto expect = [&](const char* key, double actual) {
      const double expected = entry.at("expected").at(key).get<double>();
      EXPECT_NEAR(actual, expected, 1e-12 * std::abs(expected)) << key;
      ++cases;
    };
    expect("gd_p1", gd(a, z));
    expect("igd_p1", igd(a, z));
    expect("gd_plus", gd_plus(a, z));
    expect("igd_plus", igd_plus(a, z));
    expect("avg_hausdorff_p1", averaged_hausdorff(a, z, 1));
    expect("avg_hausdorff_p2", averaged_hausdorff(a, z, 2));
    expect("epsilon_additive", epsilon_additive(a, z));
    expect("epsilon_multiplicative", epsilon_multiplicative(a, z));
  }
  EXPECT_EQ(cases, 12 * 8);
}

TEST(Distance, OfAHandWorkedPair) {
  Matrix a(2, 1);
  a << 4, 3;
  Matrix z(2, 2);
  z << 1, 4, 7, 2;
  // Euclidean distances 5 and 1; only rows in which a is worse count: 3 and 1.
  EXPECT_DOUBLE_EQ(igd(a, z), 3);
  EXPECT_DOUBLE_EQ(igd_plus(a, z), 2);
  EXPECT_DOUBLE_EQ(gd(a, z), 1);
  EXPECT_DOUBLE_EQ(gd_plus(a, z), 1);
  EXPECT_DOUBLE_EQ(igd(a, z, 2), std::sqrt(13.0));
  EXPECT_DOUBLE_EQ(igd(a, z, kInfinity), 5);
  EXPECT_NEAR(igd(a, z, 3), std::cbrt(63.0), 1e-14);
  EXPECT_DOUBLE_EQ(averaged_hausdorff(a, z, kInfinity), 5);
}

TEST(Distance, KeepsItsLaws) {
  Draws draws(1);
  for (Index d = 1; d <= 8; ++d) {
    const Matrix a = draws.cube(d, 20);
    const Matrix z = draws.cube(d, 30);
    EXPECT_LE(igd_plus(a, z), igd(a, z));
    EXPECT_LE(gd_plus(a, z), gd(a, z));
    EXPECT_DOUBLE_EQ(igd(a, z, 1.5), gd(z, a, 1.5));
    EXPECT_EQ(igd(a, a), 0);
    EXPECT_EQ(igd_plus((a.array() - 0.5).matrix(), a), 0);
    EXPECT_EQ(averaged_hausdorff(a, z, 2), averaged_hausdorff(z, a, 2));
    EXPECT_LE(igd(a, z, 1), igd(a, z, 2));
    EXPECT_LE(igd(a, z, 2), igd(a, z, kInfinity));
    EXPECT_LE(igd(a, z, 300), igd(a, z, kInfinity));
    EXPECT_GE(igd(a, z, 300), igd(a, z, kInfinity) * std::pow(30.0, -1.0 / 299));
    EXPECT_NEAR(igd(test::shuffled_columns(a, draws), test::shuffled_columns(z, draws)), igd(a, z),
                1e-13);
    const Matrix all = (Matrix(d, 40) << a, a).finished();
    EXPECT_EQ(igd_plus(all, z), igd_plus(a, z));
  }
}

TEST(Distance, KeepsItsDigitsAtExtremeScales) {
  Draws draws(2);
  const Matrix a = draws.cube(4, 10);
  const Matrix z = draws.cube(4, 15);
  for (const int exponent : {-1000, -700, 700, 1000}) {
    const double s = std::ldexp(1.0, exponent);
    EXPECT_EQ(igd(a * s, z * s), igd(a, z) * s);
    EXPECT_EQ(igd_plus(a * s, z * s), igd_plus(a, z) * s);
    EXPECT_EQ(gd(a * s, z * s, 2), gd(a, z, 2) * s);
  }
}

TEST(Distance, TakesInfinitePointsWhereOthersDecide) {
  Matrix a = Matrix::Zero(2, 3);
  a.col(1).setConstant(kInfinity);
  a(0, 2) = -kInfinity;
  a(1, 2) = kInfinity;
  const Matrix z = Matrix::Ones(2, 4);
  EXPECT_DOUBLE_EQ(igd(a, z), std::sqrt(2.0));
  EXPECT_EQ(igd_plus(a, z), 0);
  EXPECT_THROW((void)gd(a, z), Error);
  EXPECT_THROW((void)igd(a.col(1), z), Error);
  a.col(0).setConstant(-kInfinity);
  EXPECT_EQ(igd_plus(a, z), 0);
  EXPECT_THROW((void)igd(a, z), Error);
}

TEST(Distance, OfAnEmptyFrontIsWorstOrRefused) {
  const Matrix z = Matrix::Ones(2, 4);
  EXPECT_EQ(igd(Matrix(2, 0), z), kInfinity);
  EXPECT_EQ(igd(Matrix(), z), kInfinity);
  EXPECT_EQ(igd_plus(Matrix(2, 0), z), kInfinity);
  EXPECT_THROW((void)gd(Matrix(2, 0), z), Error);
  EXPECT_THROW((void)gd_plus(Matrix(2, 0), z), Error);
  EXPECT_THROW((void)averaged_hausdorff(Matrix(2, 0), z), Error);
}

/// The least value over all pairs, row by row in ascending order: every path must give these bits.
Vector plain_least(const Matrix& a, const Matrix& z, bool only_worse) {
  Vector out(z.cols());
  for (Index k = 0; k < z.cols(); ++k) {
    double least = kInfinity;
    for (Index j = 0; j < a.cols(); ++j) {
      double square = 0;
      for (Index i = 0; i < z.rows(); ++i) {
        const double part = only_worse ? std::max(a(i, j) - z(i, k), 0.0) : a(i, j) - z(i, k);
        square += part * part;
      }
      least = std::min(least, square);
    }
    out[k] = least;
  }
  return out;
}

double plain_igd(const Matrix& a, const Matrix& z, bool only_worse) {
  double sum = 0;
  for (const double square : plain_least(a, z, only_worse)) {
    sum += std::sqrt(square);
  }
  return sum / static_cast<double>(z.cols());
}

Matrix shaped(Draws& draws, int shape, Index d, Index n) {
  switch (shape) {
    case 0:
      return draws.sphere(d, n);
    case 1:
      return draws.lattice(d, n, 3);
    case 2:  // crowded at 0 over many decades
      return draws.cube(d, n).array().pow(20.0).matrix();
    case 3:  // far from the origin: coarse coordinates and slabs lose almost everything
      return (draws.cube(d, n).array() * 1e-3 + 1e6).matrix();
    case 4:  // flat in one direction
      return (Matrix(d, n) << Matrix::Constant(1, n, 0.25), draws.cube(d - 1, n)).finished();
    default:
      return draws.cube(d, n);
  }
}

TEST(Distance, HasTheBitsOfThePlainDoubleLoopInEveryShape) {
  Draws draws(3);
  for (const Index d : {2, 3, 4, 5, 8, 10, 13, 20}) {
    for (int shape = 0; shape < 6; ++shape) {
      const Matrix a = shaped(draws, shape, d, 40 + draws.below(300));
      const Matrix z = shaped(draws, shape == 0 ? 5 : shape, d, 1 + draws.below(250));
      EXPECT_EQ(igd(a, z), plain_igd(a, z, false)) << d << " objectives, shape " << shape;
      EXPECT_EQ(igd_plus(a, z), plain_igd(a, z, true)) << d << " objectives, shape " << shape;
      EXPECT_EQ(gd(a, z), plain_igd(z, a, false)) << d << " objectives, shape " << shape;
      EXPECT_EQ(gd_plus(a, z), plain_igd(-z, -a, true)) << d << " objectives, shape " << shape;
    }
  }
}

TEST(Distance, OfEveryMethodHasTheBitsOfThePlainDoubleLoop) {
  using detail::NearestMethod;
  Draws draws(4);
  for (const Index d : {1, 2, 3, 5, 10, 13}) {
    for (int shape = d == 1 ? 5 : 0; shape < 6; ++shape) {
      const Matrix a = shaped(draws, shape, d, 1 + draws.below(300));
      const Matrix z = shaped(draws, shape == 0 ? 5 : shape, d, 1 + draws.below(250));
      for (const auto value : {detail::kSquaredDistance, detail::kSquaredWorse}) {
        const Vector expected = plain_least(a, z, value == detail::kSquaredWorse);
        for (const auto method :
             {NearestMethod::scan, NearestMethod::sieve, NearestMethod::search}) {
          EXPECT_EQ(detail::least_values_by(method, value, a, z), expected)
              << d << " objectives, shape " << shape << ", method " << static_cast<int>(method);
        }
      }
    }
  }
}

TEST(Distance, RefusesWhatHasNoMeaning) {
  const Matrix a = Matrix::Zero(2, 3);
  const Matrix z = Matrix::Ones(2, 4);
  EXPECT_THROW((void)igd(a, Matrix(2, 0)), Error);
  EXPECT_THROW((void)igd(a, Matrix::Ones(3, 4)), Error);
  EXPECT_THROW((void)igd(a, z, 0.5), Error);
  EXPECT_THROW((void)igd(a, z, kNaN), Error);
  EXPECT_THROW((void)igd(a, Matrix::Constant(2, 4, kInfinity)), Error);
  EXPECT_THROW((void)gd_plus(Matrix::Constant(2, 3, kNaN), z), Error);
}

}  // namespace
}  // namespace vilfredo
