#include "grouping.hpp"

#include <limits>
#include <numeric>

namespace vilfredo::detail {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

Grouping::Grouping(MatrixIn columns, Index size, Arrangement arrangement)
    : columns_(columns), size_(size) {
  order_.resize(static_cast<std::size_t>(columns.cols()));
  std::iota(order_.begin(), order_.end(), std::uint32_t{0});
  if (arrangement == Arrangement::neighbours && columns.cols() > kFewPoints) {
    split(0, columns.cols());
  }
}

void Grouping::write(
    Index group, double* values, double* low, double* high, Index box_stride) const {
  const Index d = columns_.rows();
  for (Index i = 0; i < size_; ++i) {
    const double* from = columns_.data() + column(group * size_ + i) * columns_.outerStride();
    for (Index k = 0; k < d; ++k) {
      values[k * size_ + i] = from[k];
    }
  }
  for (Index k = 0; k < d; ++k) {
    double least = kInfinity;
    double largest = -kInfinity;
    for (Index i = 0; i < size_; ++i) {
      const double value = values[k * size_ + i];
      least = value < least ? value : least;
      largest = value > largest ? value : largest;
    }
    low[k * box_stride] = least;
    high[k * box_stride] = largest;
  }
}

Index Grouping::widest_row(Index begin, Index end) const {
  const Index d = columns_.rows();
  Vector low = Vector::Constant(d, kInfinity);
  Vector high = Vector::Constant(d, -kInfinity);
  for (Index i = begin; i < end; ++i) {
    const double* values =
        columns_.col(static_cast<Index>(order_[static_cast<std::size_t>(i)])).data();
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

void Grouping::split(Index begin, Index end) {
  const Index groups = (end - begin + size_ - 1) / size_;
  if (groups < 2) {
    return;
  }
  const Index row = widest_row(begin, end);
  const auto n = static_cast<std::size_t>(end - begin);
  KeySorter<std::uint32_t>::Item* items = sorter_.items(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t column = order_[static_cast<std::size_t>(begin) + i];
    items[i] = {columns_(row, static_cast<Index>(column)), column};
  }
  const KeySorter<std::uint32_t>::Item* sorted = sorter_.sort(n);
  for (std::size_t i = 0; i < n; ++i) {
    order_[static_cast<std::size_t>(begin) + i] = sorted[i].payload;
  }
  const Index ways = std::min<Index>(groups, columns_.rows() <= 3 ? 8 : 2);
  Index from = begin;
  for (Index way = 1; way <= ways; ++way) {
    const Index to = way == ways ? end : begin + groups * way / ways * size_;
    split(from, to);
    from = to;
  }
}

}  // namespace vilfredo::detail
