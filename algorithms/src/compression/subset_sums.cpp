#include "subset_sums.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace vilfredo::detail {
namespace {

using Bits = std::vector<std::uint64_t>;

void or_shifted(const Bits& from, std::size_t shift, Bits& to) {
  const std::size_t words = shift / 64;
  const std::size_t bits = shift % 64;
  for (std::size_t w = words; w < to.size(); ++w) {
    std::uint64_t value = from[w - words] << bits;
    if (bits != 0 && w > words) {
      value |= from[w - words - 1] >> (64 - bits);
    }
    to[w] |= value;
  }
}

bool is_set(const Bits& bits, std::int64_t at) {
  const auto i = static_cast<std::size_t>(at);
  return ((bits[i / 64] >> (i % 64)) & 1U) != 0;
}

}  // namespace

std::int64_t size_step(const std::vector<std::vector<std::int64_t>>& sizes) {
  std::int64_t step = 0;
  for (const std::vector<std::int64_t>& unit : sizes) {
    for (const std::int64_t size : unit) {
      step = std::gcd(step, size - unit.front());
    }
  }
  return step;
}

std::optional<NearestTotals> nearest_totals(const std::vector<std::vector<std::int64_t>>& sizes,
                                            std::int64_t target) {
  constexpr double kMostWords = 3e8;
  std::int64_t smallest = 0;
  std::int64_t largest = 0;
  std::size_t levels = 0;
  for (const std::vector<std::int64_t>& unit : sizes) {
    smallest += *std::ranges::min_element(unit);
    largest += *std::ranges::max_element(unit);
    levels += unit.size();
  }
  const std::int64_t step = std::max<std::int64_t>(1, size_step(sizes));
  const std::int64_t width = (largest - smallest) / step + 1;
  if (static_cast<double>(width) / 64 * static_cast<double>(levels) > kMostWords) {
    return std::nullopt;
  }
  Bits reached(static_cast<std::size_t>(width / 64 + 1));
  reached[0] = 1;
  for (const std::vector<std::int64_t>& unit : sizes) {
    const std::int64_t least = *std::ranges::min_element(unit);
    Bits next(reached.size());
    for (const std::int64_t size : unit) {
      or_shifted(reached, static_cast<std::size_t>((size - least) / step), next);
    }
    reached = std::move(next);
  }
  NearestTotals out{smallest, largest};
  const std::int64_t offset = std::clamp(target - smallest, std::int64_t{0}, largest - smallest);
  for (std::int64_t at = offset / step; at >= 0; --at) {
    if (is_set(reached, at)) {
      out.below = smallest + at * step;
      break;
    }
  }
  for (std::int64_t at = (offset + step - 1) / step; at < width; ++at) {
    if (is_set(reached, at)) {
      out.above = smallest + at * step;
      break;
    }
  }
  return out;
}

}  // namespace vilfredo::detail
