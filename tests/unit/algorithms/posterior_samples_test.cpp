// Samples of posteriors: conditional paths and spectral draws against the process they come from,
// and the noisy improvement against the analytic one.
#include "toy.hpp"

#include <vilfredo/algorithms/bayesian/bayesian_loop.hpp>
#include <vilfredo/algorithms/bayesian/hypervolume_acquisition.hpp>
#include <vilfredo/algorithms/bayesian/posterior_paths.hpp>
#include <vilfredo/algorithms/bayesian/smooth_improvement.hpp>
#include <vilfredo/algorithms/bayesian/spectral_sample.hpp>
#include <vilfredo/core/bounded_minimiser.hpp>
#include <vilfredo/core/core.hpp>
#include <vilfredo/core/dominance.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace vilfredo {
namespace {

#define NEEDS_LBFGS()                        \
  if (!has_bounded_minimiser()) {            \
    GTEST_SKIP() << "built without LBFGS++"; \
  }

using Look = std::function<void(Surrogates&)>;

/// Shows the fitted surrogates to a test and proposes nothing.
class ProbeProposer final : public Proposer {
 public:
  explicit ProbeProposer(Look look) : look_(std::move(look)) {}

  void begin(Surrogates& surrogates, Index n, const Rng& /*rng*/, Context& /*context*/) override {
    batch_.resize(surrogates.dimension(), 0);
    EXPECT_GT(n, 0);
    look_(surrogates);
  }

  bool advance(Surrogates& /*surrogates*/, Context& /*context*/) override { return true; }

  [[nodiscard]] const Matrix& batch() const override { return batch_; }

  void persist(StateIo& io) override { io("batch", batch_); }

 private:
  Look look_;
  Matrix batch_;
};

class Probe : public BayesianLoop {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "probe";

