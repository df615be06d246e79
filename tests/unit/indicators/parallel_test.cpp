// Results may not depend on the number of threads: every function that takes a pool, with 1, 2 and
// 8 threads (which really run: a pool raises what the scheduler allows).
#include "vilfredo/core/parallel.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/attainment.hpp"
#include "vilfredo/indicators/distance.hpp"
#include "vilfredo/indicators/epsilon.hpp"
#include "vilfredo/indicators/hypervolume.hpp"
#include "vilfredo/indicators/hypervolume_parallel.hpp"
#include "vilfredo/indicators/r2.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace vilfredo {
namespace {

using test::Draws;

class Parallel : public testing::Test {
 protected:
  template <class Compute>
  auto with_every_pool(const Compute& compute) {
    WorkerPool one(1);
    const auto result = compute(one);
    for (const int threads : {2, 8}) {
      WorkerPool pool(threads);
      for (int repeat = 0; repeat < 3; ++repeat) {
        EXPECT_EQ(compute(pool), result) << threads << " threads";
      }
    }
    return result;
  }

  Draws draws_{11};
};

std::vector<Matrix> fronts(Draws& draws, Index d, Index n) {
  return {draws.sphere(d, n), draws.cube(d, n), Matrix(draws.lattice(d, n, 4) / 4),
          Matrix(draws.sphere(d, n).array().pow(12))};
}

TEST_F(Parallel, Hypervolume) {
  for (const Index d : {2, 3, 4, 5, 6, 8}) {
    for (const Index n : {0, 1, 2, 40, d < 6 ? 300 : 90}) {
      for (const Matrix& f : fronts(draws_, d, n)) {
        const Vector reference = Vector::Constant(d, 1.1);
        const double expected = hypervolume(f, reference);
        const double value =
            with_every_pool([&](WorkerPool& pool) { return hypervolume(f, reference, pool); });
        EXPECT_NEAR(value, expected, 1e-13 * expected) << d << " " << n;
        if (d < 5) {
          EXPECT_EQ(value, expected);
        }
      }
    }
  }
}

TEST_F(Parallel, HypervolumeOfALatticeIsItsCountOfCells) {
  for (const Index d : {5, 6, 7}) {
    const Matrix f = draws_.lattice(d, 80, 4);
    const Vector reference = Vector::Constant(d, 4);
    EXPECT_EQ(with_every_pool([&](WorkerPool& pool) { return hypervolume(f, reference, pool); }),
              hypervolume(f, reference));
  }
}

TEST_F(Parallel, HypervolumeKeepsItsEdgesAndErrors) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  WorkerPool pool(2);
  Matrix f = draws_.cube(5, 20);
  const Vector reference = Vector::Constant(5, 1.1);
  EXPECT_EQ(hypervolume(f * 1e200, reference * 1e200, pool), kInfinity);
  EXPECT_EQ(hypervolume(f * 1e-100, reference * 1e-100, pool), 0);
  f(2, 3) = -kInfinity;
  EXPECT_EQ(hypervolume(f, reference, pool), kInfinity);
  EXPECT_THROW((void)hypervolume_contributions(f, reference, DominatedPoints::ignore, pool), Error);
  f(2, 3) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)hypervolume(f, reference, pool), Error);
  EXPECT_THROW((void)hypervolume(f, reference.head(4), pool), Error);
}

TEST_F(Parallel, ContributionsHaveTheBitsOfOneCaller) {
  for (const Index d : {2, 3, 4, 5, 6, 8}) {
    for (const Index n : {0, 1, 2, 40, d < 6 ? 300 : 90}) {
      for (const Matrix& f : fronts(draws_, d, n)) {
        for (const DominatedPoints mode : {DominatedPoints::ignore, DominatedPoints::count}) {
          const Vector reference = Vector::Constant(d, 1.1);
          EXPECT_EQ(with_every_pool([&](WorkerPool& pool) {
                      return hypervolume_contributions(f, reference, mode, pool);
                    }),
                    hypervolume_contributions(f, reference, mode));
        }
      }
    }
  }
}

TEST_F(Parallel, DistancesHaveTheBitsOfOneCaller) {
  for (const Index d : {1, 2, 3, 5, 13}) {
    const Matrix a = draws_.cube(d, 700);
    const Matrix z = draws_.cube(d, 2500);
    for (const double p : {1.0, 2.0}) {
      EXPECT_EQ(with_every_pool([&](WorkerPool& pool) { return igd(a, z, p, pool); }),
                igd(a, z, p));
      EXPECT_EQ(with_every_pool([&](WorkerPool& pool) { return gd(z, a, p, pool); }), gd(z, a, p));
      EXPECT_EQ(
          with_every_pool([&](WorkerPool& pool) { return averaged_hausdorff(a, z, p, pool); }),
          averaged_hausdorff(a, z, p));
    }
    EXPECT_EQ(with_every_pool([&](WorkerPool& pool) { return igd_plus(a, z, pool); }),
              igd_plus(a, z));
    EXPECT_EQ(with_every_pool([&](WorkerPool& pool) { return gd_plus(z, a, pool); }),
              gd_plus(z, a));
  }
}

TEST_F(Parallel, EpsilonHasTheBitsOfOneCaller) {
  for (const Index d : {1, 2, 3, 5, 13}) {
    const Matrix a = draws_.cube(d, 700).array() + 0.01;
    const Matrix z = draws_.cube(d, 5000).array() + 0.01;
    EXPECT_EQ(with_every_pool([&](WorkerPool& pool) { return epsilon_additive(a, z, pool); }),
              epsilon_additive(a, z));
    EXPECT_EQ(with_every_pool([&](WorkerPool& pool) { return epsilon_multiplicative(a, z, pool); }),
              epsilon_multiplicative(a, z));
  }
}

TEST_F(Parallel, R2HasTheBitsOfOneCaller) {
  for (const Index d : {2, 3, 6}) {
    const Matrix f = draws_.sphere(d, 300);
    const Matrix weights = draws_.cube(d, 777);
    const Vector ideal = Vector::Zero(d);
    EXPECT_EQ(
        with_every_pool([&](WorkerPool& pool) { return r2(f, weights, ideal, {}, pool).value; }),
        r2(f, weights, ideal).value);
    EXPECT_EQ(with_every_pool(
                  [&](WorkerPool& pool) { return r2_contributions(f, weights, ideal, {}, pool); }),
              r2_contributions(f, weights, ideal));
  }
}

TEST_F(Parallel, AttainmentSurfacesAreThoseOfOneCaller) {
  for (const Index d : {2, 3}) {
    for (const bool ties : {false, true}) {
      std::vector<Matrix> runs;
      for (int k = 0; k < 5; ++k) {
        runs.push_back(ties ? Matrix(draws_.lattice(d, 60, 5)) : draws_.sphere(d, 60));
      }
      EXPECT_EQ(with_every_pool([&](WorkerPool& pool) { return attainment_surfaces(runs, pool); }),
                attainment_surfaces(runs));
    }
  }
}

}  // namespace
}  // namespace vilfredo
