// What training a set model comes to: a learned front, no memory in its steps, an ideal point that
// holds.
#include "allocation_counter.hpp"

#include <vilfredo/algorithms/pareto_set/psl_mobo.hpp>
#include <vilfredo/algorithms/pareto_set/svh_psl.hpp>
#include <vilfredo/core/gaussian_process.hpp>
#include <vilfredo/indicators/hypervolume.hpp>
#include <vilfredo/indicators/simplex_lattice.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace vilfredo {
namespace {

constexpr Index kVariables = 6;
constexpr double kWholeVolume = 0.552113;  // of VLMOP2's front below (1.1, 1.1)

/// VLMOP2 over the unit box in place of surrogates that have learned all there is.
struct TwoBells {
  static double centre(Index k) { return (k == 0 ? 1 : -1) / std::sqrt(double{kVariables}); }

  void operator()(MatrixIn x, SurrogatePrediction& out, PredictGradients gradients) const {
    const bool wanted = gradients == PredictGradients::yes;
    out.mean.resize(2, x.cols());
    out.deviation.setZero(2, x.cols());
    out.mean_gradient.assign(wanted ? 2 : 0, Matrix());
    out.deviation_gradient.assign(wanted ? 2 : 0, Matrix::Zero(kVariables, x.cols()));
    for (Index k = 0; k < 2; ++k) {
      const Matrix from = 4 * x.array() - 2 - centre(k);
      const Vector bell = (-from.colwise().squaredNorm().transpose().array()).exp();
      out.mean.row(k) = 1 - bell.transpose().array();
      if (wanted) {
        out.mean_gradient[static_cast<std::size_t>(k)] = 8 * from * bell.asDiagonal();
      }
    }
  }
};

double learned_share(const SetTrainingOptions& options,
                     const SetTrainingRules& rules,
                     double ideal) {
  SetTraining training(kVariables, 2, options, rules);
  const Matrix front = Matrix{{0.5, 0.9}, {0.9, 0.5}};
  training.begin(front, Vector::Constant(2, ideal), Vector::Constant(2, 1.1),
                 simplex_lattice(2, 199), Rng(5, Purpose::user, 0));
  while (!training.advance(TwoBells{}, 100)) {
  }
  SurrogatePrediction values;
  TwoBells{}(training.decode(simplex_lattice(2, 199)), values, PredictGradients::no);
  return hypervolume(values.mean, Vector::Constant(2, 1.1)) / kWholeVolume;
}

SetTrainingRules svh_rules(MethodMode mode) {
  SetTrainingRules rules = {.mode = mode, .stein = true, .options = SvhPslOptions{}.stein};
  if (mode == MethodMode::compat) {
    rules.coordinatewise = true;
    rules.variance = true;
    rules.options.kernel.bandwidth = BandwidthRule::squared_median;
  }
  return rules;
}

TEST(SetLearning, LearnsAFrontThatIsKnownExactly) {
  for (const MethodMode mode : {MethodMode::strict, MethodMode::compat}) {
    EXPECT_GT(learned_share(PslMoboOptions{}.training, {.mode = mode}, -0.1), 0.97);
    EXPECT_GT(learned_share(SvhPslOptions{}.training, svh_rules(mode), -0.1), 0.97);
  }
}

TEST(SetLearning, StrictIdealPointsFallBelowWhatTheBoundsPromise) {
  // All of the front's middle lies below an ideal point taken from poor data.
  constexpr double kPoor = 0.7;
  EXPECT_GT(learned_share(PslMoboOptions{}.training, {}, kPoor), 0.97);
  EXPECT_GT(learned_share(SvhPslOptions{}.training, svh_rules(MethodMode::strict), kPoor), 0.97);
  SetTraining training(kVariables, 2, {.steps = 200}, {});
  training.begin(Matrix::Ones(2, 1), Vector::Constant(2, kPoor), Vector::Constant(2, 1.1),
                 simplex_lattice(2, 9), Rng(5, Purpose::user, 0));
  (void)training.advance(TwoBells{}, 200);
  EXPECT_LT(training.ideal().maxCoeff(), 0.05);
}

TEST(SetLearning, StepsAndCheckpointsAllocateNothing) {
#if !defined(VILFREDO_COUNTS_ALLOCATIONS)
  GTEST_SKIP() << "a sanitizer, or another C library, owns malloc";
#endif
  constexpr Index kPoints = 23;
  Rng rng(2, Purpose::user, 0);
  Matrix x(kVariables, kPoints);
  for (Index i = 0; i < x.size(); ++i) {
    x.data()[i] = rng.uniform();
  }
  SurrogatePrediction values;
  TwoBells{}(x, values, PredictGradients::no);
  const GaussianProcessHyperparameters h = {.length_scales = Vector::Constant(kVariables, 0.6)};
  std::vector<GaussianProcess> models;
  for (Index k = 0; k < 2; ++k) {
    models.emplace_back(CovarianceKernel::matern52, h, x, values.mean.row(k).transpose());
  }
  const SetPredictor predict = [&](MatrixIn at, SurrogatePrediction& out, PredictGradients want) {
    const bool wanted = want == PredictGradients::yes;
    out.scratch.resize(2);
    out.mean.resize(2, at.cols());
    out.deviation.resize(2, at.cols());
    out.mean_gradient.resize(wanted ? 2 : 0);
    out.deviation_gradient.resize(wanted ? 2 : 0);
    for (std::size_t k = 0; k < 2; ++k) {
      models[k].predict(at, out.scratch[k], want);
      out.mean.row(static_cast<Index>(k)) = out.scratch[k].mean.transpose();
      out.deviation.row(static_cast<Index>(k)) = out.scratch[k].deviation.transpose();
      if (wanted) {
        out.mean_gradient[k] = out.scratch[k].mean_gradient;
        out.deviation_gradient[k] = out.scratch[k].deviation_gradient;
      }
    }
  };
  for (const MethodMode mode : {MethodMode::strict, MethodMode::compat}) {
    SetTrainingOptions options = SvhPslOptions{}.training;
    options.checkpoint_every = 5;
    SetTraining training(kVariables, 2, options, svh_rules(mode));
    training.begin(values.mean.leftCols(1), Vector::Constant(2, -0.1), Vector::Constant(2, 1.1),
                   simplex_lattice(2, 99), Rng(5, Purpose::user, 0));
    EXPECT_EQ(allocations_of([&] { (void)training.advance(predict, 20); }), 0);
  }
}

}  // namespace
}  // namespace vilfredo
