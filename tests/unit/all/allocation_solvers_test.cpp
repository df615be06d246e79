#include <vilfredo/algorithms/compression/allocation_solvers.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/problems/combinatorial/k_of_n.hpp>
#include <vilfredo/problems/combinatorial/residual_network.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

template <class S>
RunResult solve(const AnyProblem& problem,
                const typename S::Options& options,
                std::uint64_t most = 20'000,
                std::uint64_t seed = 1) {
  RunOptions run_options;
  run_options.max_evaluations = most;
  run_options.seed = seed;
  S solver(problem.info(), options);
  return run(solver, problem, run_options);
}

/// Everything asked.
class Asked : public Observer {
 public:
  void evaluated(const Told& told, Index granted) override {
    for (Index j = 0; j < granted; ++j) {
      columns.emplace_back(told.x.col(j));
    }
    batches.push_back(granted);
  }

  std::vector<Vector> columns;
  std::vector<Index> batches;
};

ResidualNetwork exact_size(bool unequal) {
  return ResidualNetwork({.n_obj = 1, .units = 7, .levels = 4, .keep = 0.5, .unequal = unequal});
}

/// The additive optimum of an exact size, by trying every genome.
double additive_optimum(const ResidualNetwork& problem, Vector& best) {
  const CompressionLayout& layout = *problem.info().compression;
  double least = std::numeric_limits<double>::infinity();
  Vector levels = Vector::Zero(7);
  for (Index u = 0; u < 7;) {
    if (layout.total_size(levels) == layout.budget) {
      double sum = 0;
      for (Index i = 0; i < 7; ++i) {
        Vector one = Vector::Zero(7);
        one[i] = levels[i];
        sum += problem.damage(one);
      }
      if (sum < least) {
        least = sum;
        best = levels;
      }
    }
    for (u = 0; u < 7 && ++levels[u] == 4; ++u) {
      levels[u] = 0;
    }
  }
  return least;
}

TEST(AdditiveLevels, IsTheOptimumOfMeasuredSums) {
  for (const bool unequal : {false, true}) {
    const ResidualNetwork problem = exact_size(unequal);
    const RunResult result = solve<AdditiveLevels>(AnyProblem(problem), {});
    EXPECT_EQ(result.reason, StopReason::finished);
    EXPECT_EQ(result.evaluations, 1U + 7U * 3U + 1U);
    ASSERT_EQ(result.final.size(), 1);
    Vector best(7);
    const double least = additive_optimum(problem, best);
    double sum = 0;
    for (Index i = 0; i < 7; ++i) {
      Vector one = Vector::Zero(7);
      one[i] = result.final.x(i, 0);
      sum += problem.damage(one);
    }
    EXPECT_NEAR(sum, least, 1e-12);
    EXPECT_TRUE(result.feasible);
    EXPECT_EQ(result.final.f(0, 0), problem.damage(result.final.x.col(0)));
  }
}

TEST(Allocation, AdditiveDamagesAreSolvedExactlyByEveryMethodThatTrustsThem) {
  const KOfN problem({.units = 24, .chosen = 9, .n_obj = 1, .instance_seed = 4});
  const double optimum = problem.front(0)(0, 0);
  const AnyProblem any(problem);
  EXPECT_NEAR(solve<AdditiveLevels>(any, {}).final.f(0, 0), optimum, 1e-12);
  for (const GreedyDirection direction :
       {GreedyDirection::forward, GreedyDirection::backward, GreedyDirection::one_shot}) {
    const RunResult result = solve<GreedyLevels>(any, {.direction = direction});
    EXPECT_NEAR(result.final.f(0, 0), optimum, 1e-12) << static_cast<int>(direction);
    EXPECT_EQ(result.reason, StopReason::finished);
  }
}

TEST(RandomLevels, BeginsWithTheUniformAllocationAndMeetsTheBudgetAlways) {
  const ResidualNetwork problem = exact_size(true);
  const auto asked = std::make_shared<Asked>();
  RunOptions options;
  options.max_evaluations = 500;
  options.observers = {asked};
  RandomLevels solver(problem.info(), {});
  const RunResult result = run(solver, AnyProblem(problem), options);
  EXPECT_EQ(result.evaluations, 500U);
  const LevelSpace space(problem.info().compression);
  Vector uniform(7);
  ASSERT_TRUE(space.uniform(uniform, space.layout().budget, LevelSpace::Aim::exactly));
  EXPECT_EQ(asked->columns.front(), uniform);
  double best = std::numeric_limits<double>::infinity();
  for (const Vector& levels : asked->columns) {
    ASSERT_EQ(space.layout().total_size(levels), space.layout().budget);
    best = std::min(best, problem.damage(levels));
  }
  EXPECT_EQ(result.final.f(0, 0), best);
}

// One removal after the other, written without the solver.
TEST(GreedyLevels, TakesTheCheapestMeasuredMoveEachTime) {
  const ResidualNetwork problem = exact_size(false);
  const LevelSpace space(problem.info().compression);
  Vector levels = Vector::Zero(7);
  while (space.total_size(levels) > space.layout().budget) {
    double least = std::numeric_limits<double>::infinity();
    Index chosen = -1;
    for (Index u = 0; u < 7; ++u) {
      Vector moved = levels;
      if (++moved[u] < 4 && problem.damage(moved) < least) {
        least = problem.damage(moved);
        chosen = u;
      }
    }
    levels[chosen] += 1;
  }
  const RunResult result = solve<GreedyLevels>(AnyProblem(problem), {});
  EXPECT_EQ(result.final.x.col(0), levels);
}

