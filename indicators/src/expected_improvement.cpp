#include "vilfredo/indicators/expected_improvement.hpp"

#include "input_checks.hpp"
#include "sampled_mean.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/indicators/compensated_sum.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>
#include <vector>

namespace vilfredo {
namespace {

double normal_cdf(double z) {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

double normal_density(double z) {
  return std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

/// E max(t - Y, 0) and its derivatives; zero for t = -inf.
struct PartialExpectation {
  double value = 0;
  double by_mean = 0;
  double by_deviation = 0;

  PartialExpectation(double t, double mean, double deviation) {
    if (std::isinf(t)) {
      return;
    }
    if (deviation == 0) {
      value = std::max(t - mean, 0.0);
      by_mean = t > mean ? -1 : 0;
      return;
    }
    const double z = (t - mean) / deviation;
    by_mean = -normal_cdf(z);
    by_deviation = normal_density(z);
    value = std::max((t - mean) * -by_mean + deviation * by_deviation, 0.0);
  }
};

void require_normal(std::string_view what, MatrixIn means, MatrixIn deviations, Index rows) {
  detail::require_finite(what, means);
  detail::require_finite(what, deviations);
  if (means.rows() != rows || deviations.rows() != rows || means.cols() != deviations.cols()) {
    throw Error(Errc::invalid_argument,
                "means and deviations must have one entry per objective of every point")
        .with("of", std::string(what));
  }
  if (deviations.size() > 0 && deviations.minCoeff() < 0) {
    throw Error(Errc::invalid_argument, "a standard deviation must not be negative")
        .with("of", std::string(what));
  }
}

}  // namespace

ExpectedHypervolumeImprovement::ExpectedHypervolumeImprovement(MatrixIn front, VectorIn reference)
    : n_obj_(reference.size()) {
  detail::require_finite("the reference point", reference);
  boxes_ = undominated_boxes(front, reference);
}

void ExpectedHypervolumeImprovement::check(VectorIn mean, VectorIn deviation) const {
  require_normal("a predicted point", mean, deviation, n_obj_);
}

double ExpectedHypervolumeImprovement::operator()(VectorIn mean, VectorIn deviation) const {
  check(mean, deviation);
  detail::CompensatedSum<double> sum;
  for (Index j = 0; j < boxes_.upper.cols(); ++j) {
    double product = 1;
    for (Index k = 0; k < n_obj_ && product > 0; ++k) {
      const PartialExpectation upper(boxes_.upper(k, j), mean[k], deviation[k]);
      const PartialExpectation lower(boxes_.lower(k, j), mean[k], deviation[k]);
      product *= std::max(upper.value - lower.value, 0.0);
    }
    sum.add(product);
  }
  return sum.value();
}

ImprovementGradient ExpectedHypervolumeImprovement::with_gradient(VectorIn mean,
                                                                  VectorIn deviation) const {
  check(mean, deviation);
  ImprovementGradient out{0, Vector::Zero(n_obj_), Vector::Zero(n_obj_)};
  detail::CompensatedSum<double> sum;
  Vector factor(n_obj_);
  Vector by_mean(n_obj_);
  Vector by_deviation(n_obj_);
  for (Index j = 0; j < boxes_.upper.cols(); ++j) {
    double product = 1;
    for (Index k = 0; k < n_obj_; ++k) {
      const PartialExpectation upper(boxes_.upper(k, j), mean[k], deviation[k]);
      const PartialExpectation lower(boxes_.lower(k, j), mean[k], deviation[k]);
      factor[k] = std::max(upper.value - lower.value, 0.0);
      by_mean[k] = upper.by_mean - lower.by_mean;
      by_deviation[k] = upper.by_deviation - lower.by_deviation;
      product *= factor[k];
    }
    sum.add(product);
    for (Index k = 0; k < n_obj_; ++k) {
      double others = 1;
      for (Index i = 0; i < n_obj_; ++i) {
        others *= i == k ? 1 : factor[i];
      }
      out.mean[k] += others * by_mean[k];
      out.deviation[k] += others * by_deviation[k];
    }
  }
  out.value = sum.value();
  return out;
}

double probability_of_dominance(VectorIn mean_a,
                                VectorIn deviation_a,
                                VectorIn mean_b,
                                VectorIn deviation_b) {
  const Index d = mean_a.size();
  require_normal("the first point", mean_a, deviation_a, d);
  require_normal("the second point", mean_b, deviation_b, d);
  double probability = d > 0 ? 1 : 0;
  bool surely_equal = true;
  for (Index k = 0; k < d; ++k) {
    const double gap = mean_b[k] - mean_a[k];
    const double deviation = std::hypot(deviation_a[k], deviation_b[k]);
    surely_equal = surely_equal && deviation == 0 && gap == 0;
    if (deviation > 0) {
      probability *= normal_cdf(gap / deviation);
    } else {
      probability *= gap >= 0 ? 1 : 0;
    }
  }
  return surely_equal ? 0 : probability;
}

IndicatorValue expected_hypervolume(
    MatrixIn means, MatrixIn deviations, VectorIn reference, Index samples, std::uint64_t seed) {
  require_normal("the set", means, deviations, means.cols() > 0 ? reference.size() : means.rows());
  if (samples < 2) {
    throw Error(Errc::invalid_argument, "an expected hypervolume needs at least two samples");
  }
  detail::require_finite("the reference point", reference);
  HypervolumeWorkspace workspace;
  Matrix drawn(means.rows(), means.cols());
  detail::SampledMean mean;
  for (Index s = 0; s < samples; ++s) {
    Rng rng(seed, Purpose::indicator, static_cast<std::uint64_t>(s));
    for (Index j = 0; j < means.cols(); ++j) {
      for (Index k = 0; k < means.rows(); ++k) {
        drawn(k, j) = means(k, j) + deviations(k, j) * rng.normal();
      }
    }
    mean.add(hypervolume(drawn, reference, workspace));
  }
  return mean.value();
}

}  // namespace vilfredo
