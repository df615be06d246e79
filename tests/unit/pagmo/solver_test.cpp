// The laws of a run, for every pagmo solver.
#include "vilfredo/interop/pagmo/solver.hpp"

#include "toy_problems.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/registry.hpp"
#include "vilfredo/core/run.hpp"
#include "vilfredo/interop/pagmo/maco.hpp"
#include "vilfredo/interop/pagmo/moead.hpp"
#include "vilfredo/interop/pagmo/nsga2.hpp"
#include "vilfredo/interop/pagmo/nspso.hpp"
#include "vilfredo/interop/pagmo/registry.hpp"

#include <gtest/gtest.h>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/cmaes.hpp>
#include <pagmo/algorithms/de1220.hpp>
#include <pagmo/algorithms/null_algorithm.hpp>
#include <pagmo/algorithms/pso.hpp>
#include <pagmo/algorithms/sade.hpp>

#include <bit>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace vilfredo::interop {
namespace {

const SolverRegistry& registry() {
  static const SolverRegistry all = [] {
    SolverRegistry out;
    register_pagmo_solvers(out);
    return out;
  }();
  return all;
}

/// Small enough for a run of a few hundred evaluations: 20 individuals.
Value small(const std::string& solver) {
  Value::Object params{{"population", 20}};
  if (solver == "pagmo_moead") {
    params.emplace_back("neighbours", 5);
  }
  if (solver == "pagmo_maco") {
    params.emplace_back("kernel", 8);
  }
  return params;
}

AnySolver make(const std::string& solver, const AnyProblem& problem) {
  return registry().make(solver, problem.info(), small(solver));
}

void expect_same_bits(const Matrix& a, const Matrix& b) {
  ASSERT_EQ(a.rows(), b.rows());
  ASSERT_EQ(a.cols(), b.cols());
  for (Index i = 0; i < a.size(); ++i) {
    ASSERT_EQ(std::bit_cast<std::uint64_t>(a.data()[i]), std::bit_cast<std::uint64_t>(b.data()[i]));
  }
}

void expect_same(const Population& a, const Population& b) {
  expect_same_bits(a.x, b.x);
  expect_same_bits(a.f, b.f);
  expect_same_bits(a.g, b.g);
  EXPECT_EQ(a.ids, b.ids);
}

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
  class Recorder : public Observer {
   public:
    void evaluated(const Told& told, Index granted) override {
      for (Index j = 0; j < granted; ++j) {
        const Id id = told.ids[static_cast<std::size_t>(j)];
        EXPECT_EQ(id, x.size());
        x.emplace_back(told.x.col(j));
        f.emplace_back(told.f.col(j));
      }
    }

    std::vector<Vector> x;
    std::vector<Vector> f;
  };

