// The posterior at new points.
#include "gaussian_process/covariance.hpp"
#include "gaussian_process/factor.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/gaussian_process.hpp"
#include "vilfredo/core/reduce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo {
namespace {

using detail::LaneArray;
using detail::lanes_at;

constexpr double kVarianceFloor = 1e-12;  // of the prior variance

/// Buffers of one group of lanes, carved from one allocation; element [i * kLanes + lane].
template <int kLanes>
struct Lanes {
  double* query;           // d, divided by the length-scales
  double* covariance;      // n
  double* slope;           // n: s^2 eta
  double* whitened;        // n
  double* solved;          // n: covariance matrix^-1 times covariance
  double* mean_slope;      // d
  double* variance_slope;  // d

  Lanes(std::vector<double>& scratch, Index d, Index n) {
    const auto size = static_cast<std::size_t>(kLanes * (3 * d + 4 * n));
    if (scratch.size() < size) {
      scratch.resize(size);
    }
    double* at = scratch.data();
    const auto take = [&at](Index count) {
      double* const taken = at;
      at += kLanes * count;
      return taken;
    };
    query = take(d);
    covariance = take(n);
    slope = take(n);
    whitened = take(n);
    solved = take(n);
    mean_slope = take(d);
    variance_slope = take(d);
  }
};

template <int kLanes, CovarianceKernel kKernel>
void fill_lanes(const Matrix& x,
                const GaussianProcessHyperparameters& h,
                const Lanes<kLanes>& lanes) {
  const Index d = x.rows();
  for (Index j = 0; j < x.cols(); ++j) {
    LaneArray<kLanes> squared = LaneArray<kLanes>::Zero();
    for (Index i = 0; i < d; ++i) {
      const double centre = x(i, j) / h.length_scales[i];
      squared += (lanes_at<kLanes>(lanes.query, i) - centre).square();
    }
    for (int lane = 0; lane < kLanes; ++lane) {
      const detail::Correlation c = detail::correlation<kKernel>(squared[lane]);
      lanes.covariance[j * kLanes + lane] = h.signal_variance * c.value;
      lanes.slope[j * kLanes + lane] = h.signal_variance * c.slope;
    }
  }
}

/// Sums over points of weight * slope * scaled difference, for mean and variance at once.
template <int kLanes>
void sum_slopes(const Matrix& x,
                const GaussianProcessHyperparameters& h,
                const std::vector<double>& weights,
                const Lanes<kLanes>& lanes) {
  const Index d = x.rows();
  std::fill_n(lanes.mean_slope, d * kLanes, 0.0);
  std::fill_n(lanes.variance_slope, d * kLanes, 0.0);
  for (Index j = 0; j < x.cols(); ++j) {
    const LaneArray<kLanes> slope = lanes_at<kLanes>(lanes.slope, j);
    const LaneArray<kLanes> for_mean = weights[static_cast<std::size_t>(j)] * slope;
    const LaneArray<kLanes> for_variance = 2 * lanes_at<kLanes>(lanes.solved, j) * slope;
    for (Index i = 0; i < d; ++i) {
      const double centre = x(i, j) / h.length_scales[i];
      const LaneArray<kLanes> difference = lanes_at<kLanes>(lanes.query, i) - centre;
      lanes_at<kLanes>(lanes.mean_slope, i) -= for_mean * difference;
      lanes_at<kLanes>(lanes.variance_slope, i) += for_variance * difference;
    }
  }
}

}  // namespace

template <int kLanes>
void GaussianProcess::predict_lanes(
    MatrixIn x, Index first, Index count, GaussianPrediction& out, bool gradients) const {
  const GaussianProcessHyperparameters& h = hyperparameters_;
  const Index d = dimension();
  const Index n = size();
  const Lanes<kLanes> lanes(out.scratch, d, n);
  for (int lane = 0; lane < kLanes; ++lane) {
    const Index column = first + std::min<Index>(lane, count - 1);
    for (Index i = 0; i < d; ++i) {
      lanes.query[i * kLanes + lane] = x(i, column) / h.length_scales[i];
    }
  }
  detail::with_kernel(kernel_,
                      [&](auto tag) { fill_lanes<kLanes, decltype(tag)::value>(x_, h, lanes); });
  detail::packed_times_lanes<kLanes>(inverse_, n, lanes.covariance, lanes.whitened);
  if (gradients) {
    detail::packed_transposed_times_lanes<kLanes>(inverse_, n, lanes.whitened, lanes.solved);
    sum_slopes<kLanes>(x_, h, weights_, lanes);
  }
  for (int lane = 0; lane < count; ++lane) {
    double mean = mean_;
    double explained = 0;
    for (Index j = 0; j < n; ++j) {
      mean += lanes.covariance[j * kLanes + lane] * weights_[static_cast<std::size_t>(j)];
      explained += lanes.whitened[j * kLanes + lane] * lanes.whitened[j * kLanes + lane];
    }
    const double floor = kVarianceFloor * h.signal_variance;
    const bool floored = !(h.signal_variance - explained > floor);
    const double variance = floored ? floor : h.signal_variance - explained;
    const double deviation = std::sqrt(variance);
    const Index at = first + lane;
    out.mean[at] = h.output_offset + h.output_scale * mean;
    out.variance[at] = h.output_scale * h.output_scale * variance;
    out.deviation[at] = h.output_scale * deviation;
    for (Index i = 0; gradients && i < d; ++i) {
      const double per_length = h.output_scale / h.length_scales[i];
      const double slope = floored ? 0 : lanes.variance_slope[i * kLanes + lane] * per_length;
      out.mean_gradient(i, at) = lanes.mean_slope[i * kLanes + lane] * per_length;
      out.variance_gradient(i, at) = slope * h.output_scale;
      out.deviation_gradient(i, at) = slope / (2 * deviation);
    }
  }
}

