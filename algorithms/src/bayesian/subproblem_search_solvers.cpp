#include "vilfredo/algorithms/bayesian/subproblem_search_solvers.hpp"

#include "vilfredo/algorithms/bayesian/improvement.hpp"
#include "vilfredo/algorithms/decomposition/weights.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <numeric>
#include <vector>

namespace vilfredo {
namespace {

/// A lattice where there is one of this size, else a Hammersley set.
Matrix weights_of(Index n_obj, Index n) {
  const std::optional<Index> divisions = weights::lattice_divisions(n_obj, n);
  return divisions ? simplex_lattice(n_obj, *divisions) : weights::hammersley(n_obj, n);
}

/// The skeleton: acquisitions of all weights at once, then a choice among their best points.
class SubproblemProposer : public Proposer {
 public:
  void begin(Surrogates& surrogates, Index n, const Rng& rng, Context& /*context*/) final {
    wanted_ = n;
    rng_ = rng;
    const Index m = surrogates.objectives();
    weights_ = weights_of(m, options_.population);
    prepare(surrogates.standardised());
    const Matrix incumbents =
        surrogates.x()(Eigen::all, non_dominated(surrogates.f(), Duplicates::first_only));
    search_.begin(options_, surrogates.dimension(), 2 * m, weights_, incumbents,
                  rng.child(Purpose::exploration, 0));
  }

  bool advance(Surrogates& surrogates, Context& context) final {
    // Means above deviations.
    const auto predict = [&](MatrixIn x, MatrixOut values) {
      SurrogatePrediction at;
      surrogates.predict(x, at);
      values.topRows(at.mean.rows()) = at.mean;
      values.bottomRows(at.mean.rows()) = at.deviation.cwiseMax(kLeastDeviation);
    };
    const auto all_scores = [&](MatrixIn values, MatrixOut scores) {
      context.parallel(values.cols(),
                       [&](Index j) { score(values.col(j).data(), scores.col(j).data()); });
    };
    if (!search_.advance(predict, all_scores, context)) {
      return false;
    }
    batch_ = search_.x()(Eigen::all, choose(search_, wanted_, rng_));
    return true;
  }

  [[nodiscard]] const Matrix& batch() const final { return batch_; }

  void persist(StateIo& io) override {
    io("wanted", wanted_);
    io("rng", rng_);
    io("weights", weights_);
    io("search", search_);
    io("batch", batch_);
  }

 protected:
  explicit SubproblemProposer(const SurrogateSearchOptions& options) : options_(options) {}

  [[nodiscard]] const Matrix& weights() const { return weights_; }

  /// Standardised objectives of all points.
  virtual void prepare(const Matrix& f) = 0;
  /// From the means and deviations of a point (n_obj each) the logarithms of all acquisitions.
  virtual void score(const double* moments, double* scores) const = 0;
  /// At most n sub-problems whose points are evaluated.
  [[nodiscard]] virtual std::vector<Index> choose(const SubproblemSearch& search,
                                                  Index n,
                                                  const Rng& rng) const = 0;

