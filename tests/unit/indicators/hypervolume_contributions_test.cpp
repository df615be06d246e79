#include "vilfredo/indicators/hypervolume_contributions.hpp"

#include "hypervolume_oracles.hpp"
#include "point_sets.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void expect_contributions(const Vector& actual,
                          const nlohmann::json& expected,
                          double hypervolume_value) {
  ASSERT_EQ(actual.size(), static_cast<Index>(expected.size()));
  for (Index j = 0; j < actual.size(); ++j) {
    EXPECT_NEAR(actual[j], expected[static_cast<std::size_t>(j)].get<double>(),
                1e-12 * hypervolume_value)
        << "column " << j;
  }
}

TEST(HypervolumeContributions, AgreeWithEveryFixture) {
  int ignoring = 0;
  int counting = 0;
  for (const char* file : {"hypervolume.json", "extremes.json"}) {
    for (const auto& entry : test::read_cases(file)) {
      if (!entry.contains("contributions")) {
        continue;
      }
      SCOPED_TRACE(entry.at("name").get<std::string>());
      const Matrix front = test::read_points(entry.at("points").get<std::string>());
      const Vector reference = test::read_vector(entry.at("reference"));
      const double total = entry.at("hypervolume").get<double>();
      expect_contributions(hypervolume_contributions(front, reference), entry.at("contributions"),
                           total);
      ++ignoring;
      const bool differs = entry.contains("contributions_counting_dominated");
      expect_contributions(hypervolume_contributions(front, reference, DominatedPoints::count),
                           entry.at(differs ? "contributions_counting_dominated" : "contributions"),
                           total);
      counting += differs ? 1 : 0;
    }
  }
  EXPECT_EQ(ignoring, 133);
  EXPECT_EQ(counting, 30);
}

TEST(HypervolumeContributions, EqualTheCountOfCellsOnALattice) {
  Draws draws(1);
  for (Index d = 1; d <= 6; ++d) {
    for (int repeat = 0; repeat < 40; ++repeat) {
      const Index size = 2 + draws.below(4);
      const Matrix f = draws.lattice(d, 1 + draws.below(25), size + 1);
      const Vector reference = Vector::Constant(d, static_cast<double>(size));
      const auto all = test::count_cells(f, size).exclusive;
      const Vector counted = hypervolume_contributions(f, reference, DominatedPoints::count);
      const std::vector<Index> front = non_dominated(f, Duplicates::keep);
      const auto best = test::count_cells(f(Eigen::all, front), size).exclusive;
      Vector expected = Vector::Zero(f.cols());
      for (std::size_t k = 0; k < front.size(); ++k) {
        expected[front[k]] = static_cast<double>(best[k]);
      }
      const Vector ignored = hypervolume_contributions(f, reference, DominatedPoints::ignore);
      for (Index j = 0; j < f.cols(); ++j) {
        ASSERT_EQ(counted[j], static_cast<double>(all[static_cast<std::size_t>(j)])) << f;
        ASSERT_EQ(ignored[j], expected[j]) << f;
      }
    }
  }
}

TEST(HypervolumeContributions, AreWhatTheHypervolumeLosesWithoutThePoint) {
  Draws draws(2);
  for (Index d = 1; d <= 7; ++d) {
    for (const Matrix& f : {draws.cube(d, 40), draws.sphere(d, 40)}) {
      const Vector reference = Vector::Constant(d, 0.95);
      const double total = hypervolume(f, reference);
      const Vector c = hypervolume_contributions(f, reference, DominatedPoints::count);
      EXPECT_LE(c.sum(), total * (1 + 1e-13));
      for (Index j = 0; j < f.cols(); ++j) {
        Matrix rest(d, f.cols() - 1);
        rest << f.leftCols(j), f.rightCols(f.cols() - 1 - j);
        EXPECT_NEAR(c[j], total - hypervolume(rest, reference), 1e-12 * total);
        EXPECT_GE(c[j], 0);
      }
    }
  }
}

