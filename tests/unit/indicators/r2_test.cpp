#include "vilfredo/indicators/r2.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(R2, AgreesWithEveryFixture) {
  int cases = 0;
  for (const auto& entry : test::read_cases("r2.json")) {
    SCOPED_TRACE(entry.at("name").get<std::string>());
    const Matrix front = test::read_points(entry.at("points").get<std::string>());
    const Vector ideal = test::read_vector(entry.at("ideal"));
    const std::string lattice = entry.at("weights").get<std::string>();
    const Index divisions = std::stol(lattice.substr(lattice.find("H=") + 2));
    const Index vectors = std::stol(lattice.substr(lattice.find('(') + 1));
    const Matrix weights = simplex_lattice(ideal.size(), divisions);
    ASSERT_EQ(weights.cols(), vectors);
    const double expected = entry.at("r2_discrete").get<double>();
    const R2Value actual = r2(front, weights, ideal);
    EXPECT_NEAR(actual.value, expected, 1e-12 * expected);
    EXPECT_EQ(actual.beyond_ideal, 0);
    ++cases;
  }
  EXPECT_EQ(cases, 36);
}

TEST(R2, OfAHandWorkedFront) {
  Matrix front(2, 2);
  front << 1, 3, 4, 2;
  Matrix weights(2, 3);
  weights << 1, 0.5, 0, 0, 0.5, 1;
  const Vector ideal = Vector::Zero(2);
  // Least of the two columns per weight: 1, 1.5, 2.
  EXPECT_DOUBLE_EQ(r2(front, weights, ideal).value, 4.5 / 3);
  // 1, 2.5 (both), 2.
  EXPECT_DOUBLE_EQ(r2(front, weights, ideal, {.utility = R2Utility::weighted_sum}).value, 5.5 / 3);
  // Plus 0.1 times 5 for either column.
  EXPECT_DOUBLE_EQ(
      r2(front, weights, ideal, {.utility = R2Utility::augmented_tchebycheff, .augmentation = 0.1})
          .value,
      6.0 / 3);
  const Vector c = r2_contributions(front, weights, ideal);
  EXPECT_DOUBLE_EQ(c[0], 2.0 / 3);
  EXPECT_DOUBLE_EQ(c[1], (0.5 + 2) / 3);
}

/// One weight and one column after the other, in the order of the definition.
struct PlainR2 {
  double value = 0;
  Vector contributions;

  PlainR2(const Matrix& front, const Matrix& weights, const Vector& ideal, const R2Settings& s)
      : contributions(Vector::Zero(front.cols())) {
    for (Index k = 0; k < weights.cols(); ++k) {
      double best = kInfinity;
      double second = kInfinity;
      Index winner = -1;
      for (Index j = 0; j < front.cols(); ++j) {
        const double u = utility(front.col(j), weights.col(k), ideal, s);
        if (u < best) {
          second = best;
          best = u;
          winner = j;
        } else if (u < second) {
          second = u;
        }
      }
      value += best;
      if (winner >= 0) {
        contributions[winner] += second - best;
      }
    }
    value /= static_cast<double>(weights.cols());
    contributions /= static_cast<double>(weights.cols());
  }

  static double utility(const Vector& y, const Vector& w, const Vector& z, const R2Settings& s) {
    if (!y.allFinite()) {
      return kInfinity;
    }
    double sum = 0;
    double largest = 0;
    double weighted = 0;
    for (Index i = 0; i < y.size(); ++i) {
      const double offset = y[i] - z[i];
      const double a =
          s.beyond_ideal == BeyondIdeal::clip ? std::max(offset, 0.0) : std::abs(offset);
      largest = std::max(largest, w[i] * a);
      sum += a;
      weighted += w[i] * y[i];
    }
    return s.utility == R2Utility::weighted_sum  ? weighted
           : s.utility == R2Utility::tchebycheff ? largest
                                                 : largest + s.augmentation * sum;
  }
};