 private:
  SurrogateSearchOptions options_;
  Rng rng_;
  Index wanted_ = 0;
  Matrix weights_;
  SubproblemSearch search_;
  Matrix batch_;
};

struct Normal {
  double mean;
  double variance;
};

/// Moments of the maximum of two independent normals. Clark, Oper. Res. 9(2), 1961.
Normal maximum(Normal a, Normal b) {
  const double spread = std::sqrt(a.variance + b.variance);
  if (!(spread > 0)) {
    return a.mean >= b.mean ? a : b;
  }
  const double t = (a.mean - b.mean) / spread;
  const double density = std::exp(-0.5 * t * t) / std::sqrt(2 * std::numbers::pi);
  const double above = 0.5 * std::erfc(-t / std::numbers::sqrt2);
  const double below = 0.5 * std::erfc(t / std::numbers::sqrt2);
  const double mean = a.mean * above + b.mean * below + spread * density;
  // Second moments about `mean`, which cancel less than those about 0.
  const double da = a.mean - mean;
  const double db = b.mean - mean;
  const double variance = (da * da + a.variance) * above + (db * db + b.variance) * below +
                          (da + db) * spread * density;
  return {mean, std::max(variance, 0.0)};
}

/// Cluster of every column by k-means from columns spread by farthest-first, at most 50 rounds.
std::vector<Index> clusters(MatrixIn points, Index k, Rng rng) {
  const Index n = points.cols();
  Matrix centres(points.rows(), k);
  Vector nearest = Vector::Constant(n, std::numeric_limits<double>::infinity());
  Index next = rng.index_below(n);
  const auto distance = [&](Index j, Index c) {
    return squared_distance(points.col(j).data(), centres.col(c).data(), points.rows());
  };
  for (Index c = 0; c < k; ++c) {
    centres.col(c) = points.col(next);
    for (Index j = 0; j < n; ++j) {
      nearest[j] = std::min(nearest[j], distance(j, c));
    }
    next = std::max_element(nearest.begin(), nearest.end()) - nearest.begin();
  }
  std::vector<Index> member(static_cast<std::size_t>(n), -1);
  for (int round = 0; round < 50; ++round) {
    bool moved = false;
    for (Index j = 0; j < n; ++j) {
      Index best = 0;
      for (Index c = 1; c < k; ++c) {
        best = distance(j, c) < distance(j, best) ? c : best;
      }
      moved |= member[static_cast<std::size_t>(j)] != best;
      member[static_cast<std::size_t>(j)] = best;
    }
    if (!moved) {
      break;
    }
    Matrix sum = Matrix::Zero(points.rows(), k);
    Vector count = Vector::Zero(k);
    for (Index j = 0; j < n; ++j) {
      sum.col(member[static_cast<std::size_t>(j)]) += points.col(j);
      count[member[static_cast<std::size_t>(j)]] += 1;
    }
    for (Index c = 0; c < k; ++c) {
      if (count[c] > 0) {
        centres.col(c) = sum.col(c) / count[c];
      }
    }
  }
  return member;
}

class EgoProposer final : public SubproblemProposer {
 public:
  explicit EgoProposer(const SubproblemSolverOptions& options)
      : SubproblemProposer(options.inner) {}

  void persist(StateIo& io) override {
    SubproblemProposer::persist(io);
    io("ideal", ideal_);
    io("best", best_);
  }

 protected:
  void prepare(const Matrix& f) override {
    ideal_ = f.rowwise().minCoeff();
    best_ = Vector::Constant(weights().cols(), std::numeric_limits<double>::infinity());
    for (Index i = 0; i < weights().cols(); ++i) {
      for (Index j = 0; j < f.cols(); ++j) {
        double value = 0;
        for (Index k = 0; k < f.rows(); ++k) {
          value = std::max(value, weight(k, i) * (f(k, j) - ideal_[k]));
        }
        best_[i] = std::min(best_[i], value);
      }
    }
  }

  void score(const double* moments, double* scores) const override {
    const Index m = ideal_.size();
    for (Index i = 0; i < weights().cols(); ++i) {
      Normal value{};
      for (Index k = 0; k < m; ++k) {
        const double w = weight(k, i);
        const Normal term{w * (moments[k] - ideal_[k]), w * w * moments[m + k] * moments[m + k]};
        value = k == 0 ? term : maximum(value, term);
      }
      const double deviation = std::max(std::sqrt(value.variance), kLeastDeviation);
      scores[i] = log_expected_improvement(best_[i], value.mean, deviation).value;
    }
  }

  [[nodiscard]] std::vector<Index> choose(const SubproblemSearch& search,
                                          Index n,
                                          const Rng& rng) const override {
    const Index clusters_wanted = std::min(n, weights().cols());
    const std::vector<Index> cluster =
        clusters(weights(), clusters_wanted, rng.child(Purpose::selection, 0));
    std::vector<Index> best(static_cast<std::size_t>(clusters_wanted), -1);
    for (Index i = 0; i < weights().cols(); ++i) {
      Index& holder = best[static_cast<std::size_t>(cluster[static_cast<std::size_t>(i)])];
      if (holder < 0 || search.scores()[i] > search.scores()[holder]) {
        holder = i;
      }
    }
    std::erase(best, Index{-1});
    return best;
  }

