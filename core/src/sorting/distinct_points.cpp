#include "distinct_points.hpp"

#include <algorithm>

namespace vilfredo::detail {

/// Objective by objective, within runs of columns that are equal in all objectives before it.
void DistinctPoints::order_columns(MatrixIn f, std::span<const std::uint32_t> columns) {
  const std::size_t n = columns.size();
  order_.resize(n);
  for (std::size_t j = 0; j < n; ++j) {
    order_[j] = static_cast<std::uint32_t>(j);
  }
  runs_.assign(1, {0, static_cast<std::uint32_t>(n)});
  for (Index k = 0; k < f.rows() && !runs_.empty(); ++k) {
    equal_runs_.clear();
    for (const Run run : runs_) {
      sort_run(f, columns, k, run);
    }
    runs_.swap(equal_runs_);
  }
}

void DistinctPoints::sort_run(MatrixIn f,
                              std::span<const std::uint32_t> columns,
                              Index k,
                              Run run) {
  const std::uint32_t n = run.end - run.begin;
  std::uint32_t* order = order_.data() + run.begin;
  Item* items = sorter_.items(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    items[i] = {f(k, columns[order[i]]), order[i]};
  }
  const Item* sorted = sorter_.sort(n);
  std::uint32_t begin = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    order[i] = sorted[i].payload;
    if (i + 1 == n || sorted[i + 1].key != sorted[i].key) {
      if (i > begin) {
        equal_runs_.push_back({run.begin + begin, run.begin + i + 1});
      }
      begin = i + 1;
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