  const auto seen = std::make_shared<Recorder>();
  const AnyProblem problem(toys::Zdt1{6});
  vilfredo::Run run(make(GetParam(), problem), problem,
                    {.max_evaluations = 615, .seed = 4, .observers = {seen}});
  bool more = true;
  while (more) {
    more = run.advance();
    const Population& population = run.view().population;
    for (Index j = 0; j < population.size(); ++j) {
      const Id id = population.ids[static_cast<std::size_t>(j)];
      ASSERT_LT(id, seen->x.size());
      ASSERT_EQ(population.x.col(j), seen->x[id]);
      ASSERT_EQ(population.f.col(j), seen->f[id]);
      ASSERT_TRUE((population.x.col(j).array() >= 0).all());
      ASSERT_TRUE((population.x.col(j).array() <= 1).all());
    }
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

TEST(PagmoRegistry, HasTheFourSolversAndTheyFitAPlainProblem) {
  const std::vector<std::string> names{"pagmo_maco", "pagmo_moead", "pagmo_nsga2", "pagmo_nspso"};
  EXPECT_EQ(registry().names(), names);
  ProblemInfo info = toys::Zdt1{6}.info();
  for (const Index n_obj : {2, 3, 5, 8}) {
    info.n_obj = n_obj;
    EXPECT_EQ(registry().fitting(info), names) << n_obj;
  }
  EXPECT_EQ(registry().fitting(toys::Mixed{}.info()),
            (std::vector<std::string>{"pagmo_maco", "pagmo_nsga2"}));
}

TEST(PagmoNsga2, AcceptsMultiplesOfFourOnly) {
  const ProblemInfo info = toys::Zdt1{6}.info();
  EXPECT_NO_THROW(PagmoNsga2(info, {.population = 48}));
  try {
    PagmoNsga2(info, {.population = 50});
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.sentence().find("48 and 52"), std::string::npos) << error.sentence();
  }
  EXPECT_THROW(PagmoNsga2(info, {.population = 4}), Error);
  EXPECT_THROW(PagmoNsga2(info, {.crossover_probability = 1}), Error);
}

TEST(PagmoNsga2, KeepsWholeNumbersWholeWhereverTheyStand) {
  const AnyProblem problem(toys::Mixed{});
  for (const char* name : {"pagmo_nsga2", "pagmo_maco"}) {
    vilfredo::Run run(make(name, problem), problem, {.max_evaluations = 600, .seed = 3});
    while (run.advance()) {
    }
    EXPECT_EQ(run.result().failed_evaluations, 0U) << name;  // Mixed throws on a fraction
    const Matrix& x = run.view().population.x;
    for (Index j = 0; j < x.cols(); ++j) {
      EXPECT_TRUE((x.col(j).array() >= problem.info().lower.array()).all());
      EXPECT_TRUE((x.col(j).array() <= problem.info().upper.array()).all());
    }
  }
}

TEST(PagmoMoead, NamesTheGridsNextToAPopulationThatIsNone) {
  ProblemInfo info = toys::Zdt1{6}.info();
  info.n_obj = 3;
  try {
    PagmoMoead(info, {.population = 100});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::invalid_argument);
    EXPECT_NE(error.sentence().find("91 and 105"), std::string::npos) << error.sentence();
  }
  EXPECT_NO_THROW(PagmoMoead(info, {.population = 105}));
  EXPECT_NO_THROW(PagmoMoead(info, {.population = 100, .weights = PagmoWeights::low_discrepancy}));
  EXPECT_EQ(PagmoMoead(info).options().population, 91);
  EXPECT_THROW(PagmoMoead(info, {.population = 15, .neighbours = 15}), Error);
  EXPECT_NO_THROW(PagmoMoead(info, {.population = 15, .neighbours = 14}));
}

TEST(PagmoMoead, EndsByItselfAfterTheGenerationsAskedFor) {
  const AnyProblem problem(toys::Zdt1{6});
  PagmoMoead solver(problem.info(), {.population = 20, .generations = 5, .neighbours = 5});
  const RunResult result = run(solver, problem, {.max_evaluations = 1000, .seed = 1});
  EXPECT_EQ(result.reason, StopReason::finished);
  EXPECT_EQ(result.evaluations, 120U);
}

TEST(PagmoMoead, RunsWithEveryWeightAndScalarisation) {
  const AnyProblem problem(toys::Zdt1{6});
  for (const PagmoWeights weights :
       {PagmoWeights::grid, PagmoWeights::low_discrepancy, PagmoWeights::random}) {
    for (const PagmoScalarisation scalarisation :
         {PagmoScalarisation::tchebycheff, PagmoScalarisation::weighted_sum,
          PagmoScalarisation::pbi}) {
      PagmoMoead solver(
          problem.info(),
          {.population = 20, .weights = weights, .scalarisation = scalarisation, .neighbours = 5});
      EXPECT_EQ(run(solver, problem, {.max_evaluations = 333, .seed = 1}).evaluations, 333U);
    }
  }
}

TEST(PagmoNspso, RunsWithEveryDiversityAndWithAFixedVariable) {
  ProblemInfo info = toys::Zdt1{6}.info();
  info.lower[5] = info.upper[5];
  const AnyProblem problem = make_problem(info, [](MatrixIn x, EvalOut out) {
    toys::Zdt1{6}.evaluate(x, {out.f, out.g});
  });
  for (const PagmoDiversity diversity :
       {PagmoDiversity::crowding_distance, PagmoDiversity::niche_count, PagmoDiversity::max_min}) {
    PagmoNspso solver(info, {.population = 20, .diversity = diversity});
    const RunResult result = run(solver, problem, {.max_evaluations = 300, .seed = 1});
    EXPECT_EQ(result.evaluations, 300U);
    EXPECT_EQ(solver.population().x.row(5).minCoeff(), 1.0);
  }
}

