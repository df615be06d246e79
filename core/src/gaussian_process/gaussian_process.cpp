// Conditioning, growing and shrinking; predictions are in prediction.cpp.
#include "vilfredo/core/gaussian_process.hpp"

#include "gaussian_process/covariance.hpp"
#include "gaussian_process/factor.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/state.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace vilfredo {

void GaussianProcessHyperparameters::persist(StateIo& io) {
  io("length_scales", length_scales);
  io("signal_variance", signal_variance);
  io("noise_variance", noise_variance);
  io("output_offset", output_offset);
  io("output_scale", output_scale);
}

GaussianProcess::GaussianProcess(CovarianceKernel kernel,
                                 const GaussianProcessHyperparameters& hyperparameters,
                                 MatrixIn x,
                                 VectorIn y)
    : kernel_(kernel), hyperparameters_(hyperparameters), x_(x), y_(y) {
  detail::check_data(x, y);
  detail::check_hyperparameters(hyperparameters, x.rows());
  factorise(0);
}

double GaussianProcess::standardised(Index i) const {
  return (y_[i] - hyperparameters_.output_offset) / hyperparameters_.output_scale;
}

double GaussianProcess::constant_mean() const {
  return hyperparameters_.output_offset + hyperparameters_.output_scale * mean_;
}

double GaussianProcess::noise_variance() const {
  const double scale = hyperparameters_.output_scale;
  return scale * scale * hyperparameters_.noise_variance;
}

void GaussianProcess::factorise(double least_jitter) {
  const GaussianProcessHyperparameters& h = hyperparameters_;
  const Matrix scaled = detail::scaled_points(x_, h.length_scales);
  Matrix factor;
  const auto fill = [&](double nugget) {
    detail::fill_covariance(kernel_, scaled, h.signal_variance, nugget, false, factor);
  };
  jitter_ = detail::factorise_with_jitter(fill, h.signal_variance, h.noise_variance, least_jitter,
                                          factor);
  detail::invert_lower(factor);
  inverse_ = detail::pack_lower(factor);
  project_outputs();
  update_weights();
}

void GaussianProcess::project_outputs() {
  const Index n = size();
  whitened_y_.resize(static_cast<std::size_t>(n));
  whitened_one_.resize(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) {
    const double* row = detail::packed_row(inverse_, i);
    const auto at = static_cast<std::size_t>(i);
    whitened_y_[at] = ordered_sum(i + 1, [&](Index j) { return row[j] * standardised(j); });
    whitened_one_[at] = ordered_sum(row, i + 1);
  }
}

void GaussianProcess::update_weights() {
  const Index n = size();
  const double* ones = whitened_one_.data();
  mean_ = ordered_dot(ones, whitened_y_.data(), n) / ordered_dot(ones, ones, n);
  std::vector<double> residual(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < residual.size(); ++i) {
    residual[i] = whitened_y_[i] - mean_ * whitened_one_[i];
  }
  weights_.resize(residual.size());
  detail::packed_transposed_times(inverse_, n, residual.data(), weights_.data());
}

double GaussianProcess::log_marginal_likelihood() const {
  const Index n = size();
  const double misfit = ordered_sum(n, [&](Index i) {
    const auto at = static_cast<std::size_t>(i);
    const double r = whitened_y_[at] - mean_ * whitened_one_[at];
    return r * r;
  });
  const double log_diagonal =
      ordered_sum(n, [&](Index i) { return std::log(detail::packed_row(inverse_, i)[i]); });
  return -0.5 * misfit + log_diagonal -
         0.5 * static_cast<double>(n) * std::log(2 * std::numbers::pi);
}

void GaussianProcess::check_points(MatrixIn x) const {
  if (size() == 0) {
    throw Error(Errc::invalid_argument, "this Gaussian process has not been given any points yet");
  }
  if (x.rows() != dimension()) {
    throw Error(Errc::invalid_argument,
                fmt::format("this Gaussian process has {} variables, the points given have {}",
                            dimension(), x.rows()));
  }
  if (!x.allFinite()) {
    throw Error(Errc::invalid_argument,
                "a Gaussian process is asked at points that are not finite");
  }
}

