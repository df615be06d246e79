// Points in leaves and queries in blocks, with what a search asks of them.
#pragma once

#include "grouping.hpp"
#include "kernels.hpp"
#include "leaf_direction.hpp"
#include "vilfredo/core/types.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo::detail {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
/// Gaps below this have squares that lose digits at the lower end of the doubles.
inline constexpr double kTinyLevel = 1e-140;

/// The box of two sets.
struct Bounds {
  Vector low;
  Vector high;

  Bounds(MatrixIn points, MatrixIn queries)
      : low(Vector::Constant(points.rows(), kInfinity)), high(-low) {
    // Some columns at once: a row alone would wait for its own latency.
    const Index together = kTogether * low.size();
    Vector lows = low.replicate(kTogether, 1);
    Vector highs = high.replicate(kTogether, 1);
    for (MatrixIn set : {points, queries}) {
      Index j = 0;
      if (set.outerStride() == set.rows()) {
        for (; j + kTogether <= set.cols(); j += kTogether) {
          widen(lows.data(), highs.data(), set.data() + j * set.rows(), together);
        }
      }
      for (; j < set.cols(); ++j) {
        widen(lows.data(), highs.data(), set.data() + j * set.outerStride(), set.rows());
      }
    }
    for (Index i = 0; i < together; i += low.size()) {
      low = low.cwiseMin(lows.segment(i, low.size()));
      high = high.cwiseMax(highs.segment(i, low.size()));
    }
  }

  /// Whether all entries are, for there is no NaN.
  [[nodiscard]] bool finite() const { return low.allFinite() && high.allFinite(); }

  [[nodiscard]] double largest() const {
    return low.cwiseAbs().cwiseMax(high.cwiseAbs()).maxCoeff();
  }

 private:
  static constexpr Index kTogether = 4;

  static void widen(double* low, double* high, const double* values, Index count) {
    for (Index i = 0; i < count; ++i) {
      low[i] = values[i] < low[i] ? values[i] : low[i];
      high[i] = values[i] > high[i] ? values[i] : high[i];
    }
  }
};

/// Coordinates in [-1, 1] that floats can hold.
struct Coarsening {
  Vector centre;
  double scale = 1;
  CoarseError error{1, 0, 1};

  /// Of finite bounds.
  explicit Coarsening(const Bounds& bounds) {
    const Vector& low = bounds.low;
    const Vector& high = bounds.high;
    centre = 0.5 * low + 0.5 * high;
    const double reach = (high - centre).cwiseMax(centre - low).maxCoeff();
    scale = reach > 0 ? std::ldexp(1.0, std::clamp(-1 - std::ilogb(reach), -1000, 1000)) : 1;
    // Per row: two roundings to float and one of the difference, all of numbers up to 2, and those
    // of the shift.
    const double row = 0x1p-21 + 8 * kEpsilon * bounds.largest() * scale;
    const auto rows = static_cast<double>(low.size());
    error = {scale, row * std::sqrt(rows), 1 + (rows + 8) * 0x1p-21};
  }

  /// Row by row, `width` wide.
  void write(const double* values, Index width, float* out) const {
    for (Index k = 0; k < centre.size(); ++k) {
      for (Index i = 0; i < width; ++i) {
        out[k * width + i] = static_cast<float>((values[k * width + i] - centre[k]) * scale);
      }
    }
  }
};

class Leaves {
 public:
  Leaves(MatrixIn points, Arrangement arrangement) {
    const Grouping grouping(points, kLeaf, arrangement);
    d_ = points.rows();
    used_ = grouping.groups();
    leaves_ = (used_ + 7) / 8 * 8;
    points_.resize(static_cast<std::size_t>(used_ * d_ * kLeaf));
    low_.assign(static_cast<std::size_t>(d_ * leaves_), kInfinity);
    high_.assign(static_cast<std::size_t>(d_ * leaves_), kInfinity);
    for (Index leaf = 0; leaf < used_; ++leaf) {
      grouping.write(leaf, points_.data() + leaf * d_ * kLeaf, low_.data() + leaf,
                     high_.data() + leaf, leaves_);
    }
  }