TEST(R2, HasTheBitsOfThePlainDoubleLoop) {
  Draws draws(7);
  for (const Index d : {1, 2, 3, 4, 5, 6, 9, 20}) {
    for (const Index n : {0, 1, 2, 17, 300}) {
      const Matrix weights = draws.cube(d, 1 + draws.below(70));
      Matrix front = n % 2 == 0 ? draws.cube(d, n) : Matrix(draws.lattice(d, n, 3));
      if (n > 16) {
        front(draws.below(d), 3) = kInfinity;
      }
      const Vector ideal = Vector::Constant(d, 0.2);
      for (const R2Utility utility :
           {R2Utility::tchebycheff, R2Utility::weighted_sum, R2Utility::augmented_tchebycheff}) {
        for (const BeyondIdeal beyond : {BeyondIdeal::clip, BeyondIdeal::absolute}) {
          const R2Settings settings{utility, beyond, 0.01};
          const PlainR2 plain(front, weights, ideal, settings);
          ASSERT_EQ(r2(front, weights, ideal, settings).value, plain.value) << d << " " << n;
          ASSERT_EQ(r2_contributions(front, weights, ideal, settings), plain.contributions);
        }
      }
    }
  }
}

TEST(R2, ClipsOrMirrorsWhatIsBeyondTheIdeal) {
  Matrix front(2, 2);
  front << -1, 2, 0.5, 1;
  const Matrix weights = simplex_lattice(2, 4);
  const Vector ideal = Vector::Zero(2);
  const R2Value clipped = r2(front, weights, ideal);
  EXPECT_EQ(clipped.beyond_ideal, 1);
  const R2Value mirrored = r2(front, weights, ideal, {.beyond_ideal = BeyondIdeal::absolute});
  EXPECT_GT(mirrored.value, clipped.value);
  EXPECT_EQ(r2(Matrix::Constant(2, 1, -3), weights, ideal).value, 0);
  EXPECT_EQ(
      r2(Matrix::Constant(2, 1, -3), weights, ideal, {.utility = R2Utility::augmented_tchebycheff})
          .value,
      0);
  EXPECT_GT(
      r2(Matrix::Constant(2, 1, -3), weights, ideal, {.beyond_ideal = BeyondIdeal::absolute}).value,
      0);
}

TEST(R2, ContributionsAreWhatItLosesWithoutThePoint) {
  Draws draws(1);
  for (Index d = 2; d <= 5; ++d) {
    const Matrix f = draws.cube(d, 12);
    const Matrix weights = simplex_lattice(d, 6);
    const Vector ideal = Vector::Constant(d, 0.2);
    for (const R2Utility utility :
         {R2Utility::tchebycheff, R2Utility::weighted_sum, R2Utility::augmented_tchebycheff}) {
      const R2Settings settings{.utility = utility};
      const double total = r2(f, weights, ideal, settings).value;
      const Vector c = r2_contributions(f, weights, ideal, settings);
      for (Index j = 0; j < f.cols(); ++j) {
        Matrix rest(d, f.cols() - 1);
        rest << f.leftCols(j), f.rightCols(f.cols() - 1 - j);
        EXPECT_NEAR(c[j], r2(rest, weights, ideal, settings).value - total, 1e-14);
        EXPECT_GE(c[j], 0);
      }
    }
  }
}

TEST(R2, DoesNotDependOnOrderOrDuplicatesAndNeverRisesWithAPoint) {
  Draws draws(2);
  const Matrix f = draws.cube(3, 20);
  const Matrix weights = simplex_lattice(3, 10);
  const Vector ideal = Vector::Zero(3);
  const double value = r2(f, weights, ideal).value;
  EXPECT_EQ(r2(test::shuffled_columns(f, draws), weights, ideal).value, value);
  const Matrix twice = (Matrix(3, 40) << f, f).finished();
  EXPECT_EQ(r2(twice, weights, ideal).value, value);
  EXPECT_EQ(r2_contributions(twice, weights, ideal).cwiseAbs().maxCoeff(), 0);
  double before = kInfinity;
  for (Index n = 1; n <= f.cols(); ++n) {
    const double now = r2(f.leftCols(n), weights, ideal).value;
    EXPECT_LE(now, before);
    before = now;
  }
}

