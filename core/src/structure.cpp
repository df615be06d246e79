#include "vilfredo/core/structure.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo {

std::int64_t CompressionLayout::total_size(VectorIn levels) const {
  if (levels.size() != unit_count()) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} levels for {} units", levels.size(), unit_count()));
  }
  std::int64_t total = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const double level = levels[static_cast<Index>(i)];
    const std::vector<std::int64_t>& size = units[i].size;
    if (!(level >= 0) || level != std::floor(level) || level >= static_cast<double>(size.size())) {
      throw Error(Errc::invalid_argument,
                  fmt::format("level {} of unit {} (\"{}\") is not a whole number in [0, {}]",
                              level, i, units[i].name, size.size() - 1));
    }
    total += size[static_cast<std::size_t>(level)];
  }
  return total;
}

void CompressionLayout::check() const {
  if (units.empty()) {
    throw Error(Errc::invalid_argument, "a compression layout needs at least one unit");
  }
  std::int64_t smallest = 0;
  std::int64_t largest = 0;
  for (const Unit& unit : units) {
    if (unit.size.empty()) {
      throw Error(Errc::invalid_argument, fmt::format("unit \"{}\" has no levels", unit.name));
    }
    smallest += *std::ranges::min_element(unit.size);
    largest += *std::ranges::max_element(unit.size);
  }
  if (budget < smallest || (exact_budget && budget > largest)) {
    throw Error(Errc::invalid_argument,
                fmt::format("a budget of {} cannot be met: total sizes run from {} to {}", budget,
                            smallest, largest));
  }
}

}  // namespace vilfredo
