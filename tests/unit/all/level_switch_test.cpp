#include "boundary_digests.hpp"

#include <vilfredo/algorithms/compression/level_switch.hpp>
#include <vilfredo/core/dominance.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/problems/combinatorial/k_of_n.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace vilfredo {
namespace {

struct Sample {
  double mean = 0;
  double error = 0;  // standard error of the mean
};

struct Setting {
  Index units;
  Index chosen;
  LevelSwitchOptions options;
};

enum class Count { evaluations, generations };

// Evaluations (or generations) until the optimum of a fresh instance is the parent, over `runs`
// instances.
Sample effort_to_optimum(const Setting& setting, Count count, int runs) {
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < runs; ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    const KOfN problem(
        {.units = setting.units, .chosen = setting.chosen, .n_obj = 1, .instance_seed = seed});
    const double optimum = problem.front(0)(0, 0);
    RunOptions options;
    options.max_evaluations = 1'000'000;
    options.seed = seed;
    Run run(AnySolver(LevelSwitch(problem.info(), setting.options)), AnyProblem(problem), options);
    do {
      EXPECT_TRUE(run.advance());
    } while (run.view().population.f(0, 0) > optimum + 1e-12);
    const double effort = static_cast<double>(
        count == Count::evaluations ? run.view().evaluations : run.view().iterations - 1);
    sum += effort;
    squares += effort * effort;
  }
  const double n = runs;
  const double mean = sum / n;
  return {mean, std::sqrt((squares / n - mean * mean) / (n - 1))};
}

// Four joint standard errors: were the truth equal, one such check in 16 000 would fail.
void expect_agrees(const Sample& sample, double published, double published_error) {
  const double tolerance =
      4 * std::sqrt(sample.error * sample.error + published_error * published_error);
  EXPECT_NEAR(sample.mean, published, tolerance) << "standard error " << sample.error;
  EXPECT_LT(tolerance, 0.5 * published) << "too few runs to tell anything";
}

LevelSwitchOptions one_switch(Index offspring) {
  return {.offspring = offspring, .switches = SwitchCount::one};
}

TEST(LevelSwitch, OneSwitchNeedsTheMeasuredEvaluationsToTheOptimum) {
  // Independent measurement: 341 with standard error 16 (200 runs); 105 from 30 to 60 runs, whose
  // standard error is taken from our spread at 30 runs. (Long runs of two programs say 84.)
  expect_agrees(effort_to_optimum({32, 12, one_switch(1)}, Count::evaluations, 300), 341, 16);
  const Sample small = effort_to_optimum({16, 6, one_switch(1)}, Count::evaluations, 600);
  expect_agrees(small, 105, small.error * std::sqrt(600.0 / 30.0));
}

TEST(LevelSwitch, SeveralSwitchesNeedMoreEvaluationsOnALinearLandscape) {
  // 2.50 k (n - k) with standard error 0.15 k (n - k).
  const LevelSwitchOptions options{.offspring = 1, .switches = SwitchCount::min_of_two};
  expect_agrees(effort_to_optimum({32, 12, options}, Count::evaluations, 200), 600, 36);
}

TEST(LevelSwitch, ManyOffspringNeedTheMeasuredGenerations) {
  expect_agrees(effort_to_optimum({32, 12, one_switch(32)}, Count::generations, 100), 17.8, 0.5);
  const LevelSwitchOptions options{.offspring = 32, .switches = SwitchCount::min_of_two};
  expect_agrees(effort_to_optimum({32, 12, options}, Count::generations, 100), 24.5, 1.0);
}

