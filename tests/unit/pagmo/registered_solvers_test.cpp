// What is particular to each registered pagmo solver.
#include "run_support.hpp"
#include "toy_problems.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/interop/pagmo/moead.hpp"
#include "vilfredo/interop/pagmo/nsga2.hpp"
#include "vilfredo/interop/pagmo/nspso.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace vilfredo::interop {
namespace {

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

TEST(PagmoNsga2, TellsApartSolutionsOfZerosAndOnes) {
  ProblemInfo info = toys::Zdt1{40}.info();
  info.kinds.assign(40, VarKind::binary);
  const AnyProblem problem = make_problem(info, [](MatrixIn x, EvalOut out) {
    for (Index j = 0; j < x.cols(); ++j) {
      out.f(0, j) = x.col(j).head(25).sum();
      out.f(1, j) = x.col(j).tail(25).squaredNorm() - x.col(j).head(25).sum();
    }
  });
  const auto seen = std::make_shared<Recorder>();
  for (const char* name : {"pagmo_nsga2", "pagmo_maco"}) {
    seen->x.clear();
    seen->f.clear();
    vilfredo::Run run(registry().make(name, info, Value(Value::Object{{"population", 100}})),
                      problem, {.max_evaluations = 1000, .seed = 3, .observers = {seen}});
    while (run.advance()) {
      seen->expect_members(run.view().population);
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

TEST(PagmoMoead, GoesOnWhenTheClockLeavesMoreTimeThanItGuessed) {
  // Slow for the design only, from whose share of the budget the number of generations is guessed.
  const auto seen = std::make_shared<std::atomic<int>>(0);
  const AnyProblem problem = make_problem(toys::Zdt1{6}.info(), [seen](MatrixIn x, EvalOut out) {
    if (++*seen <= 20) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    toys::Zdt1{6}.evaluate(x, {out.f, out.g});
  });
  PagmoMoead solver(problem.info(), {.population = 20, .neighbours = 5});
  const RunResult result = run(solver, problem, {.max_seconds = 0.2, .seed = 1});
  EXPECT_EQ(result.reason, StopReason::time);
}

TEST(PagmoMoead, EndsWithTheClockWhenItLeavesLessTimeThanItGuessed) {
  // Fast for the design only. Every later evaluation takes at least a millisecond, so that not more
  // than a hundred of them fit; the guess is thousands.
  const auto seen = std::make_shared<std::atomic<int>>(0);
  const AnyProblem problem = make_problem(toys::Zdt1{6}.info(), [seen](MatrixIn x, EvalOut out) {
    if (++*seen > 20) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    toys::Zdt1{6}.evaluate(x, {out.f, out.g});
  });
  PagmoMoead solver(problem.info(), {.population = 20, .neighbours = 5});
  const RunResult result = run(solver, problem, {.max_seconds = 0.1, .seed = 1});
  EXPECT_EQ(result.reason, StopReason::time);
  EXPECT_LE(result.evaluations, 125U);
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

}  // namespace
}  // namespace vilfredo::interop
