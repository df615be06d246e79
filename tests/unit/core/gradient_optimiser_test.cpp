#include "vilfredo/core/neural/gradient_optimiser.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

/// Two steps from (1, -2) with the gradients (0.5, -4) and (-0.25, 0).
Vector after_two_steps(const GradientOptimiserOptions& options, double rate_factor = 1) {
  GradientOptimiser<double> optimiser(options, 2);
  Vector parameters{{1.0, -2.0}};
  optimiser.step(parameters, Vector{{0.5, -4.0}}, rate_factor);
  optimiser.step(parameters, Vector{{-0.25, 0.0}}, rate_factor);
  EXPECT_EQ(optimiser.steps(), 2U);
  return parameters;
}

TEST(GradientOptimiser, AdamByHand) {
  // First step: corrected moments are g and g^2, so every move is the learning rate.
  // Second: m = (0.09 g1 + 0.1 g2) / 0.19, v = (0.000999 g1^2 + 0.001 g2^2) / 0.001999.
  const double m = (0.09 * 0.5 + 0.1 * -0.25) / 0.19;
  const double v = (0.000999 * 0.25 + 0.001 * 0.0625) / 0.001999;
  const double m2 = 0.09 * -4 / 0.19;
  const double v2 = 0.000999 * 16 / 0.001999;
  const Vector got = after_two_steps(AdamOptions{.learning_rate = 0.1, .epsilon = 1e-12});
  EXPECT_NEAR(got[0], 1 - 0.1 - 0.1 * m / std::sqrt(v), 1e-10);
  EXPECT_NEAR(got[1], -2 + 0.1 - 0.1 * m2 / std::sqrt(v2), 1e-10);
}

TEST(GradientOptimiser, AdamAddsEpsilonToTheCorrectedRoot) {
  GradientOptimiser<double> optimiser(AdamOptions{.learning_rate = 1, .epsilon = 0.5}, 1);
  Vector parameters{{0.0}};
  optimiser.step(parameters, Vector{{0.25}});
  EXPECT_NEAR(parameters[0], -0.25 / 0.75, 1e-14);
}

TEST(GradientOptimiser, SgdByHand) {
  Vector got = after_two_steps(SgdOptions{.learning_rate = 0.1});
  EXPECT_NEAR(got[0], 1 - 0.05 + 0.025, 1e-15);
  EXPECT_NEAR(got[1], -1.6, 1e-15);
  got = after_two_steps(SgdOptions{.learning_rate = 0.1, .momentum = 0.5});
  EXPECT_NEAR(got[0], 1 - 0.05 - 0.1 * (0.25 - 0.25), 1e-15);
  EXPECT_NEAR(got[1], -2 + 0.4 + 0.2, 1e-15);
  got = after_two_steps(SgdOptions{.learning_rate = 0.1, .momentum = 0.5, .nesterov = true});
  EXPECT_NEAR(got[0], 1 - 0.1 * (0.5 + 0.25) - 0.1 * (-0.25 + 0.0), 1e-15);
  EXPECT_NEAR(got[1], -2 + 0.1 * (4 + 2) + 0.1 * (0 + 1), 1e-15);
}

TEST(GradientOptimiser, LionByHand) {
  // Directions: first the signs of g; second 0.5 m + 0.5 g2 with m = 0.1 g1 = (0.05, -0.4).
  const Vector got = after_two_steps(LionOptions{.learning_rate = 0.1, .beta1 = 0.5, .beta2 = 0.9});
  EXPECT_NEAR(got[0], 1 - 0.1 + 0.1, 1e-15);
  EXPECT_NEAR(got[1], -2 + 0.1 + 0.1, 1e-15);
  // After g = 1, m = 0.1: the direction of the next step is 0.05 + g / 2.
  for (const double g : {-0.08, -0.12}) {
    GradientOptimiser<double> optimiser(
        LionOptions{.learning_rate = 0.1, .beta1 = 0.5, .beta2 = 0.9}, 1);
    Vector at{{0.0}};
    optimiser.step(at, Vector{{1.0}});
    optimiser.step(at, Vector{{g}});
    EXPECT_NEAR(at[0], g > -0.1 ? -0.2 : 0.0, 1e-15) << g;
  }
  GradientOptimiser<float> still(LionOptions{}, 1);
  Eigen::VectorXf parameters = Eigen::VectorXf::Constant(1, 3);
  still.step(parameters, Eigen::VectorXf::Zero(1));
  EXPECT_EQ(parameters[0], 3);
}