  /// `largest` is at least the magnitude of every entry of points and queries.
  void add_slabs(PairValue value, double largest) {
    normals_.resize(static_cast<std::size_t>(used_ * d_));
    levels_.resize(static_cast<std::size_t>(used_ * 2));
    const LeafDirection direction{d_, value};
    const auto d = static_cast<double>(d_);
    const double rounding = 4 * kEpsilon * (d + 2) * std::sqrt(d) * largest + kTinyLevel;
    for (Index leaf = 0; leaf < used_; ++leaf) {
      double* normal = normals_.data() + leaf * d_;
      double* level = levels_.data() + leaf * 2;
      direction.find(points_.data() + leaf * d_ * kLeaf, normal, level);
      level[0] -= rounding;
      level[1] += rounding;
    }
  }

  void add_coarse(const Coarsening& coarsening) {
    coarse_.resize(points_.size());
    for (Index leaf = 0; leaf < used_; ++leaf) {
      const Index at = leaf * d_ * kLeaf;
      coarsening.write(points_.data() + at, kLeaf, coarse_.data() + at);
    }
  }

  [[nodiscard]] PointLeaves view() const {
    return {.d = static_cast<int>(d_),
            .used = static_cast<int>(used_),
            .leaves = static_cast<int>(leaves_),
            .points = points_.data(),
            .low = low_.data(),
            .high = high_.data(),
            .normals = normals_.empty() ? nullptr : normals_.data(),
            .levels = levels_.data(),
            .coarse = coarse_.empty() ? nullptr : coarse_.data()};
  }

  /// Entries that a search needs room for.
  [[nodiscard]] std::size_t room() const { return static_cast<std::size_t>(leaves_); }

 private:
  Index d_ = 0;
  Index used_ = 0;
  Index leaves_ = 0;
  std::vector<double> points_;
  std::vector<double> low_;
  std::vector<double> high_;
  std::vector<double> normals_;
  std::vector<double> levels_;
  std::vector<float> coarse_;
};

class Blocks {
 public:
  Blocks(MatrixIn queries, Arrangement arrangement) : grouping_(queries, kBlock, arrangement) {
    const Index d = queries.rows();
    const Index blocks = grouping_.groups();
    values_.resize(static_cast<std::size_t>(blocks * d * kBlock));
    low_.resize(static_cast<std::size_t>(blocks * d));
    high_.resize(low_.size());
    least_.resize(static_cast<std::size_t>(blocks * kBlock));
    for (Index b = 0; b < blocks; ++b) {
      grouping_.write(b, values_.data() + b * d * kBlock, low_.data() + b * d, high_.data() + b * d,
                      1);
    }
  }

  void add_coarse(const Coarsening& coarsening) {
    error_ = coarsening.error;
    coarse_.resize(values_.size());
    const Index size = coarsening.centre.size() * kBlock;
    for (Index b = 0; b < grouping_.groups(); ++b) {
      coarsening.write(values_.data() + b * size, kBlock, coarse_.data() + b * size);
    }
  }

  [[nodiscard]] QueryBlocks view() {
    return {static_cast<int>(grouping_.groups()),
            values_.data(),
            low_.data(),
            high_.data(),
            least_.data(),
            coarse_.data(),
            error_};
  }

  [[nodiscard]] Index column(Index position) const { return grouping_.column(position); }

  [[nodiscard]] double least(Index position) const {
    return least_[static_cast<std::size_t>(position)];
  }

 private:
  Grouping grouping_;
  std::vector<double> values_;
  std::vector<double> low_;
  std::vector<double> high_;
  std::vector<double> least_;
  std::vector<float> coarse_;
  CoarseError error_{1, 0, 1};
};

}  // namespace vilfredo::detail
