#include <vilfredo/algorithms/evolutionary/random_search.hpp>
#include <vilfredo/algorithms/pareto_set/psl_mobo.hpp>
#include <vilfredo/algorithms/pareto_set/svh_psl.hpp>
#include <vilfredo/core/core.hpp>
#include <vilfredo/indicators/hypervolume.hpp>
#include <vilfredo/indicators/simplex_lattice.hpp>
#include <vilfredo/problems/synthetic/vlmop.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace vilfredo {
namespace {

const BayesianOptions kFew = {.n_init = 10, .batch = 5, .surrogate = {.restarts = 0}};
const SetTrainingOptions kShort = {.hidden = {32, 32}, .steps = 150, .learning_rate = 5e-3};

PslMoboOptions psl(MethodMode mode) {
  PslMoboOptions out;
  out.mode = mode;
  out.bayesian = kFew;
  out.training = kShort;
  out.training.scalarisation = AugmentedTchebycheffInv{};
  out.training.checkpoint_every = 0;
  out.select.candidates = 100;
  return out;
}

SvhPslOptions svh(MethodMode mode) {
  SvhPslOptions out;
  out.mode = mode;
  out.bayesian = kFew;
  out.training = kShort;
  out.training.checkpoint_points = 20;
  out.select.candidates = 100;
  return out;
}

ProblemInfo box(Index n_var, Index n_obj) {
  ProblemInfo info;
  info.n_var = n_var;
  info.n_obj = n_obj;
  info.lower = Vector::Constant(n_var, -1);
  info.upper = Vector::Constant(n_var, 3);
  return info;
}

template <class S>
double volume_after(const AnyProblem& problem,
                    const typename S::Options& options,
                    std::uint64_t evaluations) {
  S solver(problem.info(), options);
  const RunResult result =
      run(solver, problem, {.max_evaluations = evaluations, .seed = 2, .archive = true});
  EXPECT_EQ(result.evaluations, evaluations);
  return hypervolume(result.archive.f, Vector::Constant(2, 1.1));
}

TEST(ParetoSetSolvers, FindTheFrontOfTwoBowlsInFortyEvaluations) {
  const AnyProblem problem = Vlmop2({.n_var = 3});  // whole front 0.552
  EXPECT_LT(volume_after<RandomSearch>(problem, {.batch = 10}, 40), 0.26);
  EXPECT_GT(volume_after<PslMobo>(problem, psl(MethodMode::strict), 40), 0.33);
  EXPECT_GT(volume_after<PslMobo>(problem, psl(MethodMode::compat), 40), 0.33);
  EXPECT_GT(volume_after<SvhPsl>(problem, svh(MethodMode::strict), 40), 0.33);
  EXPECT_GT(volume_after<SvhPsl>(problem, svh(MethodMode::compat), 40), 0.33);
}

TEST(ParetoSetSolvers, DecodeTheLearnedSetInTheUnitsOfTheProblem) {
  const AnyProblem problem = Vlmop2({.n_var = 3});
  SvhPsl solver(problem.info(), svh(MethodMode::strict));
  const RunResult result = run(solver, problem, {.max_evaluations = 40, .seed = 2});
  const Matrix x = solver.decode(simplex_lattice(2, 20));
  ASSERT_EQ(x.cols(), 21);
  Matrix f(2, 21);
  Matrix g(0, 21);
  problem.evaluate(x, {f, g});
  EXPECT_GT(hypervolume(f, Vector::Constant(2, 1.1)), 0.35);
  EXPECT_LT(f(1, 0), f(1, 20)) << "more weight on an objective makes it smaller";
  EXPECT_TRUE(AnySolver::reference(solver).has_decode());
}

TEST(ParetoSetSolvers, SurviveFailuresConstantsAndTinyDesigns) {
  const AnyProblem failing = make_problem(box(2, 2), [](MatrixIn x, EvalOut out) {
    for (Index j = 0; j < x.cols(); ++j) {
      const bool failed = x(0, j) > 1.5;
      out.f(0, j) = failed ? std::numeric_limits<double>::quiet_NaN() : x.col(j).squaredNorm();
      out.f(1, j) = (x.col(j) - Vector::Unit(2, 0)).squaredNorm();
    }
  });
  const AnyProblem constant = make_problem(box(2, 2), [](MatrixIn x, EvalOut out) {
    out.f.row(0) = x.colwise().squaredNorm();
    out.f.row(1).setConstant(7);
  });
  const AnyProblem flat =
      make_problem(box(2, 3), [](MatrixIn /*x*/, EvalOut out) { out.f.setConstant(1); });
  for (const AnyProblem& problem : {failing, constant, flat}) {
    for (const MethodMode mode : {MethodMode::strict, MethodMode::compat}) {
      SvhPslOptions options = svh(mode);
      options.bayesian.n_init = 1;
      SvhPsl solver(problem.info(), options);
      const RunResult result = run(solver, problem, {.max_evaluations = 16, .seed = 4});
      EXPECT_EQ(result.evaluations, 16U);
      EXPECT_GT(result.final.size(), 0);
    }
    PslMobo plain(problem.info(), psl(MethodMode::compat));
    EXPECT_EQ(run(plain, problem, {.max_evaluations = 20, .seed = 4}).evaluations, 20U);
  }
}

TEST(ParetoSetSolvers, WholeVariablesStayWhole) {
  ProblemInfo info = box(2, 2);
  info.kinds = {VarKind::integer, VarKind::real};
  const AnyProblem problem = make_problem(info, [](MatrixIn x, EvalOut out) {
    out.f.row(0) = x.colwise().squaredNorm();
    out.f.row(1) = (x.colwise() - Vector::Constant(2, 2)).colwise().squaredNorm();
  });
  SvhPsl solver(problem.info(), svh(MethodMode::strict));
  const RunResult result = run(solver, problem, {.max_evaluations = 25, .seed = 4});
  ASSERT_GT(result.final.size(), 0);
  for (Index j = 0; j < result.final.size(); ++j) {
    EXPECT_EQ(result.final.x(0, j), std::floor(result.final.x(0, j)));
  }
}

TEST(ParetoSetSolvers, RefuseWhatTheyCannotSolveBeforeTheFirstEvaluation) {
  const auto refusal = [](const ProblemInfo& info) -> std::string {
    try {
      (void)SvhPsl(info, {});
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_EQ(refusal(box(2, 5)), "");
  EXPECT_NE(refusal(box(2, 6)).find("parego"), std::string::npos);
  EXPECT_THROW(PslMobo(box(2, 6), {}), Error);
  EXPECT_EQ(refusal(box(100, 2)), "");
  SvhPslOptions options;
  options.standardise = false;
  EXPECT_THROW(SvhPsl(box(2, 2), options), Error);
  options.mode = MethodMode::compat;
  EXPECT_NO_THROW(SvhPsl(box(2, 2), options));
}

}  // namespace
}  // namespace vilfredo
