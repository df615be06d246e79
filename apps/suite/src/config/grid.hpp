// "grid" and "zip": one entry that stands for many.
#pragma once

#include <vilfredo/suite/config/faults.hpp>
#include <vilfredo/suite/config/located.hpp>

#include <cstddef>
#include <vector>

namespace vilfredo::suite {

inline constexpr std::size_t kMostGridPoints = 10'000;

/// The entry at each point, without "grid" and "zip"; the entry itself if it has neither. The
/// grid's last key varies fastest, the zip walks along inside each of its points.
[[nodiscard]] std::vector<Located> grid_points(const Located& entry, ConfigFaults& faults);

}  // namespace vilfredo::suite
