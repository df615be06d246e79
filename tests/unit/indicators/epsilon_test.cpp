#include "vilfredo/indicators/epsilon.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct ByDefinition {
  double additive = -kInfinity;
  double multiplicative = 0;

  ByDefinition(const Matrix& a, const Matrix& z) {
    for (Index k = 0; k < z.cols(); ++k) {
      double least = kInfinity;
      double least_ratio = kInfinity;
      for (Index j = 0; j < a.cols(); ++j) {
        least = std::min(least, (a.col(j) - z.col(k)).maxCoeff());
        least_ratio = std::min(least_ratio, (a.col(j).array() / z.col(k).array()).maxCoeff());
      }
      additive = std::max(additive, least);
      multiplicative = std::max(multiplicative, least_ratio);
    }
  }
};

TEST(Epsilon, EqualsItsDefinition) {
  Draws draws(1);
  for (int repeat = 0; repeat < 100; ++repeat) {
    const Index d = 1 + draws.below(6);
    // Few points, and several blocks of them; spread values, and many equal ones.
    const Index most = repeat % 4 < 2 ? 12 : 200;
    const auto set = [&](Index n) -> Matrix {
      return (repeat % 2 == 0 ? draws.cube(d, n) : Matrix(draws.lattice(d, n, 4))).array() + 0.1;
    };
    const Matrix a = set(1 + draws.below(most));
    const Matrix z = set(1 + draws.below(most));
    const ByDefinition expected(a, z);
    EXPECT_EQ(epsilon_additive(a, z), expected.additive);
    EXPECT_EQ(epsilon_multiplicative(a, z), expected.multiplicative);
  }
}

// What a short list of points settles, what needs the whole front, and what its leaves.
TEST(Epsilon, EqualsItsDefinitionOnLargeSets) {
  Draws draws(3);
  for (const Index d : {1, 2, 3, 4, 6, 7, 10}) {
    const Index n = d > 6 ? 300 : 700;
    const Index m = 500 + draws.below(20);
    const auto curved = [&](Index count) -> Matrix { return draws.sphere(d, count).array() + 0.1; };
    const auto flat = [&](Index count) -> Matrix {
      Matrix f = draws.cube(d, count);
      for (Index j = 0; j < count; ++j) {
        f.col(j) /= f.col(j).sum();
      }
      return f.array() + 0.1;
    };
    const auto tied = [&](Index count) -> Matrix {
      return draws.lattice(d, count, 7).array() / 7 + 0.1;
    };
    const auto skewed = [&](Index count) -> Matrix { return flat(count).array().pow(9); };
    const Matrix same = curved(n);
    for (const auto& [a, z] : {std::pair{curved(n), flat(m)}, std::pair{flat(n), curved(m)},
                               std::pair{tied(n), tied(m)}, std::pair{skewed(n), skewed(m)},
                               std::pair{same, same}, std::pair{Matrix(same * 1.25), same}}) {
      const ByDefinition expected(a, z);
      EXPECT_EQ(epsilon_additive(a, z), expected.additive) << d;
      EXPECT_EQ(epsilon_multiplicative(a, z), expected.multiplicative) << d;
    }
  }
}

// A front on which nearly every reference point has another best point is sorted into a staircase.
TEST(Epsilon, EqualsItsDefinitionOnStaircases) {
  Draws draws(5);
  const Index n = 800;
  const auto curve = [&](double power, double scale) -> Matrix {
    const Matrix sphere = draws.sphere(2, n);
    return ((sphere.array() + 0.01).pow(power) * scale).matrix();
  };
  const auto expect_equal = [](const Matrix& a, const Matrix& z) {
    const ByDefinition expected(a, z);
    EXPECT_EQ(epsilon_additive(a, z), expected.additive);
    EXPECT_EQ(epsilon_multiplicative(a, z), expected.multiplicative);
  };
  for (const double power : {1.0, 12.0}) {
    for (const double scale : {1.0, 1e250}) {
      const Matrix a = curve(power, scale);
      expect_equal(a, curve(power, scale));
      expect_equal(a, a);
      Matrix ties = a;
      ties.row(1) = (ties.row(1).array() * 20 / scale).ceil() * (scale / 20);
      expect_equal(ties, curve(power, scale));
      Matrix infinite = a;
      infinite.col(3) << kInfinity, 0.5 * scale;
      infinite.col(4).setConstant(kInfinity);
      expect_equal(infinite, curve(power, scale));
    }
  }
  // Quotients so small that reciprocals lose digits.
  expect_equal(curve(1, 1e-160), curve(1, 1e150));
  expect_equal(curve(12, 1e-150), curve(12, 1e155));
  Matrix best = curve(1, 1);
  best.col(7) << 0.5, -kInfinity;
  const Matrix z = curve(1, 1);
  EXPECT_EQ(epsilon_additive(best, z), ByDefinition(best, z).additive);
  best.col(9).setConstant(-kInfinity);
  EXPECT_EQ(epsilon_additive(best, z), -kInfinity);
}

TEST(Epsilon, SaysWhetherTheReferenceSetIsDominated) {
  Draws draws(2);
  const Matrix a = (draws.cube(3, 15).array() + 1).matrix();
  EXPECT_EQ(epsilon_additive(a, a), 0);
  EXPECT_EQ(epsilon_multiplicative(a, a), 1);
  EXPECT_LT(epsilon_additive((a.array() - 0.5).matrix(), a), 0);
  EXPECT_LT(epsilon_multiplicative(a * 0.5, a), 1);
  EXPECT_NEAR(epsilon_additive((a.array() + 0.25).matrix(), a), 0.25, 1e-15);
}

TEST(Epsilon, OfInfiniteOrNoPoints) {
  const Matrix z = Matrix::Ones(2, 3);
  EXPECT_EQ(epsilon_additive(Matrix(2, 0), z), kInfinity);
  EXPECT_EQ(epsilon_multiplicative(Matrix(), z), kInfinity);
  Matrix a = Matrix::Constant(2, 2, kInfinity);
  EXPECT_THROW((void)epsilon_additive(a, z), Error);
  a.col(1).setConstant(3);
  EXPECT_EQ(epsilon_additive(a, z), 2);
  EXPECT_EQ(epsilon_multiplicative(a, z), 3);
}

TEST(Epsilon, RefusesWhatHasNoMeaning) {
  const Matrix a = Matrix::Ones(2, 3);
  EXPECT_THROW((void)epsilon_additive(a, Matrix(2, 0)), Error);
  EXPECT_THROW((void)epsilon_additive(a, Matrix::Ones(3, 1)), Error);
  EXPECT_THROW((void)epsilon_additive(Matrix::Constant(2, 1, NAN), a), Error);
  EXPECT_THROW((void)epsilon_multiplicative(Matrix::Zero(2, 1), a), Error);
  EXPECT_THROW((void)epsilon_multiplicative(a, -a), Error);
}

}  // namespace
}  // namespace vilfredo
