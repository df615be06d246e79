#include "vilfredo/core/ordering.hpp"

#include "vilfredo/core/error.hpp"

#include <limits>
#include <string>

namespace vilfredo {
namespace {

const KeySorter<std::uint32_t>::Item* sorted_values(const double* values,
                                                    std::size_t stride,
                                                    std::size_t n,
                                                    OrderingWorkspace& workspace) {
  auto* items = workspace.sorter().items(n);
  for (std::size_t j = 0; j < n; ++j) {
    items[j] = {values[j * stride], static_cast<std::uint32_t>(j)};
  }
  return workspace.sorter().sort(n);
}

}  // namespace

void argsort(const double* values,
             std::size_t stride,
             std::size_t n,
             std::uint32_t* order,
             OrderingWorkspace& workspace) {
  const auto* sorted = sorted_values(values, stride, n, workspace);
  for (std::size_t k = 0; k < n; ++k) {
    order[k] = sorted[k].payload;
  }
}

template <class Rank>
std::size_t dense_ranks(const double* values,
                        std::size_t stride,
                        std::size_t n,
                        Rank* ranks,
                        double* levels,
                        OrderingWorkspace& workspace) {
  if (n == 0) {
    return 0;
  }
  const auto* sorted = sorted_values(values, stride, n, workspace);
  std::size_t rank = 0;
  for (std::size_t k = 0; k < n; ++k) {
    rank += k > 0 && sorted[k - 1].key < sorted[k].key ? 1U : 0U;
    ranks[sorted[k].payload] = static_cast<Rank>(rank);
    if (levels != nullptr) {
      levels[rank] = sorted[k].key;
    }
  }
  if (rank > std::numeric_limits<Rank>::max()) {
    throw Error(Errc::invalid_argument, "there are more distinct values than the rank type counts")
        .with("distinct", std::to_string(rank + 1));
  }
  return rank + 1;
}

template std::size_t dense_ranks(
    const double*, std::size_t, std::size_t, std::uint8_t*, double*, OrderingWorkspace&);
template std::size_t dense_ranks(
    const double*, std::size_t, std::size_t, std::uint16_t*, double*, OrderingWorkspace&);
template std::size_t dense_ranks(
    const double*, std::size_t, std::size_t, std::uint32_t*, double*, OrderingWorkspace&);

}  // namespace vilfredo
