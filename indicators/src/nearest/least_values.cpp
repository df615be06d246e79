#include "least_values.hpp"

#include "vilfredo/core/isa.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

namespace vilfredo::detail {

const NearestKernels& nearest_kernels() {
  static const NearestKernels chosen = [] {
    switch (isa()) {
#if defined(__x86_64__)
      case Isa::avx512:
        return nearest_kernels_avx512();
      case Isa::avx2:
        return nearest_kernels_avx2();
#endif
      default:
        return nearest_kernels_scalar();
    }
  }();
  return chosen;
}

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Below this many points splitting costs more than the visits it saves.
constexpr Index kFewPoints = 64;

/// Columns reordered so that runs of `size` are neighbours: split at the median of the widest row,
/// at a multiple of `size`, until a run is left.
class Grouping {
 public:
  Grouping(MatrixIn columns, Index size) : columns_(columns), size_(size) {
    order_.resize(static_cast<std::size_t>(columns.cols()));
    std::iota(order_.begin(), order_.end(), std::int32_t{0});
    keys_.resize(order_.size());
    if (columns.cols() > kFewPoints) {
      split(0, columns.cols());
    }
  }

  [[nodiscard]] Index column(Index position) const {
    return order_[static_cast<std::size_t>(std::min(position, columns_.cols() - 1))];
  }

  [[nodiscard]] Index groups() const { return (columns_.cols() + size_ - 1) / size_; }

  /// Values of group g row by row, `size` wide, and its box; the last group repeats its last
  /// column.
  void write(Index group, double* values, double* low, double* high, Index box_stride) const {
    const Index d = columns_.rows();
    for (Index k = 0; k < d; ++k) {
      double least = kInfinity;
      double largest = -kInfinity;
      for (Index i = 0; i < size_; ++i) {
        const double value = columns_(k, column(group * size_ + i));
        values[k * size_ + i] = value;
        least = std::min(least, value);
        largest = std::max(largest, value);
      }
      low[k * box_stride] = least;
      high[k * box_stride] = largest;
    }
  }

 private:
  struct Key {
    double value;
    std::int32_t column;
  };

  [[nodiscard]] Index widest_row(Index begin, Index end) const {
    const Index d = columns_.rows();
    Vector low = Vector::Constant(d, kInfinity);
    Vector high = Vector::Constant(d, -kInfinity);
    for (Index i = begin; i < end; ++i) {
      const double* values = columns_.col(order_[static_cast<std::size_t>(i)]).data();
      for (Index k = 0; k < d; ++k) {
        low[k] = std::min(low[k], values[k]);
        high[k] = std::max(high[k], values[k]);
      }
    }
    Index widest = 0;
    for (Index k = 1; k < d; ++k) {
      widest = high[k] - low[k] > high[widest] - low[widest] ? k : widest;
    }
    return widest;
  }

  void split(Index begin, Index end) {
    const Index groups = (end - begin + size_ - 1) / size_;
    if (groups < 2) {
      return;
    }
    const Index row = widest_row(begin, end);
    for (Index i = begin; i < end; ++i) {
      const std::int32_t column = order_[static_cast<std::size_t>(i)];
      keys_[static_cast<std::size_t>(i)] = {columns_(row, column), column};
    }
    const Index middle = begin + groups / 2 * size_;
    std::nth_element(keys_.begin() + begin, keys_.begin() + middle, keys_.begin() + end,
                     [](const Key& a, const Key& b) {
                       return a.value != b.value ? a.value < b.value : a.column < b.column;
                     });
    for (Index i = begin; i < end; ++i) {
      order_[static_cast<std::size_t>(i)] = keys_[static_cast<std::size_t>(i)].column;
    }
    split(begin, middle);
    split(middle, end);
  }

  MatrixIn columns_;
  Index size_;
  std::vector<std::int32_t> order_;
  std::vector<Key> keys_;
};

class Leaves {
 public:
  explicit Leaves(MatrixIn points) {
    const Grouping grouping(points, kLeaf);
    const Index d = points.rows();
    const Index used = grouping.groups();
    leaves_ = (used + 7) / 8 * 8;
    d_ = static_cast<int>(d);
    points_.resize(static_cast<std::size_t>(used * d * kLeaf));
    low_.assign(static_cast<std::size_t>(d * leaves_), kInfinity);
    high_.assign(static_cast<std::size_t>(d * leaves_), kInfinity);
    for (Index leaf = 0; leaf < used; ++leaf) {
      grouping.write(leaf, points_.data() + leaf * d * kLeaf, low_.data() + leaf,
                     high_.data() + leaf, leaves_);
    }
    candidates_.resize(static_cast<std::size_t>(leaves_));
    bounds_.resize(static_cast<std::size_t>(leaves_));
  }

  [[nodiscard]] PointLeaves view() const {
    return {d_, static_cast<int>(leaves_), points_.data(), low_.data(), high_.data()};
  }

  [[nodiscard]] SearchRoom room() { return {candidates_.data(), bounds_.data()}; }

 private:
  int d_ = 0;
  Index leaves_ = 0;
  std::vector<double> points_;
  std::vector<double> low_;
  std::vector<double> high_;
  std::vector<std::int32_t> candidates_;
  std::vector<double> bounds_;
};

class Blocks {
 public:
  explicit Blocks(MatrixIn queries) : grouping_(queries, kBlock) {
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

  [[nodiscard]] QueryBlocks view() {
    return {static_cast<int>(grouping_.groups()), values_.data(), low_.data(), high_.data(),
            least_.data()};
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
};

}  // namespace

Vector least_values(PairValue value, MatrixIn points, MatrixIn queries) {
  Leaves leaves(points);
  Blocks blocks(queries);
  nearest_kernels().search[value](leaves.view(), blocks.view(), leaves.room(), -kInfinity, false);
  Vector result(queries.cols());
  for (Index position = 0; position < queries.cols(); ++position) {
    result[blocks.column(position)] = blocks.least(position);
  }
  return result;
}

double largest_least_value(PairValue value, MatrixIn points, MatrixIn queries) {
  Leaves leaves(points);
  Blocks blocks(queries);
  return nearest_kernels().search[value](leaves.view(), blocks.view(), leaves.room(), -kInfinity,
                                         true);
}

}  // namespace vilfredo::detail
