#include "vilfredo/core/bounded_minimiser.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/gaussian_process.hpp"
#include "vilfredo/core/state.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace vilfredo {
namespace {

Matrix points(Index d, Index n, std::uint64_t seed) {
  Rng rng(seed, Purpose::design, 0);
  Matrix out(d, n);
  for (Index k = 0; k < out.size(); ++k) {
    out.data()[k] = rng.uniform();
  }
  return out;
}

/// Varies along the first variable alone.
Vector wave(MatrixIn x) {
  return (6 * x.row(0).array()).sin().transpose();
}

Rng stream() {
  return Rng(11, Purpose::model, 0);
}

bool fits() {
  return has_bounded_minimiser();
}

#define NEEDS_LBFGS() \
  if (!fits())        \
  GTEST_SKIP() << "built without LBFGS++"

void expect_same(const GaussianProcessHyperparameters& a, const GaussianProcessHyperparameters& b) {
  EXPECT_EQ(a.length_scales, b.length_scales);
  EXPECT_EQ(a.signal_variance, b.signal_variance);
  EXPECT_EQ(a.noise_variance, b.noise_variance);
  EXPECT_EQ(a.output_offset, b.output_offset);
  EXPECT_EQ(a.output_scale, b.output_scale);
}

TEST(LogMarginalLikelihood, GradientEqualsCentralDifferences) {
  constexpr double kStep = 1e-5;
  const Matrix x = points(3, 70, 1);  // large enough for the blocked inverse
  const Vector y = wave(x);
  for (const CovarianceKernel kernel :
       {CovarianceKernel::matern52, CovarianceKernel::matern32, CovarianceKernel::rbf}) {
    GaussianProcessHyperparameters h;
    h.length_scales = Vector{{0.3, 0.8, 1.5}};
    h.signal_variance = 0.8;
    h.noise_variance = 3e-3;
    h.output_offset = 0.1;
    h.output_scale = 0.7;
    const auto value = [&](Index i, double shift) {
      GaussianProcessHyperparameters moved = h;
      const double factor = std::exp(shift);
      if (i < 3) {
        moved.length_scales[i] *= factor;
      } else if (i == 3) {
        moved.signal_variance *= factor;
      } else {
        moved.noise_variance *= factor;
      }
      return log_marginal_likelihood(kernel, moved, x, y).value;
    };
    const LogMarginalLikelihood at = log_marginal_likelihood(kernel, h, x, y);
    const Vector gradient{
        {at.length_scales[0], at.length_scales[1], at.length_scales[2], at.signal, at.noise}};
    for (Index i = 0; i < 5; ++i) {
      const double difference = (value(i, kStep) - value(i, -kStep)) / (2 * kStep);
      EXPECT_NEAR(gradient[i], difference, 1e-6 * std::max(1.0, std::abs(difference))) << i;
    }
  }
}

TEST(GaussianProcessFit, FindsWhichVariableMatters) {
  NEEDS_LBFGS();
  const Matrix x = points(3, 40, 2);
  GaussianProcessFitReport report;
  const GaussianProcess model = fit_gaussian_process(x, wave(x), {}, stream(), nullptr, &report);
  const Vector& l = model.hyperparameters().length_scales;
  EXPECT_GT(l[1], 8 * l[0]);
  EXPECT_GT(l[2], 8 * l[0]);
  EXPECT_EQ(report.starts, 4);
  EXPECT_FALSE(report.constant);
  EXPECT_NEAR(report.log_likelihood, model.log_marginal_likelihood(), 1e-6);
  GaussianPrediction p;
  const Matrix q = points(3, 50, 3);
  model.predict(q, p);
  EXPECT_LT((p.mean - wave(q)).cwiseAbs().maxCoeff(), 0.02);
  EXPECT_TRUE(model.leave_one_out().residual.allFinite());
}

TEST(GaussianProcessFit, IsStationaryInsideItsBounds) {
  NEEDS_LBFGS();
  const Matrix x = points(2, 30, 4);
  Vector y = wave(x);
  Rng noise(8, Purpose::noise, 0);
  for (Index j = 0; j < 30; ++j) {
    y[j] += 0.2 * noise.normal() + x(1, j);
  }
  GaussianProcessOptions options;
  options.kernel = CovarianceKernel::rbf;
  const GaussianProcess model = fit_gaussian_process(x, y, options, stream());
  const GaussianProcessHyperparameters& h = model.hyperparameters();
  const LogMarginalLikelihood at = log_marginal_likelihood(options.kernel, h, x, y);
  EXPECT_GT(h.noise_variance, 1e-3);
  EXPECT_NEAR(at.noise, 0, 1e-2);
  EXPECT_NEAR(at.length_scales[0], 0, 1e-2);
}

TEST(GaussianProcessFit, DoesNotDependOnTheUnitOfTheOutputs) {
  NEEDS_LBFGS();
  const Matrix x = points(2, 25, 5);
  const Vector y = wave(x);
  const GaussianProcess a = fit_gaussian_process(x, y, {}, stream());
  const GaussianProcess b =
      fit_gaussian_process(x, 4096 * y + Vector::Constant(25, 8192), {}, stream());
  const Matrix q = points(2, 9, 6);
  GaussianPrediction pa;
  GaussianPrediction pb;
  a.predict(q, pa);
  b.predict(q, pb);
  EXPECT_LT((pb.mean - 4096 * pa.mean - Vector::Constant(9, 8192)).cwiseAbs().maxCoeff(), 0.5);
  const Vector huge = 1e140 * y;
  GaussianPrediction ph;
  fit_gaussian_process(x, huge, {}, stream()).predict(q, ph);
  EXPECT_LT((ph.mean / 1e140 - pa.mean).cwiseAbs().maxCoeff(), 1e-4);
}

TEST(GaussianProcessFit, RepeatsAndResumesBitByBit) {
  NEEDS_LBFGS();
  const Matrix x = points(2, 20, 7);
  const Vector y = wave(x);
  GaussianProcessFit straight(x, y, {}, stream());
  GaussianProcessFit stopped(x, y, {}, stream());
  while (!straight.done()) {
    straight.advance();
  }
  stopped.advance();
  stopped.advance();
  StateIo out = StateIo::writer();
  stopped.persist(out);
  GaussianProcessFit resumed;
  StateIo in = StateIo::reader(out.bytes());
  resumed.persist(in);
  while (!resumed.done()) {
    resumed.advance();
  }
  expect_same(straight.hyperparameters(), resumed.hyperparameters());
  EXPECT_EQ(straight.report().evaluations, resumed.report().evaluations);
}

TEST(GaussianProcessFit, MoreStartsAreNeverWorse) {
  NEEDS_LBFGS();
  const Matrix x = points(4, 12, 8);
  const Vector y = wave(x);
  GaussianProcessOptions options;
  double before = -std::numeric_limits<double>::infinity();
  for (const Index restarts : {0, 2, 6}) {
    options.restarts = restarts;
    GaussianProcessFitReport report;
    (void)fit_gaussian_process(x, y, options, stream(), nullptr, &report);
    EXPECT_GE(report.log_likelihood, before);
    before = report.log_likelihood;
  }
}

TEST(GaussianProcessFit, StartsFromThePreviousOptimum) {
  NEEDS_LBFGS();
  const Matrix x = points(2, 30, 9);
  const Vector y = wave(x);
  GaussianProcessOptions options;
  options.restarts = 0;
  GaussianProcessFitReport cold;
  GaussianProcessFitReport warm;
  const GaussianProcess first = fit_gaussian_process(x, y, options, stream(), nullptr, &cold);
  options.single_start_above = 1;
  (void)fit_gaussian_process(x, y, options, stream(), &first.hyperparameters(), &warm);
  EXPECT_EQ(warm.starts, 1);
  EXPECT_LT(warm.evaluations, cold.evaluations);
  EXPECT_GE(warm.log_likelihood, cold.log_likelihood - 1e-9);
}

TEST(GaussianProcessFit, OneLengthScaleForAllAndFixedNoise) {
  NEEDS_LBFGS();
  const Matrix x = points(3, 25, 10);
  GaussianProcessOptions options;
  options.ard = false;
  options.fit_noise = false;
  options.noise_floor = 1e-5;
  const GaussianProcess model = fit_gaussian_process(x, wave(x), options, stream());
  const GaussianProcessHyperparameters& h = model.hyperparameters();
  EXPECT_EQ(h.length_scales[0], h.length_scales[1]);
  EXPECT_EQ(h.length_scales[0], h.length_scales[2]);
  EXPECT_EQ(h.noise_variance, 1e-5);
  const LogMarginalLikelihood at = log_marginal_likelihood(options.kernel, h, x, wave(x));
  EXPECT_NEAR(at.length_scales.sum(), 0, 1e-2);
}

TEST(GaussianProcessFit, ThePriorKeepsLengthScalesUpInManyDimensions) {
  NEEDS_LBFGS();
  const Matrix x = points(30, 20, 11);
  Vector y(20);
  Rng rng(3, Purpose::noise, 1);
  for (Index j = 0; j < 20; ++j) {
    y[j] = x.col(j).sum() + 0.1 * rng.normal();
  }
  GaussianProcessOptions options;
  options.restarts = 1;
  const auto smallest = [&](LengthScalePrior prior) {
    options.length_scale_prior = prior;
    return fit_gaussian_process(x, y, options, stream()).hyperparameters().length_scales.minCoeff();
  };
  const double automatic = smallest(LengthScalePrior::automatic);
  EXPECT_EQ(automatic, smallest(LengthScalePrior::log_normal));
  EXPECT_NE(automatic, smallest(LengthScalePrior::none));
  EXPECT_GT(automatic, 0.3);
}

TEST(GaussianProcessFit, SubsetIsSpreadOutAndTheModelHoldsAllPoints) {
  NEEDS_LBFGS();
  Matrix x = points(2, 60, 12);
  x.rightCols(20).colwise() = x.col(0);  // twenty duplicates
  GaussianProcessOptions options;
  options.fit_points = 30;
  GaussianProcessFitReport report;
  const GaussianProcess model =
      fit_gaussian_process(x, wave(x), options, stream(), nullptr, &report);
  EXPECT_EQ(report.points, 30);
  EXPECT_EQ(model.size(), 60);
  GaussianPrediction p;
  model.predict(x, p);
  EXPECT_LT((p.mean - wave(x)).cwiseAbs().maxCoeff(), 0.05);
}

TEST(GaussianProcessFit, ConstantOutputsAndASinglePointAreModelsToo) {
  const Matrix x = points(2, 8, 13);
  for (const Index n : {1, 8}) {
    GaussianProcessFitReport report;
    const GaussianProcess model = fit_gaussian_process(x.leftCols(n), Vector::Constant(n, 1e6), {},
                                                       stream(), nullptr, &report);
    EXPECT_TRUE(report.constant);
    EXPECT_EQ(report.evaluations, 0);
    GaussianPrediction p;
    model.predict(points(2, 3, 14), p, PredictGradients::yes);
    EXPECT_NEAR(p.mean[1], 1e6, 1e-6);
    EXPECT_GT(p.variance[1], 0);
    EXPECT_TRUE(p.deviation_gradient.allFinite());
  }
}

TEST(GaussianProcessFit, RefusesFailedEvaluationsAndSenselessOptions) {
  const Matrix x = points(2, 5, 15);
  Vector y = wave(x);
  GaussianProcessOptions options;
  options.length_scale_floor = 40;
  EXPECT_THROW(GaussianProcessFit(x, y, options, stream()), Error);
  options = {};
  options.noise_floor = 0;
  EXPECT_THROW(GaussianProcessFit(x, y, options, stream()), Error);
  y[2] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(GaussianProcessFit(x, y, {}, stream()), Error);
}

TEST(BoundedMinimiser, FindsRosenbrocksValleyInsideAndOnTheBox) {
  NEEDS_LBFGS();
  const auto rosenbrock = [](VectorIn x, VectorOut gradient) {
    const double a = 1 - x[0];
    const double b = x[1] - x[0] * x[0];
    gradient[0] = -2 * a - 400 * b * x[0];
    gradient[1] = 200 * b;
    return a * a + 100 * b * b;
  };
  const Vector lower = Vector::Constant(2, -2);
  const Vector start{{-1.2, 1.0}};
  const BoundedMinimum inside = minimise_bounded(rosenbrock, start, lower, Vector::Constant(2, 2));
  EXPECT_LT((inside.x - Vector::Ones(2)).cwiseAbs().maxCoeff(), 1e-4);
  EXPECT_TRUE(inside.converged);
  const BoundedMinimum edge = minimise_bounded(rosenbrock, start, lower, Vector{{0.5, 2.0}});
  EXPECT_NEAR(edge.x[0], 0.5, 1e-12);
  EXPECT_NEAR(edge.x[1], 0.25, 1e-5);
}

TEST(BoundedDescent, HasTheSameBitsHoweverItIsCutAndSaved) {
  NEEDS_LBFGS();
  const auto rosenbrock = [](VectorIn x, VectorOut gradient) {
    const double a = 1 - x[0];
    const double b = x[1] - x[0] * x[0];
    gradient[0] = -2 * a - 400 * x[0] * b;
    gradient[1] = 200 * b;
    return a * a + 100 * b * b;
  };
  const Vector start{{-1.2, 1}};
  const Vector lower{{-2, -2}};
  const Vector upper{{2, 2}};
  const BoundedMinimum whole = minimise_bounded(rosenbrock, start, lower, upper);
  ASSERT_GT(whole.evaluations, 20);
  for (const Index calls : {1, 7, 1000}) {
    BoundedDescent descent(start, lower, upper);
    Index pieces = 0;
    Index called = 0;
    while (!descent.done()) {
      descent.advance(
          [&](VectorIn x, VectorOut gradient) {
            ++called;
            return rosenbrock(x, gradient);
          },
          calls);
      ++pieces;
      StateIo out = StateIo::writer();
      descent.persist(out);
      StateIo in = StateIo::reader(out.bytes());
      descent = BoundedDescent();
      descent.persist(in);
    }
    EXPECT_EQ(descent.minimum().x, whole.x);
    EXPECT_EQ(descent.minimum().value, whole.value);
    EXPECT_EQ(descent.minimum().evaluations, whole.evaluations);
    EXPECT_EQ(called, whole.evaluations);
    EXPECT_GE(pieces, whole.evaluations / calls);
  }
}

// A start of 1300 points is cut at every likelihood.
TEST(GaussianProcessFit, CutsAStartWithManyPoints) {
  NEEDS_LBFGS();
  const Matrix x = points(2, 1300, 9);
  GaussianProcessOptions options;
  options.restarts = 0;
  options.max_iterations = 2;
  GaussianProcessFit fit(x, wave(x), options, stream());
  Index slices = 0;
  while (!fit.done()) {
    fit.advance();
    ++slices;
  }
  EXPECT_GE(slices, fit.report().evaluations);
  EXPECT_GE(slices, 3);
}

TEST(BoundedMinimiser, StopsAtLimitsAndPassesErrorsOn) {
  NEEDS_LBFGS();
  const Vector lower = Vector::Constant(1, -9);
  const Vector upper = Vector::Constant(1, 9);
  const Vector start = Vector::Constant(1, 5);
  Index calls = 0;
  const auto cliff = [&](VectorIn x, VectorOut gradient) {
    ++calls;
    gradient[0] = 1;
    return x[0] < 4 ? std::numeric_limits<double>::quiet_NaN() : x[0];
  };
  const BoundedMinimum at = minimise_bounded(cliff, start, lower, upper);
  EXPECT_LE(at.x[0], 5);
  EXPECT_GE(at.x[0], 4);
  EXPECT_FALSE(at.converged);
  EXPECT_EQ(at.evaluations, calls);
  const auto throws = [](VectorIn, VectorOut) -> double { throw std::runtime_error("mine"); };
  EXPECT_THROW((void)minimise_bounded(throws, start, lower, upper), std::runtime_error);
  EXPECT_THROW((void)minimise_bounded(cliff, start, upper, lower), Error);
  EXPECT_THROW((void)minimise_bounded(cliff, lower, lower, upper), Error);  // NaN at the start
}

}  // namespace
}  // namespace vilfredo
