#include "least_utilities.hpp"

#include "vilfredo/core/isa.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo::detail {

const UtilityKernels& utility_kernels() {
  static const UtilityKernels chosen = [] {
    switch (isa()) {
#if defined(__x86_64__)
      case Isa::avx512:
        return utility_kernels_avx512();
      case Isa::avx2:
        return utility_kernels_avx2();
#endif
      default:
        return utility_kernels_scalar();
    }
  }();
  return chosen;
}

namespace {

/// Numbers of points that stay in the first-level cache while all weights pass.
constexpr Index kTileNumbers = 2048;

/// a_i for the clipped and the mirrored distance above the ideal, or y_i itself.
double offset(double value, double ideal, const R2Settings& settings) {
  if (settings.utility == R2Utility::weighted_sum) {
    return value;
  }
  const double above = value - ideal;
  return settings.beyond_ideal == BeyondIdeal::clip ? std::max(above, 0.0) : std::abs(above);
}

}  // namespace

LeastUtilities::LeastUtilities(
    MatrixIn front, MatrixIn weights, VectorIn ideal, const R2Settings& settings, bool two)
    : d_(ideal.size()),
      blocks_((weights.cols() + kWeightBlock - 1) / kWeightBlock),
      sum_(settings.utility == R2Utility::weighted_sum) {
  pack_points(front, ideal, settings);
  pack_weights(weights);
  const std::size_t slots = at(blocks_ * kWeightBlock);
  best_.assign(slots, std::numeric_limits<double>::infinity());
  if (two) {
    second_ = best_;
    winner_.assign(slots, -1);
  }
}

void LeastUtilities::pack_points(MatrixIn front, VectorIn ideal, const R2Settings& settings) {
  const bool augmented = settings.utility == R2Utility::augmented_tchebycheff;
  points_.reserve(at(front.size()));
  for (Index j = 0; j < front.cols(); ++j) {
    const double* column = front.col(j).data();
    const std::size_t begin = points_.size();
    bool finite = true;
    double sum = 0;
    for (Index k = 0; k < d_; ++k) {
      points_.push_back(offset(column[k], ideal[k], settings));
      finite = finite && std::isfinite(points_.back());
      sum += points_.back();
    }
    if (!finite) {
      points_.resize(begin);
      continue;
    }
    columns_.push_back(j);
    if (augmented) {
      added_.push_back(settings.augmentation * sum);
    }
  }
}

void LeastUtilities::pack_weights(MatrixIn weights) {
  weights_.resize(at(blocks_ * kWeightBlock * d_));
  double* out = weights_.data();
  for (Index b = 0; b < blocks_; ++b, out += d_ * kWeightBlock) {
    for (Index i = 0; i < kWeightBlock; ++i) {
      const Index column = std::min(b * kWeightBlock + i, weights.cols() - 1);
      for (Index k = 0; k < d_; ++k) {
        out[k * kWeightBlock + i] = weights(k, column);
      }
    }
  }
}

void LeastUtilities::find(Index begin, Index end) {
  const auto kernel = sum_ ? utility_kernels().sum_of_parts : utility_kernels().largest_part;
  const auto n = static_cast<Index>(columns_.size());
  const Index tile = std::max<Index>(kTileNumbers / d_, 1);
  for (Index first = 0; first < n; first += tile) {
    for (Index b = begin; b < end; ++b) {
      const std::size_t slot = at(b * kWeightBlock);
      kernel({points_.data(), added_.empty() ? nullptr : added_.data(),
              static_cast<std::int32_t>(first),
              static_cast<std::int32_t>(std::min(first + tile, n)), static_cast<int>(d_),
              weights_.data() + b * kWeightBlock * d_, best_.data() + slot,
              second_.empty() ? nullptr : second_.data() + slot,
              winner_.empty() ? nullptr : winner_.data() + slot});
    }
  }
}

}  // namespace vilfredo::detail
