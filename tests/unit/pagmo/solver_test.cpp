// The laws of a run, for every registered pagmo solver.
#include "vilfredo/interop/pagmo/solver.hpp"

#include "run_support.hpp"
#include "toy_problems.hpp"
#include "vilfredo/core/error.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace vilfredo::interop {
namespace {

class PagmoSolvers : public ::testing::TestWithParam<std::string> {};

TEST_P(PagmoSolvers, UseTheBudgetToTheLastEvaluationAndNoFurther) {
  for (const std::uint64_t budget : {20U, 21U, 200U, 207U, 219U}) {
    const toys::Zdt1 problem(6);
    vilfredo::Run run(make(GetParam(), AnyProblem(problem)), AnyProblem(problem),
                      {.max_evaluations = budget, .seed = 1});
    while (run.advance()) {
    }
    const RunResult result = run.result();
    EXPECT_EQ(result.reason, StopReason::budget);
    EXPECT_EQ(result.evaluations, budget);
    EXPECT_EQ(problem.evaluated(), budget);
    EXPECT_EQ(run.view().population.size(), 20);
    EXPECT_GE(result.final.size(), 1);
  }
}

TEST_P(PagmoSolvers, HoldSolutionsThatTheRunEvaluatedUnderTheirIds) {
  const auto seen = std::make_shared<Recorder>();
  const AnyProblem problem(toys::Zdt1{6});
  vilfredo::Run run(make(GetParam(), problem), problem,
                    {.max_evaluations = 615, .seed = 4, .observers = {seen}});
  bool more = true;
  while (more) {
    more = run.advance();
    const Population& population = run.view().population;
    seen->expect_members(population);
    ASSERT_GE(population.x.minCoeff(), 0.0);
    ASSERT_LE(population.x.maxCoeff(), 1.0);
  }
}

TEST_P(PagmoSolvers, ContinueFromEveryBoundaryAsIfNothingHadHappened) {
  const AnyProblem problem(toys::Zdt1{6});
  const RunOptions options{.max_evaluations = 190, .seed = 9};
  std::vector<std::string> saved;
  std::vector<Population> populations;
  vilfredo::Run whole(make(GetParam(), problem), problem, options);
  bool more = true;
  while (more) {
    more = whole.advance();
    StateIo io = StateIo::writer();
    whole.persist(io);
    saved.push_back(io.bytes());
    populations.push_back(whole.view().population);
  }
  ASSERT_GE(saved.size(), 2U);
  for (std::size_t k = 0; k + 1 < saved.size(); ++k) {
    vilfredo::Run resumed(make(GetParam(), problem), problem, options);
    StateIo io = StateIo::reader(saved[k]);
    resumed.persist(io);
    expect_same(resumed.view().population, populations[k]);
    for (std::size_t later = k + 1; later < saved.size(); ++later) {
      (void)resumed.advance();
      expect_same(resumed.view().population, populations[later]);
    }
    EXPECT_EQ(resumed.result().evaluations, 190U);
  }
}

TEST_P(PagmoSolvers, ContinueThroughFailedEvaluationsAsWell) {
  const AnyProblem problem(toys::Failing{toys::Failing::How::some});
  const RunOptions options{.max_evaluations = 200, .seed = 5};
  vilfredo::Run whole(make(GetParam(), problem), problem, options);
  (void)whole.advance();
  (void)whole.advance();
  StateIo io = StateIo::writer();
  whole.persist(io);
  vilfredo::Run resumed(make(GetParam(), problem), problem, options);
  StateIo reader = StateIo::reader(io.bytes());
  resumed.persist(reader);
  while (whole.advance()) {
  }
  while (resumed.advance()) {
  }
  expect_same(resumed.view().population, whole.view().population);
}

TEST_P(PagmoSolvers, GiveTheSameBitsForAnyNumberOfThreads) {
  const AnyProblem problem(toys::Zdt1{6});
  const auto with = [&](int threads) {
    vilfredo::Run run(make(GetParam(), problem), problem,
                      {.max_evaluations = 250, .seed = 2, .threads = threads});
    while (run.advance()) {
    }
    return Population(run.view().population);
  };
  const Population one = with(1);
  expect_same(with(2), one);
  expect_same(with(8), one);
}

TEST_P(PagmoSolvers, DependOnTheSeedAndOnNothingElse) {
  const AnyProblem problem(toys::Zdt1{6});
  const auto with = [&](std::uint64_t seed) {
    vilfredo::Run run(make(GetParam(), problem), problem, {.max_evaluations = 250, .seed = seed});
    while (run.advance()) {
    }
    return Population(run.view().population);
  };
  const Population first = with(2);
  expect_same(with(2), first);
  EXPECT_NE(with(3).x, first.x);
}

TEST_P(PagmoSolvers, SurviveFailedEvaluationsAndKeepThemOutOfTheFront) {
  const AnyProblem problem(toys::Failing{toys::Failing::How::some});
  vilfredo::Run run(make(GetParam(), problem), problem,
                    {.max_evaluations = 500, .seed = 3, .archive = true});
  std::uint64_t failed_members = 0;
  bool more = true;
  while (more) {
    more = run.advance();
    const Population& population = run.view().population;
    for (Index j = 0; j < population.size(); ++j) {
      const bool finite = population.f.col(j).allFinite();
      ASSERT_TRUE(finite || population.f.col(j).array().isNaN().all());
      ASSERT_TRUE(!finite || population.f.col(j).maxCoeff() < 1e3);
      failed_members += finite ? 0U : 1U;
    }
  }
  const RunResult result = run.result();
  EXPECT_EQ(result.reason, StopReason::budget);
  EXPECT_EQ(result.evaluations, 500U);
  EXPECT_GT(result.failed_evaluations, 20U);
  EXPECT_GT(failed_members, 0U);  // at least the design holds some
  EXPECT_TRUE(result.final.f.allFinite());
  EXPECT_GE(result.final.size(), 1);
}

TEST_P(PagmoSolvers, EndNormallyIfEveryEvaluationFails) {
  const AnyProblem problem(toys::Failing{toys::Failing::How::all});
  vilfredo::Run run(make(GetParam(), problem), problem, {.max_evaluations = 200, .seed = 3});
  while (run.advance()) {
  }
  const RunResult result = run.result();
  EXPECT_EQ(result.failed_evaluations, 200U);
  EXPECT_EQ(result.final.size(), 0);
}

TEST_P(PagmoSolvers, EndWithTheClockIfTimeIsTheOnlyLimit) {
  const AnyProblem problem(toys::Zdt1{6});
  vilfredo::Run run(make(GetParam(), problem), problem, {.max_seconds = 0.05, .seed = 3});
  while (run.advance()) {
  }
  EXPECT_EQ(run.result().reason, StopReason::time);
  EXPECT_FALSE(run.result().deterministic);
}

TEST_P(PagmoSolvers, RefuseWhatTheyCannotSolve) {
  const auto refused = [&](const std::string& part, const auto& change) {
    ProblemInfo info = toys::Zdt1{6}.info();
    change(info);
    try {
      (void)registry().at(GetParam()).make(info, small(GetParam()));
      ADD_FAILURE() << part;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Errc::unsupported) << part;
      EXPECT_NE(error.sentence().find(part), std::string::npos) << error.sentence();
      EXPECT_NE(error.sentence().find(GetParam()), std::string::npos) << error.sentence();
    }
  };
  refused("constraints", [](ProblemInfo& info) { info.n_con = 1; });
  refused("stochastic", [](ProblemInfo& info) { info.stochastic = true; });
  refused("two objectives", [](ProblemInfo& info) { info.n_obj = 1; });
  refused("finite bounds",
          [](ProblemInfo& info) { info.upper[2] = std::numeric_limits<double>::infinity(); });
  refused("categories", [](ProblemInfo& info) { info.kinds.assign(6, VarKind::categorical); });
  if (GetParam() != "pagmo_nspso") {
    refused("bounds are equal", [](ProblemInfo& info) { info.upper[2] = 0; });
  }
}

INSTANTIATE_TEST_SUITE_P(
    Registered,
    PagmoSolvers,
    ::testing::Values("pagmo_maco", "pagmo_moead", "pagmo_nsga2", "pagmo_nspso"),
    [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace vilfredo::interop
