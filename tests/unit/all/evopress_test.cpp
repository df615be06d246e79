#include "boundary_digests.hpp"

#include <vilfredo/algorithms/compression/evopress.hpp>
#include <vilfredo/algorithms/compression/evopress_front.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/hash.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/problems/combinatorial/k_of_n.hpp>
#include <vilfredo/problems/combinatorial/residual_network.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

ResidualNetworkOptions exact_size(Index units, int levels) {
  return {.n_obj = 1, .units = units, .levels = levels};
}

ResidualNetworkOptions noisy(Index units, int levels) {
  ResidualNetworkOptions options = exact_size(units, levels);
  options.sampling = ResidualSampling::minibatch;
  return options;
}

RunOptions evaluations(std::uint64_t most, std::uint64_t seed = 1) {
  RunOptions options;
  options.max_evaluations = most;
  options.seed = seed;
  return options;
}

/// Parents after every generation.
class Parents : public Observer {
 public:
  void boundary(const RunView& view) override {
    seen.push_back(view.population.x);
    values.push_back(view.population.f);
  }

  std::vector<Matrix> seen;
  std::vector<Matrix> values;
};

// EvoPress written down from its pseudo-code: no phases, no batches, one candidate after the other.
// It shares the streams and the level switch with the solver, nothing else.
std::vector<Vector> plain_evopress(const ResidualNetwork& problem,
                                   std::uint64_t seed,
                                   const std::vector<std::pair<std::size_t, int>>& stages,
                                   int lambda,
                                   int generations) {
  const std::uint64_t key =
      derive_key(seed, "problem:" + sha256_hex(std::string(ResidualNetwork::kName)), 0);
  const LevelSpace space(problem.info().compression);
  const std::int64_t budget = space.layout().budget;
  std::uint64_t sample = 0;
  const auto measure = [&](const Vector& x, int level) {
    Matrix f(1, 1);
    Matrix g(1, 1);
    std::vector<Rng> streams(1, Rng(key, Purpose::sample, sample));
    problem.evaluate(x, level, {f, g}, streams);
    return f(0, 0);
  };
  Vector parent(space.units());
  EXPECT_TRUE(space.uniform(parent, budget, LevelSpace::Aim::exactly));
  ++sample;  // the start is measured once
  std::vector<Vector> out{parent};
  std::uint64_t made = 0;
  for (int generation = 0; generation < generations; ++generation) {
    std::vector<Vector> offspring;
    for (int i = 0; i < lambda; ++i) {
      Rng rng(key, Purpose::variation, made++);
      for (;;) {
        Vector child = parent;
        const auto u1 = rng.below(3);
        const auto u2 = rng.below(3);
        for (std::uint64_t s = 0; s <= std::min(u1, u2); ++s) {
          EXPECT_TRUE(space.switch_levels(rng, child, budget, LevelSpace::Aim::exactly));
        }
        if (child != parent && std::ranges::find(offspring, child) == offspring.end()) {
          offspring.push_back(child);
          break;
        }
      }
    }
    for (std::size_t j = 0; j < stages.size(); ++j) {
      ++sample;
      if (j + 1 == stages.size()) {
        offspring.push_back(parent);
      }
      std::vector<std::pair<double, std::size_t>> ranked;
      for (std::size_t i = 0; i < offspring.size(); ++i) {
        ranked.emplace_back(measure(offspring[i], stages[j].second), i);
      }
      std::ranges::sort(ranked);
      ranked.resize(std::min(ranked.size(), stages[j].first));
      // Survivors keep their order of birth, which decides ties.
      std::ranges::sort(ranked, {}, [](const auto& entry) { return entry.second; });
      std::vector<Vector> survivors;
      for (const auto& entry : ranked) {
        survivors.push_back(offspring[entry.second]);
      }
      offspring = survivors;
    }
    parent = offspring.front();
    out.push_back(parent);
  }
  return out;
}