// The same search, written as plainly as possible: bit strings, no layout, no streams per child.
Sample plain_search(const Setting& setting, int runs) {
  Rng rng(99, Purpose::user, 0);
  double sum = 0;
  double squares = 0;
  for (int run = 0; run < runs; ++run) {
    const auto n = static_cast<std::size_t>(setting.units);
    std::vector<double> weight(n);
    std::vector<Index> order(n);
    for (std::size_t i = 0; i < n; ++i) {
      weight[i] = rng.uniform();
      order[i] = static_cast<Index>(i);
    }
    rng.shuffle(order);
    std::vector<int> parent(n, 0);
    for (Index i = 0; i < setting.chosen; ++i) {
      parent[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = 1;
    }
    const auto damage = [&](const std::vector<int>& x) {
      double f = 0;
      for (std::size_t i = 0; i < n; ++i) {
        f += x[i] * weight[i];
      }
      return f;
    };
    std::vector<double> sorted = weight;
    std::ranges::sort(sorted);
    const double optimum = std::accumulate(sorted.begin(), sorted.begin() + setting.chosen, 0.0);
    double evaluations = 1;
    while (damage(parent) > optimum + 1e-12) {
      std::vector<int> child = parent;
      int switches = 1;
      if (setting.options.switches == SwitchCount::min_of_two) {
        switches = static_cast<int>(std::min(rng.below(3), rng.below(3))) + 1;
      }
      while (switches > 0) {
        const std::size_t a = rng.below(n);
        const std::size_t b = rng.below(n);
        if (child[a] == 1 && child[b] == 0) {
          std::swap(child[a], child[b]);
          --switches;
        }
      }
      if (child == parent) {
        continue;
      }
      evaluations += 1;
      if (damage(child) <= damage(parent)) {
        parent = child;
      }
    }
    sum += evaluations;
    squares += evaluations * evaluations;
  }
  const double mean = sum / runs;
  return {mean, std::sqrt((squares / runs - mean * mean) / (runs - 1))};
}

TEST(LevelSwitch, NeedsAsManyEvaluationsAsAPlainlyWrittenSearch) {
  for (const SwitchCount switches : {SwitchCount::one, SwitchCount::min_of_two}) {
    const Setting setting{16, 6, {.offspring = 1, .switches = switches}};
    const Sample plain = plain_search(setting, 1000);
    const Sample ours = effort_to_optimum(setting, Count::evaluations, 1000);
    EXPECT_LT(plain.error, 0.05 * plain.mean);
    EXPECT_NEAR(ours.mean, plain.mean,
                4 * std::sqrt(plain.error * plain.error + ours.error * ours.error));
  }
}

TEST(LevelSwitch, FindsSupportedPointsAndStaysWithinTheBudgetOfUnits) {
  const KOfN problem;
  LevelSwitch solver(problem.info(), {.offspring = 4, .switches = SwitchCount::one});
  RunOptions options;
  options.max_evaluations = 40'000;
  const RunResult result = run(solver, AnyProblem(problem), options);
  EXPECT_EQ(result.evaluations, 40'000U);
  EXPECT_TRUE(result.feasible);
  const Matrix front = problem.front(0);
  Index on_front = 0;
  for (Index j = 0; j < result.final.size(); ++j) {
    EXPECT_EQ(result.final.x.col(j).sum(), 12);
    for (Index i = 0; i < front.cols(); ++i) {
      on_front += front.col(i) == result.final.f.col(j) ? 1 : 0;
    }
  }
  EXPECT_EQ(on_front, result.final.size());
  // 11 weight vectors; at least the two ends and something between.
  EXPECT_GE(result.final.size(), 5);
  EXPECT_NEAR(result.final.f.row(0).minCoeff(), problem.info().ideal.value[0], 1e-12);
  EXPECT_NEAR(result.final.f.row(1).minCoeff(), problem.info().ideal.value[1], 1e-12);
}

// Checks every generation: right size, no two children equal, none equal to the parent, which with
// one objective and random weights is the best seen so far.
class Generations : public Observer {
 public:
  void evaluated(const Told& told, Index granted) override {
    for (Index a = 0; a < told.size(); ++a) {
      EXPECT_EQ(told.x.col(a).sum(), 3);
      EXPECT_FALSE(!sizes.empty() && told.x.col(a) == parent_);
      for (Index b = 0; b < a; ++b) {
        EXPECT_NE(told.x.col(a), told.x.col(b));
      }
    }
    for (Index a = 0; a < granted; ++a) {
      if (told.f(0, a) < least_) {
        least_ = told.f(0, a);
        parent_ = told.x.col(a);
      }
    }
    sizes.push_back(told.size());
  }

  std::vector<Index> sizes;

 private:
  double least_ = 1e300;
  Vector parent_;
};

TEST(LevelSwitch, AsksEachGenerationForDistinctChildrenOfTheRightSize) {
  const KOfN problem({.units = 6, .chosen = 3, .n_obj = 1});
  // One switch leads to 3 x 3 children, up to three switches to every other one of the 20 choices.
  for (const auto& [switches, children] :
       {std::pair{SwitchCount::one, 9}, std::pair{SwitchCount::min_of_two, 19}}) {
    const auto watch = std::make_shared<Generations>();
    RunOptions options;
    options.max_evaluations = 200;
    options.observers = {watch};
    LevelSwitch solver(problem.info(), {.offspring = 30, .switches = switches});
    (void)run(solver, AnyProblem(problem), options);
    ASSERT_GE(watch->sizes.size(), 2U);
    EXPECT_EQ(watch->sizes[0], 1);
    EXPECT_EQ(watch->sizes[1], children);
  }
}

TEST(LevelSwitch, ResumesBitForBitAndIgnoresTheNumberOfThreads) {
  const AnyProblem problem(KOfN{});
  RunOptions options;
  options.max_evaluations = 2000;
  boundary_digests::expect_resumable<LevelSwitch>(problem, {.offspring = 5}, options, 5);
  const auto expected = boundary_digests::of<LevelSwitch>(problem, {.offspring = 5}, options);
  options.threads = 4;
  EXPECT_EQ(boundary_digests::of<LevelSwitch>(problem, {.offspring = 5}, options), expected);
}

TEST(LevelSwitch, LeavesFailedChildrenOutAndReplacesAFailedParent) {
  const KOfN sound({.units = 10, .chosen = 4, .n_obj = 1});
  ProblemInfo info = sound.info();
  // The first unit poisons a solution.
  const AnyProblem problem = make_problem(info, [&](MatrixIn x, EvalOut out) {
    sound.evaluate(x, {out.f, out.g});
    for (Index j = 0; j < x.cols(); ++j) {
      if (x(0, j) == 1) {
        out.f(0, j) = std::nan("");
      }
    }
  });
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    LevelSwitch solver(problem.info(), {.offspring = 3});
    RunOptions options;
    options.max_evaluations = 1500;
    options.seed = seed;
    const RunResult result = run(solver, problem, options);
    EXPECT_GT(result.failed_evaluations, 0U);
    ASSERT_EQ(result.final.size(), 1);
    EXPECT_EQ(result.final.x(0, 0), 0);
    EXPECT_TRUE(result.final.f.allFinite());
  }
}

TEST(LevelSwitch, RefusesProblemsWithoutALayout) {
  ProblemInfo plain = KOfN().info();
  plain.compression = nullptr;
  EXPECT_THROW(LevelSwitch(plain, {}), Error);
  ProblemInfo noisy = KOfN().info();
  noisy.stochastic = true;
  EXPECT_THROW(LevelSwitch(noisy, {}), Error);
}

}  // namespace
}  // namespace vilfredo
