#include "vilfredo/indicators/hypervolume_subset.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace vilfredo {
namespace {

using test::Draws;

double volume_of(const Matrix& f, const std::vector<Index>& columns, const Vector& reference) {
  return hypervolume(Matrix(f(Eigen::all, columns)), reference);
}

/// The best of all subsets, by trying each.
double best_volume(const Matrix& f, Index size, const Vector& reference) {
  double best = 0;
  for (unsigned subset = 0; subset < (1U << f.cols()); ++subset) {
    if (__builtin_popcount(subset) > size) {
      continue;
    }
    std::vector<Index> columns;
    for (Index j = 0; j < f.cols(); ++j) {
      if ((subset >> j & 1U) != 0) {
        columns.push_back(j);
      }
    }
    best = std::max(best, volume_of(f, columns, reference));
  }
  return best;
}

TEST(BestHypervolumeSubset2D, IsTheBestOfAll) {
  Draws draws(1);
  const Vector reference = Vector::Constant(2, 1.05);
  for (int repeat = 0; repeat < 30; ++repeat) {
    for (const Matrix& f : {draws.sphere(2, 9), Matrix(draws.lattice(2, 9, 5) / 4),
                            Matrix(draws.sphere(2, 9).array().pow(4)), draws.cube(2, 9)}) {
      for (const Index size : {1, 2, 3, 5, 9, 20}) {
        const std::vector<Index> chosen = best_hypervolume_subset_2d(f, reference, size);
        ASSERT_LE(static_cast<Index>(chosen.size()), size);
        ASSERT_TRUE(std::is_sorted(chosen.begin(), chosen.end()));
        const double best = best_volume(f, size, reference);
        ASSERT_NEAR(volume_of(f, chosen, reference), best, 1e-12 * best);
      }
    }
  }
}

TEST(GreedyHypervolumeSubset, TakesTheLargestGainEveryTime) {
  Draws draws(2);
  for (Index d = 2; d <= 5; ++d) {
    const Vector reference = Vector::Constant(d, 1.1);
    for (const Matrix& f : {draws.sphere(d, 25), Matrix(draws.lattice(d, 25, 5) / 4)}) {
      const std::vector<Index> chosen = greedy_hypervolume_subset(f, reference, 8);
      std::vector<Index> before;
      for (const Index column : chosen) {
        const double base = volume_of(f, before, reference);
        std::vector<Index> with = before;
        with.push_back(column);
        const double taken = volume_of(f, with, reference) - base;
        for (Index j = 0; j < f.cols(); ++j) {
          with.back() = j;
          ASSERT_LE(volume_of(f, with, reference) - base, taken + 1e-12);
        }
        before.push_back(column);
      }
      const std::vector<Index> all = greedy_hypervolume_subset(f, reference, 25);
      const double total = hypervolume(f, reference);
      EXPECT_NEAR(volume_of(f, all, reference), total, 1e-12 * total);
    }
  }
}

TEST(HypervolumeSubsets, RefuseWhatMakesNoSense) {
  const Matrix f = Matrix::Zero(3, 2);
  EXPECT_THROW((void)greedy_hypervolume_subset(f, Vector::Ones(3), -1), Error);
  EXPECT_THROW((void)best_hypervolume_subset_2d(f, Vector::Ones(3), 1), Error);
  EXPECT_TRUE(greedy_hypervolume_subset(f, Vector::Ones(3), 0).empty());
  EXPECT_TRUE(best_hypervolume_subset_2d(Matrix::Ones(2, 3), Vector::Ones(2), 2).empty());
  EXPECT_EQ(greedy_hypervolume_subset(f, Vector::Ones(3), 5), std::vector<Index>{0});
}

}  // namespace
}  // namespace vilfredo