TEST(R2, OfFewOrInfinitePoints) {
  const Matrix weights = simplex_lattice(2, 100);
  const Vector ideal = Vector::Zero(2);
  EXPECT_EQ(r2(Matrix(2, 0), weights, ideal).value, kInfinity);
  EXPECT_EQ(r2(Matrix(), weights, ideal).value, kInfinity);
  EXPECT_EQ(r2_contributions(Matrix::Ones(2, 1), weights, ideal)[0], kInfinity);
  Matrix f = Matrix::Ones(2, 2);
  f(0, 1) = kInfinity;
  EXPECT_EQ(r2(f, weights, ideal).value, r2(f.leftCols(1), weights, ideal).value);
  EXPECT_EQ(r2_contributions(f, weights, ideal)[1], 0);
}

TEST(R2, RefusesWhatHasNoMeaning) {
  const Matrix f = Matrix::Ones(2, 3);
  const Matrix weights = simplex_lattice(2, 4);
  const Vector ideal = Vector::Zero(2);
  EXPECT_THROW((void)r2(f, Matrix(2, 0), ideal), Error);
  EXPECT_THROW((void)r2(f, -weights, ideal), Error);
  EXPECT_THROW((void)r2(f, simplex_lattice(3, 4), ideal), Error);
  EXPECT_THROW((void)r2(f, weights, Vector::Zero(3)), Error);
  EXPECT_THROW((void)r2(f, weights, Vector::Constant(2, NAN)), Error);
  EXPECT_THROW((void)r2(Matrix::Constant(2, 1, NAN), weights, ideal), Error);
  EXPECT_THROW((void)r2(Matrix::Constant(2, 1, -kInfinity), weights, ideal), Error);
  EXPECT_THROW((void)r2(f, weights, ideal, {.augmentation = -1}), Error);
  EXPECT_THROW((void)r2_contributions(f, weights, Vector()), Error);
}

TEST(SimplexLattice, ListsEveryVectorOnceInOrder) {
  const Matrix w = simplex_lattice(3, 2);
  Matrix expected(3, 6);
  expected << 0, 0, 0, 1, 1, 2, 0, 1, 2, 0, 1, 0, 2, 1, 0, 1, 0, 0;
  EXPECT_EQ(w, expected / 2);
  for (Index d = 1; d <= 6; ++d) {
    for (Index h = 1; h <= 7; ++h) {
      const Matrix lattice = simplex_lattice(d, h);
      EXPECT_EQ(lattice.cols(),
                std::lround(std::tgamma(h + d) / std::tgamma(h + 1) / std::tgamma(d)));
      for (Index k = 0; k < lattice.cols(); ++k) {
        EXPECT_NEAR(lattice.col(k).sum(), 1, 1e-15);
        EXPECT_GE(lattice.col(k).minCoeff(), 0);
        if (k > 0) {
          const Matrix a = lattice.col(k - 1);
          const Matrix b = lattice.col(k);
          EXPECT_TRUE(std::lexicographical_compare(a.data(), a.data() + d, b.data(), b.data() + d));
        }
      }
    }
  }
}

TEST(SimplexLattice, HasDefaultsForR2) {
  const Index expected[] = {1, 100, 30, 12, 8, 6};
  for (Index d = 1; d <= 6; ++d) {
    const Index h = default_r2_divisions(d);
    EXPECT_EQ(h, expected[d - 1]);
    if (d > 2) {
      EXPECT_LE(simplex_lattice(d, h).cols(), 500);
      EXPECT_GT(simplex_lattice(d, h + 1).cols(), 500);
    }
  }
  EXPECT_EQ(default_r2_divisions(499), 1);
  EXPECT_EQ(default_r2_divisions(5000), 1);
}

TEST(SimplexLattice, RefusesWhatIsEmptyOrTooLarge) {
  EXPECT_THROW((void)simplex_lattice(0, 3), Error);
  EXPECT_THROW((void)simplex_lattice(3, 0), Error);
  EXPECT_THROW((void)simplex_lattice(10, 100), Error);
  EXPECT_THROW((void)simplex_lattice(1'000'000'000'000, 1'000'000'000'000), Error);
  EXPECT_THROW((void)default_r2_divisions(0), Error);
}

}  // namespace
}  // namespace vilfredo
