// The loop of Bayesian optimisation: what holds whatever proposes.
#include "boundary_digests.hpp"
#include "toy.hpp"

#include <vilfredo/algorithms/bayesian/parego.hpp>
#include <vilfredo/algorithms/evolutionary/design_search.hpp>
#include <vilfredo/core/bounded_minimiser.hpp>
#include <vilfredo/core/core.hpp>
#include <vilfredo/core/problem.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

namespace vilfredo {
namespace {

#define NEEDS_LBFGS()                      \
  if (!has_bounded_minimiser()) {          \
    GTEST_SKIP() << "built without LBFGS"; \
  }

BayesianOptions small() {
  BayesianOptions out;
  out.n_init = 5;
  out.batch = 2;
  out.surrogate.restarts = 0;
  out.surrogate.max_iterations = 15;
  return out;
}

/// Proposes what it is given, to see what the loop makes of it.
class FixedProposer final : public Proposer {
 public:
  explicit FixedProposer(Matrix batch) : batch_(std::move(batch)) {}

  void begin(Surrogates& /*s*/, Index /*n*/, const Rng& /*rng*/, Context& /*context*/) override {}

  bool advance(Surrogates& /*surrogates*/, Context& /*context*/) override { return true; }

  [[nodiscard]] const Matrix& batch() const override { return batch_; }

  void persist(StateIo& io) override { io("batch", batch_); }

 private:
  Matrix batch_;
};

class Fixed : public BayesianLoop {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "fixed";

  Fixed(const ProblemInfo& info, const BayesianOptions& options, const Matrix& batch)
      : BayesianLoop(info, kName, options, std::make_unique<FixedProposer>(batch)) {}
};

/// Keeps every column evaluated.
class Recorder final : public Observer {
 public:
  void evaluated(const Told& told, Index granted) override {
    const Index before = x.cols();
    x.conservativeResize(told.x.rows(), before + granted);
    x.rightCols(granted) = told.x.leftCols(granted);
    batches.push_back(granted);
  }

  Matrix x;
  std::vector<Index> batches;
};

template <class P>
std::shared_ptr<Recorder> record(AnySolver solver, const P& problem, std::uint64_t evaluations) {
  auto recorder = std::make_shared<Recorder>();
  RunOptions options;
  options.max_evaluations = evaluations;
  options.seed = 3;
  options.observers = {recorder};
  (void)run(std::move(solver), problem, options);
  return recorder;
}

TEST(BayesianLoop, ReplacesDuplicatesFillsMissingAndKeepsTheRest) {
  NEEDS_LBFGS();
  const toy::Schaffer problem(2);
  Matrix proposals(2, 3);
  proposals << 0.5, 0.5 + 1e-8, 0.25, 0.5, 0.5, 2.0;
  BayesianOptions options = small();
  options.batch = 4;
  const auto seen = record(Fixed(problem.info(), options, proposals), problem, 5 + 2 * 4);
  ASSERT_EQ(seen->batches, (std::vector<Index>{5, 4, 4}));
  EXPECT_EQ(seen->x.col(5), (Vector{{0, 0}}));   // as proposed
  EXPECT_EQ(seen->x.col(7), (Vector{{-2, 4}}));  // moved into the box
  std::set<std::pair<double, double>> distinct;
  for (Index j = 0; j < seen->x.cols(); ++j) {
    distinct.insert({std::round(seen->x(0, j) * 1e4), std::round(seen->x(1, j) * 1e4)});
  }
  EXPECT_EQ(distinct.size(), 13U);
}

/// Two whole variables of three values each: nine points.
class Small {
 public:
  Small() {
    info_.name = "small";
    info_.n_var = 2;
    info_.n_obj = 2;
    info_.lower = Vector::Zero(2);
    info_.upper = Vector::Constant(2, 2);
    info_.kinds = {VarKind::integer, VarKind::integer};
    info_.threads = ThreadSafety::concurrent;
  }

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const {
    for (Index j = 0; j < x.cols(); ++j) {
      out.f(0, j) = x(0, j) + x(1, j);
      out.f(1, j) = std::abs(x(0, j) - 2) + x(1, j);
    }
  }

