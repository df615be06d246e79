#include "vilfredo/core/crowding_distance.hpp"

#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <limits>

namespace vilfredo {

void crowding_distance(MatrixIn f,
                       std::span<const Index> front,
                       std::span<double> out,
                       KeySorter<std::uint32_t>& sorter) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::size_t n = front.size();
  if (out.size() != n) {
    throw Error(Errc::invalid_argument, "there must be room for one crowding distance per point")
        .with("points", std::to_string(n))
        .with("room", std::to_string(out.size()));
  }
  std::ranges::fill(out, n <= 2 ? kInfinity : 0.0);
  if (n <= 2) {
    return;
  }
  for (Index k = 0; k < f.rows(); ++k) {
    auto* items = sorter.items(n);
    for (std::size_t i = 0; i < n; ++i) {
      items[i] = {f(k, front[i]), static_cast<std::uint32_t>(i)};
    }
    const auto* sorted = sorter.sort(n);
    if (sorted[0].key == sorted[n - 1].key) {
      continue;
    }
    // In halves, whose differences cannot overflow; exact for all but subnormal values.
    const double range = 0.5 * sorted[n - 1].key - 0.5 * sorted[0].key;
    out[sorted[0].payload] = kInfinity;
    out[sorted[n - 1].payload] = kInfinity;
    for (std::size_t i = 1; i + 1 < n; ++i) {
      const double between = 0.5 * sorted[i + 1].key - 0.5 * sorted[i - 1].key;
      out[sorted[i].payload] += range > 0 ? between / range : 0;
    }
  }
}

}  // namespace vilfredo
