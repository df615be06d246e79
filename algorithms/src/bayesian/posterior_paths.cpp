#include "vilfredo/algorithms/bayesian/posterior_paths.hpp"

#include "vilfredo/algorithms/bayesian/improvement.hpp"
#include "vilfredo/algorithms/operators/space_filling.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/state.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vilfredo {
namespace {

constexpr double kNoiseless = 1e-6;  // variance of standardised outputs
constexpr double kNugget = 1e-8;     // of the signal variance, at points without noise

/// rho and eta = -2 d rho / d(r^2) at a squared scaled distance.
struct Correlation {
  double value;
  double slope;
};

Correlation correlation(CovarianceKernel kernel, double squared) {
  if (kernel == CovarianceKernel::rbf) {
    const double decay = std::exp(-0.5 * squared);
    return {decay, decay};
  }
  if (kernel == CovarianceKernel::matern32) {
    const double r = std::sqrt(3 * squared);
    const double decay = std::exp(-r);
    return {(1 + r) * decay, 3 * decay};
  }
  const double r = std::sqrt(5 * squared);
  const double decay = std::exp(-r);
  return {(1 + r + (5.0 / 3.0) * squared) * decay, (5.0 / 3.0) * (1 + r) * decay};
}

double scaled_distance(const double* a, const double* b, const Vector& length_scales) {
  return ordered_sum(length_scales.size(), [&](Index i) {
    const double t = (a[i] - b[i]) / length_scales[i];
    return t * t;
  });
}

/// Lower Cholesky factor of a + nugget I, the nugget growing tenfold until there is one.
Matrix factor_of(const Matrix& a, double nugget) {
  for (int attempt = 0; attempt < 12; ++attempt, nugget *= 10) {
    Matrix b = a;
    b.diagonal().array() += nugget;
    const Eigen::LLT<Matrix> factor(b);
    if (factor.info() == Eigen::Success) {
      return factor.matrixL();
    }
  }
  throw Error(Errc::numerical, "a posterior covariance has no Cholesky factor");
}

/// b becomes factor^-1 b.
void forward_substitute(const Matrix& factor, VectorOut b) {
  const Index n = factor.rows();
  for (Index j = 0; j < n; ++j) {
    b[j] /= factor(j, j);
    const Index rest = n - j - 1;
    b.tail(rest) -= b[j] * factor.col(j).tail(rest);
  }
}

/// b becomes factor^-T b.
void back_substitute(const Matrix& factor, VectorOut b) {
  const Index n = factor.rows();
  for (Index j = n; j-- > 0;) {
    const double known = ordered_dot(factor.col(j).data() + j + 1, b.data() + j + 1, n - j - 1);
    b[j] = (b[j] - known) / factor(j, j);
  }
}

/// alpha of every sample from its whitened outputs.
Matrix weights_of(const Matrix& factor, const Matrix& whitened) {
  Matrix out = whitened;
  for (Index s = 0; s < out.cols(); ++s) {
    back_substitute(factor, out.col(s));
  }
  return out;
}

double dot(const Vector& a, const double* b) {
  return ordered_dot(a.data(), b, a.size());
}

Matrix normals_of(const SobolSequence& sequence, Index count, Index dimensions) {
  Matrix z = sequence.points(0, count);
  for (Index j = 0; j < count; ++j) {
    for (Index i = 0; i < dimensions; ++i) {
      z(i, j) = operators::normal_quantile(z(i, j));
    }
  }
  return z;
}

}  // namespace

PosteriorPaths::PosteriorPaths(const Surrogates& surrogates,
                               const std::vector<Index>& baseline,
                               Index pending,
                               Index samples,
                               const Rng& rng)
    : samples_(samples), x_(surrogates.x()), baseline_(baseline) {
  const Index m = surrogates.objectives();
  const auto fixed = static_cast<Index>(baseline.size());
  const Index dimensions = m * (pending + fixed);
  const Matrix z = normals_of(SobolSequence(dimensions, rng), samples, dimensions);
  for (Index p = 0; p < pending; ++p) {
    normals_.emplace_back(z.middleRows(p * m, m));
  }
  fixed_.assign(baseline.size(), Matrix(m, samples));
  for (Index k = 0; k < m; ++k) {
    const JointPosterior joint = surrogates.model(k).joint(x_(Eigen::all, baseline));
    const double scale = surrogates.scale(k);
    const Matrix root = factor_of(joint.covariance / (scale * scale), 1e-14);
    const Matrix draws = root * z.middleRows(pending * m + k * fixed, fixed);
    for (Index b = 0; b < fixed; ++b) {
      const double mean = (joint.mean[b] - surrogates.offset(k)) / scale;
      fixed_[static_cast<std::size_t>(b)].row(k) = draws.row(b).array() + mean;
    }
  }
  models_.resize(static_cast<std::size_t>(m));
  for (Index k = 0; k < m; ++k) {
    condition(models_[static_cast<std::size_t>(k)], surrogates, k);
  }
}

