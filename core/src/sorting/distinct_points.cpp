#include "distinct_points.hpp"

#include <algorithm>

namespace vilfredo::detail {

void DistinctPoints::order_columns(MatrixIn f, std::span<const std::uint32_t> columns) {
  const std::size_t n = columns.size();
  Item* items = sorter_.items(n);
  for (std::size_t j = 0; j < n; ++j) {
    items[j] = {f(0, columns[j]), static_cast<std::uint32_t>(j)};
  }
  const Item* sorted = sorter_.sort(n);
  order_.resize(n);
  for (std::size_t j = 0; j < n; ++j) {
    order_[j] = sorted[j].payload;
  }
  const auto before = [&f, columns](std::uint32_t a, std::uint32_t b) {
    const double* fa = f.col(columns[a]).data();
    const double* fb = f.col(columns[b]).data();
    for (Index k = 1; k < f.rows(); ++k) {
      if (fa[k] != fb[k]) {
        return fa[k] < fb[k];
      }
    }
    return a < b;
  };
  for (std::size_t begin = 0, end = 1; begin < n; begin = end++) {
    while (end < n && sorted[end].key == sorted[begin].key) {
      ++end;
    }
    if (end - begin > 1) {
      std::sort(order_.begin() + static_cast<Index>(begin),
                order_.begin() + static_cast<Index>(end), before);
    }
  }
}

void DistinctPoints::assign(MatrixIn f) {
  const auto n = static_cast<std::size_t>(f.cols());
  for (std::size_t j = all_.size(); j < n; ++j) {
    all_.push_back(static_cast<std::uint32_t>(j));
  }
  assign(f, std::span(all_).first(n));
}

void DistinctPoints::assign(MatrixIn f, std::span<const std::uint32_t> columns) {
  const std::size_t n = columns.size();
  n_obj_ = static_cast<std::size_t>(f.rows());
  order_columns(f, columns);
  points_.resize(n * n_obj_);
  position_.resize(n);
  size_ = 0;
  for (const std::uint32_t place : order_) {
    const double* from = f.col(columns[place]).data();
    if (size_ == 0 || !std::equal(from, from + n_obj_, point(size_ - 1))) {
      std::copy_n(from, n_obj_, points_.begin() + static_cast<Index>(size_ * n_obj_));
      ++size_;
    }
    position_[place] = static_cast<std::uint32_t>(size_ - 1);
  }
}

const DistinctPoints::Item* DistinctPoints::sorted_by(std::size_t k) {
  Item* items = sorter_.items(size_);
  for (std::size_t i = 0; i < size_; ++i) {
    items[i] = {points_[i * n_obj_ + k], static_cast<std::uint32_t>(i)};
  }
  return sorter_.sort(size_);
}

}  // namespace vilfredo::detail
