#include "vilfredo/algorithms/bayesian/monte_carlo.hpp"

#include "vilfredo/algorithms/bayesian/greedy_proposer.hpp"
#include "vilfredo/algorithms/bayesian/posterior_paths.hpp"
#include "vilfredo/algorithms/bayesian/smooth_improvement.hpp"
#include "vilfredo/algorithms/decomposition/weights.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

namespace vilfredo {
namespace {

/// Samples with everything chosen so far fixed; a method says what a sample is worth.
class MonteCarloProposer : public GreedyProposer {
 public:
  void persist(StateIo& io) override {
    GreedyProposer::persist(io);
    io("paths", paths_);
  }

 protected:
  explicit MonteCarloProposer(const SampledAcquisitionOptions& options)
      : GreedyProposer(options.search), options_(options) {}

  /// Before the first point of a batch, and before every point.
  virtual void observe(const Surrogates& surrogates) = 0;
  virtual void next_point(const Rng& rng) = 0;
  /// About the operations of worth().
  [[nodiscard]] virtual double worth_work() const = 0;
  /// Logarithm of the acquisition of samples f (n_obj x N) and its derivatives.
  virtual double worth(MatrixIn f, MatrixOut by_f) const = 0;

  [[nodiscard]] const PosteriorPaths& paths() const { return paths_; }

  void prepare(Surrogates& surrogates, Index n, const Rng& rng) final {
    const std::vector<Index> baseline = probable_front(
        surrogates, options_.samples, options_.baseline, rng.child(Purpose::sample, 0));
    paths_ =
        PosteriorPaths(surrogates, baseline, n, options_.samples, rng.child(Purpose::sample, 1));
    observe(surrogates);
  }

  void next(Surrogates& /*surrogates*/, MatrixIn chosen, const Rng& rng) final {
    if (chosen.cols() > 0) {
      paths_.add(chosen.col(chosen.cols() - 1));
    }
    next_point(rng);
  }

  void evaluate(const Surrogates& /*surrogates*/,
                MatrixIn x,
                VectorOut values,
                Matrix* gradients) const final {
    PosteriorPaths::Values at;
    Matrix by_f;
    if (gradients != nullptr) {
      gradients->setZero(x.rows(), x.cols());
    }
    for (Index j = 0; j < x.cols(); ++j) {
      paths_.at(x.col(j), at);
      by_f.resize(at.f.rows(), at.f.cols());
      values[j] = -worth(at.f, by_f);
      if (gradients != nullptr) {
        by_f = -by_f;
        paths_.pull_back(x.col(j), at, by_f, gradients->col(j));
      }
    }
  }

  [[nodiscard]] double work(const Surrogates& surrogates) const final {
    const auto n = static_cast<double>(surrogates.size());
    const auto samples = static_cast<double>(options_.samples);
    return n * (2 * n + 2 * samples) * static_cast<double>(surrogates.objectives()) + worth_work();
  }

 private:
  SampledAcquisitionOptions options_;
  PosteriorPaths paths_;
};

class HypervolumeProposer final : public MonteCarloProposer {
 public:
  explicit HypervolumeProposer(const SampledAcquisitionOptions& options)
      : MonteCarloProposer(options) {}

  void persist(StateIo& io) override {
    MonteCarloProposer::persist(io);
    io("reference", reference_);
    io("improvement", improvement_);
  }

 protected:
  void observe(const Surrogates& surrogates) override {
    reference_ = inferred_reference(surrogates.standardised());
  }

  void next_point(const Rng& /*rng*/) override {
    improvement_ = SampledHypervolumeImprovement(paths().fixed(), reference_);
  }

  [[nodiscard]] double worth(MatrixIn f, MatrixOut by_f) const override {
    return improvement_(f, by_f);
  }

  [[nodiscard]] double worth_work() const override {
    constexpr double kPerFactor = 20;
    return kPerFactor * static_cast<double>(improvement_.boxes() * reference_.size());
  }

