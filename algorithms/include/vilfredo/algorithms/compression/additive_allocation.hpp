// Levels of least total error when every unit's error is counted by itself: one dynamic programme
// gives the optimum for every total size.
#pragma once

#include "vilfredo/algorithms/compression/level_space.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace vilfredo {

/// error[u][l] of unit u at level l; a level whose error is not finite is never chosen.
using LevelErrors = std::vector<std::vector<double>>;

/// D_u(c) = min over levels l of D_{u-1}(c - size_u(l)) + error_u(l), for the units given.
///
/// Sizes are counted in steps of their greatest common divisor. Where that would need more than
/// 5e7 table entries they are counted in `most_buckets` steps, rounded up: decoded totals then
/// never exceed what was asked but may fall short of it. Frantar, Alistarh, "SPDY", ICML 2022, does
/// so with 10 000. Time and memory O(units steps levels).
class AdditiveAllocation {
 public:
  /// Throws Error{invalid_argument} if errors and units do not match, Error{unsupported} if units
  /// are owned by others (their sizes do not add up).
  AdditiveAllocation(const CompressionLayout& layout,
                     const std::vector<Index>& units,
                     const LevelErrors& errors,
                     std::int64_t most_buckets = 10'000);

  /// Totals that have a solution, ascending (upper bounds of them when sizes were rounded).
  [[nodiscard]] std::vector<std::int64_t> totals() const;
  /// The least error of a genome of total `total`, or infinity; rounded sizes: of the largest
  /// tabulated total that is not above.
  [[nodiscard]] double error(std::int64_t total) const;
  /// Writes the levels of the units (rows of `levels` by unit number); false if error() is
  /// infinite. At a tie the level of the lowest number is taken, last unit first.
  bool decode(std::int64_t total, VectorOut levels) const;

  [[nodiscard]] bool rounded() const { return rounded_; }

 private:
  [[nodiscard]] std::int64_t steps_of(Index unit, int level) const;
  [[nodiscard]] std::int64_t bucket(std::int64_t total) const;
  void solve(const LevelErrors& errors);

  std::vector<Index> units_;
  std::vector<std::vector<std::int64_t>> size_;  // above each unit's smallest, in this order
  std::int64_t smallest_ = 0;
  std::int64_t step_ = 1;
  std::int64_t width_ = 1;
  bool rounded_ = false;
  std::vector<double> error_;          // by steps above the smallest total
  std::vector<std::uint16_t> choice_;  // width x units
};

/// The additive optimum of exactly (or, as the layout says, at most) `target`, every group by
/// itself where groups have budgets. Rounded tables are followed by a repair without randomness.
/// False if there is none.
bool allocate_additively(const LevelSpace& space,
                         const LevelErrors& errors,
                         std::int64_t target,
                         VectorOut levels);

}  // namespace vilfredo
