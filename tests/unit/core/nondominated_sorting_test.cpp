#include "sorting/distinct_points.hpp"
#include "sorting/divided_ranks.hpp"
#include "test_paths.hpp"

#include <vilfredo/core/crowding_distance.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/nondominated_sorting.hpp>
#include <vilfredo/core/rng.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

enum class Shape { cloud, front, lattice, skewed, clustered, chain, constant };

constexpr Shape kShapes[] = {Shape::cloud,     Shape::front, Shape::lattice, Shape::skewed,
                             Shape::clustered, Shape::chain, Shape::constant};

Matrix points(Shape shape, Index n_obj, Index n, Rng& rng) {
  Matrix f(n_obj, n);
  for (Index j = 0; j < n; ++j) {
    for (Index k = 0; k < n_obj; ++k) {
      f(k, j) =
          shape == Shape::lattice ? static_cast<double>(rng.below(4)) : std::abs(rng.normal());
    }
    switch (shape) {
      case Shape::front:
        f.col(j) /= f.col(j).norm();
        break;
      case Shape::skewed:
        f.col(j) = (f.col(j).array() / f.col(j).sum()).pow(20).matrix() * 1e-200;
        break;
      case Shape::clustered:
        f.col(j) = (1e6 * f.col(j)).array().round().matrix() * 1e-6 + f.col(0) * 1e3;
        break;
      case Shape::chain:
        f.col(j).setConstant(static_cast<double>(rng.below(1000)));
        break;
      case Shape::constant:
        f.row(0).col(j).setConstant(1);
        break;
      default:
        break;
    }
  }
  return f;
}

/// By the definition: peel off what nothing that is left dominates.
std::vector<Index> peeled_ranks(const Matrix& f) {
  std::vector<Index> ranks(static_cast<std::size_t>(f.cols()), -1);
  std::vector<Index> left(ranks.size());
  for (std::size_t j = 0; j < left.size(); ++j) {
    left[j] = static_cast<Index>(j);
  }
  for (Index rank = 0; !left.empty(); ++rank) {
    std::vector<Index> next;
    std::vector<Index> best;
    for (const Index j : left) {
      const bool dominated = std::ranges::any_of(left, [&](Index i) {
        return compare(f.col(i).data(), f.col(j).data(), f.rows()) == Dominance::first;
      });
      (dominated ? next : best).push_back(j);
    }
    for (const Index j : best) {
      ranks[static_cast<std::size_t>(j)] = rank;
    }
    left = next;
  }
  return ranks;
}

void expect_fronts_to_list(const NonDominatedSorting& sorting, const std::vector<Index>& ranks) {
  std::size_t listed = 0;
  for (Index rank = 0; rank < sorting.fronts(); ++rank) {
    const auto front = sorting.front(rank);
    ASSERT_FALSE(front.empty());
    ASSERT_TRUE(std::ranges::is_sorted(front));
    for (const Index j : front) {
      ASSERT_EQ(ranks[static_cast<std::size_t>(j)], rank);
    }
    listed += front.size();
  }
  ASSERT_EQ(listed, ranks.size());
}

TEST(DividedRanks, AgreeWithPeelingInEveryShape) {
  detail::DividedRanks divided;
  detail::DistinctPoints distinct;
  Rng rng(2, Purpose::user, 0);
  for (const Index n_obj : {3, 4, 5, 8}) {
    for (const Shape shape : kShapes) {
      for (const Index n : {1, 2, 24, 25, 130, 700}) {
        Matrix f = points(shape, n_obj, n, rng);
        f(n_obj - 1, n / 2) = kInfinity;
        f(0, n / 3) = -kInfinity;
        const std::vector<Index> expected = peeled_ranks(f);
        distinct.assign(f);
        std::vector<std::uint32_t> ranks(distinct.size());
        const std::uint32_t fronts =
            divided.rank(distinct.point(0), distinct.size(), distinct.n_obj(), ranks.data());
        ASSERT_EQ(fronts, static_cast<std::uint32_t>(std::ranges::max(expected) + 1));
        for (std::size_t j = 0; j < expected.size(); ++j) {
          ASSERT_EQ(static_cast<Index>(ranks[distinct.positions()[j]]), expected[j])
              << n_obj << " objectives, shape " << static_cast<int>(shape) << ", column " << j;
        }
      }
    }
  }
}

