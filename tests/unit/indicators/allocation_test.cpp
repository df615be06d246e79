// Nothing is allocated after the first call where the caller keeps the memory: a workspace, a
// sorter, a filter, an archive.
#include "allocation_counter.hpp"
#include "vilfredo/core/crowding_distance.hpp"
#include "vilfredo/core/nondominated_sorting.hpp"
#include "vilfredo/core/ordering.hpp"
#include "vilfredo/core/pareto_archive.hpp"
#include "vilfredo/indicators/hypervolume.hpp"
#include "vilfredo/indicators/hypervolume_contributions.hpp"
#include "vilfredo/indicators/r2_exact.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace vilfredo {
namespace {

/// Half a front, half dominated, with some ties.
Matrix points(Index d, Index n, int power) {
  std::mt19937_64 engine(static_cast<std::uint64_t>(100 * d + n + power));
  Matrix f(d, n);
  for (Index j = 0; j < n; ++j) {
    for (Index k = 0; k < d; ++k) {
      f(k, j) = 0.01 + static_cast<double>(engine() >> 11) * 0x1p-53;
    }
    f.col(j) /= j % 2 == 0 ? f.col(j).sum() : 1;
    f.col(j) = f.col(j).array().pow(power);
  }
  f.col(n / 2) = f.col(0);
  f.row(0).tail(n / 4).setConstant(0.25);
  return f;
}

/// Sets that take different ways through sorting and hypervolume.
std::vector<Matrix> point_sets(Index d) {
  const Index largest = d <= 4 ? 700 : d == 5 ? 300 : 90;
  return {points(d, 3, 1), points(d, 20, 1), points(d, largest, 1), points(d, largest, 9)};
}

TEST(Allocation, IsCounted) {
#if !defined(VILFREDO_COUNTS_ALLOCATIONS)
  GTEST_SKIP() << "a sanitizer, or another C library, owns malloc";
#endif
  Matrix made;
  EXPECT_EQ(allocations_of([&made] { made = Matrix(3, made.cols() + 1); }), 1);
  std::vector<int> kept;
  EXPECT_EQ(allocations_of([&kept] { kept.assign(5, 1); }), 0);
}

TEST(Allocation, HypervolumeWithAWorkspaceAllocatesNothing) {
  for (const Index d : {2, 3, 4, 5, 6, 8}) {
    HypervolumeWorkspace workspace;
    const Vector reference = Vector::Constant(d, 1.1);
    const std::vector<Matrix> sets = point_sets(d);
    double sum = 0;
    EXPECT_EQ(allocations_of([&] {
                for (const Matrix& f : sets) {
                  sum += hypervolume(f, reference, workspace);
                }
              }),
              0)
        << d << " objectives";
    EXPECT_GT(sum, 0);
  }
}

TEST(Allocation, ContributionsWithAWorkspaceAllocateTheirResult) {
  for (const Index d : {2, 3, 4, 5, 6}) {
    HypervolumeWorkspace workspace;
    const Vector reference = Vector::Constant(d, 1.1);
    for (const DominatedPoints mode : {DominatedPoints::ignore, DominatedPoints::count}) {
      const std::vector<Matrix> sets = point_sets(d);
      double sum = 0;
      const long found = allocations_of([&] {
        for (const Matrix& f : sets) {
          sum += hypervolume_contributions(f, reference, mode, workspace).sum();
        }
      });
      EXPECT_LE(found, static_cast<long>(sets.size())) << d << " objectives";
      EXPECT_GT(sum, 0);
    }
  }
}

TEST(Allocation, SortingAndFilteringAgainAllocateNothing) {
  for (const Index d : {2, 3, 5, 8}) {
    NonDominatedSorting sorting;
    NonDominatedFilter filter;
    KeySorter<std::uint32_t> sorter;
    std::vector<double> crowding(700);
    const std::vector<Matrix> sets = point_sets(d);
    std::size_t sum = 0;
    EXPECT_EQ(allocations_of([&] {
                for (const Matrix& f : sets) {
                  sorting.sort(f);
                  const auto best = sorting.front(0);
                  crowding_distance(f, best, std::span(crowding).first(best.size()), sorter);
                  sum += filter.filter(f, Duplicates::keep).size();
                }
              }),
              0)
        << d << " objectives";
    EXPECT_GT(sum, 0U);
  }
}

TEST(Allocation, OrdersAndRanksWithAWorkspaceAllocateNothing) {
  OrderingWorkspace workspace;
  std::vector<std::uint32_t> order(700);
  std::vector<std::uint16_t> ranks(700);
  std::vector<double> levels(700);
  const std::vector<Matrix> sets = point_sets(2);
  EXPECT_EQ(allocations_of([&] {
              for (const Matrix& f : sets) {
                const auto n = static_cast<std::size_t>(f.cols());
                argsort(f.data(), 2, n, order.data(), workspace);
                dense_ranks(f.data(), 2, n, ranks.data(), levels.data(), workspace);
              }
            }),
            0);
}

TEST(Allocation, ExactR2OfTwoObjectivesKeepsItsMemory) {
  const Vector ideal = Vector::Constant(2, -0.1);
  const std::vector<Matrix> sets = point_sets(2);
  double sum = 0;
  EXPECT_EQ(allocations_of([&] {
              for (const Matrix& f : sets) {
                sum += r2_exact(f, ideal);
              }
            }),
            0);
  EXPECT_GT(sum, 0);
}

TEST(Allocation, AnArchiveAllocatesNothingForWhatItRejects) {
  for (const Index d : {2, 3, 5}) {
    ParetoArchive archive(d, 1);
    const Matrix front = points(d, 700, 1);
    const double x = 0;
    for (Index j = 0; j < front.cols(); ++j) {
      archive.insert(static_cast<Id>(j), front.col(j).data(), &x);
    }
    const Matrix worse = front.array() + 0.5;
    bool entered = false;
    EXPECT_EQ(allocations_of([&] {
                for (Index j = 0; j < worse.cols(); ++j) {
                  entered |= archive.insert(static_cast<Id>(1000 + j), worse.col(j).data(), &x);
                }
              }),
              0)
        << d << " objectives";
    EXPECT_FALSE(entered);
  }
}

}  // namespace
}  // namespace vilfredo