 private:
  Vector reference_;
  SampledHypervolumeImprovement improvement_;
};

class ScalarProposer final : public MonteCarloProposer {
 public:
  explicit ScalarProposer(const SampledAcquisitionOptions& options) : MonteCarloProposer(options) {}

  void persist(StateIo& io) override {
    MonteCarloProposer::persist(io);
    io("worst", worst_);
    io("range", range_);
    io("weight", weight_);
    io("best", best_);
  }

 protected:
  void observe(const Surrogates& surrogates) override {
    const Matrix& f = surrogates.standardised();
    worst_ = f.rowwise().maxCoeff();
    range_ = worst_ - f.rowwise().minCoeff();
    for (double& range : range_) {
      range = range > 0 ? range : 1;
    }
  }

  void next_point(const Rng& rng) override {
    Rng drawing = rng;
    weight_ = weights::dirichlet(worst_.size(), 1, drawing).col(0);
    const auto& fixed = paths().fixed();
    best_ = Vector::Constant(paths().samples(), std::numeric_limits<double>::infinity());
    Vector slope(worst_.size());
    for (const Matrix& point : fixed) {
      for (Index s = 0; s < best_.size(); ++s) {
        best_[s] = std::min(best_[s], scalar(point.col(s).data(), slope.data()));
      }
    }
  }

  [[nodiscard]] double worth_work() const override {
    return 100 * static_cast<double>(paths().samples());
  }

  /// The mean over samples of the smoothed improvement on the best scalar of the sample.
  [[nodiscard]] double worth(MatrixIn f, MatrixOut by_f) const override {
    const Index samples = f.cols();
    Vector logs(samples);
    for (Index s = 0; s < samples; ++s) {
      const double g = scalar(f.col(s).data(), by_f.col(s).data());
      const SmoothValue plus = log_fat_plus(best_[s] - g, kPlusScale);
      logs[s] = plus.value;
      by_f.col(s) *= -plus.slope;
    }
    const double largest = logs.maxCoeff();
    double sum = 0;
    for (Index s = 0; s < samples; ++s) {
      logs[s] = std::exp(logs[s] - largest);
      sum += logs[s];
    }
    for (Index s = 0; s < samples; ++s) {
      by_f.col(s) *= logs[s] / sum;
    }
    return largest + std::log(sum / static_cast<double>(samples));
  }

 private:
  static constexpr double kPlusScale = 1e-6;
  static constexpr double kRho = 0.05;

  /// max_k w_k u_k + rho sum_k w_k u_k of the objectives normalised to [-1, 0], and its slope.
  double scalar(const double* f, double* slope) const {
    double largest = -std::numeric_limits<double>::infinity();
    double sum = 0;
    Index worst = 0;
    for (Index k = 0; k < worst_.size(); ++k) {
      const double term = weight_[k] * (f[k] - worst_[k]) / range_[k];
      sum += term;
      if (term > largest) {
        largest = term;
        worst = k;
      }
    }
    for (Index k = 0; k < worst_.size(); ++k) {
      slope[k] = ((k == worst ? 1.0 : 0.0) + kRho) * weight_[k] / range_[k];
    }
    return largest + kRho * sum;
  }

  Vector worst_;
  Vector range_;
  Vector weight_;
  Vector best_;  // of every sample
};

}  // namespace

QLogNehvi::QLogNehvi(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, std::make_unique<HypervolumeProposer>(options)),
      options_(options) {
  check_options(options);
  if (info.n_obj > 4) {
    throw Error(Errc::unsupported,
                "qlognehvi cuts the undominated region into boxes, too many for more than four "
                "objectives")
        .with("problem", info.name);
  }
}

QParego::QParego(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, std::make_unique<ScalarProposer>(options)),
      options_(options) {
  check_options(options);
}

}  // namespace vilfredo