TEST(GradientOptimiser, DecayIsDecoupledAndTheScheduleScalesBoth) {
  GradientOptimiser<double> optimiser(SgdOptions{.learning_rate = 0.1, .weight_decay = 2}, 1);
  Vector parameters{{10.0}};
  optimiser.step(parameters, Vector{{1.0}}, 0.5);
  EXPECT_NEAR(parameters[0], 10 * (1 - 0.05 * 2) - 0.05, 1e-14);
  for (const GradientOptimiserOptions& options :
       {GradientOptimiserOptions{AdamOptions{.weight_decay = 0.1}},
        GradientOptimiserOptions{LionOptions{.learning_rate = 1e-3, .weight_decay = 0.1}}}) {
    GradientOptimiser<double> other(options, 1);
    Vector at{{10.0}};
    other.step(at, Vector{{0.0}});
    EXPECT_NEAR(at[0], 10 * (1 - 1e-4), 1e-12);
  }
}

template <class Options>
class EveryKind : public testing::Test {};

using Kinds = testing::Types<AdamOptions, SgdOptions, LionOptions>;
TYPED_TEST_SUITE(EveryKind, Kinds);

TYPED_TEST(EveryKind, DescendsAQuadratic) {
  TypeParam options;
  options.learning_rate = 0.02;
  GradientOptimiser<float> optimiser(options, 3);
  const Eigen::VectorXf target{{1.0F, -0.5F, 2.0F}};
  Eigen::VectorXf at = Eigen::VectorXf::Zero(3);
  for (int k = 0; k < 1500; ++k) {
    optimiser.step(at, 2 * (at - target), k < 1000 ? 1 : 0.02);
  }
  EXPECT_LT((at - target).cwiseAbs().maxCoeff(), 2e-3F);
}

TYPED_TEST(EveryKind, StateGoesOnBitByBit) {
  TypeParam options;
  if constexpr (std::is_same_v<TypeParam, SgdOptions>) {
    options.momentum = 0.9;
  }
  const auto gradient = [](const Eigen::VectorXf& x) -> Eigen::VectorXf {
    return (x.array().sin() + 0.3F).matrix();
  };
  GradientOptimiser<float> optimiser(options, 4);
  Eigen::VectorXf x = Eigen::VectorXf::LinSpaced(4, -1, 2);
  for (int k = 0; k < 3; ++k) {
    optimiser.step(x, gradient(x));
  }
  StateIo out = StateIo::writer();
  optimiser.persist(out);
  const std::string bytes = out.bytes();
  GradientOptimiser<float> copy(options, 4);
  StateIo in = StateIo::reader(bytes);
  copy.persist(in);
  Eigen::VectorXf y = x;
  for (int k = 0; k < 3; ++k) {
    optimiser.step(x, gradient(x));
    copy.step(y, gradient(y));
  }
  EXPECT_EQ(x, y);
  EXPECT_EQ(copy.steps(), 6U);
  GradientOptimiser<float> longer(options, 5);
  StateIo again = StateIo::reader(bytes);
  EXPECT_THROW(longer.persist(again), Error);
}

TYPED_TEST(EveryKind, RefusesGradientsThatAreNotFiniteAndStaysWhole) {
  GradientOptimiser<float> optimiser(TypeParam{}, 2);
  Eigen::VectorXf x = Eigen::VectorXf::Ones(2);
  Eigen::VectorXf bad = x;
  bad[1] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(optimiser.step(x, bad), Error);
  EXPECT_EQ(x, Eigen::VectorXf::Ones(2));
  EXPECT_EQ(optimiser.steps(), 0U);
  EXPECT_THROW(optimiser.step(x, Eigen::VectorXf::Ones(3)), Error);
  TypeParam options;
  options.learning_rate = 0;
  EXPECT_THROW(GradientOptimiser<float>(options, 2), Error);
}

TEST(GradientOptimiser, TheStateOfAnotherKindIsRefused) {
  GradientOptimiser<double> sgd(SgdOptions{}, 2);
  StateIo out = StateIo::writer();
  sgd.persist(out);
  GradientOptimiser<double> lion(LionOptions{}, 2);
  StateIo in = StateIo::reader(out.bytes());
  EXPECT_THROW(lion.persist(in), Error);
}

TEST(ClipNorm, ShortensOnlyWhatIsTooLong) {
  Vector gradient{{3.0, -4.0}};
  EXPECT_DOUBLE_EQ(clip_norm<double>(gradient, 10), 5);
  EXPECT_EQ(gradient, (Vector{{3.0, -4.0}}));
  EXPECT_DOUBLE_EQ(clip_norm<double>(gradient, 1), 5);
  EXPECT_NEAR(gradient[0], 0.6, 1e-15);
  EXPECT_NEAR(gradient[1], -0.8, 1e-15);
}

}  // namespace
}  // namespace vilfredo
