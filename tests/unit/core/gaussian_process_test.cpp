#include "vilfredo/core/gaussian_process.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"

#include <Eigen/LU>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace vilfredo {
namespace {

constexpr CovarianceKernel kKernels[] = {CovarianceKernel::matern52, CovarianceKernel::matern32,
                                         CovarianceKernel::rbf};

/// From the definition, by the distance itself.
double covariance(CovarianceKernel kernel,
                  const GaussianProcessHyperparameters& h,
                  VectorIn a,
                  VectorIn b) {
  const double r = (a - b).cwiseQuotient(h.length_scales).norm();
  const double s2 = h.signal_variance;
  switch (kernel) {
    case CovarianceKernel::matern52:
      return s2 * (1 + std::sqrt(5.0) * r + 5 * r * r / 3) * std::exp(-std::sqrt(5.0) * r);
    case CovarianceKernel::matern32:
      return s2 * (1 + std::sqrt(3.0) * r) * std::exp(-std::sqrt(3.0) * r);
    case CovarianceKernel::rbf:
      return s2 * std::exp(-r * r / 2);
  }
  return 0;
}

Matrix covariances(CovarianceKernel kernel,
                   const GaussianProcessHyperparameters& h,
                   MatrixIn a,
                   MatrixIn b) {
  Matrix out(a.cols(), b.cols());
  for (Index i = 0; i < a.cols(); ++i) {
    for (Index j = 0; j < b.cols(); ++j) {
      out(i, j) = covariance(kernel, h, a.col(i), b.col(j));
    }
  }
  return out;
}

/// The textbook formulas with an explicit inverse.
struct Dense {
  Vector mean;
  Matrix covariance;
  double log_likelihood;
};

Dense dense(CovarianceKernel kernel,
            const GaussianProcessHyperparameters& h,
            MatrixIn x,
            VectorIn y,
            MatrixIn q) {
  const Index n = x.cols();
  const Vector z = (y.array() - h.output_offset) / h.output_scale;
  const Matrix c = covariances(kernel, h, x, x) + h.noise_variance * Matrix::Identity(n, n);
  const Matrix inverse = c.inverse();
  const Vector one = Vector::Ones(n);
  const double mean = one.dot(inverse * z) / one.dot(inverse * one);
  const Vector centred = z - mean * one;
  const Matrix k = covariances(kernel, h, x, q);
  Dense out;
  out.mean =
      ((k.transpose() * inverse * centred).array() + mean) * h.output_scale + h.output_offset;
  out.covariance = h.output_scale * h.output_scale *
                   (covariances(kernel, h, q, q) - k.transpose() * inverse * k);
  out.log_likelihood = -0.5 * centred.dot(inverse * centred) - 0.5 * std::log(c.determinant()) -
                       0.5 * static_cast<double>(n) * std::log(2 * std::numbers::pi);
  return out;
}

Matrix points(Index d, Index n, std::uint64_t seed) {
  Rng rng(seed, Purpose::design, 0);
  Matrix out(d, n);
  for (Index k = 0; k < out.size(); ++k) {
    out.data()[k] = rng.uniform();
  }
  return out;
}

Vector outputs(MatrixIn x) {
  Vector out(x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    out[j] = 40 + 7 * std::sin(5 * x(0, j)) + 3 * x(x.rows() - 1, j) * x(0, j);
  }
  return out;
}

GaussianProcessHyperparameters hyperparameters(Index d, double noise = 1e-3) {
  GaussianProcessHyperparameters h;
  h.length_scales = 0.4 + 0.25 * Vector::LinSpaced(d, 0, static_cast<double>(d - 1)).array();
  h.signal_variance = 1.7;
  h.noise_variance = noise;
  h.output_offset = 41;
  h.output_scale = 5;
  return h;
}

Errc code_of(const std::function<void()>& fn) {
  try {
    fn();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return Errc::internal;
}

TEST(GaussianProcess, OnePointByHand) {
  GaussianProcessHyperparameters h = hyperparameters(1, 0.01);
  const Matrix x = Matrix::Constant(1, 1, 0.3);
  const Vector y = Vector::Constant(1, 38.0);
  const GaussianProcess model(CovarianceKernel::rbf, h, x, y);
  GaussianPrediction p;
  const Matrix q = Matrix::Constant(1, 1, 0.5);
  model.predict(q, p);
  const double k = 1.7 * std::exp(-0.5 * 0.25);  // distance 0.2, length-scale 0.4
  EXPECT_DOUBLE_EQ(p.mean[0], 38.0);             // the constant explains a single point
  EXPECT_NEAR(p.variance[0], 25 * (1.7 - k * k / 1.71), 1e-12);
  EXPECT_NEAR(p.deviation[0] * p.deviation[0], p.variance[0], 1e-12);
  EXPECT_DOUBLE_EQ(model.constant_mean(), 38.0);
  EXPECT_NEAR(model.log_marginal_likelihood(), -0.5 * std::log(2 * std::numbers::pi * 1.71), 1e-14);
}

TEST(GaussianProcess, TwoPointsByHand) {
  // By symmetry c is the mean of both outputs, and (1, -1) is an eigenvector of the covariance.
  GaussianProcessHyperparameters h = hyperparameters(1, 0.01);
  const Matrix x{{0.1, 0.5}};
  const Vector y{{36.0, 46.0}};
  const GaussianProcess model(CovarianceKernel::rbf, h, x, y);
  const double k12 = 1.7 * std::exp(-0.5);
  const double k1 = 1.7 * std::exp(-0.5 * 0.0625);  // distance 0.1
  const double k2 = 1.7 * std::exp(-0.5 * 0.5625);  // distance 0.3
  GaussianPrediction p;
  model.predict(Matrix{{0.2}}, p);
  EXPECT_NEAR(p.mean[0], 41 + (k1 - k2) * -5 / (1.71 - k12), 1e-12);
  const double determinant = 1.71 * 1.71 - k12 * k12;
  const double explained = (1.71 * (k1 * k1 + k2 * k2) - 2 * k12 * k1 * k2) / determinant;
  EXPECT_NEAR(p.variance[0], 25 * (1.7 - explained), 1e-12);
}

TEST(GaussianProcess, EqualsTheDenseFormulas) {
  for (const CovarianceKernel kernel : kKernels) {
    const Matrix x = points(3, 30, 1);
    const Vector y = outputs(x);
    const Matrix q = points(3, 13, 2);
    const GaussianProcessHyperparameters h = hyperparameters(3);
    const GaussianProcess model(kernel, h, x, y);
    const Dense expected = dense(kernel, h, x, y, q);
    GaussianPrediction p;
    model.predict(q, p);
    const JointPosterior joint = model.joint(q);
    EXPECT_LT((p.mean - expected.mean).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LT((p.variance - expected.covariance.diagonal()).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LT((joint.mean - expected.mean).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LT((joint.covariance - expected.covariance).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_NEAR(model.log_marginal_likelihood(), expected.log_likelihood, 1e-9);
    EXPECT_NEAR(log_marginal_likelihood(kernel, h, x, y).value, expected.log_likelihood, 1e-9);
    EXPECT_EQ(model.jitter(), 0);
  }
}

TEST(GaussianProcess, GradientsEqualCentralDifferences) {
  constexpr double kStep = 1e-5;
  for (const CovarianceKernel kernel : kKernels) {
    const Matrix x = points(3, 25, 3);
    const GaussianProcess model(kernel, hyperparameters(3), x, outputs(x));
    const Matrix q = points(3, 9, 4);
    GaussianPrediction p;
    model.predict(q, p, PredictGradients::yes);
    for (Index i = 0; i < 3; ++i) {
      Matrix forward = q;
      Matrix back = q;
      forward.row(i).array() += kStep;
      back.row(i).array() -= kStep;
      GaussianPrediction up;
      GaussianPrediction down;
      model.predict(forward, up);
      model.predict(back, down);
      const auto check = [&](const Vector& a, const Vector& b, const Matrix& gradient) {
        const Vector difference = (a - b) / (2 * kStep);
        EXPECT_LT((difference.transpose() - gradient.row(i)).cwiseAbs().maxCoeff(),
                  1e-6 * std::max(1.0, difference.cwiseAbs().maxCoeff()));
      };
      check(up.mean, down.mean, p.mean_gradient);
      check(up.variance, down.variance, p.variance_gradient);
      check(up.deviation, down.deviation, p.deviation_gradient);
    }
  }
}

TEST(GaussianProcess, GradientsAreFiniteAtTrainingPoints) {
  const Matrix x = points(2, 12, 5);
  const GaussianProcess model(CovarianceKernel::matern52, hyperparameters(2, 0), x, outputs(x));
  GaussianPrediction p;
  model.predict(x, p, PredictGradients::yes);
  EXPECT_TRUE(p.mean_gradient.allFinite());
  EXPECT_TRUE(p.deviation_gradient.allFinite());
  EXPECT_GT(p.variance.minCoeff(), 0);
  EXPECT_LT((p.mean - outputs(x)).cwiseAbs().maxCoeff(), 1e-8);
}

TEST(GaussianProcess, AColumnDoesNotDependOnItsBatch) {
  const Matrix x = points(4, 37, 6);
  const GaussianProcess model(CovarianceKernel::matern52, hyperparameters(4), x, outputs(x));
  const Matrix q = points(4, 23, 7);
  GaussianPrediction all;
  GaussianPrediction one;
  model.predict(q, all, PredictGradients::yes);
  for (Index j = 0; j < q.cols(); ++j) {
    model.predict(q.col(j), one, PredictGradients::yes);
    EXPECT_EQ(all.mean[j], one.mean[0]);
    EXPECT_EQ(all.variance[j], one.variance[0]);
    EXPECT_EQ(all.mean_gradient.col(j), one.mean_gradient.col(0));
    EXPECT_EQ(all.deviation_gradient.col(j), one.deviation_gradient.col(0));
  }
}

TEST(GaussianProcess, AppendEqualsConditioningOnAll) {
  for (const CovarianceKernel kernel : kKernels) {
    const Matrix x = points(3, 40, 8);
    const Vector y = outputs(x);
    const GaussianProcessHyperparameters h = hyperparameters(3, 1e-4);
    GaussianProcess grown(kernel, h, x.leftCols(28), y.head(28));
    grown.append(x.middleCols(28, 7), y.segment(28, 7));
    grown.append(x.rightCols(5), y.tail(5));
    const GaussianProcess whole(kernel, h, x, y);
    const Matrix q = points(3, 20, 9);
    GaussianPrediction a;
    GaussianPrediction b;
    grown.predict(q, a, PredictGradients::yes);
    whole.predict(q, b, PredictGradients::yes);
    EXPECT_LT((a.mean - b.mean).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LT((a.variance - b.variance).cwiseAbs().maxCoeff(), 1e-10);
    EXPECT_LT((a.mean_gradient - b.mean_gradient).cwiseAbs().maxCoeff(), 1e-9);
    EXPECT_NEAR(grown.constant_mean(), whole.constant_mean(), 1e-10);
    EXPECT_NEAR(grown.log_marginal_likelihood(), whole.log_marginal_likelihood(), 1e-9);
  }
}

TEST(GaussianProcess, FantasiesKeepTheMeanAndGoWithoutATrace) {
  const Matrix x = points(2, 15, 10);
  GaussianProcess model(CovarianceKernel::matern52, hyperparameters(2), x, outputs(x));
  const Matrix q = points(2, 6, 11);
  GaussianPrediction before;
  GaussianPrediction during;
  GaussianPrediction after;
  model.predict(q, before);
  model.append_fantasies(points(2, 4, 12));
  EXPECT_EQ(model.size(), 19);
  model.predict(q, during);
  EXPECT_LT((before.mean - during.mean).cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_TRUE((during.variance.array() < before.variance.array()).all());
  model.truncate(15);
  model.predict(q, after);
  EXPECT_EQ(before.mean, after.mean);
  EXPECT_EQ(before.variance, after.variance);
}

TEST(GaussianProcess, LeaveOneOutEqualsRemovingEachPoint) {
  const Matrix x = points(2, 14, 13);
  const Vector y = outputs(x);
  const GaussianProcessHyperparameters h = hyperparameters(2, 0.02);
  const LeaveOneOut loo = GaussianProcess(CovarianceKernel::matern32, h, x, y).leave_one_out();
  double log_likelihood = 0;
  for (Index i = 0; i < x.cols(); ++i) {
    Matrix rest_x(2, 13);
    Vector rest_y(13);
    for (Index j = 0, to = 0; j < 14; ++j) {
      if (j != i) {
        rest_x.col(to) = x.col(j);
        rest_y[to++] = y[j];
      }
    }
    const GaussianProcess rest(CovarianceKernel::matern32, h, rest_x, rest_y);
    GaussianPrediction p;
    rest.predict(x.col(i), p);
    const double variance = p.variance[0] + rest.noise_variance();
    EXPECT_NEAR(loo.mean[i], p.mean[0], 1e-9);
    EXPECT_NEAR(loo.variance[i], variance, 1e-9);
    EXPECT_NEAR(loo.residual[i], (y[i] - p.mean[0]) / std::sqrt(variance), 1e-9);
    log_likelihood -= 0.5 * std::log(2 * std::numbers::pi * variance / 25) +
                      0.5 * loo.residual[i] * loo.residual[i];
  }
  EXPECT_NEAR(loo.log_likelihood, log_likelihood, 1e-8);
}

TEST(GaussianProcess, LeaveOneOutNoticesAnOverconfidentModel) {
  const Matrix x = points(1, 20, 14);
  Vector y = outputs(x);
  for (Index j = 0; j < 20; ++j) {
    y[j] += (j % 2 == 0 ? 1 : -1) * 8;
  }
  GaussianProcessHyperparameters h = hyperparameters(1, 0.05);
  EXPECT_FALSE(GaussianProcess(CovarianceKernel::rbf, h, x, y).leave_one_out().acceptable());
  h.noise_variance = 4;
  EXPECT_TRUE(GaussianProcess(CovarianceKernel::rbf, h, x, y).leave_one_out().acceptable());
}

TEST(GaussianProcess, DuplicatesWithoutNoiseNeedJitterAndSaySo) {
  Matrix x = points(2, 12, 15);
  x.col(7) = x.col(3);
  x.col(11) = x.col(3);
  Vector y = outputs(x);
  y[11] += 1;  // contradicts the others
  const GaussianProcess model(CovarianceKernel::rbf, hyperparameters(2, 0), x, y);
  EXPECT_GT(model.jitter(), 0);
  GaussianPrediction p;
  model.predict(points(2, 5, 16), p, PredictGradients::yes);
  EXPECT_TRUE(p.mean.allFinite() && p.mean_gradient.allFinite());

  GaussianProcess grown(CovarianceKernel::matern52, hyperparameters(2, 0), x.leftCols(7),
                        y.head(7));
  EXPECT_EQ(grown.jitter(), 0);
  grown.append(x.rightCols(5), y.tail(5));
  EXPECT_EQ(grown.size(), 12);
  EXPECT_GT(grown.jitter(), 0);
  model.predict(x, p);
  EXPECT_TRUE(p.mean.allFinite());
}

TEST(GaussianProcess, DuplicatesWithNoiseAverage) {
  const Matrix x{{0.5, 0.5, 0.5, 0.5}};
  const Vector y{{1.0, 2.0, 3.0, 6.0}};
  GaussianProcessHyperparameters h = hyperparameters(1, 0.1);
  const GaussianProcess model(CovarianceKernel::matern52, h, x, y);
  EXPECT_EQ(model.jitter(), 0);
  GaussianPrediction p;
  model.predict(Matrix{{0.5}}, p);
  EXPECT_NEAR(p.mean[0], 3, 1e-12);
  EXPECT_NEAR(p.variance[0], 25 * (1.7 - 1.7 * 1.7 / (1.7 + 0.1 / 4)), 1e-10);
}

TEST(GaussianProcess, SamplesFollowTheJointPosteriorAndTheirStream) {
  const Matrix x = points(1, 4, 17);
  const GaussianProcess model(CovarianceKernel::matern52, hyperparameters(1), x, outputs(x));
  const Matrix q{{0.05, 0.1, 0.95, 0.05}};  // a duplicate among the queries
  Rng rng(5, Purpose::exploration, 3);
  Rng same = rng;
  constexpr Index kCount = 20000;
  const Matrix samples = model.sample(q, kCount, rng);
  EXPECT_EQ(samples, model.sample(q, kCount, same));
  EXPECT_EQ(rng, same);
  const JointPosterior joint = model.joint(q);
  const Vector mean = samples.rowwise().mean();
  const Matrix centred = samples.colwise() - mean;
  const Matrix estimate = centred * centred.transpose() / (kCount - 1);
  for (Index i = 0; i < 4; ++i) {
    const double deviation = std::sqrt(joint.covariance(i, i));
    EXPECT_NEAR(mean[i], joint.mean[i], 5 * deviation / std::sqrt(kCount));
    for (Index j = 0; j < 4; ++j) {
      EXPECT_NEAR(estimate(i, j), joint.covariance(i, j),
                  0.06 * deviation * std::sqrt(joint.covariance(j, j)));
    }
  }
}

TEST(GaussianProcess, StateRestoresAllBits) {
  const Matrix x = points(2, 10, 18);
  const Vector y = outputs(x);
  GaussianProcess model(CovarianceKernel::matern32, hyperparameters(2), x.leftCols(6), y.head(6));
  model.append(x.middleCols(6, 2), y.segment(6, 2));
  StateIo out = StateIo::writer();
  model.persist(out);
  GaussianProcess copy;
  StateIo in = StateIo::reader(out.bytes());
  copy.persist(in);
  for (GaussianProcess* each : {&model, &copy}) {
    each->append(x.rightCols(2), y.tail(2));
  }
  GaussianPrediction a;
  GaussianPrediction b;
  const Matrix q = points(2, 5, 19);
  model.predict(q, a, PredictGradients::yes);
  copy.predict(q, b, PredictGradients::yes);
  EXPECT_EQ(a.mean, b.mean);
  EXPECT_EQ(a.deviation_gradient, b.deviation_gradient);
  EXPECT_EQ(copy.kernel(), CovarianceKernel::matern32);
  EXPECT_EQ(model.log_marginal_likelihood(), copy.log_marginal_likelihood());
}

TEST(GaussianProcess, RefusesWhatNoModelCanHold) {
  const Matrix x = points(2, 5, 20);
  const Vector y = outputs(x);
  const GaussianProcessHyperparameters h = hyperparameters(2);
  const auto make = [&](const Matrix& at, const Vector& f,
                        const GaussianProcessHyperparameters& p) {
    return code_of([&] { (void)GaussianProcess(CovarianceKernel::rbf, p, at, f); });
  };
  Matrix bad_x = x;
  bad_x(1, 2) = std::numeric_limits<double>::infinity();
  Vector bad_y = y;
  bad_y[4] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(make(bad_x, y, h), Errc::invalid_argument);
  EXPECT_EQ(make(x, bad_y, h), Errc::invalid_argument);
  EXPECT_EQ(make(x, y.head(4), h), Errc::invalid_argument);
  EXPECT_EQ(make(Matrix(2, 0), Vector(0), h), Errc::invalid_argument);
  EXPECT_EQ(make(x, y, hyperparameters(3)), Errc::invalid_argument);
  GaussianProcessHyperparameters negative = h;
  negative.noise_variance = -1e-9;
  EXPECT_EQ(make(x, y, negative), Errc::invalid_argument);

  GaussianProcess model(CovarianceKernel::rbf, h, x, y);
  GaussianPrediction p;
  EXPECT_EQ(code_of([&] { model.predict(points(3, 1, 1), p); }), Errc::invalid_argument);
  EXPECT_EQ(code_of([&] { model.append(bad_x, y); }), Errc::invalid_argument);
  EXPECT_EQ(model.size(), 5);
  EXPECT_EQ(code_of([&] { model.truncate(0); }), Errc::invalid_argument);
  EXPECT_EQ(code_of([&] { GaussianProcess().predict(x, p); }), Errc::invalid_argument);
}

}  // namespace
}  // namespace vilfredo