void PosteriorPaths::condition(Model& model, const Surrogates& surrogates, Index objective) {
  const GaussianProcess& process = surrogates.model(objective);
  const Index n = x_.cols();
  model.hyperparameters = process.hyperparameters();
  model.kernel = process.kernel();
  model.mean =
      (process.constant_mean() - surrogates.offset(objective)) / surrogates.scale(objective);
  const GaussianProcessHyperparameters& h = model.hyperparameters;
  Matrix covariance(n, n);
  for (Index j = 0; j < n; ++j) {
    for (Index i = j; i < n; ++i) {
      const double squared = scaled_distance(x_.col(i).data(), x_.col(j).data(), h.length_scales);
      covariance(i, j) = h.signal_variance * correlation(model.kernel, squared).value;
      covariance(j, i) = covariance(i, j);
    }
    covariance(j, j) += h.noise_variance;
  }
  for (const Index b : baseline_) {
    covariance(b, b) = h.signal_variance;
  }
  model.factor = factor_of(covariance, kNugget * h.signal_variance);
  model.whitened.resize(n, samples_);
  for (Index s = 0; s < samples_; ++s) {
    for (Index i = 0; i < n; ++i) {
      model.whitened(i, s) = surrogates.standardised()(objective, i) - model.mean;
    }
    for (std::size_t b = 0; b < baseline_.size(); ++b) {
      model.whitened(baseline_[b], s) = fixed_[b](objective, s) - model.mean;
    }
  }
  for (Index s = 0; s < samples_; ++s) {
    forward_substitute(model.factor, model.whitened.col(s));
  }
  model.weights = weights_of(model.factor, model.whitened);
}

void PosteriorPaths::at(VectorIn x, Values& out) const {
  const Index m = static_cast<Index>(models_.size());
  const Index n = x_.cols();
  const auto next = fixed_.size() - baseline_.size();
  out.f.resize(m, samples_);
  out.deviation.resize(m);
  out.covariance.resize(models_.size());
  out.slope.resize(models_.size());
  out.whitened.resize(models_.size());
  for (Index k = 0; k < m; ++k) {
    const auto objective = static_cast<std::size_t>(k);
    const Model& model = models_[objective];
    const double signal = model.hyperparameters.signal_variance;
    Vector& covariance = out.covariance[objective];
    Vector& slope = out.slope[objective];
    covariance.resize(n);
    slope.resize(n);
    for (Index i = 0; i < n; ++i) {
      const Correlation c = correlation(
          model.kernel,
          scaled_distance(x_.col(i).data(), x.data(), model.hyperparameters.length_scales));
      covariance[i] = signal * c.value;
      slope[i] = signal * c.slope;
    }
    Vector& whitened = out.whitened[objective];
    whitened = covariance;
    forward_substitute(model.factor, whitened);
    const double variance = std::max(signal - dot(whitened, whitened.data()), 1e-12 * signal);
    out.deviation[k] = std::sqrt(variance);
    for (Index s = 0; s < samples_; ++s) {
      out.f(k, s) = model.mean + dot(covariance, model.weights.col(s).data()) +
                    out.deviation[k] * normals_[next](k, s);
    }
  }
}

