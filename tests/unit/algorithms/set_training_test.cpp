// Training of a set model on objectives that are known in closed form.
#include <vilfredo/algorithms/pareto_set/set_training.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/state.hpp>
#include <vilfredo/indicators/simplex_lattice.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace vilfredo {
namespace {

/// f_k = |x - c_k|^2 in the unit box, exactly known: the Pareto set is the segment between the
/// centres. Beta is tested with a constant deviation, which moves no optimum.
struct TwoBowls {
  static Vector centre(Index k) {
    return k == 0 ? Vector{{0.2, 0.3, 0.5}} : Vector{{0.8, 0.6, 0.5}};
  }

  void operator()(MatrixIn x, SurrogatePrediction& out, PredictGradients gradients) const {
    const bool wanted = gradients == PredictGradients::yes;
    out.mean.resize(2, x.cols());
    out.deviation = Matrix::Constant(2, x.cols(), 0.2);
    out.mean_gradient.assign(wanted ? 2 : 0, Matrix());
    out.deviation_gradient.assign(wanted ? 2 : 0, Matrix::Zero(3, x.cols()));
    for (Index k = 0; k < 2; ++k) {
      const Matrix from = x.colwise() - centre(k);
      out.mean.row(k) = from.colwise().squaredNorm();
      if (wanted) {
        out.mean_gradient[static_cast<std::size_t>(k)] = 2 * from;
      }
    }
  }
};

/// Where on the segment the direct Tchebycheff value is least: w_1 (t^2 L + e) = w_2 ((1 - t)^2 L +
/// e), e being how far the ideal point lies below the minima. By bisection.
Vector optimum(double first_weight, double below) {
  const double squared = (TwoBowls::centre(1) - TwoBowls::centre(0)).squaredNorm();
  double low = 0;
  double high = 1;
  for (int i = 0; i < 60; ++i) {
    const double t = 0.5 * (low + high);
    const double first = first_weight * (t * t * squared + below);
    const double second = (1 - first_weight) * ((1 - t) * (1 - t) * squared + below);
    (first < second ? low : high) = t;
  }
  return (1 - low) * TwoBowls::centre(0) + low * TwoBowls::centre(1);
}

SetTrainingOptions small_options() {
  return {.hidden = {48, 48}, .steps = 1500, .learning_rate = 3e-3, .beta = 0.1};
}

/// The minima of the bounds are -0.02 = -beta * deviation.
constexpr double kBelow = 0.1;
const Vector kIdeal = Vector::Constant(2, -0.02 - kBelow);
const Vector kReference = Vector::Constant(2, 0.55);
const Matrix kFront = Matrix{{0.0, 0.2, 0.45}, {0.45, 0.1, 0.0}};

SetTraining trained(const SetTrainingOptions& options, const SetTrainingRules& rules) {
  SetTraining training(3, 2, options, rules);
  training.begin(kFront, kIdeal, kReference, simplex_lattice(2, 50),
                 Rng(3, Purpose::exploration, 0));
  while (!training.advance(TwoBowls{}, 100)) {
  }
  return training;
}

double worst_error(const SetTraining& training) {
  double worst = 0;
  for (const double w : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    const Matrix x = training.decode(Vector{{w, 1 - w}});
    worst = std::max(worst, (x.col(0) - optimum(w, kBelow)).norm());
  }
  return worst;
}

TEST(SetTraining, LearnsTheOptimumOfEveryPreference) {
  EXPECT_LT(worst_error(trained(small_options(), {})), 0.04);
  EXPECT_LT(worst_error(trained(small_options(), {.stein = true})), 0.06);
  SetTrainingRules compat = {
      .mode = MethodMode::compat, .stein = true, .coordinatewise = true, .variance = true};
  compat.options.kernel.bandwidth = BandwidthRule::squared_median;
  EXPECT_LT(worst_error(trained(small_options(), compat)), 0.1);
  // The segment has length 0.67; a net that ignored its input would miss by far more.
}

TEST(SetTraining, CheckpointsKeepTheLargestHypervolume) {
  SetTrainingOptions options = small_options();
  options.steps = 300;
  options.checkpoint_every = 10;
  SetTraining training = trained(options, {.stein = true});
  EXPECT_GT(training.best_hypervolume(), 0.2);
  EXPECT_EQ(training.best_step() % 10, 0);
  EXPECT_LE(training.best_step(), 300);
  options.checkpoint_every = 0;
  EXPECT_EQ(trained(options, {.stein = true}).best_hypervolume(), 0);
}

TEST(SetTraining, ResumesBitForBitInTheMiddle) {
  SetTrainingOptions options = small_options();
  options.steps = 60;
  const SetTrainingRules rules = {.stein = true};
  const auto begin = [&](SetTraining& training) {
    training.begin(kFront, kIdeal, kReference, simplex_lattice(2, 20),
                   Rng(3, Purpose::exploration, 0));
  };
  SetTraining whole(3, 2, options, rules);
  begin(whole);
  (void)whole.advance(TwoBowls{}, 27);
  StateIo out = StateIo::writer();
  whole.persist(out);
  SetTraining second(3, 2, options, rules);
  StateIo in = StateIo::reader(out.bytes());
  second.persist(in);
  EXPECT_TRUE(whole.advance(TwoBowls{}, 60));
  while (!second.advance(TwoBowls{}, 5)) {
  }
  const Matrix preferences = simplex_lattice(2, 10);
  EXPECT_EQ(whole.decode(preferences), second.decode(preferences));
  EXPECT_EQ(whole.best_hypervolume(), second.best_hypervolume());
}

TEST(SetTraining, WarmStartGoesOnAndAFreshOneDoesNot) {
  SetTrainingOptions options = small_options();
  options.steps = 1;
  const auto second_start = [&](bool warm) {
    options.warm_start = warm;
    SetTraining training = trained(options, {});
    const Matrix before = training.decode(simplex_lattice(2, 4));
    training.begin(kFront, kIdeal, kReference, simplex_lattice(2, 4),
                   Rng(4, Purpose::exploration, 0));
    return (training.decode(simplex_lattice(2, 4)) - before).norm();
  };
  EXPECT_EQ(second_start(true), 0);
  EXPECT_GT(second_start(false), 0.01);
}

TEST(SetTraining, RefusesKernelsWithoutMeaning) {
  const SetTrainingRules rules = {
      .stein = true,
      .options = {.kernel = {.scope = KernelScope::local}, .domain = KernelDomain::decision}};
  EXPECT_THROW(SetTraining(3, 2, small_options(), rules), Error);
}

}  // namespace
}  // namespace vilfredo
