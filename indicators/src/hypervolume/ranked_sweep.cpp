#include "hypervolume/ranked_sweep.hpp"

namespace vilfredo::detail {

double RankedSweep4D::volume(const double* points, std::size_t n, const double* reference) {
  if (order_.size() < n) {
    ranks_.resize(3 * n);
    ranks_by_index_.resize(n);
    values_.resize(3 * (n + 1));
    heights_.resize(n);
    order_.resize(n);
  }
  argsort(points + 3, 4, n, order_.data(), ordering_);
  SweepSet set{};
  for (std::size_t k = 0; k < 3; ++k) {
    std::uint16_t* ranks = ranks_.data() + k * n;
    double* values = values_.data() + k * (n + 1);
    const std::size_t distinct =
        dense_ranks(points + k, 4, n, ranks_by_index_.data(), values, ordering_);
    values[distinct] = reference[k];
    for (std::size_t j = 0; j < n; ++j) {
      ranks[j] = ranks_by_index_[order_[j]];
    }
    set.ranks[k] = ranks;
    set.values[k] = values;
    set.upper[k] = static_cast<std::uint16_t>(distinct);
  }
  for (std::size_t j = 0; j < n; ++j) {
    heights_[j] = reference[3] - points[4 * order_[j] + 3];
  }
  set.heights = heights_.data();
  set.n = static_cast<int>(n);
  set.scratch = scratch_.at_least(sweep_scratch(set.n));
  return limit_set_kernels().sweep_volume(set);
}

}  // namespace vilfredo::detail
