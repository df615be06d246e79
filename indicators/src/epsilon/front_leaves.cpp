#include "front_leaves.hpp"

#include <algorithm>
#include <limits>

namespace vilfredo::detail {

std::vector<std::int32_t> neighbours(MatrixIn columns, Index size) {
  const auto n = static_cast<std::size_t>(columns.cols());
  std::vector<std::int32_t> order(n);
  if (columns.rows() <= 2) {
    OrderingWorkspace ordering;
    std::vector<std::uint32_t> sorted(n);
    argsort(columns.data(), static_cast<std::size_t>(columns.outerStride()), n, sorted.data(),
            ordering);
    std::ranges::transform(sorted, order.begin(),
                           [](std::uint32_t j) { return static_cast<std::int32_t>(j); });
    return order;
  }
  const Grouping grouping(columns, size);
  for (std::size_t j = 0; j < n; ++j) {
    order[j] = static_cast<std::int32_t>(grouping.column(static_cast<Index>(j)));
  }
  return order;
}

FrontLeaves::FrontLeaves(MatrixIn points)
    : d_(static_cast<int>(points.rows())),
      used_(static_cast<int>((points.cols() + kEpsilonLeaf - 1) / kEpsilonLeaf)),
      leaves_((used_ + 7) / 8 * 8),
      order_(neighbours(points, kEpsilonLeaf)) {
  const auto leaves = static_cast<std::size_t>(leaves_);
  low_.assign(static_cast<std::size_t>(d_) * leaves, std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const double* point = points.col(order_[i]).data();
    for (std::size_t k = 0; k < static_cast<std::size_t>(d_); ++k) {
      double& low = low_[k * leaves + i / kEpsilonLeaf];
      low = std::min(low, point[k]);
    }
  }
  found_.resize(leaves);
  values_.resize(leaves);
}

const std::vector<FrontLeaves::Near>& FrontLeaves::near(int (*kernel)(const LeafWork& work),
                                                        const double* query,
                                                        double limit) {
  const int count =
      kernel({low_.data(), leaves_, used_, d_, query, limit, found_.data(), values_.data()});
  near_.clear();
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    near_.push_back({values_[i], found_[i]});
  }
  std::ranges::sort(near_, [](const Near& a, const Near& b) {
    return a.value != b.value ? a.value < b.value : a.leaf < b.leaf;
  });
  return near_;
}

}  // namespace vilfredo::detail
