// max over z of min over a of max over two coordinates, by the staircase of the front.
#pragma once

#include "kernels.hpp"
#include "pair_values.hpp"
#include "vilfredo/core/ordering.hpp"
#include "vilfredo/core/types.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

namespace vilfredo::detail {

/// Along the staircase of the non-dominated points the first coordinate's part of a pair value
/// rises and the second's falls, so the least larger part of a query is where they cross. A few
/// points that were best for others come first, sixteen queries at a time; what they do not bring
/// down to the largest minimum so far (the floor) is looked up. O(N + M log N).
template <class Pair>
class PlanarMaxMinMax {
 public:
  /// Two rows each; the front's columns side by side. Both as epsilon.hpp asks.
  PlanarMaxMinMax(MatrixIn front, MatrixIn reference_set) : reference_set_(reference_set) {
    build_stairs(front);
  }

  /// The largest of `floor` and the least values; +inf if every column of the front holds an
  /// infinity that makes it worthless.
  double run(double floor) {
    floor_ = floor;
    if (steps_ == 0) {
      return kInfinity;
    }
    const auto m = static_cast<std::int32_t>(reference_set_.cols());
    for (std::int32_t k = 0; k < kHot; ++k) {
      columns_[static_cast<std::size_t>(k)] = static_cast<std::int32_t>(std::int64_t{m} * k / kHot);
    }
    raise(kHot);
    for (std::int32_t first = 0; first < m; first += kEpsilonBlock) {
      const int count = std::min(kEpsilonBlock, m - first);
      std::size_t open = 0;
      for (unsigned left = unsettled(first, count); left != 0; left &= left - 1) {
        columns_[open++] = first + std::countr_zero(left);
      }
      raise(open);
    }
    return floor_ + 0.0;
  }

 private:
  static constexpr std::int32_t kHot = 8;
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();

  void build_stairs(MatrixIn front) {
    const auto n = static_cast<std::size_t>(front.cols());
    KeySorter<double> by_first;
    auto* items = by_first.items(n);
    const double* values = front.data();
    for (std::size_t j = 0; j < n; ++j) {
      items[j] = {values[2 * j], values[2 * j + 1]};
    }
    const auto* sorted = by_first.sort(n);
    stairs_.resize(2 * n);
    keys_.resize(n);
    double lowest = kInfinity;
    for (std::size_t j = 0; j < n && sorted[j].key < kInfinity; ++j) {
      if (!(sorted[j].payload < lowest)) {
        continue;
      }
      lowest = sorted[j].payload;
      const bool same = steps_ > 0 && stairs_[at(steps_ - 1)] == sorted[j].key;
      steps_ += same ? 0 : 1;
      stairs_[at(steps_ - 1)] = sorted[j].key;
      stairs_[at(steps_ - 1) + 1] = lowest;
    }
    for (std::int32_t i = 0; i < steps_; ++i) {
      keys_[static_cast<std::size_t>(i)] = Pair::exact(stairs_[at(i)], stairs_[at(i) + 1]);
    }
    hot_.fill(0);
  }

  static std::size_t at(std::int32_t step) { return 2 * static_cast<std::size_t>(step); }

  /// A bit for each of the columns [first, first + count) that no hot point brings to the floor.
  unsigned unsettled(std::int32_t first, int count) {
    for (int q = 0; q < kEpsilonBlock; ++q) {
      const double* z =
          reference_set_.data() + (first + std::min(q, count - 1)) * reference_set_.outerStride();
      queries_[static_cast<std::size_t>(q)] = Pair::query(z[0]);
      queries_[static_cast<std::size_t>(kEpsilonBlock + q)] = Pair::query(z[1]);
    }
    std::array<double, kEpsilonBlock> least{};
    least.fill(kInfinity);
    // Lanes may bound a value from above only: what they leave open is looked up.
    const unsigned settled =
        (epsilon_kernels().*Pair::lower)({stairs_.data(), hot_.data(), 0, kHot, 2, queries_.data(),
                                          floor_, floor_, 0, least.data(), nullptr});
    const unsigned asked = (1U << static_cast<unsigned>(count)) - 1U;
    return asked & ~settled;
  }

  [[nodiscard]] double first_part(std::int32_t step, const double* z) const {
    return Pair::exact(stairs_[at(step)], z[0]);
  }

  [[nodiscard]] double second_part(std::int32_t step, const double* z) const {
    return Pair::exact(stairs_[at(step) + 1], z[1]);
  }

  /// The floor is at least the least value of each of the first `count` of columns_.
  void raise(std::size_t count) {
    // Side by side, for a search alone waits for its own loads.
    std::array<double, kEpsilonBlock> keys{};
    std::array<std::int32_t, kEpsilonBlock> found{};
    for (std::size_t q = 0; q < count; ++q) {
      keys[q] = Pair::exact(column(q)[0], column(q)[1]);
    }
    for (std::int32_t left = steps_; left > 1; left -= left / 2) {
      const double* half = keys_.data() + left / 2 - 1;
      for (std::size_t q = 0; q < count; ++q) {
        found[q] += half[found[q]] <= keys[q] ? left / 2 : 0;
      }
    }
    for (std::size_t q = 0; q < count; ++q) {
      const double* z = column(q);
      const std::int32_t crossing = crossing_near(found[q], z);
      const double after = crossing < steps_ ? first_part(crossing, z) : kInfinity;
      const double before = crossing > 0 ? second_part(crossing - 1, z) : kInfinity;
      floor_ = std::max(floor_, std::min(before, after));
      hot_[next_hot_] = after < before ? crossing : crossing - 1;
      next_hot_ = (next_hot_ + 1) % hot_.size();
    }
  }

  [[nodiscard]] const double* column(std::size_t q) const {
    return reference_set_.data() + columns_[q] * reference_set_.outerStride();
  }

  /// The first step whose first part exceeds its second. The difference of two rounded parts may
  /// have another sign than that of the keys, so the search ends by looking at the parts.
  [[nodiscard]] std::int32_t crossing_near(std::int32_t found, const double* z) const {
    while (found < steps_ && first_part(found, z) <= second_part(found, z)) {
      ++found;
    }
    while (found > 0 && first_part(found - 1, z) > second_part(found - 1, z)) {
      --found;
    }
    return found;
  }

  Eigen::Ref<const Matrix> reference_set_;
  std::vector<double> stairs_;  // both coordinates of a step side by side, first ones ascending
  std::vector<double> keys_;    // where the parts of a step are equal
  std::int32_t steps_ = 0;
  double floor_ = -kInfinity;
  std::array<std::int32_t, kHot> hot_{};
  std::size_t next_hot_ = 0;
  std::array<double, 2 * kEpsilonBlock> queries_{};
  std::array<std::int32_t, kEpsilonBlock> columns_{};  // to be looked up
};

}  // namespace vilfredo::detail