TEST(Evopress, IsThePublishedLoopCandidateByCandidate) {
  const ResidualNetwork problem(noisy(7, 4));
  const EvopressOptions options{
      .search = {.offspring = 12,
                 .stages = {{.survivors = 5, .tokens = 4}, {2, 16}, {1, 64}},
                 .switches = EvopressSwitches::min_of_two,
                 .generations = 20,
                 .start_candidates = 1}};
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto expected = plain_evopress(problem, seed, {{5, 0}, {2, 1}, {1, 2}}, 12, 20);
    const auto watch = std::make_shared<Parents>();
    RunOptions run_options = evaluations(100'000, seed);
    run_options.observers = {watch};
    Evopress solver(problem.info(), options);
    (void)run(solver, AnyProblem(problem), run_options);
    // A boundary after the start, three in each generation, and the end.
    ASSERT_EQ(watch->seen.size(), 1U + 3U * 20U + 1U);
    for (std::size_t g = 0; g <= 20; ++g) {
      ASSERT_EQ(watch->seen[3 * g].col(0), expected[g]) << "seed " << seed << " generation " << g;
    }
  }
}

TEST(Evopress, SpendsWhatThePublishedStagesCost) {
  const ResidualNetwork problem(noisy(7, 4));
  const EvopressOptions options{.search = {.offspring = 12,
                                           .stages = {{5, 4}, {2, 16}, {1, 64}},
                                           .generations = 10,
                                           .start_candidates = 3}};
  Evopress solver(problem.info(), options);
  const RunResult result = run(solver, AnyProblem(problem), evaluations(100'000));
  EXPECT_EQ(result.reason, StopReason::finished);
  // Starts, then 12 children, 5 survivors, 2 survivors and the parent; in the end the parent and
  // the uniform allocation.
  EXPECT_EQ(result.evaluations, 3U + 10U * (12 + 5 + 3) + 2U);
  EXPECT_EQ(result.cost, 3U * 4 + 10U * (12 * 4 + 5 * 16 + 3 * 64) + 2U * 64);
}

TEST(Evopress, NeverReturnsLessThanTheUniformAllocation) {
  const ResidualNetwork problem(noisy(8, 4));
  const LevelSpace space(problem.info().compression);
  Vector uniform(8);
  ASSERT_TRUE(space.uniform(uniform, space.layout().budget, LevelSpace::Aim::exactly));
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    // One generation on four sequences misleads.
    Evopress solver(
        problem.info(),
        {.search = {.offspring = 2, .stages = {{1, 4}}, .generations = 1, .start_candidates = 2}});
    const RunResult result = run(solver, AnyProblem(problem), evaluations(1000, seed));
    ASSERT_EQ(result.final.size(), 1);
    EXPECT_LE(result.final.f(0, 0), problem.damage(uniform));
    EXPECT_EQ(result.final.f(0, 0), problem.damage(result.final.x.col(0)));
  }
}

TEST(Evopress, TheEndTakesPlaceBeforeTheBudgetDoes) {
  const ResidualNetwork problem(noisy(7, 4));
  for (const std::uint64_t budget : {800U, 1500U, 3000U, 9000U}) {
    Evopress solver(problem.info(), {.search = {.offspring = 10, .start_candidates = 4}});
    RunOptions options;
    options.max_cost = budget;
    const RunResult result = run(solver, AnyProblem(problem), options);
    EXPECT_EQ(result.reason, StopReason::finished) << budget;
    EXPECT_LE(result.cost, budget);
    EXPECT_GT(result.cost, budget / 3) << "too careful";
    for (Index j = 0; j < result.final.size(); ++j) {
      EXPECT_EQ(result.final.f(0, j), problem.damage(result.final.x.col(j)));
    }
  }
}

TEST(Evopress, FindsTheExactOptimumOfANoisyLandscape) {
  int found = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const ResidualNetwork problem(noisy(12, 2));
    Evopress solver(problem.info(), {});
    const RunResult result = run(solver, AnyProblem(problem), evaluations(20'000, seed));
    EXPECT_TRUE(result.feasible);
    found += result.final.f(0, 0) <= 1.01 * problem.front(0)(0, 0) ? 1 : 0;
  }
  EXPECT_GE(found, 8);
}

TEST(Evopress, MoreSearchesStartElsewhereAndKeepTheBest) {
  const ResidualNetwork problem(exact_size(10, 3));
  Evopress one(problem.info(), {.search = {.generations = 6, .start_candidates = 1}});
  Evopress many(problem.info(),
                {.search = {.generations = 6, .start_candidates = 1}, .searches = 4});
  const RunResult first = run(one, AnyProblem(problem), evaluations(100'000));
  const RunResult all = run(many, AnyProblem(problem), evaluations(100'000));
  EXPECT_LE(all.final.f(0, 0), first.final.f(0, 0));
  EXPECT_GT(all.evaluations, 3 * first.evaluations);
  EXPECT_GE(many.population().size(), 4);
}

TEST(Evopress, TheAdditiveOptimumCompetes) {
  // On an additive landscape it is the optimum, and one generation is not enough without it.
  const KOfN problem({.units = 30, .chosen = 12, .n_obj = 1});
  const EvopressSettings brief{.offspring = 2, .generations = 1, .start_candidates = 1};
  EvopressSettings with = brief;
  with.additive = AdditiveUse::finalist;
  Evopress plain(problem.info(), {.search = brief});
  Evopress additive(problem.info(), {.search = with});
  const double optimum = problem.front(0)(0, 0);
  EXPECT_GT(run(plain, AnyProblem(problem), evaluations(1000)).final.f(0, 0), optimum + 0.1);
  const RunResult result = run(additive, AnyProblem(problem), evaluations(1000));
  EXPECT_NEAR(result.final.f(0, 0), optimum, 1e-12);
  with.additive = AdditiveUse::start;
  Evopress start(problem.info(), {.search = with});
  EXPECT_NEAR(run(start, AnyProblem(problem), evaluations(1000)).final.f(0, 0), optimum, 1e-12);
}

TEST(Evopress, PatienceEndsASearchThatNoLongerImproves) {
  const ResidualNetwork problem(exact_size(8, 2));
  Evopress solver(problem.info(), {.search = {.generations = 100'000, .patience = 10}});
  const RunResult result = run(solver, AnyProblem(problem), evaluations(1'000'000));
  EXPECT_EQ(result.reason, StopReason::finished);
  EXPECT_LT(result.evaluations, 10'000U);
}

TEST(Evopress, FailuresRankLast) {
  const ResidualNetwork sound(exact_size(8, 3));
  // Most genomes fail: all that keep the first unit whole, the uniform one among them or not.
  const AnyProblem problem = make_problem(sound.info(), [&](MatrixIn x, EvalOut out) {
    sound.evaluate(x, 0, out, {});
    for (Index j = 0; j < x.cols(); ++j) {
      if (x(0, j) != 1) {
        out.f(0, j) = std::nan("");
      }
    }
  });
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Evopress solver(problem.info(), {.search = {.offspring = 6, .generations = 30}});
    const RunResult result = run(solver, problem, evaluations(5000, seed));
    EXPECT_GT(result.failed_evaluations, 10U);
    ASSERT_EQ(result.final.size(), 1);
    EXPECT_EQ(result.final.x(0, 0), 1);
  }
  // Nothing ever works: the run ends all the same.
  const AnyProblem broken = make_problem(sound.info(), [](MatrixIn, EvalOut out) {
    out.f.setConstant(std::nan(""));
    out.g.setZero();
  });
  Evopress solver(broken.info(), {.search = {.offspring = 6, .generations = 30}});
  const RunResult result = run(solver, broken, evaluations(5000));
  EXPECT_EQ(result.failed_evaluations, result.evaluations);
  EXPECT_EQ(result.final.size(), 0);
}

TEST(Evopress, ASearchWithoutAMoveEnds) {
  auto layout = std::make_shared<CompressionLayout>();
  layout->units = {{"a", {4}}, {"b", {2, 1}}};
  layout->budget = 6;
  ProblemInfo info;
  info.name = "stuck";
  info.n_var = 2;
  info.n_obj = 1;
  info.lower = Vector::Zero(2);
  info.upper = Vector{{0, 1}};
  info.kinds = {VarKind::integer, VarKind::integer};
  info.compression = layout;
  const AnyProblem problem =
      make_problem(info, [](MatrixIn, EvalOut out) { out.f.setConstant(0.5); });
  Evopress solver(problem.info(), {});
  const RunResult result = run(solver, problem, evaluations(1000));
  EXPECT_EQ(result.reason, StopReason::finished);
  EXPECT_EQ(result.final.x.col(0), (Vector{{0, 0}}));
  ASSERT_FALSE(result.events.empty());
  EXPECT_NE(result.events.front().second.find("no unit can move"), std::string::npos);
}

TEST(Evopress, ResumesBitForBitAndIgnoresTheNumberOfThreads) {
  const AnyProblem problem(ResidualNetwork(noisy(9, 3)));
  EvopressOptions options{.search = {.offspring = 8,
                                     .generations = 6,
                                     .start_candidates = 3,
                                     .additive = AdditiveUse::start},
                          .searches = 2};
  boundary_digests::expect_resumable<Evopress>(problem, options, evaluations(5000), 3);
  const auto expected = boundary_digests::of<Evopress>(problem, options, evaluations(5000));
  RunOptions threads = evaluations(5000);
  threads.threads = 4;
  EXPECT_EQ(boundary_digests::of<Evopress>(problem, options, threads), expected);
}

TEST(Evopress, RefusesWhatItCannotSearch) {
  ProblemInfo plain = KOfN({.n_obj = 1}).info();
  plain.compression = nullptr;
  EXPECT_THROW(Evopress(plain, {}), Error);
  EXPECT_THROW(Evopress(KOfN({.n_obj = 2}).info(), {}), Error);
  EXPECT_THROW(Evopress(ResidualNetwork({.n_obj = 2}).info(), {}), Error);
  const ProblemInfo info = ResidualNetwork(exact_size(6, 2)).info();
  EXPECT_THROW(Evopress(info, {.search = {.stages = {{2, 4}, {3, 16}, {1, 64}}}}), Error);
  EXPECT_THROW(Evopress(info, {.search = {.stages = {{4, 4}, {2, 16}}}}), Error);
  EXPECT_THROW(EvopressFront(info, {.step = 0.7, .cross = 0.4}), Error);
}

TEST(EvopressPlan, PresetsAreThePublishedSettings) {
  ProblemInfo info = ResidualNetwork({.n_obj = 1,
                                      .units = 10,
                                      .levels = 2,
                                      .keep = 0.7,
                                      .sampling = ResidualSampling::minibatch})
                         .info();
  info.cost_unit = "tokens";
  info.level_cost = {512, 2048, 8192, 16384, 32768, 65536, 131072};
  const LevelSpace space(info.compression);
  const auto tokens = [&](const EvopressPlan& plan) {
    std::vector<std::pair<Index, std::uint64_t>> out;
    for (const auto& stage : plan.stages) {
      out.emplace_back(stage.survivors, info.level_cost[static_cast<std::size_t>(stage.level)]);
    }
    return out;
  };
  using Stages = std::vector<std::pair<Index, std::uint64_t>>;
  EvopressPlan plan = plan_for({}, info, space);
  EXPECT_EQ(plan.offspring, 32);
  EXPECT_EQ(plan.start_candidates, 64);
  EXPECT_EQ(plan.generations, static_cast<Index>(3 * 7 / 1.5)) << "3 of 10 units dropped";
  EXPECT_EQ(tokens(plan), (Stages{{2, 2048}, {1, 32768}}));
  plan = plan_for({.preset = EvopressPreset::sparsity}, info, space);
  EXPECT_EQ(plan.generations, 400);
  EXPECT_EQ(tokens(plan), (Stages{{8, 2048}, {2, 16384}, {1, 65536}}));
  plan = plan_for({.preset = EvopressPreset::quantisation}, info, space);
  EXPECT_EQ(plan.offspring, 128);
  EXPECT_EQ(tokens(plan), (Stages{{16, 2048}, {4, 16384}, {1, 131072}}));
  plan = plan_for({.preset = EvopressPreset::super_fast}, info, space);
  EXPECT_EQ(tokens(plan), (Stages{{1, 512}, {1, 8192}}));
  plan = plan_for({.preset = EvopressPreset::tuned, .offspring = 5}, info, space);
  EXPECT_EQ(plan.offspring, 5);
  EXPECT_EQ(plan.patience, 50);
  EXPECT_EQ(plan.switches, SwitchCount::mostly_one);
  // Not tokens: spread over what there is. Without noise equal stages would repeat themselves.
  info.cost_unit = "sequences";
  info.level_cost = {4, 16, 64};
  EXPECT_EQ(tokens(plan_for({}, info, space)), (Stages{{2, 4}, {1, 64}}));
  info.stochastic = false;
  info.level_cost = {1};
  EXPECT_EQ(tokens(plan_for({}, info, space)), (Stages{{1, 1}}));
}

// --- the front ----------------------------------------------------------------------------------

TEST(EvopressFront, WithOneCellAndSwitchesOnlyItIsEvopressBitForBit) {
  const AnyProblem problem(ResidualNetwork(noisy(9, 3)));
  const EvopressSettings settings{.offspring = 8, .generations = 15, .start_candidates = 4};
  const auto expected =
      boundary_digests::of<Evopress>(problem, {.search = settings}, evaluations(3000));
  ASSERT_GT(expected.size(), 40U);
  EXPECT_EQ(boundary_digests::of<EvopressFront>(
                problem, {.search = settings, .step = 0, .cross = 0}, evaluations(3000)),
            expected);
}

double area(const Matrix& points, double size, double damage) {
  std::vector<std::pair<double, double>> sorted;
  for (Index j = 0; j < points.cols(); ++j) {
    sorted.emplace_back(points(0, j), points(1, j));
  }
  std::ranges::sort(sorted);
  double sum = 0;
  double height = damage;
  for (const auto& [x, y] : sorted) {
    if (y < height) {
      sum += (size - x) * (height - y);
      height = y;
    }
  }
  return sum;
}

TEST(EvopressFront, CoversTheExactFront) {
  for (const bool unequal : {false, true}) {
    ResidualNetworkOptions options{.units = 8, .levels = 3, .unequal = unequal};
    options.sampling = ResidualSampling::minibatch;
    const ResidualNetwork problem(options);
    const Matrix front = problem.front(0);
    const Vector reference = problem.info().reference_point.value;
    EvopressFront solver(problem.info(), {.search = {.offspring = 16, .start_candidates = 4}});
    RunOptions run_options;
    run_options.max_cost = 64 * 6000;
    const RunResult result = run(solver, AnyProblem(problem), run_options);
    const double exact = area(front, reference[0], reference[1]);
    EXPECT_GT(area(result.final.f, reference[0], reference[1]), 0.98 * exact);
    EXPECT_GT(result.final.size(), front.cols() / 2);
    EXPECT_LE(area(result.final.f, reference[0], reference[1]), exact * (1 + 1e-12));
  }
}

TEST(EvopressFront, CellsCoverTheRangeOfSizes) {
  CompressionLayout layout = *ResidualNetwork({.units = 10, .levels = 2}).info().compression;
  const std::int64_t whole = layout.budget;  // ten units of 192 weights
  EXPECT_EQ(cell_targets(layout, 0, 0).size(), 11U);
  EXPECT_EQ(cell_targets(layout, 0, 0.5).front(), whole / 2);
  EXPECT_EQ(cell_targets(layout, 3, 0), (std::vector<std::int64_t>{0, whole / 2, whole}));
  EXPECT_EQ(cell_targets(layout, 1, 0), (std::vector<std::int64_t>{whole}));
  EXPECT_EQ(cell_targets(layout, 500, 0).size(), 11U);
  layout.exact_budget = true;
  layout.budget = whole / 5;
  EXPECT_EQ(cell_targets(layout, 7, 0), (std::vector<std::int64_t>{whole / 5}));
}

TEST(EvopressFront, ResumesBitForBitAndIgnoresTheNumberOfThreads) {
  ResidualNetworkOptions instance{.units = 8, .levels = 3, .unequal = true};
  instance.sampling = ResidualSampling::minibatch;
  const AnyProblem problem{ResidualNetwork(instance)};
  const EvopressFrontOptions options{
      .search = {.offspring = 8, .generations = 12, .start_candidates = 2}};
  boundary_digests::expect_resumable<EvopressFront>(problem, options, evaluations(3000), 29);
  const auto expected = boundary_digests::of<EvopressFront>(problem, options, evaluations(3000));
  RunOptions threads = evaluations(3000);
  threads.threads = 4;
  EXPECT_EQ(boundary_digests::of<EvopressFront>(problem, options, threads), expected);
}

}  // namespace
}  // namespace vilfredo
