// Four coordinates turned into ranks for the sweep of word_sweep.hpp.
#pragma once

#include "hypervolume/ranked_points.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vilfredo::detail {

class RankedSweep4D {
 public:
  /// Below this a sweep without ranks is faster.
  static constexpr std::size_t kFewest = 12;

  [[nodiscard]] static bool can_hold(std::size_t n) {
    return n >= kFewest && n <= static_cast<std::size_t>(kWordSetPoints);
  }

  /// Volume dominated by n points, point by point, all strictly below the reference. One pass over
  /// the points that matter, 32 at a time, for each.
  [[nodiscard]] double volume(const double* points, std::size_t n, const double* reference);

 private:
  std::vector<std::uint16_t> ranks_;  // in order of the last coordinate
  std::vector<std::uint16_t> ranks_by_index_;
  std::vector<double> values_;
  std::vector<double> heights_;
  std::vector<std::uint32_t> order_;
  AlignedMemory scratch_;
  OrderingWorkspace ordering_;
};

}  // namespace vilfredo::detail