 private:
  static constexpr double kLeastWeight = 1e-4;

  [[nodiscard]] double weight(Index k, Index i) const {
    return std::max(weights()(k, i), kLeastWeight);
  }

  Vector ideal_;
  Vector best_;  // observed Tchebycheff value of every weight
};

class DirhvProposer final : public SubproblemProposer {
 public:
  explicit DirhvProposer(const SubproblemSolverOptions& options)
      : SubproblemProposer(options.inner) {}

  void persist(StateIo& io) override {
    SubproblemProposer::persist(io);
    io("bound", bound_);
  }

 protected:
  void prepare(const Matrix& f) override {
    constexpr double kBelow = -0.01;
    constexpr double kStretch = 1.1;
    const Index m = f.rows();
    const Matrix front = f(Eigen::all, non_dominated(f, Duplicates::first_only));
    const Vector ideal = f.rowwise().minCoeff();
    Vector range = f.rowwise().maxCoeff() - ideal;
    for (double& one : range) {
      one = one > 0 ? one : 1;
    }
    bound_.resize(m, weights().cols());
    for (Index i = 0; i < weights().cols(); ++i) {
      const Vector direction = (kStretch * weights().col(i).array() - kBelow).matrix();
      double nearest = std::numeric_limits<double>::infinity();
      for (Index j = 0; j < front.cols(); ++j) {
        double farthest = -std::numeric_limits<double>::infinity();
        for (Index k = 0; k < m; ++k) {
          const double y = (front(k, j) - ideal[k]) / range[k];
          farthest = std::max(farthest, (y - kBelow) / direction[k]);
        }
        nearest = std::min(nearest, farthest);
      }
      // Back in standardised units; the common factor of all products does not matter.
      bound_.col(i) = (ideal.array() + range.array() * (kBelow + nearest * direction.array()));
    }
  }

  void score(const double* moments, double* scores) const override {
    const Index m = bound_.rows();
    for (Index i = 0; i < bound_.cols(); ++i) {
      scores[i] = 0;
      for (Index k = 0; k < m; ++k) {
        scores[i] += log_expected_improvement(bound_(k, i), moments[k], moments[m + k]).value;
      }
    }
  }

  /// Greedy on sum_i max over the batch of A_i, which is submodular.
  [[nodiscard]] std::vector<Index> choose(const SubproblemSearch& search,
                                          Index n,
                                          const Rng& /*rng*/) const override {
    const Index count = bound_.cols();
    Matrix gains(count, count);  // acquisition of every weight at every candidate
    for (Index j = 0; j < count; ++j) {
      score(search.values().col(j).data(), gains.col(j).data());
    }
    const double largest = gains.maxCoeff();
    for (double& one : gains.reshaped()) {
      one = std::exp(one - largest);
    }
    Vector reached = Vector::Zero(count);
    std::vector<Index> chosen;
    while (static_cast<Index>(chosen.size()) < n) {
      Index best = -1;
      double best_gain = 0;
      for (Index j = 0; j < count; ++j) {
        const double gain =
            ordered_sum(count, [&](Index i) { return std::max(0.0, gains(i, j) - reached[i]); });
        if (gain > best_gain) {
          best = j;
          best_gain = gain;
        }
      }
      if (best < 0) {
        break;
      }
      chosen.push_back(best);
      reached = reached.cwiseMax(gains.col(best));
    }
    return chosen;
  }

 private:
  Matrix bound_;  // xi of every weight, standardised
};

}  // namespace

MoeadEgo::MoeadEgo(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, std::make_unique<EgoProposer>(options)),
      options_(options) {
  check_options(options);
}

DirhvEi::DirhvEi(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, std::make_unique<DirhvProposer>(options)),
      options_(options) {
  check_options(options);
}

}  // namespace vilfredo