// --- any algorithm -------------------------------------------------------------------------------

TEST(PagmoSolver, RunsASingleObjectiveAlgorithm) {
  const AnyProblem problem(toys::Parabola{});
  PagmoSolver solver(problem.info(), pagmo::algorithm{pagmo::sade{10}}, {.population = 20});
  const RunResult result = run(solver, problem, {.max_evaluations = 2000, .seed = 1});
  EXPECT_EQ(result.reason, StopReason::budget);
  EXPECT_LT(result.final.f(0, 0), 1e-2);
}

TEST(PagmoSolver, EndsWhenTheAlgorithmEvaluatesNothingMore) {
  const AnyProblem problem(toys::Parabola{});
  PagmoSolver solver(problem.info(), pagmo::algorithm{pagmo::null_algorithm{}}, {.population = 20});
  const RunResult result = run(solver, problem, {.max_evaluations = 1000, .seed = 1});
  EXPECT_EQ(result.reason, StopReason::finished);
  EXPECT_EQ(result.evaluations, 20U);
  EXPECT_EQ(result.final.size(), 1);
}

TEST(PagmoSolver, ContinuesAnAlgorithmWithAMemoryOfItsOwn) {
  const AnyProblem problem(toys::Parabola{});
  const RunOptions options{.max_evaluations = 400, .seed = 7};
  const auto solvers = [&](int which) {
    const unsigned seed = 11;
    const pagmo::algorithm algorithm =
        which == 0
            ? pagmo::algorithm{pagmo::cmaes{1, -1, -1, -1, -1, 0.5, 1e-9, 1e-9, true, true, seed}}
            : pagmo::algorithm{pagmo::sade{1, 2, 1, 1e-9, 1e-9, true, seed}};
    return AnySolver(PagmoSolver(problem.info(), algorithm, {.population = 10}));
  };
  for (const int which : {0, 1}) {
    vilfredo::Run whole(solvers(which), problem, options);
    for (int step = 0; step < 6; ++step) {
      (void)whole.advance();
    }
    StateIo io = StateIo::writer();
    whole.persist(io);
    vilfredo::Run resumed(solvers(which), problem, options);
    StateIo reader = StateIo::reader(io.bytes());
    resumed.persist(reader);
    while (whole.advance()) {
      (void)resumed.advance();
      expect_same(resumed.view().population, whole.view().population);
    }
  }
}

TEST(PagmoSolver, RefusesMemoriesThatPagmoLosesAndStatesOfAnotherAlgorithm) {
  const ProblemInfo info = toys::Parabola{}.info();
  EXPECT_THROW(PagmoSolver(info, pagmo::algorithm{pagmo::pso{1, 0.7, 2, 2, 0.5, 5, 2, 4, true}}),
               Error);
  EXPECT_NO_THROW(PagmoSolver(info, pagmo::algorithm{pagmo::pso{10}}));
  EXPECT_THROW(PagmoSolver(info, pagmo::algorithm{pagmo::de1220{1, {2, 3}, 1, 1e-6, 1e-6, true}}),
               Error);

  PagmoSolver one(info, pagmo::algorithm{pagmo::sade{}});
  StateIo io = StateIo::writer();
  one.persist(io);
  PagmoSolver other(info, pagmo::algorithm{pagmo::cmaes{}});
  StateIo reader = StateIo::reader(io.bytes());
  EXPECT_THROW(other.persist(reader), Error);
}

TEST(PagmoSolver, SaysWhatPagmoRefuses) {
  const AnyProblem problem(toys::Zdt1{6});  // two objectives
  PagmoSolver solver(problem.info(), pagmo::algorithm{pagmo::sade{}}, {.population = 20});
  try {
    (void)run(solver, problem, {.max_evaluations = 1000, .seed = 1});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::unsupported);
    EXPECT_NE(error.sentence().find("pagmo refused"), std::string::npos) << error.sentence();
  }
}

}  // namespace
}  // namespace vilfredo::interop