  Probe(const ProblemInfo& info, const BayesianOptions& options, Look look)
      : BayesianLoop(info, kName, options, std::make_unique<ProbeProposer>(std::move(look))) {}
};

/// Runs `look` once on surrogates of Schaffer's problem with `noise` as the only allowed variance.
void on_surrogates(double noise, Index n, const Look& look) {
  const toy::Schaffer problem(2);
  BayesianOptions options;
  options.n_init = n;
  options.batch = 1;
  options.surrogate.fit_noise = false;
  options.surrogate.noise_floor = noise;
  options.surrogate.restarts = 0;
  int looked = 0;
  RunOptions run_options;
  run_options.max_evaluations = static_cast<std::uint64_t>(n) + 1;
  (void)run(AnySolver(Probe(problem.info(), options,
                            [&](Surrogates& surrogates) {
                              ++looked;
                              look(surrogates);
                            })),
            problem, run_options);
  EXPECT_EQ(looked, 1);
}

Rng stream(std::uint64_t index) {
  return {91, Purpose::user, index};
}

std::vector<Index> front_of(const Surrogates& surrogates) {
  return non_dominated(surrogates.f(), Duplicates::first_only);
}

TEST(PosteriorPaths, HaveTheMomentsOfTheProcess) {
  NEEDS_LBFGS();
  on_surrogates(0.05, 12, [](Surrogates& surrogates) {
    constexpr Index kSamples = 4096;
    const PosteriorPaths paths(surrogates, front_of(surrogates), 1, kSamples, stream(1));
    PosteriorPaths::Values at;
    SurrogatePrediction exact;
    for (const double place : {0.1, 0.45, 0.52, 0.9}) {
      const Vector x{{place, 1 - place}};
      paths.at(x, at);
      surrogates.predict(x, exact);
      for (Index k = 0; k < 2; ++k) {
        const double mean = at.f.row(k).mean();
        const double variance = (at.f.row(k).array() - mean).square().mean();
        const double deviation = exact.deviation(k, 0);
        EXPECT_NEAR(mean, exact.mean(k, 0), 0.05 * deviation) << place;
        EXPECT_NEAR(std::sqrt(variance) / deviation, 1, 0.05) << place;
      }
    }
  });
}

TEST(PosteriorPaths, PassThroughWhatWasFixed) {
  NEEDS_LBFGS();
  on_surrogates(0.01, 10, [](Surrogates& surrogates) {
    const std::vector<Index> baseline = front_of(surrogates);
    PosteriorPaths paths(surrogates, baseline, 3, 32, stream(2));
    const Vector x{{0.3, 0.6}};
    PosteriorPaths::Values before;
    PosteriorPaths::Values at;
    paths.at(x, before);
    paths.add(x);
    EXPECT_EQ(paths.fixed().back(), before.f);
    paths.at(x, at);
    EXPECT_LT((at.f - before.f).cwiseAbs().maxCoeff(), 5e-3);
    paths.at(surrogates.x().col(baseline.front()), at);
    EXPECT_LT((at.f - paths.fixed().front()).cwiseAbs().maxCoeff(), 5e-3);
  });
}

TEST(PosteriorPaths, PullBackEqualsDifferences) {
  NEEDS_LBFGS();
  on_surrogates(0.01, 10, [](Surrogates& surrogates) {
    PosteriorPaths paths(surrogates, front_of(surrogates), 2, 16, stream(3));
    paths.add(Vector{{0.7, 0.2}});
    Rng rng = stream(4);
    Matrix by_f(2, 16);
    rng.fill_uniform({by_f.data(), 32});
    PosteriorPaths::Values at;
    const Vector x{{0.31, 0.62}};
    const auto value = [&](const Vector& place) {
      paths.at(place, at);
      return at.f.cwiseProduct(by_f).sum();
    };
    paths.at(x, at);
    Vector gradient = Vector::Zero(2);
    paths.pull_back(x, at, by_f, gradient);
    for (Index i = 0; i < 2; ++i) {
      Vector up = x;
      Vector down = x;
      up[i] += 1e-6;
      down[i] -= 1e-6;
      EXPECT_NEAR(gradient[i], (value(up) - value(down)) / 2e-6, 1e-4);
    }
  });
}

// Without noise the baseline is what was observed, and the average over samples is the expectation.
TEST(NoisyImprovement, BecomesTheAnalyticOneWithoutNoise) {
  NEEDS_LBFGS();
  on_surrogates(1e-8, 10, [](Surrogates& surrogates) {
    const Vector reference = surrogates.standardised().rowwise().maxCoeff();
    const PosteriorPaths paths(surrogates, front_of(surrogates), 1, 2048, stream(5));
    const SampledHypervolumeImprovement sampled(paths.fixed(), reference);
    const LogHypervolumeImprovement analytic(surrogates.standardised(), reference);
    PosteriorPaths::Values at;
    SurrogatePrediction exact;
    Matrix by_f(2, 2048);
    Vector unused(2);
    int compared = 0;
    for (int i = 0; i < 30; ++i) {
      Rng rng = stream(100 + static_cast<std::uint64_t>(i));
      const Vector x{{rng.uniform(), rng.uniform()}};
      paths.at(x, at);
      surrogates.predict(x, exact);
      const double expected = std::exp(analytic(
          exact.mean.col(0).data(), exact.deviation.col(0).data(), unused.data(), unused.data()));
      if (expected > 1e-3) {
        ++compared;
        EXPECT_NEAR(std::exp(sampled(at.f, by_f)) / expected, 1, 0.05);
      }
    }
    EXPECT_GT(compared, 3);
  });
}

TEST(ProbableFront, IsTheObservedOneWithoutNoiseAndLargerWithIt) {
  NEEDS_LBFGS();
  Index plain = 0;
  on_surrogates(1e-8, 14, [&](Surrogates& surrogates) {
    EXPECT_EQ(probable_front(surrogates, 32, 100, stream(6)), front_of(surrogates));
    plain = static_cast<Index>(front_of(surrogates).size());
  });
  on_surrogates(0.3, 14, [&](Surrogates& surrogates) {
    EXPECT_GT(probable_front(surrogates, 64, 100, stream(6)).size(),
              static_cast<std::size_t>(plain));
    EXPECT_EQ(probable_front(surrogates, 64, 2, stream(6)).size(), 2U);
  });
}

TEST(SpectralFeatures, ApproximateTheKernel) {
  const Vector length_scales{{0.4, 0.9}};
  for (const CovarianceKernel kernel :
       {CovarianceKernel::matern52, CovarianceKernel::matern32, CovarianceKernel::rbf}) {
    Rng rng = stream(7);
    const SpectralFeatures features(kernel, length_scales, 2.0, 20000, rng);
    // The covariance itself, from a process with two points.
    const Matrix x{{0.1, 0.35, 0.9}, {0.2, 0.1, 0.6}};
    const Matrix phi = features(x);
    const Matrix approximate = phi.transpose() * phi;
    for (Index i = 0; i < 3; ++i) {
      for (Index j = 0; j < 3; ++j) {
        double squared = 0;
        for (Index r = 0; r < 2; ++r) {
          squared += std::pow((x(r, i) - x(r, j)) / length_scales[r], 2);
        }
        const double r = std::sqrt(squared);
        const double exact =
            kernel == CovarianceKernel::rbf ? std::exp(-0.5 * squared)
            : kernel == CovarianceKernel::matern32
                ? (1 + std::sqrt(3.0) * r) * std::exp(-std::sqrt(3.0) * r)
                : (1 + std::sqrt(5.0) * r + 5.0 / 3.0 * squared) * std::exp(-std::sqrt(5.0) * r);
        EXPECT_NEAR(approximate(i, j), 2 * exact, 4 * 2 / std::sqrt(20000.0));
      }
    }
  }
}

TEST(SpectralSample, HasTheMeanAndSpreadOfTheProcess) {
  NEEDS_LBFGS();
  on_surrogates(0.01, 12, [](Surrogates& surrogates) {
    const Matrix x{{0.15, 0.5, 0.8}, {0.7, 0.45, 0.1}};
    SurrogatePrediction exact;
    surrogates.predict(x, exact);
    constexpr int kDraws = 300;
    Matrix draws(3, kDraws);
    for (int s = 0; s < kDraws; ++s) {
      const SpectralSample sample(surrogates.model(0), 1000,
                                  stream(200 + static_cast<std::uint64_t>(s)));
      draws.col(s) = sample(x);
    }
    for (Index j = 0; j < 3; ++j) {
      const double mean = draws.row(j).mean();
      const double deviation = std::sqrt((draws.row(j).array() - mean).square().mean());
      EXPECT_NEAR(mean, exact.mean(0, j), 5 * exact.deviation(0, j) / std::sqrt(kDraws) + 0.02);
      EXPECT_NEAR(deviation / exact.deviation(0, j), 1, 0.25);
    }
  });
}

}  // namespace
}  // namespace vilfredo