void PosteriorPaths::pull_back(VectorIn x,
                               const Values& values,
                               MatrixIn by_f,
                               VectorOut gradient) const {
  const Index n = x_.cols();
  const auto next = fixed_.size() - baseline_.size();
  Vector by_covariance(n);
  for (std::size_t objective = 0; objective < models_.size(); ++objective) {
    const Model& model = models_[objective];
    const auto k = static_cast<Index>(objective);
    const double signal = model.hyperparameters.signal_variance;
    double by_deviation = 0;
    by_covariance.setZero();
    for (Index s = 0; s < samples_; ++s) {
      by_deviation += by_f(k, s) * normals_[next](k, s);
      by_covariance += by_f(k, s) * model.weights.col(s);
    }
    // d deviation / d covariance = -K^-1 covariance / deviation, 0 at the floor of the variance.
    if (values.deviation[k] * values.deviation[k] > 1.0000001e-12 * signal) {
      Vector solved = values.whitened[objective];
      back_substitute(model.factor, solved);
      by_covariance -= (by_deviation / values.deviation[k]) * solved;
    }
    for (Index i = 0; i < n; ++i) {
      const double weight = by_covariance[i] * values.slope[objective][i];
      for (Index r = 0; r < x.size(); ++r) {
        const double length = model.hyperparameters.length_scales[r];
        gradient[r] -= weight * (x[r] - x_(r, i)) / (length * length);
      }
    }
  }
}

void PosteriorPaths::add(VectorIn x) {
  Values values;
  at(x, values);
  const Index n = x_.cols();
  for (std::size_t objective = 0; objective < models_.size(); ++objective) {
    Model& model = models_[objective];
    const auto k = static_cast<Index>(objective);
    const double signal = model.hyperparameters.signal_variance;
    const Vector& row = values.whitened[objective];
    const double pivot =
        std::sqrt(std::max(signal * (1 + kNugget) - dot(row, row.data()), kNugget * signal));
    model.factor.conservativeResize(n + 1, n + 1);
    model.factor.col(n).setZero();
    model.factor.row(n).head(n) = row.transpose();
    model.factor(n, n) = pivot;
    model.whitened.conservativeResize(n + 1, Eigen::NoChange);
    for (Index s = 0; s < samples_; ++s) {
      const double known = ordered_dot(row.data(), model.whitened.col(s).data(), n);
      model.whitened(n, s) = (values.f(k, s) - model.mean - known) / pivot;
    }
    model.weights = weights_of(model.factor, model.whitened);
  }
  x_.conservativeResize(Eigen::NoChange, n + 1);
  x_.col(n) = x;
  fixed_.push_back(values.f);
}

void PosteriorPaths::Model::persist(StateIo& io) {
  io("hyperparameters", hyperparameters);
  io("kernel", kernel);
  io("mean", mean);
  io("factor", factor);
  io("whitened", whitened);
  io("weights", weights);
}

void PosteriorPaths::persist(StateIo& io) {
  io("samples", samples_);
  io("x", x_);
  io("baseline", baseline_);
  io("fixed", fixed_);
  io("normals", normals_);
  io("models", models_);
}

std::vector<Index> probable_front(const Surrogates& surrogates,
                                  Index samples,
                                  Index most,
                                  Rng rng) {
  const Index n = surrogates.size();
  const Index m = surrogates.objectives();
  std::vector<Index> times(static_cast<std::size_t>(n), 0);
  const auto count = [&](MatrixIn f) {
    for (const Index j : non_dominated(f, Duplicates::first_only)) {
      ++times[static_cast<std::size_t>(j)];
    }
  };
  bool noisy = false;
  for (Index k = 0; k < m; ++k) {
    noisy |= surrogates.noise_variance(k) > kNoiseless;
  }
  if (noisy) {
    std::vector<Matrix> draws;
    for (Index k = 0; k < m; ++k) {
      draws.push_back(surrogates.model(k).sample(surrogates.x(), samples, rng));
    }
    Matrix f(m, n);
    for (Index s = 0; s < samples; ++s) {
      for (Index k = 0; k < m; ++k) {
        f.row(k) = draws[static_cast<std::size_t>(k)].col(s).transpose();
      }
      count(f);
    }
  } else {
    count(surrogates.f());
  }
  std::vector<Index> out;
  for (Index j = 0; j < n; ++j) {
    if (times[static_cast<std::size_t>(j)] > 0) {
      out.push_back(j);
    }
  }
  if (static_cast<Index>(out.size()) > most) {
    std::stable_sort(out.begin(), out.end(), [&](Index a, Index b) {
      return times[static_cast<std::size_t>(a)] > times[static_cast<std::size_t>(b)];
    });
    out.resize(static_cast<std::size_t>(most));
    std::sort(out.begin(), out.end());
  }
  return out;
}

}  // namespace vilfredo
