#include "safe_scale.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace vilfredo::detail {

namespace {

constexpr std::size_t kTogether = 8;

/// Infinities and NaN do not count. In several chains, so that none waits for its own latency.
double largest_size(const double* values, Index count) {
  constexpr double kLargest = std::numeric_limits<double>::max();
  std::array<double, kTogether> largest{};
  Index i = 0;
  const auto raise = [&](std::size_t chain, double value) {
    const double size = std::abs(value);
    const double counted = size <= kLargest ? size : 0;
    largest[chain] = counted > largest[chain] ? counted : largest[chain];
  };
  for (; i + static_cast<Index>(kTogether) <= count; i += static_cast<Index>(kTogether)) {
    for (std::size_t chain = 0; chain < kTogether; ++chain) {
      raise(chain, values[i + static_cast<Index>(chain)]);
    }
  }
  for (; i < count; ++i) {
    raise(0, values[i]);
  }
  return *std::ranges::max_element(largest);
}

double largest_size(MatrixIn set) {
  if (set.outerStride() == set.rows()) {
    return largest_size(set.data(), set.size());
  }
  double largest = 0;
  for (Index j = 0; j < set.cols(); ++j) {
    largest = std::max(largest, largest_size(set.col(j).data(), set.rows()));
  }
  return largest;
}

}  // namespace

double safe_scale(MatrixIn front, MatrixIn reference_set) {
  const double largest = std::max(largest_size(front), largest_size(reference_set));
  if (largest == 0 || (largest < 1e150 && largest > 1e-150)) {
    return 1;
  }
  return std::ldexp(1.0, std::clamp(-std::ilogb(largest), -1000, 1000));
}

}  // namespace vilfredo::detail
