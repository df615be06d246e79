#include "vilfredo/algorithms/bayesian/front_search_solvers.hpp"

#include "vilfredo/algorithms/bayesian/batch_selection.hpp"
#include "vilfredo/algorithms/bayesian/greedy_proposer.hpp"
#include "vilfredo/algorithms/bayesian/improvement.hpp"
#include "vilfredo/algorithms/bayesian/spectral_sample.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace vilfredo {
namespace {

/// The skeleton: NSGA-II on one function per objective, then a choice from its last population.
class FrontProposer : public Proposer {
 public:
  void begin(Surrogates& surrogates, Index n, const Rng& rng, Context& /*context*/) final {
    wanted_ = n;
    prepare(surrogates, rng.child(Purpose::sample, 0));
    const Matrix incumbents =
        surrogates.x()(Eigen::all, non_dominated(surrogates.f(), Duplicates::first_only));
    search_.begin(options_, surrogates.dimension(), surrogates.objectives(), incumbents,
                  rng.child(Purpose::exploration, 0));
  }

  bool advance(Surrogates& surrogates, Context& context) final {
    const auto function = [&](MatrixIn x, MatrixOut values) { evaluate(surrogates, x, values); };
    if (!search_.advance(function, context)) {
      return false;
    }
    const std::vector<Index> front = non_dominated(search_.f(), Duplicates::first_only);
    const Matrix x = search_.x()(Eigen::all, front);
    const Matrix f = search_.f()(Eigen::all, front);
    batch_ = x(Eigen::all, choose(surrogates, x, f, wanted_));
    return true;
  }

  [[nodiscard]] const Matrix& batch() const final { return batch_; }

  void persist(StateIo& io) override {
    io("wanted", wanted_);
    io("search", search_);
    io("batch", batch_);
  }

 protected:
  explicit FrontProposer(const SurrogateSearchOptions& options) : options_(options) {}

  virtual void prepare(const Surrogates& /*surrogates*/, const Rng& /*rng*/) {}

  /// values n_obj x B, minimised. Called concurrently.
  virtual void evaluate(const Surrogates& surrogates, MatrixIn x, MatrixOut values) const = 0;

  /// At most n columns of the front, greedily by hypervolume unless overridden.
  [[nodiscard]] virtual std::vector<Index> choose(Surrogates& surrogates,
                                                  MatrixIn x,
                                                  MatrixIn f,
                                                  Index n) const {
    const Matrix& observed = surrogates.standardised();
    return greedy_improvement(x, f, observed, inferred_reference(observed), n);
  }

 private:
  SurrogateSearchOptions options_;
  Index wanted_ = 0;
  FrontSearch search_;
  Matrix batch_;
};

class TsemoProposer final : public FrontProposer {
 public:
  explicit TsemoProposer(const TsemoOptions& options)
      : FrontProposer(options.inner), features_(options.features) {}

  void persist(StateIo& io) override {
    FrontProposer::persist(io);
    io("samples", samples_);
  }

 protected:
  void prepare(const Surrogates& surrogates, const Rng& rng) override {
    samples_.clear();
    for (Index k = 0; k < surrogates.objectives(); ++k) {
      samples_.emplace_back(surrogates.model(k), features_,
                            rng.child(Purpose::model, static_cast<std::uint64_t>(k)));
    }
  }

  void evaluate(const Surrogates& /*surrogates*/, MatrixIn x, MatrixOut values) const override {
    for (std::size_t k = 0; k < samples_.size(); ++k) {
      values.row(static_cast<Index>(k)) = samples_[k](x).transpose();
    }
  }

 private:
  Index features_;
  std::vector<SpectralSample> samples_;
};

class UsemoProposer final : public FrontProposer {
 public:
  explicit UsemoProposer(const UsemoEiOptions& options) : FrontProposer(options.inner) {}

  void persist(StateIo& io) override {
    FrontProposer::persist(io);
    io("best", best_);
  }

 protected:
  void prepare(const Surrogates& surrogates, const Rng& /*rng*/) override {
    best_ = surrogates.standardised().rowwise().minCoeff();
  }

  void evaluate(const Surrogates& surrogates, MatrixIn x, MatrixOut values) const override {
    SurrogatePrediction at;
    surrogates.predict(x, at);
    for (Index j = 0; j < x.cols(); ++j) {
      for (Index k = 0; k < best_.size(); ++k) {
        const double deviation = std::max(at.deviation(k, j), kLeastDeviation);
        values(k, j) =
            -std::exp(log_expected_improvement(best_[k], at.mean(k, j), deviation).value);
      }
    }
  }

  /// The most uncertain point, believed and conditioned on before the next is chosen: variances
  /// depend on where was evaluated alone, so that a batch does not crowd into one place.
  [[nodiscard]] std::vector<Index> choose(Surrogates& surrogates,
                                          MatrixIn x,
                                          MatrixIn /*f*/,
                                          Index n) const override {
    std::vector<Index> chosen;
    SurrogatePrediction at;
    while (static_cast<Index>(chosen.size()) < std::min(n, x.cols())) {
      if (!chosen.empty()) {
        surrogates.append_fantasies(x.col(chosen.back()));
      }
      surrogates.predict(x, at);
      Index best = 0;
      double largest = -1;
      for (Index j = 0; j < x.cols(); ++j) {
        double volume = 1;
        for (Index k = 0; k < at.deviation.rows(); ++k) {
          volume *= at.deviation(k, j);
        }
        if (volume > largest) {
          best = j;
          largest = volume;
        }
      }
      chosen.push_back(best);
    }
    return chosen;
  }

 private:
  Vector best_;  // of every objective, observed, standardised
};

class LcbProposer final : public FrontProposer {
 public:
  explicit LcbProposer(const Nsga2LcbOptions& options)
      : FrontProposer(options.inner), beta_(options.beta) {}

 protected:
  void evaluate(const Surrogates& surrogates, MatrixIn x, MatrixOut values) const override {
    SurrogatePrediction at;
    surrogates.predict(x, at);
    values = at.mean - beta_ * at.deviation;
  }

 private:
  double beta_;
};

}  // namespace

Tsemo::Tsemo(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, std::make_unique<TsemoProposer>(options)),
      options_(options) {
  check_options(options);
}

UsemoEi::UsemoEi(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, std::make_unique<UsemoProposer>(options)),
      options_(options) {
  check_options(options);
}

Nsga2Lcb::Nsga2Lcb(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, std::make_unique<LcbProposer>(options)),
      options_(options) {
  check_options(options);
}

}  // namespace vilfredo
