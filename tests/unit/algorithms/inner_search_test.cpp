// The searches inside a proposal, each against what many random points find.
#include "toy.hpp"

#include <vilfredo/algorithms/bayesian/acquisition_search.hpp>
#include <vilfredo/algorithms/bayesian/bayesian_loop.hpp>
#include <vilfredo/algorithms/bayesian/improvement.hpp>
#include <vilfredo/algorithms/bayesian/surrogate_search.hpp>
#include <vilfredo/core/bounded_minimiser.hpp>
#include <vilfredo/core/core.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

namespace vilfredo {
namespace {

constexpr Index kDimension = 6;
constexpr double kGap = 0.05;  // between neighbours among forty points of a front 1.5 long

using Probe = std::function<void(Surrogates& surrogates, Context& context)>;

/// Calls a probe where a proposer would search, then proposes nothing.
class Probing final : public Proposer {
 public:
  explicit Probing(Probe probe) : probe_(std::move(probe)) {}

  void begin(Surrogates& surrogates, Index /*n*/, const Rng& /*rng*/, Context& context) override {
    batch_.resize(surrogates.dimension(), 0);
    probe_(surrogates, context);
  }

  bool advance(Surrogates& /*surrogates*/, Context& /*context*/) override { return true; }

  [[nodiscard]] const Matrix& batch() const override { return batch_; }

  void persist(StateIo& io) override { io("batch", batch_); }

 private:
  Probe probe_;
  Matrix batch_;
};

class ProbingSolver : public BayesianLoop {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "probing";

  ProbingSolver(const ProblemInfo& info, const Probe& probe)
      : BayesianLoop(info, kName, {.n_init = 12, .batch = 1}, std::make_unique<Probing>(probe)) {}
};

/// Runs the probe once, with models of twelve points of Schaffer's problem.
void probe(Index d, const Probe& what) {
  int calls = 0;
  RunOptions options;
  options.max_evaluations = 13;
  (void)run(ProbingSolver(toy::Schaffer(d).info(),
                          [&](Surrogates& s, Context& c) {
                            what(s, c);
                            ++calls;
                          }),
            toy::Schaffer(d), options);
  EXPECT_EQ(calls, 1);
}

class InnerSearch : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_bounded_minimiser()) {
      GTEST_SKIP() << "built without LBFGS++";
    }
  }
};

TEST_F(InnerSearch, AcquisitionBeatsTheBestOfTwentyThousandPoints) {
  probe(4, [](Surrogates& surrogates, Context& context) {
    const double best = surrogates.standardised().row(0).minCoeff();
    const BatchFunction negative = [&](MatrixIn x, VectorOut values, Matrix* gradients) {
      SurrogatePrediction at;
      surrogates.predict(x, at,
                         gradients != nullptr ? PredictGradients::yes : PredictGradients::no);
      if (gradients != nullptr) {
        gradients->resize(x.rows(), x.cols());
      }
      for (Index j = 0; j < x.cols(); ++j) {
        const auto one = log_expected_improvement(best, at.mean(0, j),
                                                  std::max(at.deviation(0, j), kLeastDeviation));
        values[j] = -one.value;
        if (gradients != nullptr) {
          gradients->col(j) = -one.by_mean * at.mean_gradient[0].col(j) -
                              one.by_deviation * at.deviation_gradient[0].col(j);
        }
      }
    };
    AcquisitionSearch search;
    search.begin({}, 4, surrogates.x(), context.rng(Purpose::exploration, 7), 1e4);
    while (!search.advance(negative, context)) {
    }
    Rng rng = context.rng(Purpose::sample, 7);
    Matrix x(4, 20000);
    rng.fill_uniform({x.data(), static_cast<std::size_t>(x.size())});
    Vector values(x.cols());
    negative(x, values, nullptr);
    EXPECT_LT(search.value(), values.minCoeff());
  });
}

TEST_F(InnerSearch, SubproblemsReachTheCornersOfTheBox) {
  probe(2, [](Surrogates& /*surrogates*/, Context& context) {
    // The distances from two opposite corners, added with weights.
    const VectorFunction distances = [](MatrixIn x, MatrixOut values) {
      for (Index j = 0; j < x.cols(); ++j) {
        values(0, j) = x.col(j).sum();
        values(1, j) = static_cast<double>(kDimension) - x.col(j).sum();
      }
    };
    Matrix weights(2, 30);
    for (Index i = 0; i < weights.cols(); ++i) {
      weights(0, i) = static_cast<double>(i) / 29;
      weights(1, i) = 1 - weights(0, i);
    }
    const SubproblemScores scores = [&](MatrixIn values, MatrixOut out) {
      out = -(weights.transpose() * values);
    };
    SubproblemSearch search;
    search.begin({.population = 30, .generations = 60}, kDimension, 2, weights,
                 Matrix(kDimension, 0), context.rng(Purpose::exploration, 8));
    while (!search.advance(distances, scores, context)) {
    }
    EXPECT_EQ(search.values().row(0).minCoeff(), 0.0);
    EXPECT_EQ(search.values().row(1).minCoeff(), 0.0);
  });
}

TEST_F(InnerSearch, FrontsDominateTwoThousandPoints) {
  probe(2, [](Surrogates& /*surrogates*/, Context& context) {
    const VectorFunction spheres = [](MatrixIn x, MatrixOut values) {
      for (Index j = 0; j < x.cols(); ++j) {
        values(0, j) = (x.col(j).array() - 0.25).square().sum();
        values(1, j) = (x.col(j).array() - 0.75).square().sum();
      }
    };
    FrontSearch search;
    search.begin({.population = 40, .generations = 60}, kDimension, 2, Matrix(kDimension, 0),
                 context.rng(Purpose::exploration, 9));
    while (!search.advance(spheres, context)) {
    }
    Rng rng = context.rng(Purpose::sample, 9);
    Matrix x(kDimension, 2000);
    rng.fill_uniform({x.data(), static_cast<std::size_t>(x.size())});
    Matrix values(2, x.cols());
    spheres(x, values);
    for (Index j = 0; j < values.cols(); ++j) {
      bool beaten = false;
      for (Index i = 0; i < search.f().cols() && !beaten; ++i) {
        beaten = (search.f().col(i).array() <= values.col(j).array() + kGap).all();
      }
      EXPECT_TRUE(beaten) << values.col(j).transpose();
    }
  });
}

}  // namespace
}  // namespace vilfredo