void GaussianProcess::predict(MatrixIn x,
                              GaussianPrediction& out,
                              PredictGradients gradients) const {
  constexpr int kWide = 8;
  constexpr int kNarrow = 4;
  check_points(x);
  const bool wanted = gradients == PredictGradients::yes;
  out.mean.resize(x.cols());
  out.variance.resize(x.cols());
  out.deviation.resize(x.cols());
  if (wanted) {
    out.mean_gradient.resize(dimension(), x.cols());
    out.variance_gradient.resize(dimension(), x.cols());
    out.deviation_gradient.resize(dimension(), x.cols());
  }
  Index first = 0;
  while (first < x.cols()) {
    const Index left = x.cols() - first;
    if (left > kNarrow) {
      const Index count = std::min<Index>(left, kWide);
      predict_lanes<kWide>(x, first, count, out, wanted);
      first += count;
    } else {
      predict_lanes<kNarrow>(x, first, left, out, wanted);
      first += left;
    }
  }
}

JointPosterior GaussianProcess::joint(MatrixIn x) const {
  check_points(x);
  const GaussianProcessHyperparameters& h = hyperparameters_;
  const Index n = size();
  const Index count = x.cols();
  const Matrix scaled = detail::scaled_points(x_, h.length_scales);
  const Matrix queries = detail::scaled_points(x, h.length_scales);
  Matrix covariance(n, count);
  Matrix whitened(n, count);
  JointPosterior out{Vector(count), Matrix(count, count)};
  for (Index b = 0; b < count; ++b) {
    detail::cross_covariance(kernel_, scaled, &queries(0, b), h.signal_variance, &covariance(0, b));
    detail::packed_times(inverse_, n, &covariance(0, b), &whitened(0, b));
    const double gain = ordered_dot(&covariance(0, b), weights_.data(), n);
    out.mean[b] = h.output_offset + h.output_scale * (mean_ + gain);
  }
  detail::fill_covariance(kernel_, queries, h.signal_variance, 0, false, out.covariance);
  const double unit = h.output_scale * h.output_scale;
  const double floor = kVarianceFloor * h.signal_variance;
  for (Index b = 0; b < count; ++b) {
    for (Index a = b; a < count; ++a) {
      const double explained = ordered_dot(&whitened(0, a), &whitened(0, b), n);
      const double left = out.covariance(a, b) - explained;
      out.covariance(a, b) = unit * (a == b ? std::max(left, floor) : left);
      out.covariance(b, a) = out.covariance(a, b);
    }
  }
  return out;
}

Matrix GaussianProcess::sample(MatrixIn x, Index count, Rng& rng) const {
  const JointPosterior posterior = joint(x);
  const Index points = x.cols();
  Matrix out(points, count);
  if (points == 0 || count == 0) {
    return out;
  }
  Matrix factor = posterior.covariance;
  const auto fill = [&](double nugget) {
    factor = posterior.covariance;
    factor.diagonal().array() += nugget;
  };
  const double largest = posterior.covariance.diagonal().maxCoeff();
  (void)detail::factorise_with_jitter(fill, largest, 0, 0, factor);
  Vector normals(points);
  for (Index s = 0; s < count; ++s) {
    for (Index i = 0; i < points; ++i) {
      normals[i] = rng.normal();
    }
    for (Index i = 0; i < points; ++i) {
      out(i, s) = posterior.mean[i] +
                  ordered_sum(i + 1, [&](Index j) { return factor(i, j) * normals[j]; });
    }
  }
  return out;
}

}  // namespace vilfredo
