// The solvers of the loop: resumable inside fits and searches, better than designs, and refusals.
#include "boundary_digests.hpp"
#include "toy.hpp"

#include <vilfredo/algorithms/bayesian/ehvi.hpp>
#include <vilfredo/algorithms/bayesian/front_search_solvers.hpp>
#include <vilfredo/algorithms/bayesian/monte_carlo.hpp>
#include <vilfredo/algorithms/bayesian/parego.hpp>
#include <vilfredo/algorithms/bayesian/subproblem_search_solvers.hpp>
#include <vilfredo/algorithms/evolutionary/design_search.hpp>
#include <vilfredo/core/bounded_minimiser.hpp>
#include <vilfredo/core/core.hpp>
#include <vilfredo/indicators/hypervolume.hpp>

#include <gtest/gtest.h>

#include <string>

namespace vilfredo {
namespace {

/// Options that keep a run far below a second.
template <class S>
typename S::Options quick() {
  typename S::Options out;
  out.bayesian.n_init = 6;
  out.bayesian.batch = 3;
  out.bayesian.surrogate.restarts = 1;
  out.bayesian.surrogate.max_iterations = 20;
  if constexpr (requires { out.search; }) {
    out.search = {.raw_samples = 64, .near_samples = 16, .starts = 6, .max_iterations = 15};
  }
  if constexpr (requires { out.inner; }) {
    out.inner = {.population = 24, .generations = 25};
  }
  if constexpr (requires { out.samples; }) {
    out.samples = 16;
  }
  if constexpr (requires { out.features; }) {
    out.features = 200;
  }
  return out;
}

template <class S>
class BayesianSolver : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_bounded_minimiser()) {
      GTEST_SKIP() << "built without LBFGS++";
    }
  }
};

using Solvers =
    testing::Types<Parego, QParego, Ehvi, QLogNehvi, Tsemo, UsemoEi, Nsga2Lcb, MoeadEgo, DirhvEi>;
TYPED_TEST_SUITE(BayesianSolver, Solvers);

TYPED_TEST(BayesianSolver, ResumesInsideFitsAndSearches) {
  RunOptions options;
  options.max_evaluations = 12;
  options.seed = 4;
  boundary_digests::expect_resumable<TypeParam>(toy::Schaffer(2), quick<TypeParam>(), options, 1);
}

/// Hypervolume of what a solver found in 26 evaluations of Schaffer's problem.
double reached(AnySolver solver, std::uint64_t seed) {
  RunOptions options;
  options.max_evaluations = 26;
  options.seed = seed;
  const RunResult result = run(std::move(solver), toy::Schaffer(3), options);
  return hypervolume(result.final.f, Vector::Constant(2, 15));
}

TYPED_TEST(BayesianSolver, BeatsADesignOfTheSameSize) {
  const ProblemInfo info = toy::Schaffer(3).info();
  auto options = quick<TypeParam>();
  options.bayesian.n_init = 8;
  double models = 0;
  double design = 0;
  for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}}) {
    models += reached(TypeParam(info, options), seed) / 2;
    design += reached(LatinHypercube(info, {.points = 26}), seed) / 2;
  }
  EXPECT_GT(models, design + 20) << "models " << models << " design " << design;
}

TYPED_TEST(BayesianSolver, TakesASingleFirstPointAndDuplicatedValues) {
  auto options = quick<TypeParam>();
  options.bayesian.n_init = 1;
  RunOptions limits;
  limits.max_evaluations = 7;
  EXPECT_EQ(run(TypeParam(toy::Schaffer(2).info(), options), toy::Schaffer(2), limits).evaluations,
            7U);
}

TEST(HypervolumeSolvers, RefuseManyObjectivesAndNameTheReason) {
  ProblemInfo info = toy::Schaffer(2).info();
  info.n_obj = 6;
  for (const auto& make : {+[](const ProblemInfo& i) { Ehvi(i, {}); },
                           +[](const ProblemInfo& i) { QLogNehvi(i, {}); }}) {
    try {
      make(info);
      FAIL() << "accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Errc::unsupported);
      EXPECT_NE(std::string(error.what()).find("four objectives"), std::string::npos);
    }
  }
  EXPECT_NO_THROW(QParego(info, {}));
}

}  // namespace
}  // namespace vilfredo
