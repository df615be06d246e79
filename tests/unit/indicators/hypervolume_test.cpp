#include "vilfredo/indicators/hypervolume.hpp"

#include "hypervolume_oracles.hpp"
#include "point_sets.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kTolerance = 1e-12;

void expect_relative(double actual, double expected, double tolerance) {
  if (std::isinf(expected)) {
    EXPECT_EQ(actual, expected);
  } else {
    EXPECT_NEAR(actual, expected, tolerance * std::abs(expected));
  }
}

TEST(Hypervolume, AgreesWithEveryFixture) {
  int cases = 0;
  for (const char* file : {"hypervolume.json", "extremes.json"}) {
    for (const auto& entry : test::read_cases(file)) {
      SCOPED_TRACE(entry.at("name").get<std::string>());
      const Matrix front = test::read_points(entry.at("points").get<std::string>());
      const Vector reference = test::read_vector(entry.at("reference"));
      ASSERT_EQ(front.rows(), entry.at("d").get<Index>());
      ASSERT_EQ(front.cols(), entry.at("n").get<Index>());
      expect_relative(hypervolume(front, reference), test::read_number(entry.at("hypervolume")),
                      kTolerance);
      ++cases;
    }
  }
  EXPECT_EQ(cases, 184);
}

TEST(Hypervolume, EqualsTheCountOfCellsOnALattice) {
  Draws draws(1);
  for (Index d = 1; d <= 6; ++d) {
    for (int repeat = 0; repeat < 40; ++repeat) {
      const Index size = 2 + draws.below(4);
      const Matrix f = draws.lattice(d, 1 + draws.below(30), size + 1);  // some on the reference
      const Vector reference = Vector::Constant(d, static_cast<double>(size));
      ASSERT_EQ(hypervolume(f, reference), static_cast<double>(test::count_cells(f, size).volume))
          << "d = " << d << "\n"
          << f;
    }
  }
}

TEST(Hypervolume, EqualsInclusionAndExclusion) {
  Draws draws(2);
  for (Index d = 1; d <= 9; ++d) {
    for (int repeat = 0; repeat < 20; ++repeat) {
      const Matrix f = repeat % 2 == 0 ? draws.cube(d, 1 + draws.below(12)) : draws.sphere(d, 12);
      const Vector reference = Vector::Constant(d, 1.1) - 0.3 * draws.cube(d, 1).col(0);
      expect_relative(hypervolume(f, reference), test::inclusion_exclusion(f, reference),
                      kTolerance);
    }
  }
}

TEST(Hypervolume, OfOneMoreConstantObjectiveIsAPrism) {
  // The dimensions use different algorithms, so each checks the next.
  Draws draws(3);
  for (Index d = 2; d <= 6; ++d) {
    const Index n = d == 2 ? 20000 : d == 3 ? 6000 : d == 4 ? 400 : 60;
    for (const Matrix& f : {draws.sphere(d, n), draws.cube(d, n), draws.lattice(d, n, 7)}) {
      const Vector reference = Vector::Constant(d, f.maxCoeff() + 0.25);
      Matrix taller(d + 1, n);
      taller.topRows(d) = f;
      taller.row(d).setConstant(0.5);
      Vector higher(d + 1);
      higher << reference, 2.0;
      expect_relative(hypervolume(taller, higher), 1.5 * hypervolume(f, reference), kTolerance);
      // The same with the constant first, where it is not what the algorithms sort by.
      taller.bottomRows(d) = f;
      taller.row(0).setConstant(0.5);
      higher << 2.0, reference;
      expect_relative(hypervolume(taller, higher), 1.5 * hypervolume(f, reference), kTolerance);
    }
  }
}

TEST(Hypervolume, DoesNotDependOnOrderDuplicatesOrDominatedPoints) {
  Draws draws(4);
  for (Index d = 1; d <= 7; ++d) {
    const Matrix f = draws.sphere(d, 40);
    const Vector reference = Vector::Constant(d, 1.1);
    const double value = hypervolume(f, reference);
    expect_relative(hypervolume(test::shuffled_columns(f, draws), reference), value, 1e-13);
    Matrix more(d, 120);
    more << f, f, (f.array() + 0.01).matrix();
    more = test::shuffled_columns(more, draws);
    expect_relative(hypervolume(more, reference), value, 1e-13);
    const Matrix swapped = f.colwise().reverse();
    expect_relative(hypervolume(swapped, reference), value, 1e-13);
  }
}

TEST(Hypervolume, NeverFallsWhenAPointIsAdded) {
  Draws draws(5);
  for (Index d = 2; d <= 6; ++d) {
    const Matrix f = draws.cube(d, 30);
    const Vector reference = Vector::Constant(d, 0.9);
    double before = 0;
    for (Index n = 1; n <= f.cols(); ++n) {
      const double value = hypervolume(f.leftCols(n), reference);
      EXPECT_GE(value, before * (1 - 1e-14));
      before = value;
    }
  }
}

