#include "vilfredo/algorithms/bayesian/parego.hpp"

#include "vilfredo/algorithms/bayesian/improvement.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/state.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

namespace vilfredo {
namespace {

/// Every objective scaled to [0, 1] over its columns; a constant one becomes 0.
Matrix normalised(const Matrix& f) {
  Matrix out(f.rows(), f.cols());
  for (Index k = 0; k < f.rows(); ++k) {
    const double lower = f.row(k).minCoeff();
    const double half = 0.5 * f.row(k).maxCoeff() - 0.5 * lower;
    for (Index j = 0; j < f.cols(); ++j) {
      out(k, j) = half > 0 ? 0.5 * ((f(k, j) - lower) / half) : 0;
    }
  }
  return out;
}

double augmented(const double* f, const double* w, Index n_obj, double rho) {
  double largest = -std::numeric_limits<double>::infinity();
  double sum = 0;
  for (Index k = 0; k < n_obj; ++k) {
    largest = std::max(largest, w[k] * f[k]);
    sum += w[k] * f[k];
  }
  return largest + rho * sum;
}

Index divisions(const ParegoOptions& options, Index n_obj) {
  if (options.weights > 0) {
    return options.weights;
  }
  return n_obj == 2 ? 10 : (n_obj == 3 ? 4 : 3);
}

class ParegoProposer final : public Proposer {
 public:
  explicit ParegoProposer(const ParegoOptions& options) : options_(options) {}

  [[nodiscard]] bool needs_surrogates() const override { return false; }

  void begin(Surrogates& data, Index n, const Rng& rng, Context& /*context*/) override {
    rng_ = rng;
    const Index m = data.objectives();
    const Matrix lattice = simplex_lattice(m, divisions(options_, m));
    std::vector<Index> order(static_cast<std::size_t>(lattice.cols()));
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = static_cast<Index>(i);
    }
    Rng shuffling = rng.child(Purpose::selection, 0);
    shuffling.shuffle(order);
    weights_.resize(m, n);
    for (Index j = 0; j < n; ++j) {
      weights_.col(j) = lattice.col(order[static_cast<std::size_t>(j) % order.size()]);
    }
    batch_.resize(data.dimension(), 0);
    start_fit(data);
  }

  bool advance(Surrogates& data, Context& context) override {
    if (fitting_) {
      advance_fit(data);
      return false;
    }
    const auto negative_improvement = [this](MatrixIn x, VectorOut values, Matrix* gradients) {
      evaluate(x, values, gradients);
    };
    if (!search_.advance(negative_improvement, context)) {
      return false;
    }
    batch_.conservativeResize(Eigen::NoChange, batch_.cols() + 1);
    batch_.col(batch_.cols() - 1) = search_.best();
    if (batch_.cols() == weights_.cols()) {
      return true;
    }
    start_fit(data);
    return false;
  }

  [[nodiscard]] const Matrix& batch() const override { return batch_; }

  void persist(StateIo& io) override {
    io("rng", rng_);
    io("weights", weights_);
    io("batch", batch_);
    io("fitting", fitting_);
    io("fit", fit_);
    io("model", model_);
    io("search", search_);
    io("best", best_);
  }

 private:
  void start_fit(const Surrogates& data) {
    const Matrix f = normalised(data.f());
    const Index j = batch_.cols();
    Vector values(f.cols());
    for (Index i = 0; i < f.cols(); ++i) {
      values[i] = augmented(f.col(i).data(), weights_.col(j).data(), f.rows(), options_.rho);
    }
    GaussianProcessOptions surrogate = options_.bayesian.surrogate;
    if (f.cols() > options_.bayesian.large_above && surrogate.fit_points == 0) {
      surrogate.fit_points = options_.bayesian.large_fit_points;
    }
    fit_ = GaussianProcessFit(data.x(), values, surrogate,
                              rng_.child(Purpose::model, static_cast<std::uint64_t>(j)));
    fitting_ = true;
  }

  void advance_fit(const Surrogates& data) {
    if (!fit_.done()) {
      fit_.advance();
      return;
    }
    fitting_ = false;
    model_ = fit_.finish();
    fit_ = GaussianProcessFit();
    const auto best = std::min_element(model_.y().begin(), model_.y().end());
    best_ = *best;
    const Vector incumbent = data.x().col(best - model_.y().begin());
    const auto n = static_cast<double>(data.size());
    search_.begin(options_.search, data.dimension(), incumbent,
                  rng_.child(Purpose::exploration, static_cast<std::uint64_t>(batch_.cols())),
                  2 * n * n);
  }

  /// Minus the logarithm of the expected improvement.
  void evaluate(MatrixIn x, VectorOut values, Matrix* gradients) const {
    GaussianPrediction at;
    model_.predict(x, at, gradients != nullptr ? PredictGradients::yes : PredictGradients::no);
    if (gradients != nullptr) {
      gradients->resize(x.rows(), x.cols());
    }
    const double scale = model_.hyperparameters().output_scale;
    for (Index j = 0; j < x.cols(); ++j) {
      const double deviation = std::max(at.deviation[j], kLeastDeviation * scale);
      const LogExpectedImprovement one = log_expected_improvement(best_, at.mean[j], deviation);
      values[j] = -one.value;
      if (gradients != nullptr) {
        gradients->col(j) = -one.by_mean * at.mean_gradient.col(j) -
                            one.by_deviation * at.deviation_gradient.col(j);
      }
    }
  }

  ParegoOptions options_;
  Rng rng_;
  Matrix weights_;  // of the points of this batch
  Matrix batch_;    // found so far
  bool fitting_ = false;
  GaussianProcessFit fit_;
  GaussianProcess model_;
  AcquisitionSearch search_;
  double best_ = 0;
};

}  // namespace

Parego::Parego(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, std::make_unique<ParegoProposer>(options)),
      options_(options) {
  check_options(options);
}

}  // namespace vilfredo