void GaussianProcess::append(MatrixIn x, VectorIn y) {
  check_points(x);
  if (x.cols() == 0 && y.size() == 0) {
    return;
  }
  detail::check_data(x, y);
  const Matrix points = x;  // both may be parts of this object
  const Vector outputs = y;
  for (Index j = 0; j < points.cols(); ++j) {
    append_one(points.col(j), outputs[j]);
  }
  update_weights();
}

void GaussianProcess::append_one(VectorIn x, double y) {
  const GaussianProcessHyperparameters& h = hyperparameters_;
  const Index n = size();
  const Matrix scaled = detail::scaled_points(x_, h.length_scales);
  const Vector point = x.cwiseQuotient(h.length_scales);
  std::vector<double> covariance(static_cast<std::size_t>(n));
  std::vector<double> whitened(covariance.size());
  std::vector<double> row(covariance.size() + 1);
  detail::cross_covariance(kernel_, scaled, point.data(), h.signal_variance, covariance.data());
  detail::packed_times(inverse_, n, covariance.data(), whitened.data());
  const double pivot = h.signal_variance + h.noise_variance + jitter_ * h.signal_variance -
                       ordered_dot(whitened.data(), whitened.data(), n);

  x_.conservativeResize(Eigen::NoChange, n + 1);
  x_.col(n) = x;
  y_.conservativeResize(n + 1);
  y_[n] = y;
  if (!(pivot > detail::least_pivot(n + 1, h.signal_variance, h.noise_variance))) {
    factorise(detail::next_jitter(jitter_));
    return;
  }
  const double diagonal = std::sqrt(pivot);
  detail::packed_transposed_times(inverse_, n, whitened.data(), row.data());
  for (Index j = 0; j < n; ++j) {
    row[static_cast<std::size_t>(j)] /= -diagonal;
  }
  row.back() = 1 / diagonal;
  inverse_.insert(inverse_.end(), row.begin(), row.end());
  const double projected_y = ordered_dot(whitened.data(), whitened_y_.data(), n);
  const double projected_one = ordered_dot(whitened.data(), whitened_one_.data(), n);
  whitened_y_.push_back((standardised(n) - projected_y) / diagonal);
  whitened_one_.push_back((1 - projected_one) / diagonal);
}

void GaussianProcess::append_fantasies(MatrixIn x) {
  GaussianPrediction prediction;
  predict(x, prediction);
  append(x, prediction.mean);
}

void GaussianProcess::truncate(Index n) {
  if (n < 1 || n > size()) {
    throw Error(Errc::invalid_argument,
                fmt::format("a Gaussian process of {} points can be cut to 1 … {} points, not {}",
                            size(), size(), n));
  }
  x_.conservativeResize(Eigen::NoChange, n);
  y_.conservativeResize(n);
  inverse_.resize(detail::packed_size(n));
  whitened_y_.resize(static_cast<std::size_t>(n));
  whitened_one_.resize(static_cast<std::size_t>(n));
  update_weights();
}

void GaussianProcess::persist(StateIo& io) {
  io("kernel", kernel_);
  io("hyperparameters", hyperparameters_);
  io("x", x_);
  io("y", y_);
  io("inverse", inverse_);
  io("whitened_y", whitened_y_);
  io("whitened_one", whitened_one_);
  io("weights", weights_);
  io("mean", mean_);
  io("jitter", jitter_);
  const auto n = static_cast<std::size_t>(y_.size());
  if (x_.cols() != y_.size() || inverse_.size() != detail::packed_size(y_.size()) ||
      whitened_y_.size() != n || whitened_one_.size() != n || weights_.size() != n ||
      hyperparameters_.length_scales.size() != x_.rows()) {
    throw Error(Errc::store_damaged, "the parts of a stored Gaussian process differ in size");
  }
}

}  // namespace vilfredo
