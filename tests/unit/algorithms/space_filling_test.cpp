// Designs: what a net, a Latin hypercube and a quantile must satisfy exactly.
#include <vilfredo/algorithms/operators/space_filling.hpp>
#include <vilfredo/algorithms/operators/unit_box.hpp>
#include <vilfredo/core/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace vilfredo {
namespace {

Rng stream(std::uint64_t index) {
  return {77, Purpose::user, index};
}

/// Points of every elementary interval of volume 2^-k in two coordinates.
bool is_net(const Matrix& x, Index a, Index b, int k) {
  for (int i = 0; i <= k; ++i) {
    std::set<std::pair<Index, Index>> cells;
    for (Index j = 0; j < x.cols(); ++j) {
      cells.insert({static_cast<Index>(std::ldexp(x(a, j), i)),
                    static_cast<Index>(std::ldexp(x(b, j), k - i))});
    }
    if (cells.size() != static_cast<std::size_t>(x.cols())) {
      return false;
    }
  }
  return true;
}

TEST(SobolSequence, IsANetOfStrengthZeroInItsFirstTwoDimensions) {
  const SobolSequence sequence(2, stream(1));
  for (const std::uint64_t first : {0U, 64U, 4096U}) {
    EXPECT_TRUE(is_net(sequence.points(first, 64), 0, 1, 6)) << first;
  }
}

TEST(SobolSequence, HasOnePointInEveryIntervalOfEveryDimension) {
  const SobolSequence sequence(SobolSequence::kDimensions, stream(2));
  const Matrix x = sequence.points(512, 256);
  for (Index i = 0; i < x.rows(); ++i) {
    std::set<Index> cells;
    for (Index j = 0; j < x.cols(); ++j) {
      cells.insert(static_cast<Index>(x(i, j) * 256));
    }
    ASSERT_EQ(cells.size(), 256U) << "dimension " << i;
  }
  EXPECT_GT(x.minCoeff(), 0);
  EXPECT_LT(x.maxCoeff(), 1);
}

// Pairs of dimensions have nets of small t in the tables of Joe and Kuo; a wrong direction number
// shows as empty cells of the coarsest squares.
TEST(SobolSequence, FillsTheCoarseSquaresOfAllPairs) {
  const SobolSequence sequence(60, stream(3));
  const Matrix x = sequence.points(0, 1024);
  for (Index a = 0; a < x.rows(); ++a) {
    for (Index b = 0; b < a; ++b) {
      std::vector<int> count(16);
      for (Index j = 0; j < x.cols(); ++j) {
        ++count[static_cast<std::size_t>(4 * std::floor(4 * x(a, j)) + std::floor(4 * x(b, j)))];
      }
      ASSERT_EQ(*std::min_element(count.begin(), count.end()), 64) << a << " " << b;
      ASSERT_EQ(*std::max_element(count.begin(), count.end()), 64) << a << " " << b;
    }
  }
}

TEST(SobolSequence, CanBeReadInPiecesAndInAnyDimension) {
  const SobolSequence sequence(140, stream(4));
  const Matrix whole = sequence.points(0, 40);
  EXPECT_EQ(sequence.points(13, 9), whole.middleCols(13, 9));
  EXPECT_NE(SobolSequence(140, stream(5)).points(0, 40), whole);
  EXPECT_NEAR(whole.row(139).mean(), 0.5, 0.2);
  EXPECT_THROW((void)sequence.points((std::uint64_t{1} << 32) - 1, 2), Error);
  EXPECT_THROW(SobolSequence(0, stream(1)), Error);
}

TEST(LatinHypercube, HasOnePointInEverySlice) {
  Rng rng = stream(6);
  const Matrix x = operators::latin_hypercube(7, 23, rng);
  for (Index i = 0; i < 7; ++i) {
    std::set<Index> cells;
    for (Index j = 0; j < 23; ++j) {
      cells.insert(static_cast<Index>(x(i, j) * 23));
    }
    EXPECT_EQ(cells.size(), 23U);
  }
}

TEST(NormalQuantile, InvertsTheDistributionFunction) {
  for (const double p : {1e-300, 1e-20, 1e-5, 0.01, 0.07, 0.075, 0.3, 0.5, 0.6, 0.93, 0.999}) {
    const double x = operators::normal_quantile(p);
    EXPECT_NEAR(0.5 * std::erfc(-x / std::sqrt(2.0)) / p, 1, 1e-12) << p;
  }
  EXPECT_EQ(operators::normal_quantile(0.5), 0);
  EXPECT_NEAR(operators::normal_quantile(0.975), 1.959963984540054, 1e-15);
}

TEST(UnitBox, GivesWholeValuesEqualShares) {
  ProblemInfo info;
  info.n_var = 3;
  info.n_obj = 2;
  info.lower = Vector{{-2, 3, 5}};
  info.upper = Vector{{2, 5, 5}};
  info.kinds = {VarKind::real, VarKind::integer, VarKind::real};
  const UnitBox box(info, "test");
  std::vector<int> count(3);
  for (int i = 0; i < 300; ++i) {
    const Matrix x = box.decode(Vector{{0.25, (i + 0.5) / 300, 0.7}});
    EXPECT_EQ(x(0, 0), -1);
    EXPECT_EQ(x(2, 0), 5);
    ++count[static_cast<std::size_t>(x(1, 0)) - 3];
    EXPECT_EQ(box.decode(box.encode(x)), x);
  }
  EXPECT_EQ(count, (std::vector<int>{100, 100, 100}));
  EXPECT_EQ(box.decode(Vector{{1, 1, 1}}), Matrix(Vector{{2, 5, 5}}));
  info.upper[0] = INFINITY;
  EXPECT_THROW(UnitBox(info, "test"), Error);
}

}  // namespace
}  // namespace vilfredo
