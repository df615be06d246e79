#include <vilfredo/algorithms/gradient/min_norm.hpp>
#include <vilfredo/algorithms/gradient/stein.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/rng.hpp>
#include <vilfredo/core/state.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace vilfredo {
namespace {

Matrix random_points(Index rows, Index cols, std::uint64_t seed) {
  Rng rng(seed, Purpose::user, 0);
  Matrix out(rows, cols);
  for (Index i = 0; i < out.size(); ++i) {
    out.data()[i] = rng.normal();
  }
  return out;
}

/// Every column chooses one row.
Matrix one_hot(Index rows, Index cols) {
  Matrix out = Matrix::Zero(rows, cols);
  for (Index j = 0; j < cols; ++j) {
    out((3 * j + 1) % rows, j) = 1;
  }
  return out;
}

/// The sum of the kernel matrix under widths that do not depend on the points.
double kernel_sum(const Matrix& points, const Matrix& choice, const Vector& rates, bool local) {
  double sum = 0;
  for (Index i = 0; i < points.cols(); ++i) {
    for (Index j = 0; j < points.cols(); ++j) {
      if (!local) {
        sum += std::exp(-(points.col(i) - points.col(j)).squaredNorm() * rates[0]);
        continue;
      }
      for (Index k = 0; k < points.rows(); ++k) {
        const double d = points(k, i) - points(k, j);
        sum += choice(k, j) * std::exp(-d * d * rates[k]);
      }
    }
  }
  return sum;
}

class KernelOfScope : public testing::TestWithParam<KernelScope> {};

TEST_P(KernelOfScope, SumGradientAgreesWithDifferences) {
  const Matrix points = random_points(3, 7, 5);
  const Matrix choice = one_hot(3, 7);
  ParticleKernel kernel({.scope = GetParam()});
  kernel.compute(points, choice);
  const Vector rates = kernel.inverse_bandwidths();
  const bool local = GetParam() == KernelScope::local;
  EXPECT_NEAR(kernel.matrix().sum(), kernel_sum(points, choice, rates, local), 1e-12);
  EXPECT_NEAR(kernel.column_sums().sum(), kernel.matrix().sum(), 1e-12);
  constexpr double kStep = 1e-5;
  for (Index j = 0; j < points.cols(); ++j) {
    for (Index k = 0; k < points.rows(); ++k) {
      Matrix high = points;
      Matrix low = points;
      high(k, j) += kStep;
      low(k, j) -= kStep;
      const double slope =
          (kernel_sum(high, choice, rates, local) - kernel_sum(low, choice, rates, local)) /
          (2 * kStep);
      EXPECT_NEAR(kernel.sum_gradient()(k, j), slope, 1e-8) << k << ", " << j;
    }
  }
}

TEST_P(KernelOfScope, TwoIdenticalPointsDoNotPushEachOther) {
  Matrix points = random_points(2, 2, 6);
  points.col(1) = points.col(0);
  for (const BandwidthRule rule : {BandwidthRule::median, BandwidthRule::squared_median,
                                   BandwidthRule::inverted_median, BandwidthRule::fixed}) {
    ParticleKernel kernel({.scope = GetParam(), .bandwidth = rule});
    kernel.compute(points, one_hot(2, 2));
    EXPECT_EQ(kernel.sum_gradient(), Matrix::Zero(2, 2));
    EXPECT_EQ(kernel.matrix(), Matrix::Ones(2, 2));
  }
}

TEST_P(KernelOfScope, RepulsionSumsToZeroAndPushesApart) {
  const Matrix points = random_points(2, 5, 8);
  ParticleKernel kernel({.scope = GetParam()});
  kernel.compute(points, one_hot(2, 5));
  for (Index k = 0; k < 2; ++k) {
    EXPECT_NEAR(kernel.sum_gradient().row(k).sum(), 0, 1e-14);
  }
  const double before = kernel.matrix().sum();
  const Vector rates = kernel.inverse_bandwidths();
  const Matrix moved = points - 1e-3 * kernel.sum_gradient();
  EXPECT_LT(kernel_sum(moved, one_hot(2, 5), rates, GetParam() == KernelScope::local), before);
}

INSTANTIATE_TEST_SUITE_P(Scopes,
                         KernelOfScope,
                         testing::Values(KernelScope::global, KernelScope::local),
                         [](const auto& test) { return std::string(enum_name(test.param)); });

TEST(ParticleKernel, LocalMatrixIsSymmetricOnlyOnRequest) {
  const Matrix points = random_points(2, 6, 9);
  const Matrix choice = one_hot(2, 6);
  ParticleKernel plain({.scope = KernelScope::local});
  plain.compute(points, choice);
  EXPECT_GT((plain.matrix() - plain.matrix().transpose()).cwiseAbs().maxCoeff(), 0.01);
  ParticleKernel symmetric({.scope = KernelScope::local, .symmetric = true});
  symmetric.compute(points, choice);
  EXPECT_EQ(symmetric.matrix(), symmetric.matrix().transpose());
  EXPECT_NEAR(symmetric.matrix().sum(), plain.matrix().sum(), 1e-12);
  // Whole weights select the row chosen by the column, not by the row of the matrix.
  const double d = points(1, 3) - points(1, 0);
  EXPECT_NEAR(plain.matrix()(3, 0), std::exp(-d * d * plain.inverse_bandwidths()[1]), 1e-15);
}

TEST(ParticleKernel, BandwidthsFollowTheirRules) {
  Matrix points(1, 3);
  points << 0, 1, 3;  // squared distances of pairs: 1, 4, 9; all nine: 0 0 0 1 1 4 4 9 9
  const double log3 = std::log(3.0);
  const auto rate = [&](BandwidthRule rule, double factor) {
    ParticleKernel kernel({.bandwidth = rule, .factor = factor});
    kernel.compute(points);
    return kernel.inverse_bandwidths()[0];
  };
  EXPECT_DOUBLE_EQ(rate(BandwidthRule::median, 1), log3 / 4);
  EXPECT_DOUBLE_EQ(rate(BandwidthRule::median, 2), log3 / 8);
  EXPECT_DOUBLE_EQ(rate(BandwidthRule::squared_median, 1), log3 / 1);
  EXPECT_DOUBLE_EQ(rate(BandwidthRule::inverted_median, 1), 1 / (log3 * 5e-6));
  EXPECT_DOUBLE_EQ(rate(BandwidthRule::fixed, 4), 0.25);
  points << 0, 2, 5;  // pairs: 4, 9, 25; all nine have the median 4
  EXPECT_DOUBLE_EQ(rate(BandwidthRule::squared_median, 1), log3 / 16);
  points << 0, 0, 5;  // more than half of the entries are 0
  EXPECT_DOUBLE_EQ(rate(BandwidthRule::squared_median, 1), 1e6);
}

TEST(Annealing, SchedulesHaveTheirShapes) {
  EXPECT_EQ(annealing_factor(ConstantAnnealing{}, 0.3), 1);
  EXPECT_EQ(annealing_factor(LinearAnnealing{}, 0.3), 0.3);
  EXPECT_NEAR(annealing_factor(CyclicalAnnealing{.cycles = 4, .power = 2}, 0.375), 0.25, 1e-15);
  EXPECT_EQ(annealing_factor(CyclicalAnnealing{.cycles = 4}, 0.5), 0);
  EXPECT_NEAR(annealing_factor(TanhAnnealing{.power = 3}, 0.5), std::tanh(0.274625), 1e-15);
}

/// Equal parts of two isotropic Gaussians: means (+-1.5, 0.5), deviation 0.6.
struct Mixture {
  static constexpr double kShift = 1.5;
  static constexpr double kHeight = 0.5;
  static constexpr double kVariance = 0.36;

