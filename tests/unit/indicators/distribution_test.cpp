#include "vilfredo/indicators/distribution.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/coverage.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Matrix line(Index n) {
  Matrix f(2, n);
  for (Index j = 0; j < n; ++j) {
    f.col(j) << static_cast<double>(j), static_cast<double>(n - 1 - j);
  }
  return f;
}

TEST(Coverage, CountsWhatIsDominated) {
  Matrix a(2, 2);
  a << 1, 3, 3, 1;
  Matrix b(2, 4);
  b << 1, 2, 0, 4, 3, 3, 0, 1;
  EXPECT_EQ(coverage(a, b), 0.75);
  EXPECT_EQ(coverage(a, b, CoverageBy::dominance), 0.5);
  EXPECT_EQ(coverage(b, a), 1);
  EXPECT_EQ(coverage(a, a), 1);
  EXPECT_EQ(coverage(a, a, CoverageBy::dominance), 0);
  EXPECT_EQ(coverage(Matrix(2, 0), b), 0);
  EXPECT_EQ(coverage(Matrix::Constant(2, 1, -kInfinity), b), 1);
  EXPECT_THROW((void)coverage(a, Matrix(2, 0)), Error);
  EXPECT_THROW((void)coverage(a, Matrix::Ones(3, 1)), Error);
  EXPECT_THROW((void)coverage(Matrix::Constant(2, 1, NAN), b), Error);
}

TEST(Coverage, EqualsItsDefinitionOnTiedPoints) {
  Draws draws(1);
  for (int repeat = 0; repeat < 50; ++repeat) {
    const Index d = 1 + draws.below(4);
    const Matrix a = draws.lattice(d, 6, 4);
    const Matrix b = draws.lattice(d, 9, 4);
    double count = 0;
    for (Index k = 0; k < b.cols(); ++k) {
      bool covered = false;
      for (Index j = 0; j < a.cols(); ++j) {
        covered = covered || (a.col(j).array() <= b.col(k).array()).all();
      }
      count += covered ? 1 : 0;
    }
    EXPECT_EQ(coverage(a, b), count / 9);
  }
}

TEST(Spacing, IsZeroForEvenGapsAndTheirDeviationElse) {
  EXPECT_EQ(spacing(line(7)), 0);
  EXPECT_EQ(spacing(Matrix::Ones(3, 1)), 0);
  Matrix f(1, 3);
  f << 0, 1, 4;  // nearest gaps 1, 1, 3: mean 5/3, squared deviations 4/9, 4/9, 16/9
  EXPECT_NEAR(spacing(f), std::sqrt(24.0 / 9 / 2), 1e-15);
  EXPECT_THROW((void)spacing(Matrix(2, 0)), Error);
  EXPECT_THROW((void)spacing(Matrix::Constant(2, 1, NAN)), Error);
  EXPECT_THROW((void)spacing(Matrix::Constant(2, 1, kInfinity)), Error);
}

TEST(Spread, RewardsReachAndEvenness) {
  const Matrix f = line(5);
  EXPECT_EQ(spread(f, f), 0);
  EXPECT_EQ(generalised_spread(f, f), 0);
  // Without the ends: both ends are one gap away, the gaps are even.
  const Matrix inner = f.middleCols(1, 3);
  EXPECT_NEAR(spread(inner, f), 2.0 / 4, 1e-15);
  EXPECT_NEAR(generalised_spread(inner, f), 2.0 / 5, 1e-15);
  Matrix uneven(2, 3);
  uneven << 0, 1, 4, 4, 3, 0;  // gaps r, 3r with r = sqrt 2
  EXPECT_NEAR(spread(uneven, f), 2.0 / 4, 1e-15);
  EXPECT_EQ(spread(f.col(2), f), 1);
  EXPECT_EQ(generalised_spread(f.col(2), f), 1);
  EXPECT_EQ(spread(f.col(0), f.col(0)), 0);
  EXPECT_THROW((void)spread(Matrix::Ones(3, 2), Matrix::Ones(3, 2)), Error);
  EXPECT_THROW((void)spread(f, Matrix(2, 0)), Error);
  EXPECT_THROW((void)generalised_spread(Matrix(2, 0), f), Error);
}

TEST(Sparsity, SumsSquaredGapsOfTheFrontAlone) {
  EXPECT_EQ(sparsity(line(5)), 2);
  EXPECT_EQ(sparsity(Matrix::Ones(2, 4)), 0);
  Matrix more(2, 8);
  more << line(5), line(5).col(2), Vector::Constant(2, 4), Vector::Constant(2, 9);
  EXPECT_EQ(sparsity(more), 2) << "duplicates and dominated points change nothing";
  EXPECT_EQ(sparsity(line(5) * 3), 18);
  EXPECT_THROW((void)sparsity(Matrix(2, 0)), Error);
}

TEST(Distribution, DoesNotDependOnTheOrderOfColumns) {
  Draws draws(2);
  for (Index d = 1; d <= 20; d += 3) {
    const Matrix f = draws.cube(d, 15);
    const Matrix z = draws.cube(d, 15);
    const Matrix shuffled = test::shuffled_columns(f, draws);
    EXPECT_NEAR(spacing(shuffled), spacing(f), 1e-14);
    EXPECT_NEAR(generalised_spread(shuffled, z), generalised_spread(f, z), 1e-14);
    EXPECT_NEAR(sparsity(shuffled), sparsity(f), 1e-14);
    if (d == 1) {
      continue;
    }
    EXPECT_NEAR(spread(shuffled.topRows(2), z.topRows(2)), spread(f.topRows(2), z.topRows(2)),
                1e-14);
  }
}

}  // namespace
}  // namespace vilfredo
