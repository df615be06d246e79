#include "vilfredo/algorithms/gradient/stein.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo {
namespace {

/// Reorders `values`; 0 for none.
double median(std::vector<double>& values) {
  if (values.empty()) {
    return 0;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) {
    return *middle;
  }
  return 0.5 * (*std::max_element(values.begin(), middle) + *middle);
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

ParticleKernel::ParticleKernel(const ParticleKernelOptions& options) : options_(options) {
  check_options(options);
}

double ParticleKernel::rate(Index count, bool local) {
  constexpr double kInvertedScale = 5e-6;
  constexpr double kLocalFallback = 5e-6;
  constexpr double kGlobalFallback = 1e-6;
  if (options_.bandwidth == BandwidthRule::fixed) {
    return 1 / options_.factor;
  }
  if (count < 2) {
    return 1;
  }
  const bool pairs = options_.bandwidth == BandwidthRule::median;
  distances_.clear();
  for (Index j = 0; j < count; ++j) {
    for (Index i = 0; i < (pairs ? j : count); ++i) {
      distances_.push_back(squared_(i, j));
    }
  }
  const double log_count = std::log(static_cast<double>(count));
  const double middle = median(distances_);
  if (pairs) {
    const double width = middle > 0 ? middle : mean(distances_);
    return width > 0 ? log_count / (options_.factor * width) : 1;
  }
  if (options_.bandwidth == BandwidthRule::inverted_median) {
    return options_.factor * middle / (log_count * kInvertedScale);
  }
  if (middle > 0) {
    return log_count / (options_.factor * middle * middle);
  }
  return 1 / (local ? kLocalFallback : options_.factor * kGlobalFallback);
}

void ParticleKernel::compute(MatrixIn points, MatrixIn choice) {
  const Index count = points.cols();
  const bool local = options_.scope == KernelScope::local;
  if (local && (choice.rows() != points.rows() || choice.cols() != count)) {
    throw Error(Errc::invalid_argument,
                fmt::format("the local kernel chooses rows by a {} x {} matrix, not {} x {}",
                            points.rows(), count, choice.rows(), choice.cols()));
  }
  matrix_.resize(count, count);
  squared_.resize(count, count);
  column_sums_.resize(count);
  sum_gradient_.resize(points.rows(), count);
  distances_.reserve(static_cast<std::size_t>(count * count));
  if (local) {
    compute_local(points, choice);
  } else {
    compute_global(points);
  }
  for (Index j = 0; j < count; ++j) {
    double sum = 0;
    for (Index i = 0; i < count; ++i) {
      sum += matrix_(i, j);
    }
    column_sums_[j] = sum;
  }
}

void ParticleKernel::compute_global(MatrixIn points) {
  const Index count = points.cols();
  for (Index j = 0; j < count; ++j) {
    for (Index i = 0; i <= j; ++i) {
      double sum = 0;
      for (Index k = 0; k < points.rows(); ++k) {
        const double difference = points(k, i) - points(k, j);
        sum += difference * difference;
      }
      squared_(i, j) = sum;
      squared_(j, i) = sum;
    }
  }
  rates_.resize(1);
  rates_[0] = rate(count, false);
  for (Index j = 0; j < count; ++j) {
    for (Index i = 0; i <= j; ++i) {
      matrix_(i, j) = std::exp(-squared_(i, j) * rates_[0]);
      matrix_(j, i) = matrix_(i, j);
    }
  }
  sum_gradient_.setZero();
  for (Index i = 0; i < count; ++i) {
    for (Index j = 0; j < count; ++j) {
      const double scale = -4 * rates_[0] * matrix_(j, i);
      for (Index k = 0; k < points.rows(); ++k) {
        sum_gradient_(k, i) += scale * (points(k, i) - points(k, j));
      }
    }
  }
}

void ParticleKernel::compute_local(MatrixIn points, MatrixIn choice) {
  const Index count = points.cols();
  rates_.resize(points.rows());
  matrix_.setZero();
  for (Index k = 0; k < points.rows(); ++k) {
    for (Index j = 0; j < count; ++j) {
      for (Index i = 0; i < count; ++i) {
        const double difference = points(k, i) - points(k, j);
        squared_(i, j) = difference * difference;
      }
    }
    rates_[k] = rate(count, true);
    for (Index j = 0; j < count; ++j) {
      for (Index i = 0; i <= j; ++i) {
        squared_(i, j) = std::exp(-squared_(i, j) * rates_[k]);
        squared_(j, i) = squared_(i, j);
      }
    }
    for (Index j = 0; j < count; ++j) {
      double slope = 0;
      for (Index i = 0; i < count; ++i) {
        matrix_(i, j) += choice(k, j) * squared_(i, j);
        slope += (choice(k, i) + choice(k, j)) * (points(k, j) - points(k, i)) * squared_(i, j);
      }
      sum_gradient_(k, j) = -2 * rates_[k] * slope;
    }
  }
  if (options_.symmetric) {
    for (Index j = 0; j < count; ++j) {
      for (Index i = 0; i < j; ++i) {
        const double both = 0.5 * (matrix_(i, j) + matrix_(j, i));
        matrix_(i, j) = both;
        matrix_(j, i) = both;
      }
    }
  }
}

void stein_direction(const Matrix& kernel,
                     MatrixIn drive,
                     double gamma,
                     MatrixIn repulsion,
                     double alpha,
                     MatrixOut direction) {
  const Index count = drive.cols();
  const double share = 1 / static_cast<double>(count);
  for (Index i = 0; i < count; ++i) {
    for (Index p = 0; p < drive.rows(); ++p) {
      direction(p, i) = 0.5 * alpha * share * repulsion(p, i);
    }
    for (Index j = 0; j < count; ++j) {
      const double weight = gamma * share * kernel(i, j);
      for (Index p = 0; p < drive.rows(); ++p) {
        direction(p, i) += weight * drive(p, j);
      }
    }
  }
}

SteinSampler::SteinSampler(Matrix particles, const Options& options)
    : options_(options),
      kernel_(options.kernel),
      particles_(std::move(particles)),
      mean_square_(Matrix::Zero(particles_.rows(), particles_.cols())),
      direction_(particles_.rows(), particles_.cols()) {
  check_options(options);
  if (options.kernel.scope != KernelScope::global) {
    throw Error(Errc::invalid_argument, "a sampler of a density needs the global kernel");
  }
}

void SteinSampler::step(MatrixIn scores) {
  if (scores.rows() != particles_.rows() || scores.cols() != particles_.cols()) {
    throw Error(Errc::invalid_argument,
                fmt::format("scores are {} x {}, the particles {} x {}", scores.rows(),
                            scores.cols(), particles_.rows(), particles_.cols()));
  }
  kernel_.compute(particles_);
  const double fraction = static_cast<double>(done_) / static_cast<double>(options_.steps);
  stein_direction(kernel_.matrix(), scores, -annealing_factor(options_.annealing, fraction),
                  kernel_.sum_gradient(), options_.repulsion, direction_);
  const double memory = done_ == 0 ? 0 : options_.memory;
  for (Index j = 0; j < particles_.cols(); ++j) {
    for (Index p = 0; p < particles_.rows(); ++p) {
      const double d = direction_(p, j);
      double& square = mean_square_(p, j);
      square = memory * square + (1 - memory) * d * d;
      particles_(p, j) -= options_.step_size * d / (options_.epsilon + std::sqrt(square));
    }
  }
  ++done_;
}

void SteinSampler::persist(StateIo& io) {
  io("particles", particles_);
  io("mean_square", mean_square_);
  io("done", done_);
}

}  // namespace vilfredo