TEST(Hypervolume, ScalesWithAnAxisAndMovesWithTheReference) {
  Draws draws(6);
  for (Index d = 1; d <= 6; ++d) {
    const Matrix f = draws.cube(d, 25);
    const Vector reference = Vector::Constant(d, 1.1);
    const double value = hypervolume(f, reference);
    Matrix scaled = f;
    Vector scaled_reference = reference;
    scaled.row(d - 1) *= 0x1p20;
    scaled_reference[d - 1] *= 0x1p20;
    EXPECT_EQ(hypervolume(scaled, scaled_reference), value * 0x1p20);
    const Vector shift = 3 * draws.cube(d, 1).col(0);
    expect_relative(hypervolume(f.colwise() + shift, reference + shift), value, kTolerance);
  }
}

TEST(Hypervolume, IgnoresPointsThatAreNotStrictlyInside) {
  Matrix f(2, 5);
  f << 0.5, 1.0, 0.1, 2.0, kInfinity,  //
      0.5, 0.1, 1.0, 0.0, -5.0;
  EXPECT_EQ(hypervolume(f, Vector::Constant(2, 1.0)), 0.25);
  for (Index d = 2; d <= 5; ++d) {
    Matrix mixed(d, 2);
    mixed.col(0).setConstant(0.5);
    mixed.col(1).setConstant(0.2);
    mixed(d - 1, 1) = 1.5;
    EXPECT_EQ(hypervolume(mixed, Vector::Ones(d)), std::pow(0.5, d));
  }
}

TEST(Hypervolume, OfNothingIsZero) {
  EXPECT_EQ(hypervolume(Matrix(), Vector::Ones(3)), 0);
  EXPECT_EQ(hypervolume(Matrix(3, 0), Vector::Ones(3)), 0);
  EXPECT_EQ(hypervolume(Matrix::Ones(3, 4), Vector::Ones(3)), 0);
  EXPECT_EQ(hypervolume(Matrix::Zero(2, 1), Vector::Constant(2, -kInfinity)), 0);
}

TEST(Hypervolume, IsInfiniteWhereABoxIs) {
  for (Index d = 1; d <= 6; ++d) {
    Matrix f = Matrix::Constant(d, 5, 0.5);
    f(0, 2) = -kInfinity;
    EXPECT_EQ(hypervolume(f, Vector::Ones(d)), kInfinity);
    Vector reference = Vector::Ones(d);
    reference[d - 1] = kInfinity;
    EXPECT_EQ(hypervolume(Matrix::Zero(d, 3), reference), kInfinity);
    if (d > 1) {
      f(1, 2) = 1.0;  // that column no longer counts
      EXPECT_EQ(hypervolume(f, Vector::Ones(d)), std::pow(0.5, d));
    }
  }
}

TEST(Hypervolume, SurvivesExtremeMagnitudes) {
  // Partial products leave the range of double while the result is inside it.
  for (Index d = 3; d <= 6; ++d) {
    Matrix f = Matrix::Zero(d, 6);
    Vector reference = Vector::Ones(d);
    for (Index j = 0; j < 6; ++j) {
      for (Index i = 0; i < d; ++i) {
        f(i, j) = static_cast<double>((i * 5 + j * (i + 1)) % 7) / 8;
      }
    }
    const double value = hypervolume(f, reference);
    const auto stretched = [&](Index row, int exponent) {
      for (const int half : {exponent / 2, exponent / 2}) {
        f.row(row) *= std::ldexp(1.0, half);
        reference[row] *= std::ldexp(1.0, half);
      }
    };
    stretched(0, -900);
    stretched(1, -900);
    EXPECT_EQ(hypervolume(f, reference), 0) << "underflow";
    stretched(2, 900);
    EXPECT_EQ(hypervolume(f, reference), std::ldexp(value, -900));
    stretched(0, 1800);
    EXPECT_EQ(hypervolume(f, reference), std::ldexp(value, 900));
    stretched(1, 1800);
    EXPECT_EQ(hypervolume(f, reference), kInfinity) << "overflow";
  }
  Matrix wide(2, 2);
  wide << -1.7e308, 0.0, 0.0, -5e-324;
  EXPECT_EQ(hypervolume(wide, Vector::Constant(2, 1e308)), kInfinity);
  const Vector thin = (Vector(2) << 1.7e308, 1e-300).finished();
  expect_relative(hypervolume(wide, thin), 1.7e308 * 1e-300 + 1.7e308 * 1e-300, 1e-9);
}

