#include "vilfredo/algorithms/bayesian/smooth_improvement.hpp"

#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

constexpr double kPlusScale = 1e-6;
constexpr double kMinimumScale = 1e-2;
constexpr Index kMostObjectives = 8;

}  // namespace

SmoothValue log_fat_plus(double x, double tau) {
  constexpr double kTail = 0.1;
  const double t = x / tau;
  if (t > 1e8) {  // both corrections are below rounding
    return {std::log(x), 1 / x};
  }
  const double decay = std::exp(-std::abs(t));
  const double softplus = std::max(t, 0.0) + std::log1p(decay);
  const double sigmoid = t > 0 ? 1 / (1 + decay) : decay / (1 + decay);
  const double cauchy = 1 / (1 + t * t);
  const double value = softplus + kTail * cauchy;
  const double slope = sigmoid - 2 * kTail * t * cauchy * cauchy;
  return {std::log(tau) + std::log(value), slope / value / tau};
}

SmoothMinimum fat_minimum(double a, double b, double tau) {
  const double difference = (a - b) / tau;
  const double u = std::abs(difference);
  const double tail = 1 / (1 + u + 0.5 * u * u);  // begins like exp(-u), ends like 2 / u^2
  const double excess = tau * std::log1p(tail);
  // d excess / d u, and the larger argument moves u up.
  const double by_u = -tau * tail * tail * (1 + u) / (1 + tail);
  const double share = -by_u / tau;  // in [0, 1/2]: of the larger argument, negative sign below
  if (difference <= 0) {
    return {a - excess, 1 - share, share};
  }
  return {b - excess, share, 1 - share};
}

SampledHypervolumeImprovement::SampledHypervolumeImprovement(const std::vector<Matrix>& fixed,
                                                             VectorIn reference)
    : n_obj_(reference.size()) {
  const Index samples = fixed.empty() ? 0 : fixed.front().cols();
  std::vector<Boxes> boxes;
  Matrix front(n_obj_, static_cast<Index>(fixed.size()));
  first_.assign(1, 0);
  for (Index s = 0; s < samples; ++s) {
    for (Index p = 0; p < front.cols(); ++p) {
      front.col(p) = fixed[static_cast<std::size_t>(p)].col(s);
    }
    boxes.push_back(undominated_boxes(front, reference));
    first_.push_back(first_.back() + boxes.back().lower.cols());
  }
  lower_.resize(n_obj_, first_.back());
  upper_.resize(n_obj_, first_.back());
  log_edge_.resize(n_obj_, first_.back());
  for (std::size_t s = 0; s < boxes.size(); ++s) {
    lower_.middleCols(first_[s], boxes[s].lower.cols()) = boxes[s].lower;
    upper_.middleCols(first_[s], boxes[s].upper.cols()) = boxes[s].upper;
  }
  for (Index i = 0; i < lower_.size(); ++i) {
    log_edge_.data()[i] = std::log(upper_.data()[i] - lower_.data()[i]);  // inf if unbounded
  }
}

double SampledHypervolumeImprovement::log_improvement_of(Index sample,
                                                         const double* y,
                                                         double* by_y) const {
  double slopes[kMostObjectives];
  double largest = -std::numeric_limits<double>::infinity();
  double sum = 0;
  std::fill_n(by_y, n_obj_, 0.0);
  const auto s = static_cast<std::size_t>(sample);
  for (Index j = first_[s]; j < first_[s + 1]; ++j) {
    double log_box = 0;
    for (Index k = 0; k < n_obj_; ++k) {
      const SmoothValue plus = log_fat_plus(upper_(k, j) - y[k], kPlusScale);
      if (std::isinf(lower_(k, j))) {
        log_box += plus.value;
        slopes[k] = -plus.slope;
      } else {
        const SmoothMinimum edge = fat_minimum(plus.value, log_edge_(k, j), kMinimumScale);
        log_box += edge.value;
        slopes[k] = -edge.by_a * plus.slope;
      }
    }
    double weight = 1;
    if (log_box > largest) {
      const double shrink = std::exp(largest - log_box);
      largest = log_box;
      sum *= shrink;
      for (Index k = 0; k < n_obj_; ++k) {
        by_y[k] *= shrink;
      }
    } else {
      weight = std::exp(log_box - largest);
    }
    sum += weight;
    for (Index k = 0; k < n_obj_; ++k) {
      by_y[k] += weight * slopes[k];
    }
  }
  for (Index k = 0; k < n_obj_; ++k) {
    by_y[k] /= sum;
  }
  return largest + std::log(sum);
}

double SampledHypervolumeImprovement::plain_improvement_of(Index sample,
                                                           const double* y,
                                                           double* by_y) const {
  double edges[kMostObjectives];
  double sum = 0;
  std::fill_n(by_y, n_obj_, 0.0);
  const auto s = static_cast<std::size_t>(sample);
  for (Index j = first_[s]; j < first_[s + 1]; ++j) {
    double volume = 1;
    for (Index k = 0; k < n_obj_; ++k) {
      edges[k] = std::max(0.0, upper_(k, j) - std::max(lower_(k, j), y[k]));
      volume *= edges[k];
    }
    if (volume > 0) {
      sum += volume;
      for (Index k = 0; k < n_obj_; ++k) {
        by_y[k] -= y[k] > lower_(k, j) ? volume / edges[k] : 0;
      }
    }
  }
  return sum;
}

double SampledHypervolumeImprovement::operator()(MatrixIn f, MatrixOut by_f) const {
  constexpr double kNoticeable = 1e-7;
  constexpr Index kTailSamples = 16;
  const Index samples = f.cols();
  double plain = 0;
  for (Index s = 0; s < samples; ++s) {
    plain += plain_improvement_of(s, f.col(s).data(), by_f.col(s).data());
  }
  if (plain > kNoticeable * static_cast<double>(samples)) {
    by_f /= plain;
    return std::log(plain / static_cast<double>(samples));
  }
  const Index used = std::min(samples, kTailSamples);
  by_f.rightCols(samples - used).setZero();
  Vector logs(used);
  for (Index s = 0; s < used; ++s) {
    logs[s] = log_improvement_of(s, f.col(s).data(), by_f.col(s).data());
  }
  const double largest = logs.maxCoeff();
  double sum = 0;
  for (Index s = 0; s < used; ++s) {
    logs[s] = std::exp(logs[s] - largest);
    sum += logs[s];
  }
  for (Index s = 0; s < used; ++s) {
    by_f.col(s) *= logs[s] / sum;
  }
  return largest + std::log(sum / static_cast<double>(used));
}

void SampledHypervolumeImprovement::persist(StateIo& io) {
  io("n_obj", n_obj_);
  io("lower", lower_);
  io("upper", upper_);
  io("log_edge", log_edge_);
  io("first", first_);
}

}  // namespace vilfredo