 private:
  ProblemInfo info_;
};

TEST(BayesianLoop, VisitsEveryPointOfASmallGridBeforeItRepeatsOne) {
  NEEDS_LBFGS();
  const Small problem;
  ParegoOptions options;
  options.bayesian = small();
  options.bayesian.n_init = 3;
  options.search = {.raw_samples = 16, .near_samples = 4, .starts = 1, .max_iterations = 5};
  const auto seen = record(Parego(problem.info(), options), problem, 20);
  std::set<std::pair<double, double>> first;
  for (Index j = 0; j < 9; ++j) {
    first.insert({seen->x(0, j), seen->x(1, j)});
  }
  EXPECT_EQ(first.size(), 9U);
  EXPECT_EQ(seen->x.cols(), 20);
}

TEST(BayesianLoop, SharesTheFirstDesignWithTheDesignSolver) {
  NEEDS_LBFGS();
  const toy::Schaffer problem(4);
  ParegoOptions options;
  options.bayesian = small();
  const auto a = record(Parego(problem.info(), options), problem, 5);
  const auto b = record(LatinHypercube(problem.info(), {.points = 5}), problem, 5);
  EXPECT_EQ(a->x, b->x);
  options.bayesian.n_init = 0;
  EXPECT_EQ(record(Parego(problem.info(), options), problem, 12)->batches[0], 10);
}

TEST(BayesianLoop, SurvivesFailuresEvenOfAWholeDesign) {
  NEEDS_LBFGS();

  class Broken {
   public:
    [[nodiscard]] const ProblemInfo& info() const { return base_.info(); }

    void evaluate(MatrixIn x, EvalOut out) const {
      base_.evaluate(x, out);
      for (Index j = 0; j < x.cols(); ++j) {
        if (++*count_ <= 8 || *count_ % 3 == 0) {
          out.f(0, j) = std::nan("");
        }
      }
    }

   private:
    toy::Schaffer base_ = toy::Schaffer(2);
    std::shared_ptr<int> count_ = std::make_shared<int>(0);
  };

  Broken problem;
  ParegoOptions options;
  options.bayesian = small();
  const auto seen = record(Parego(problem.info(), options), problem, 21);
  EXPECT_EQ(seen->batches.at(0), 5);
  EXPECT_EQ(seen->batches.at(1), 5);  // another design
  EXPECT_EQ(seen->batches.at(2), 2);
  EXPECT_EQ(seen->x.cols(), 21);
}

TEST(BayesianLoop, TakesOnePointAndConstantObjectives) {
  NEEDS_LBFGS();

  class Flat {
   public:
    [[nodiscard]] const ProblemInfo& info() const { return base_.info(); }

    void evaluate(MatrixIn x, EvalOut out) const {
      base_.evaluate(x, out);
      out.f.row(1).setConstant(7);
    }

   private:
    toy::Schaffer base_;
  };

  ParegoOptions options;
  options.bayesian = small();
  options.bayesian.n_init = 1;
  EXPECT_EQ(record(Parego(Flat().info(), options), Flat(), 9)->x.cols(), 9);
}

TEST(BayesianLoop, RefusesWhatItCannotModelAndSaysWhy) {
  toy::Schaffer problem(2);
  const auto reason = [&](const ProblemInfo& info) -> std::string {
    try {
      Parego(info, {});
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  ProblemInfo info = problem.info();
  info.n_con = 1;
  EXPECT_NE(reason(info).find("constraints"), std::string::npos);
  info = problem.info();
  info.kinds = {VarKind::categorical, VarKind::real};
  EXPECT_NE(reason(info).find("categories"), std::string::npos);
  info = problem.info();
  info.upper[1] = INFINITY;
  EXPECT_NE(reason(info).find("finite"), std::string::npos);
  info = problem.info();
  info.n_obj = 1;
  EXPECT_NE(reason(info).find("two objectives"), std::string::npos);
}

TEST(Parego, BeatsADesignOfTheSameSize) {
  NEEDS_LBFGS();
  const toy::Schaffer problem(3);
  const auto best_sum = [&](AnySolver solver) {
    const Matrix x = record(std::move(solver), problem, 24)->x;
    double best = 1e300;
    for (Index j = 0; j < x.cols(); ++j) {
      best = std::min(best,
                      x.col(j).squaredNorm() + (x.col(j) - Vector::Constant(3, 2)).squaredNorm());
    }
    return best;
  };
  ParegoOptions options;
  options.bayesian.n_init = 8;
  options.bayesian.batch = 2;
  options.search = {.raw_samples = 64, .near_samples = 16, .starts = 2, .max_iterations = 20};
  EXPECT_LT(best_sum(Parego(problem.info(), options)), 7);  // 6 is the least
  EXPECT_GT(best_sum(LatinHypercube(problem.info(), {.points = 24})), 7);
}

}  // namespace
}  // namespace vilfredo