TEST(Hypervolume, IsNeverNaNOrNegative) {
  Draws draws(7);
  const double specials[] = {0.0,    -0.0,    1.0,      5e-324,    -5e-324,    1e-308, 1e308,
                             -1e308, 1.7e308, -1.7e308, kInfinity, -kInfinity, 1e-200, 1e200};
  for (int repeat = 0; repeat < 20000; ++repeat) {
    const Index d = 1 + draws.below(6);
    const Matrix f = Matrix::NullaryExpr(d, draws.below(8),
                                         [&](Index, Index) { return specials[draws.below(14)]; });
    const Vector reference =
        Vector::NullaryExpr(d, [&](Index) { return specials[draws.below(14)]; });
    const double value = hypervolume(f, reference);
    ASSERT_GE(value, 0) << f << "\n\n" << reference;
  }
}

TEST(Hypervolume, RefusesNaNAndMisfittingShapes) {
  const auto expect_refused = [](const Matrix& f, const Vector& reference) {
    try {
      (void)hypervolume(f, reference);
      ADD_FAILURE() << "accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Errc::invalid_argument);
    }
  };
  Matrix f = Matrix::Zero(3, 4);
  expect_refused(f, Vector::Ones(2));
  expect_refused(f, Vector());
  f(1, 2) = kNaN;
  expect_refused(f, Vector::Ones(3));
  f(0, 2) = 7;  // outside, still refused
  expect_refused(f, Vector::Ones(3));
  expect_refused(Matrix::Zero(3, 4), Vector::Constant(3, kNaN));
}

TEST(Hypervolume, OfTwoLayersIsTheSumOfTheirSlabs) {
  // 400 points in d + 1 objectives against two calls in d: the number of points chooses the kernel.
  Draws draws(9);
  for (Index d = 2; d <= 5; ++d) {
    const Matrix a = draws.sphere(d, 200);
    for (const Matrix& b : {draws.sphere(d, 200), Matrix(draws.lattice(d, 200, 9) / 9)}) {
      Matrix both(d, 400);
      both << a, b;
      Matrix layers(d + 1, 400);
      layers.topRows(d) = both;
      layers.row(d) << Matrix::Zero(1, 200), Matrix::Constant(1, 200, 0.5);
      const Vector reference = Vector::Constant(d + 1, 1.1);
      const double lower = 0.5 * hypervolume(a, reference.head(d));
      const double upper = 0.6 * hypervolume(both, reference.head(d));
      expect_relative(hypervolume(layers, reference), lower + upper, kTolerance);
    }
  }
}

TEST(Hypervolume, OfCrowdedSetsDoesNotDependOnOrder) {
  Draws draws(10);
  for (const Index n : {100, 300, 900}) {
    for (Index d = 2; d <= 6; ++d) {
      for (const Matrix& f :
           {Matrix(draws.sphere(d, n).array().pow(12)), Matrix(draws.lattice(d, n, 4) / 4),
            Matrix((draws.sphere(d, n) * 1e-9).array() + 0.5)}) {
        const Vector reference = Vector::Constant(d, 1.1);
        const double value = hypervolume(f, reference);
        expect_relative(hypervolume(test::shuffled_columns(f, draws), reference), value, 1e-13);
        const Matrix swapped = f.colwise().reverse();
        expect_relative(hypervolume(swapped, reference), value, 1e-13);
      }
    }
  }
}

// What one point dominates is dropped before anything is sorted.
TEST(Hypervolume, OfACloudIsThatOfItsNonDominatedPoints) {
  Draws draws(12);
  for (const Index d : {3, 4}) {
    const Matrix cloud = draws.cube(d, 3000);
    const Vector reference = Vector::Constant(d, 0.9);  // some points lie beyond
    const std::vector<Index> best = non_dominated(cloud, Duplicates::first_only);
    ASSERT_LT(best.size(), 600U);
    const double expected = hypervolume(cloud(Eigen::all, best), reference);
    EXPECT_NEAR(hypervolume(cloud, reference), expected, 1e-14 * expected);
    Matrix twice(d, 6000);
    twice << cloud, cloud;
    EXPECT_NEAR(hypervolume(twice, reference), expected, 1e-14 * expected);
    const Vector scales = Vector::LinSpaced(d, -9, 9).array().exp();
    const Matrix skewed = scales.asDiagonal() * cloud;
    const double scaled = expected * scales.prod();
    EXPECT_NEAR(hypervolume(skewed, scales * 0.9), scaled, 1e-13 * scaled);
  }
}

TEST(Hypervolume, TakesBlocksOfAMatrixAndReusesMemory) {
  Draws draws(8);
  const Matrix everything = draws.cube(9, 60);
  HypervolumeWorkspace workspace;
  for (int round = 0; round < 2; ++round) {
    for (const Index d : {6, 2, 5, 3, 4, 1}) {
      const auto block = everything.block(2, 3, d, 40);
      const Matrix copy = block;
      const Vector reference = Vector::Constant(d, 0.9);
      EXPECT_EQ(hypervolume(block, reference, workspace), hypervolume(copy, reference));
    }
  }
}

}  // namespace
}  // namespace vilfredo
