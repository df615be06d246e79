// A mean of random draws and how sure it is.
#pragma once

#include "vilfredo/core/indicator.hpp"
#include "vilfredo/core/types.hpp"

#include <cmath>

namespace vilfredo::detail {

/// Welford, Technometrics 4(3), 1962.
class SampledMean {
 public:
  void add(double value) {
    ++count_;
    const double step = value - mean_;
    mean_ += step / static_cast<double>(count_);
    squares_ += step * (value - mean_);
  }

  /// At least two draws; the bounds are 1.96 standard errors away, about 95 %.
  [[nodiscard]] IndicatorValue value() const {
    const auto n = static_cast<double>(count_);
    const double radius = kNormal95 * std::sqrt(squares_ / (n - 1) / n);
    return {mean_, mean_ - radius, mean_ + radius, false};
  }

 private:
  static constexpr double kNormal95 = 1.959963984540054;

  Index count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

}  // namespace vilfredo::detail
