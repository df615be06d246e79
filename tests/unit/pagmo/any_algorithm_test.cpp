// Any pagmo algorithm, given as an object.
#include "run_support.hpp"
#include "toy_problems.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/interop/pagmo/solver.hpp"

#include <gtest/gtest.h>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/cmaes.hpp>
#include <pagmo/algorithms/de1220.hpp>
#include <pagmo/algorithms/null_algorithm.hpp>
#include <pagmo/algorithms/pso.hpp>
#include <pagmo/algorithms/sade.hpp>

namespace vilfredo::interop {
namespace {

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