  [[nodiscard]] static Matrix scores(const Matrix& x) {
    Matrix out(2, x.cols());
    for (Index j = 0; j < x.cols(); ++j) {
      const double right = 1 / (1 + std::exp(-2 * kShift * x(0, j) / kVariance));
      out(0, j) = -(x(0, j) - kShift * (2 * right - 1)) / kVariance;
      out(1, j) = -(x(1, j) - kHeight) / kVariance;
    }
    return out;
  }
};

TEST(SteinSampler, FindsTheMomentsOfAMixture) {
  SteinSampler sampler(random_points(2, 200, 11), {.step_size = 0.05});
  for (int t = 0; t < 600; ++t) {
    sampler.step(Mixture::scores(sampler.particles()));
  }
  const Matrix& x = sampler.particles();
  const Vector mean = x.rowwise().mean();
  const Matrix centred = x.colwise() - mean;
  const Matrix covariance = centred * centred.transpose() / static_cast<double>(x.cols());
  EXPECT_NEAR(mean[0], 0, 0.1);
  EXPECT_NEAR(mean[1], Mixture::kHeight, 0.05);
  EXPECT_NEAR(covariance(0, 0), Mixture::kVariance + Mixture::kShift * Mixture::kShift, 0.2);
  EXPECT_NEAR(covariance(1, 1), Mixture::kVariance, 0.06);
  EXPECT_NEAR(covariance(0, 1), 0, 0.1);
}

TEST(SteinSampler, WithoutRepulsionCollapsesOntoTheModes) {
  SteinSampler sampler(random_points(2, 50, 11), {.step_size = 0.05, .repulsion = 0});
  for (int t = 0; t < 600; ++t) {
    sampler.step(Mixture::scores(sampler.particles()));
  }
  const Matrix& x = sampler.particles();
  EXPECT_LT((x.row(1).array() - Mixture::kHeight).abs().maxCoeff(), 0.1);
}

TEST(SteinSampler, ResumesBitForBit) {
  SteinSampler whole(random_points(2, 10, 3), {.annealing = LinearAnnealing{}, .steps = 10});
  SteinSampler second(random_points(2, 10, 4), {.annealing = LinearAnnealing{}, .steps = 10});
  for (int t = 0; t < 10; ++t) {
    if (t == 5) {
      StateIo out = StateIo::writer();
      whole.persist(out);
      StateIo in = StateIo::reader(out.bytes());
      second.persist(in);
    }
    whole.step(Mixture::scores(whole.particles()));
    if (t >= 5) {
      second.step(Mixture::scores(second.particles()));
    }
  }
  EXPECT_EQ(whole.particles(), second.particles());
  EXPECT_THROW(SteinSampler(Matrix::Zero(2, 3), {.kernel = {.scope = KernelScope::local}}), Error);
}

double dual_gap(const Matrix& g, const Vector& w) {
  return w.dot(g * w) - (g * w).minCoeff();
}

TEST(MinNorm, ClosesTheDualityGapForManyGradients) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Index m = 2 + static_cast<Index>(seed % 31);
    const Index n = 1 + static_cast<Index>((seed * 7) % 40);
    Matrix j = random_points(n, m, seed);
    if (seed % 3 == 0) {
      j.row(0).array() += 2;  // common descent exists
    }
    if (seed % 5 == 0) {
      j.col(1) = j.col(0);
    }
    for (Index k = 0; k < m; ++k) {
      j.col(k) *= std::pow(10.0, static_cast<double>(k % 4) - 2);
    }
    const Matrix g = j.transpose() * j;
    const Vector w = min_norm_weights(g);
    EXPECT_GE(w.minCoeff(), 0) << seed;
    EXPECT_NEAR(w.sum(), 1, 1e-13) << seed;
    EXPECT_LE(dual_gap(g, w), 1e-12 * g.trace()) << seed << ": " << m << " gradients, " << n;
  }
}

TEST(MinNorm, TwoGradientsHaveAClosedForm) {
  const auto first = [](double a, double b, double c) {
    return min_norm_weights(Matrix{{a, b}, {b, c}})[0];
  };
  EXPECT_DOUBLE_EQ(first(1, 0, 3), 0.75);
  EXPECT_DOUBLE_EQ(first(1, 2, 9), 1);
  EXPECT_DOUBLE_EQ(first(9, 2, 1), 0);
  EXPECT_DOUBLE_EQ(first(2, 2, 2), 0.5);
  EXPECT_DOUBLE_EQ(first(0, 0, 0), 0.5);
  EXPECT_EQ(min_norm_weights(Matrix::Zero(3, 3)).sum(), 1);
  EXPECT_THROW((void)min_norm_weights(Matrix::Zero(2, 3)), Error);
}

}  // namespace
}  // namespace vilfredo