TEST(GreedyLevels, MeetsABudgetItsLastMoveStepsOver) {
  for (const GreedyDirection direction :
       {GreedyDirection::forward, GreedyDirection::backward, GreedyDirection::one_shot}) {
    for (const double keep : {0.31, 0.5, 0.77}) {
      const ResidualNetwork problem(
          {.n_obj = 1, .units = 7, .levels = 3, .keep = keep, .unequal = true});
      const RunResult result = solve<GreedyLevels>(AnyProblem(problem), {.direction = direction});
      ASSERT_EQ(result.final.size(), 1);
      EXPECT_TRUE(result.feasible);
    }
  }
}

TEST(Allocation, FrontsCoverAllSizesAndNeverBeatTheExactOne) {
  ResidualNetworkOptions options{.units = 8, .levels = 3, .unequal = true};
  options.sampling = ResidualSampling::minibatch;
  const ResidualNetwork problem(options);
  const Matrix front = problem.front(0);
  const auto check = [&](const RunResult& result, Index least) {
    EXPECT_GE(result.final.size(), least);
    for (Index j = 0; j < result.final.size(); ++j) {
      EXPECT_EQ(result.final.f(1, j), problem.damage(result.final.x.col(j)));
      for (Index i = 0; i < front.cols(); ++i) {
        EXPECT_FALSE(result.final.f(0, j) <= front(0, i) &&
                     result.final.f(1, j) < front(1, i) - 1e-15);
      }
    }
  };
  const AnyProblem any(problem);
  check(solve<AdditiveLevels>(any, {.tokens = 16}), front.cols() / 2);
  check(solve<GreedyLevels>(any, {.tokens = 16}), front.cols() / 3);
  check(solve<GreedyLevels>(any, {.direction = GreedyDirection::backward, .tokens = 16}),
        front.cols() / 3);
  check(solve<RandomLevels>(any, {}, 500), front.cols() / 3);
}

TEST(Spdy, IsAtLeastAsGoodAsEverythingItTriedAndNoBetterThanTheOptimum) {
  const ResidualNetwork problem = exact_size(false);
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto asked = std::make_shared<Asked>();
    RunOptions options;
    options.max_evaluations = 20'000;
    options.seed = seed;
    options.observers = {asked};
    Spdy solver(problem.info(), {.starts = 20, .patience = 30, .resampled = 0.4});
    const RunResult result = run(solver, AnyProblem(problem), options);
    EXPECT_EQ(result.reason, StopReason::finished);
    ASSERT_GT(asked->batches.size(), 4U);
    EXPECT_EQ(asked->batches[0], 1 + 7 * 3);
    EXPECT_LE(asked->batches[1], 20);
    double best = std::numeric_limits<double>::infinity();
    std::set<std::vector<double>> tried;
    for (std::size_t i = 22; i + 2 < asked->columns.size(); ++i) {
      const Vector& levels = asked->columns[i];
      EXPECT_TRUE(tried.emplace(levels.begin(), levels.end()).second) << "asked twice";
      best = std::min(best, problem.damage(levels));
    }
    EXPECT_LE(result.final.f(0, 0), best);
    EXPECT_GE(result.final.f(0, 0), problem.front(0)(0, 0));
  }
}

TEST(Allocation, RefusesWhatItCannotAllocate) {
  const ProblemInfo two_damages = KOfN({.n_obj = 2}).info();
  EXPECT_THROW(AdditiveLevels(two_damages, {}), Error);
  EXPECT_THROW(GreedyLevels(two_damages, {}), Error);
  EXPECT_THROW(RandomLevels(two_damages, {}), Error);
  EXPECT_THROW(Spdy(ResidualNetwork({.units = 5}).info(), {}), Error);
  ProblemInfo owned = KOfN({.units = 4, .chosen = 2, .n_obj = 1}).info();
  auto layout = std::make_shared<CompressionLayout>(*owned.compression);
  layout->units[2].owner = 0;
  layout->units[2].owner_levels = {1};
  owned.compression = layout;
  EXPECT_THROW(AdditiveLevels(owned, {}), Error);
  EXPECT_THROW(GreedyLevels(owned, {}), Error);
  EXPECT_NO_THROW(RandomLevels(owned, {}));
}

TEST(Allocation, FailedMeasurementsAreNeverChosen) {
  const KOfN sound({.units = 12, .chosen = 5, .n_obj = 1});
  // The unit that would be chosen first cannot be measured.
  Index cheapest = 0;
  sound.weights().row(0).minCoeff(&cheapest);
  const AnyProblem problem = make_problem(sound.info(), [&](MatrixIn x, EvalOut out) {
    sound.evaluate(x, {out.f, out.g});
    for (Index j = 0; j < x.cols(); ++j) {
      // Size 1 is the larger level here: the largest genome chooses all units.
      if (x(cheapest, j) == 0) {
        out.f(0, j) = std::nan("");
      }
    }
  });
  const RunResult additive = solve<AdditiveLevels>(problem, {});
  ASSERT_EQ(additive.final.size(), 1);
  EXPECT_EQ(additive.final.x(cheapest, 0), 1);
  const RunResult greedy = solve<GreedyLevels>(problem, {});
  ASSERT_EQ(greedy.final.size(), 1);
  EXPECT_EQ(greedy.final.x(cheapest, 0), 1);
}

}  // namespace
}  // namespace vilfredo
