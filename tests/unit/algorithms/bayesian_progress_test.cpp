// What solvers on surrogates reach in sixty evaluations where a wrong detail shows: a front that
// begins small, an optimum on the bounds, a landscape flat almost everywhere.
#include <vilfredo/algorithms/bayesian/front_search_solvers.hpp>
#include <vilfredo/algorithms/bayesian/monte_carlo.hpp>
#include <vilfredo/algorithms/bayesian/subproblem_search_solvers.hpp>
#include <vilfredo/algorithms/bayesian/surrogate_search.hpp>
#include <vilfredo/core/bounded_minimiser.hpp>
#include <vilfredo/core/core.hpp>
#include <vilfredo/core/problem.hpp>
#include <vilfredo/indicators/hypervolume.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace vilfredo {
namespace {

ProblemInfo box(const char* name, Index d, double lower, double upper) {
  ProblemInfo info;
  info.name = name;
  info.n_var = d;
  info.n_obj = 2;
  info.lower = Vector::Constant(d, lower);
  info.upper = Vector::Constant(d, upper);
  info.threads = ThreadSafety::concurrent;
  return info;
}

/// ZDT1: the front lies on the bounds and a first design sees only its steep end.
AnyProblem long_front(Index d) {
  return make_problem(box("long front", d, 0, 1), [](MatrixIn x, EvalOut out) {
    for (Index j = 0; j < x.cols(); ++j) {
      const auto rest = static_cast<double>(x.rows() - 1);
      const double g = 1 + 9 * x.col(j).tail(x.rows() - 1).sum() / rest;
      out.f(0, j) = x(0, j);
      out.f(1, j) = g * (1 - std::sqrt(x(0, j) / g));
    }
  });
}

/// VLMOP2: both objectives are 1 but for two narrow bells.
AnyProblem two_bells(Index d) {
  return make_problem(box("two bells", d, -2, 2), [](MatrixIn x, EvalOut out) {
    const double centre = 1 / std::sqrt(static_cast<double>(x.rows()));
    for (Index j = 0; j < x.cols(); ++j) {
      out.f(0, j) = 1 - std::exp(-(x.col(j).array() - centre).square().sum());
      out.f(1, j) = 1 - std::exp(-(x.col(j).array() + centre).square().sum());
    }
  });
}

template <class S>
typename S::Options quick() {
  typename S::Options out;
  out.bayesian.n_init = 20;
  out.bayesian.surrogate.restarts = 1;
  out.bayesian.surrogate.max_iterations = 40;
  if constexpr (requires { out.search; }) {
    out.search = {.raw_samples = 128, .near_samples = 32, .starts = 4, .max_iterations = 30};
    out.samples = 32;
  }
  if constexpr (requires { out.inner; }) {
    out.inner = {.population = 60, .generations = 40};
  }
  if constexpr (requires { out.features; }) {
    out.features = 300;
  }
  return out;
}

/// Mean hypervolume (reference 1.1) of two runs of sixty evaluations.
template <class S>
double reached(const AnyProblem& problem) {
  double sum = 0;
  for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}}) {
    RunOptions options;
    options.max_evaluations = 60;
    options.seed = seed;
    const RunResult result = run(S(problem.info(), quick<S>()), problem, options);
    sum += hypervolume(result.final.f, Vector::Constant(2, 1.1));
  }
  return sum / 2;
}

class BayesianProgress : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_bounded_minimiser()) {
      GTEST_SKIP() << "built without LBFGS++";
    }
  }
};

// The whole front is worth 0.8767 and its end at f_1 < 0.1 about 0.55.

TEST_F(BayesianProgress, DirectionsReachBeyondAnEarlyFront) {
  EXPECT_GT(reached<DirhvEi>(long_front(8)), 0.8);
}

TEST_F(BayesianProgress, ScalarsRewardValuesBelowTheBestOnes) {
  EXPECT_GT(reached<QParego>(long_front(20)), 0.62);  // 0.50 counted from the best ones
}

TEST_F(BayesianProgress, LengthScalesHaveAPriorInFewDimensions) {
  EXPECT_GT(reached<Tsemo>(two_bells(4)), 0.45);  // 0.40 without
}

/// The least distance between two points of a batch, over all batches, in the units of x.
class Spread final : public Observer {
 public:
  void evaluated(const Told& told, Index granted) override {
    if (granted > 5) {  // the first design
      return;
    }
    for (Index i = 0; i < granted; ++i) {
      for (Index j = 0; j < i; ++j) {
        least = std::min(least, (told.x.col(i) - told.x.col(j)).norm());
      }
    }
  }

  double least = std::numeric_limits<double>::infinity();
};

TEST_F(BayesianProgress, UncertainPointsOfABatchLieApart) {
  const AnyProblem problem = two_bells(4);
  auto spread = std::make_shared<Spread>();
  RunOptions options;
  options.max_evaluations = 40;
  options.seed = 1;
  options.observers = {spread};
  (void)run(UsemoEi(problem.info(), quick<UsemoEi>()), problem, options);
  EXPECT_GT(spread->least, 0.1);
  EXPECT_GT(reached<UsemoEi>(problem), 0.27);
}

}  // namespace
}  // namespace vilfredo
