#include "neighbourhood.hpp"

#include "vilfredo/core/reduce.hpp"

#include <algorithm>
#include <utility>

namespace vilfredo::detail {

Neighbourhood::Neighbourhood(const Matrix& vectors, Index size, std::int32_t padding)
    : size_(size), stride_((size + 7) / 8 * 8) {
  const Index n = vectors.cols();
  lists_.assign(static_cast<std::size_t>(n * stride_), padding);
  std::vector<std::pair<double, std::int32_t>> nearest;
  for (Index i = 0; i < n; ++i) {
    nearest.clear();
    for (Index k = 0; k < n; ++k) {
      const double d =
          k == i ? -1.0
                 : squared_distance(vectors.col(i).data(), vectors.col(k).data(), vectors.rows());
      nearest.emplace_back(d, static_cast<std::int32_t>(k));
    }
    std::ranges::nth_element(nearest, nearest.begin() + (size - 1));
    std::sort(nearest.begin(), nearest.begin() + size);
    for (Index k = 0; k < size; ++k) {
      lists_[static_cast<std::size_t>(i * stride_ + k)] =
          nearest[static_cast<std::size_t>(k)].second;
    }
  }
}

}  // namespace vilfredo::detail
