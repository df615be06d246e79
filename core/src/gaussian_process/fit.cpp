// The search for hyper-parameters.
#include "gaussian_process/covariance.hpp"
#include "vilfredo/core/bounded_minimiser.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/gaussian_process.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <tuple>

namespace vilfredo {
namespace {

const double kPriorSpread = std::numbers::sqrt3;

double prior_centre(Index dimension) {
  return std::numbers::sqrt2 + 0.5 * std::log(static_cast<double>(dimension));
}

struct Standardisation {
  double offset = 0;
  double scale = 1;
  bool constant = false;
};

/// Mean and deviation (n - 1), computed relative to the range so that no square over- or
/// underflows.
Standardisation standardise(VectorIn y) {
  constexpr double kRounding = 1e-12;
  constexpr double kSmallest = 1e-150;
  const auto n = static_cast<double>(y.size());
  const double lower = y.minCoeff();
  const double upper = y.maxCoeff();
  const double middle = 0.5 * lower + 0.5 * upper;
  const double half = 0.5 * upper - 0.5 * lower;
  const double largest = std::max(std::abs(lower), std::abs(upper));
  if (half <= kRounding * largest || half < kSmallest) {
    return {middle, 1, true};
  }
  const auto relative = [&](Index i) { return (y[i] - middle) / half; };
  const double mean = ordered_sum(y.size(), relative) / n;
  const double squares = ordered_sum(y.size(), [&](Index i) {
    const double r = relative(i) - mean;
    return r * r;
  });
  return {middle + half * mean, half * std::sqrt(squares / (n - 1)), false};
}

/// Indices of `count` points, each as far as can be from those before it; the first is farthest
/// from the centroid. Ties go to the lower index. O(n d count).
std::vector<Index> maximin_subset(MatrixIn x, Index count) {
  const Index n = x.cols();
  Vector centre = Vector::Zero(x.rows());
  for (Index j = 0; j < n; ++j) {
    centre += x.col(j) / static_cast<double>(n);
  }
  std::vector<double> distance(static_cast<std::size_t>(n));
  for (Index j = 0; j < n; ++j) {
    distance[static_cast<std::size_t>(j)] =
        squared_distance(x.col(j).data(), centre.data(), x.rows());
  }
  std::vector<Index> chosen;
  while (static_cast<Index>(chosen.size()) < count) {
    const auto farthest = std::max_element(distance.begin(), distance.end());
    const Index pick = farthest - distance.begin();
    const bool first = chosen.empty();
    chosen.push_back(pick);
    for (Index j = 0; j < n; ++j) {
      double& nearest = distance[static_cast<std::size_t>(j)];
      const double to_pick = squared_distance(x.col(j).data(), x.col(pick).data(), x.rows());
      nearest = first ? to_pick : std::min(nearest, to_pick);
    }
    for (const Index j : chosen) {
      distance[static_cast<std::size_t>(j)] = -1;
    }
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

double log_uniform(double lower, double upper, Rng& rng) {
  return lower + (upper - lower) * rng.uniform();
}

}  // namespace

void GaussianProcessOptions::check(const GaussianProcessOptions& o) {
  if (o.noise_floor > o.noise_ceiling || o.length_scale_floor > o.length_scale_ceiling ||
      o.signal_floor > o.signal_ceiling) {
    throw Error(Errc::invalid_argument, "every floor must be at most its ceiling");
  }
  if (o.fit_noise && !(o.noise_floor > 0)) {
    throw Error(Errc::invalid_argument,
                "noise_floor must be positive where the noise is fitted: its logarithm is");
  }
}

void GaussianProcessFitReport::persist(StateIo& io) {
  io("log_likelihood", log_likelihood);
  io("points", points);
  io("starts", starts);
  io("best_start", best_start);
  io("evaluations", evaluations);
  io("unconverged", unconverged);
  io("constant", constant);
}

struct GaussianProcessFit::Bounds {
  Vector lower;
  Vector upper;
};

GaussianProcessFit::GaussianProcessFit(MatrixIn x,
                                       VectorIn y,
                                       const GaussianProcessOptions& options,
                                       const Rng& rng,
                                       const GaussianProcessHyperparameters* warm)
    : options_(options), rng_(rng), x_(x), y_(y) {
  check_options(options);
  detail::check_data(x, y);
  const Index d = x.rows();
  const Standardisation standardisation = standardise(y);
  if (warm != nullptr) {
    detail::check_hyperparameters(*warm, d);
    has_warm_ = true;
    warm_ = *warm;
  }
  best_.length_scales =
      Vector::Constant(d, std::clamp(0.5 * std::sqrt(static_cast<double>(d)),
                                     options.length_scale_floor, options.length_scale_ceiling));
  best_.signal_variance = std::clamp(1.0, options.signal_floor, options.signal_ceiling);
  best_.noise_variance = options.fit_noise
                             ? std::clamp(1e-4, options.noise_floor, options.noise_ceiling)
                             : options.noise_floor;
  best_.output_offset = standardisation.offset;
  best_.output_scale = standardisation.scale;
  report_.constant = standardisation.constant;
  if (report_.constant) {
    best_.noise_variance = options.noise_floor;
    return;
  }
  const bool subset = options.fit_points > 0 && options.fit_points < x.cols();
  if (subset) {
    const std::vector<Index> chosen = maximin_subset(x, options.fit_points);
    fit_x_ = x(Eigen::all, chosen);
    fit_y_ = y(chosen);
  } else {
    fit_x_ = x;
    fit_y_ = y;
  }
  report_.points = fit_x_.cols();
  const Index defaults = has_warm_ ? 2 : 1;
  report_.starts = fit_x_.cols() > options.single_start_above ? 1 : defaults + options.restarts;
  if (!has_bounded_minimiser()) {
    throw Error(Errc::unsupported,
                "fitting a Gaussian process needs LBFGS++; install liblbfgspp-dev and configure "
                "again");
  }
}

bool GaussianProcessFit::has_prior() const {
  return options_.length_scale_prior == LengthScalePrior::log_normal ||
         (options_.length_scale_prior == LengthScalePrior::automatic && x_.rows() > 10);
}

GaussianProcessFit::Bounds GaussianProcessFit::bounds() const {
  const Index scales = options_.ard ? x_.rows() : 1;
  const Index size = scales + 1 + (options_.fit_noise ? 1 : 0);
  Bounds out{Vector(size), Vector(size)};
  out.lower.head(scales).setConstant(std::log(options_.length_scale_floor));
  out.upper.head(scales).setConstant(std::log(options_.length_scale_ceiling));
  out.lower[scales] = std::log(options_.signal_floor);
  out.upper[scales] = std::log(options_.signal_ceiling);
  if (options_.fit_noise) {
    out.lower[scales + 1] = std::log(options_.noise_floor);
    out.upper[scales + 1] = std::log(options_.noise_ceiling);
  }
  return out;
}

Vector GaussianProcessFit::pack(const GaussianProcessHyperparameters& hyperparameters) const {
  const Index d = x_.rows();
  const Index scales = options_.ard ? d : 1;
  Vector out(scales + 1 + (options_.fit_noise ? 1 : 0));
  if (options_.ard) {
    for (Index i = 0; i < d; ++i) {
      out[i] = std::log(hyperparameters.length_scales[i]);
    }
  } else {
    out[0] = ordered_sum(d, [&](Index i) { return std::log(hyperparameters.length_scales[i]); }) /
             static_cast<double>(d);
  }
  out[scales] = std::log(hyperparameters.signal_variance);
  if (options_.fit_noise) {
    out[scales + 1] =
        std::log(std::max(hyperparameters.noise_variance, std::numeric_limits<double>::min()));
  }
  return out;
}

GaussianProcessHyperparameters GaussianProcessFit::unpack(VectorIn logarithms) const {
  const Index d = x_.rows();
  const Index scales = options_.ard ? d : 1;
  GaussianProcessHyperparameters out = best_;
  for (Index i = 0; i < d; ++i) {
    out.length_scales[i] = std::exp(logarithms[options_.ard ? i : 0]);
  }
  out.signal_variance = std::exp(logarithms[scales]);
  out.noise_variance = options_.fit_noise ? std::exp(logarithms[scales + 1]) : options_.noise_floor;
  return out;
}

Vector GaussianProcessFit::start(Index k, const Bounds& bounds) const {
  if (has_warm_ && k == 0) {
    return pack(warm_);
  }
  if (k == (has_warm_ ? 1 : 0)) {
    GaussianProcessHyperparameters usual = best_;
    usual.length_scales.setConstant(0.5 * std::sqrt(static_cast<double>(x_.rows())));
    usual.signal_variance = 1;
    usual.noise_variance = 1e-4;
    return pack(usual);
  }
  Rng rng = rng_.child(Purpose::model, static_cast<std::uint64_t>(k));
  const Index scales = options_.ard ? x_.rows() : 1;
  Vector out(bounds.lower.size());
  for (Index i = 0; i < out.size(); ++i) {
    if (i < scales && has_prior()) {
      out[i] = prior_centre(x_.rows()) + kPriorSpread * rng.normal();
    } else {
      out[i] = log_uniform(bounds.lower[i], bounds.upper[i], rng);
    }
  }
  return out;
}

double GaussianProcessFit::loss(VectorIn logarithms, VectorOut gradient) const {
  const Index d = x_.rows();
  const Index scales = options_.ard ? d : 1;
  const LogMarginalLikelihood likelihood =
      log_marginal_likelihood(options_.kernel, unpack(logarithms), fit_x_, fit_y_);
  double value = -likelihood.value;
  if (options_.ard) {
    gradient.head(d) = -likelihood.length_scales;
  } else {
    gradient[0] = -ordered_sum(likelihood.length_scales.data(), d);
  }
  gradient[scales] = -likelihood.signal;
  if (options_.fit_noise) {
    gradient[scales + 1] = -likelihood.noise;
  }
  for (Index i = 0; has_prior() && i < scales; ++i) {
    const double distance = (logarithms[i] - prior_centre(d)) / kPriorSpread;
    value += logarithms[i] + 0.5 * distance * distance;
    gradient[i] += 1 + distance / kPriorSpread;
  }
  return value;
}

Index GaussianProcessFit::likelihoods_per_slice() const {
  constexpr double kWork = 2e9;
  const auto n = static_cast<double>(fit_x_.cols());
  return static_cast<Index>(std::clamp(kWork / (n * n * n), 1.0, 1e6));
}

void GaussianProcessFit::advance() {
  if (done()) {
    return;
  }
  if (!descending_) {
    const Bounds box = bounds();
    BoundedMinimiserOptions limits;
    limits.max_iterations = options_.max_iterations;
    limits.max_evaluations = options_.max_iterations + options_.max_iterations / 2 + 20;
    descent_ = BoundedDescent(start(next_start_, box), box.lower, box.upper, limits);
    descending_ = true;
  }
  descent_.advance([this](VectorIn u, VectorOut gradient) { return loss(u, gradient); },
                   likelihoods_per_slice());
  if (!descent_.done()) {
    return;
  }
  descending_ = false;
  const BoundedMinimum& minimum = descent_.minimum();
  report_.evaluations += minimum.evaluations;
  report_.unconverged += minimum.converged ? 0 : 1;
  if (next_start_ == 0 || minimum.value < best_loss_) {
    best_loss_ = minimum.value;
    best_ = unpack(minimum.x);
    report_.best_start = next_start_;
  }
  ++next_start_;
  if (done()) {
    report_.log_likelihood = log_marginal_likelihood(options_.kernel, best_, fit_x_, fit_y_).value;
  }
}

GaussianProcess GaussianProcessFit::finish() const {
  return GaussianProcess(options_.kernel, best_, x_, y_);
}

void GaussianProcessFit::persist(StateIo& io) {
  std::apply([&](const auto&... f) { (io(f.name, options_.*(f.member)), ...); },
             GaussianProcessOptions::fields());
  io("rng", rng_);
  io("x", x_);
  io("y", y_);
  io("fit_x", fit_x_);
  io("fit_y", fit_y_);
  io("has_warm", has_warm_);
  io("warm", warm_);
  io("best", best_);
  io("best_loss", best_loss_);
  io("next_start", next_start_);
  io("descending", descending_);
  io("descent", descent_);
  io("report", report_);
}

GaussianProcess fit_gaussian_process(MatrixIn x,
                                     VectorIn y,
                                     const GaussianProcessOptions& options,
                                     const Rng& rng,
                                     const GaussianProcessHyperparameters* warm,
                                     GaussianProcessFitReport* report) {
  GaussianProcessFit fit(x, y, options, rng, warm);
  while (!fit.done()) {
    fit.advance();
  }
  if (report != nullptr) {
    *report = fit.report();
  }
  return fit.finish();
}

}  // namespace vilfredo
