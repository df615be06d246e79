// Which totals a choice of one size per unit can have.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace vilfredo::detail {

struct NearestTotals {
  std::int64_t below = 0;  ///< the largest total <= the target, or the smallest of all
  std::int64_t above = 0;  ///< the smallest total >= the target, or the largest of all
};

/// Greatest common divisor of all differences between sizes of a unit; 0 if there are none.
[[nodiscard]] std::int64_t size_step(const std::vector<std::vector<std::int64_t>>& sizes);

/// Totals next to the target, or nothing if there are too many totals to tabulate (more than about
/// a second's work). One bit per total and unit: O(units levels (largest - smallest) / step / 64).
[[nodiscard]] std::optional<NearestTotals> nearest_totals(
    const std::vector<std::vector<std::int64_t>>& sizes, std::int64_t target);

}  // namespace vilfredo::detail