TEST(NonDominatedSorting, OfVeryManyPointsIsThatWithOneMoreConstantObjective) {
  Rng rng(3, Purpose::user, 0);
  const Matrix f = points(Shape::cloud, 3, 60'000, rng);  // halved at medians
  Matrix flat(4, f.cols());                               // by bitsets
  flat << f, Matrix::Ones(1, f.cols());
  EXPECT_EQ(non_dominated_ranks(f), non_dominated_ranks(flat));
}

TEST(NonDominatedSorting, AgreesWithPeelingInEveryShape) {
  NonDominatedSorting sorting;  // one for all: what a call leaves behind must not matter
  NonDominatedFilter filter;
  Rng rng(1, Purpose::user, 0);
  for (const Index n_obj : {1, 2, 3, 4, 5, 8, 20}) {
    for (const Shape shape : kShapes) {
      for (const Index n : {1, 2, 3, 63, 64, 65, 130, 400}) {
        const Matrix f = points(shape, n_obj, n, rng);
        const std::vector<Index> expected = peeled_ranks(f);
        sorting.sort(f);
        ASSERT_TRUE(std::ranges::equal(sorting.ranks(), expected))
            << n_obj << " objectives, " << n << " points, shape " << static_cast<int>(shape);
        expect_fronts_to_list(sorting, expected);
        const auto kept = filter.filter(f, Duplicates::keep);
        ASSERT_TRUE(std::ranges::equal(kept, sorting.front(0)));
      }
    }
  }
}

TEST(NonDominatedSorting, SortsMoreBlocksAndBucketsThanSmallSetsHave) {
  NonDominatedSorting sorting;
  NonDominatedFilter filter;
  Rng rng(2, Purpose::user, 0);
  for (const Index n_obj : {3, 5}) {
    for (const Shape shape : {Shape::cloud, Shape::lattice, Shape::skewed}) {
      const Matrix f = points(shape, n_obj, 2100, rng);
      sorting.sort(f);
      ASSERT_TRUE(std::ranges::equal(sorting.ranks(), peeled_ranks(f)));
      ASSERT_TRUE(std::ranges::equal(filter.filter(f, Duplicates::keep), sorting.front(0)));
    }
  }
}

TEST(NonDominatedSorting, AgreesWithTheFixtures) {
  const std::string folder = std::string(VILFREDO_TEST_DATA) + "/core/";
  std::ifstream in(folder + "ranks.json");
  ASSERT_TRUE(in);
  const nlohmann::json cases = nlohmann::json::parse(in).at("cases");
  ASSERT_EQ(cases.size(), 15U);
  for (const auto& one : cases) {
    std::ifstream csv(folder + one.at("points").get<std::string>());
    ASSERT_TRUE(csv) << one.at("name");
    std::vector<double> values;
    for (std::string line; std::getline(csv, line);) {
      std::istringstream row(line);
      for (std::string cell; std::getline(row, cell, ',');) {
        values.push_back(std::stod(cell));
      }
    }
    const auto expected = one.at("ranks_0based").get<std::vector<Index>>();
    const auto n_obj = one.at("d").get<Index>();
    const auto n = static_cast<Index>(expected.size());
    ASSERT_EQ(values.size(), expected.size() * static_cast<std::size_t>(n_obj));
    NonDominatedSorting sorting;
    sorting.sort(Eigen::Map<const Matrix>(values.data(), n_obj, n));
    EXPECT_TRUE(std::ranges::equal(sorting.ranks(), expected)) << one.at("name");
  }
}

TEST(NonDominatedSorting, TakesNothingAndInfinities) {
  NonDominatedSorting sorting;
  NonDominatedFilter filter;
  sorting.sort(Matrix(3, 0));
  EXPECT_EQ(sorting.fronts(), 0);
  EXPECT_TRUE(sorting.ranks().empty());
  EXPECT_TRUE(filter.filter(Matrix(3, 0), Duplicates::keep).empty());
  EXPECT_THROW(sorting.sort(Matrix(0, 3)), Error);
  EXPECT_THROW(filter.filter(Matrix(0, 3), Duplicates::keep), Error);
  Rng rng(3, Purpose::user, 0);
  const double values[] = {-kInfinity, -1e300, -0.0, 0.0, 5e-324, 1, 1e300, kInfinity};
  for (const Index n_obj : {1, 2, 3, 4}) {
    Matrix f(n_obj, 200);
    for (double& value : f.reshaped()) {
      value = values[rng.below(std::size(values))];
    }
    sorting.sort(f);
    ASSERT_TRUE(std::ranges::equal(sorting.ranks(), peeled_ranks(f)));
    ASSERT_TRUE(std::ranges::equal(filter.filter(f, Duplicates::keep), sorting.front(0)));
  }
}

TEST(NonDominatedSorting, ReadsColumnsThatAreApart) {
  Rng rng(4, Purpose::user, 0);
  const Matrix wide = points(Shape::lattice, 7, 100, rng);
  const Matrix copy = wide.middleRows(2, 3);
  NonDominatedSorting sorting;
  sorting.sort(wide.middleRows(2, 3));
  EXPECT_TRUE(std::ranges::equal(sorting.ranks(), peeled_ranks(copy)));
  NonDominatedFilter filter;
  EXPECT_TRUE(
      std::ranges::equal(filter.filter(wide.middleRows(2, 3), Duplicates::keep), sorting.front(0)));
}

TEST(NonDominatedSorting, IsIndifferentToObjectivesOrderScaleAndCopies) {
  Rng rng(5, Purpose::user, 0);
  NonDominatedSorting sorting;
  for (const Index n_obj : {2, 3, 6}) {
    const Matrix f = points(Shape::cloud, n_obj, 400, rng);
    sorting.sort(f);
    const std::vector<Index> ranks(sorting.ranks().begin(), sorting.ranks().end());
    sorting.sort(f.colwise().reverse());
    EXPECT_TRUE(std::ranges::equal(sorting.ranks(), ranks));
    sorting.sort(f.array().log().matrix());
    EXPECT_TRUE(std::ranges::equal(sorting.ranks(), ranks));
    Matrix constant(n_obj + 1, f.cols());
    constant << f, Matrix::Constant(1, f.cols(), 3);
    sorting.sort(constant);
    EXPECT_TRUE(std::ranges::equal(sorting.ranks(), ranks));
    Matrix twice(n_obj, 2 * f.cols());
    twice << f, f;
    sorting.sort(twice);
    EXPECT_TRUE(std::ranges::equal(sorting.ranks().first(ranks.size()), ranks));
    EXPECT_TRUE(std::ranges::equal(sorting.ranks().last(ranks.size()), ranks));
  }
}

TEST(NonDominatedFilter, KeepsAllOfEqualColumnsOrTheFirst) {
  NonDominatedFilter filter;
  Matrix f(2, 6);
  f << 1, 0, 1, 0, 2, 1,  //
      1, 2, 1, 2, 2, 1;
  EXPECT_TRUE(
      std::ranges::equal(filter.filter(f, Duplicates::keep), std::vector<Index>{0, 1, 2, 3, 5}));
  EXPECT_TRUE(
      std::ranges::equal(filter.filter(f, Duplicates::first_only), std::vector<Index>{0, 1}));
}

TEST(NonDominatedFilter, SweepsLargeSetsOfThreeObjectives) {
  Rng rng(6, Purpose::user, 0);
  Matrix f(3, 30'000);
  for (Index j = 0; j < f.cols(); ++j) {
    f.col(j) << std::abs(rng.normal()), std::abs(rng.normal()), std::abs(rng.normal());
    f.col(j) *= (1 + 0.001 * rng.uniform()) / f.col(j).norm();
    f(0, j) = std::round(f(0, j) * 500) / 500;
  }
  NonDominatedSorting sorting;
  sorting.sort(f);
  ASSERT_GT(sorting.front(0).size(), 100U);
  ASSERT_GT(sorting.fronts(), 2);
  NonDominatedFilter filter;
  EXPECT_TRUE(std::ranges::equal(filter.filter(f, Duplicates::keep), sorting.front(0)));
}

std::vector<double> crowding(const Matrix& f) {
  std::vector<Index> front(static_cast<std::size_t>(f.cols()));
  for (std::size_t j = 0; j < front.size(); ++j) {
    front[j] = static_cast<Index>(j);
  }
  std::vector<double> out(front.size());
  KeySorter<std::uint32_t> sorter;
  crowding_distance(f, front, out, sorter);
  return out;
}

TEST(CrowdingDistance, IsTheSumOfGapsOverRanges) {
  Matrix f(2, 5);
  f << 0, 8, 1, 3, 4,  //
      10, 0, 8, 5, 1;
  EXPECT_EQ(crowding(f), (std::vector<double>{kInfinity, kInfinity, 3.0 / 8 + 5.0 / 10,
                                              3.0 / 8 + 7.0 / 10, 5.0 / 8 + 5.0 / 10}));
}

TEST(CrowdingDistance, BreaksTiesByPlaceAndIgnoresConstantObjectives) {
  Matrix f(2, 5);
  f << 0, 0, 1, 2, 2,  //
      7, 7, 7, 7, 7;
  EXPECT_EQ(crowding(f), (std::vector<double>{kInfinity, 0.5, 1, 0.5, kInfinity}));
  EXPECT_EQ(crowding(Matrix::Constant(3, 4, 2)), std::vector<double>(4, 0.0));
  EXPECT_EQ(crowding(Matrix::Constant(3, 2, 2)), std::vector<double>(2, kInfinity));
  EXPECT_EQ(crowding(Matrix::Constant(3, 1, 2)), std::vector<double>(1, kInfinity));
  EXPECT_TRUE(crowding(Matrix(3, 0)).empty());
}

TEST(CrowdingDistance, SurvivesTheLargestNumbers) {
  Matrix f(1, 3);
  f << -1.5e308, 0, 1.5e308;
  EXPECT_EQ(crowding(f), (std::vector<double>{kInfinity, 1, kInfinity}));
}

}  // namespace
}  // namespace vilfredo