TEST(HypervolumeContributions, KeepTheirDigitsWhenTiny) {
  // A point of a front moved down by 2^-40 gains a sliver whose size is known.
  for (Index d = 2; d <= 6; ++d) {
    Matrix f = Matrix::Constant(d, 2, 0.5);
    f(d - 1, 0) -= 0x1p-40;
    const Vector c = hypervolume_contributions(f, Vector::Ones(d), DominatedPoints::count);
    EXPECT_EQ(c[0], std::ldexp(std::pow(0.5, d - 1), -40));
    EXPECT_EQ(c[1], 0);
    // Small scales are not cut off at any threshold.
    const Matrix small = f * 0x1p-190;
    EXPECT_EQ(
        hypervolume_contributions(small, Vector::Constant(d, 0x1p-190), DominatedPoints::count)[0],
        std::ldexp(c[0], static_cast<int>(-190 * d)));
  }
}

TEST(HypervolumeContributions, KeepTheirDigitsWhenTheRegionAllButVanishes) {
  // Just above the first point the second one covers all of its cross-section but a third of 1e-9.
  const double x = 1e-9 / 3;
  const double z = 1e-12 / 7;
  Matrix f(3, 2);
  f << 0, x, 0, 0, 0, z;
  const double expected = z + x * (1 - z);
  for (int turn = 0; turn < 2; ++turn) {
    const Vector c = hypervolume_contributions(f, Vector::Ones(3), DominatedPoints::count);
    EXPECT_NEAR(c[0], expected, 1e-15 * expected);
    f.topRows(2) = f.topRows(2).colwise().reverse().eval();
  }
}

TEST(HypervolumeContributions, DoNotDependOnTheOrderOfColumns) {
  Draws draws(3);
  for (Index d = 2; d <= 6; ++d) {
    const Matrix f = draws.lattice(d, 30, 6);
    const Vector reference = Vector::Constant(d, 6);
    const std::vector<Index> order = draws.permutation(f.cols());
    for (const DominatedPoints mode : {DominatedPoints::ignore, DominatedPoints::count}) {
      const Vector c = hypervolume_contributions(f, reference, mode);
      const Vector permuted = hypervolume_contributions(f(Eigen::all, order), reference, mode);
      for (Index j = 0; j < f.cols(); ++j) {
        EXPECT_EQ(permuted[j], c[order[static_cast<std::size_t>(j)]]);
      }
    }
  }
}

TEST(HypervolumeContributions, OfEdgeCases) {
  EXPECT_EQ(hypervolume_contributions(Matrix(3, 0), Vector::Ones(3)).size(), 0);
  EXPECT_EQ(hypervolume_contributions(Matrix(), Vector::Ones(3)).size(), 0);
  const Matrix one = Matrix::Constant(4, 1, 0.5);
  EXPECT_EQ(hypervolume_contributions(one, Vector::Ones(4))[0], 0.0625);
  Matrix outside = Matrix::Constant(3, 2, 0.5);
  outside(2, 1) = 1;
  const Vector c = hypervolume_contributions(outside, Vector::Ones(3));
  EXPECT_EQ(c[0], 0.125);
  EXPECT_EQ(c[1], 0);
}

TEST(HypervolumeContributions, SurviveExtremeMagnitudes) {
  Matrix f(3, 3);
  f << 1, 2, 3, 3, 1, 2, 2, 3, 1;
  Vector reference = Vector::Constant(3, 4);
  const Vector c = hypervolume_contributions(f, reference);
  f.row(0) *= 0x1p-900;
  f.row(1) *= 0x1p-900;
  f.row(2) *= 0x1p900;
  reference = (Vector(3) << 0x1p-898, 0x1p-898, 0x1p902).finished();
  const Vector stretched = hypervolume_contributions(f, reference);
  for (Index j = 0; j < 3; ++j) {
    EXPECT_EQ(stretched[j], std::ldexp(c[j], -900));
  }
}

TEST(HypervolumeContributions, RefuseWhatHasNoDifference) {
  const auto expect_refused = [](const Matrix& f, const Vector& reference) {
    EXPECT_THROW((void)hypervolume_contributions(f, reference), Error);
  };
  Matrix f = Matrix::Zero(3, 2);
  expect_refused(f, Vector::Ones(2));
  expect_refused(f, Vector::Constant(3, kInfinity));
  f(0, 0) = -kInfinity;
  expect_refused(f, Vector::Ones(3));
  f(1, 0) = 2;  // does not count
  EXPECT_EQ(hypervolume_contributions(f, Vector::Ones(3))[1], 1);
  f(1, 0) = std::numeric_limits<double>::quiet_NaN();
  expect_refused(f, Vector::Ones(3));
}

}  // namespace
}  // namespace vilfredo
