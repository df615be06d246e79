// At which numbers of evaluations a trace has rows, as a suite file writes it.
#pragma once

#include <vilfredo/core/options.hpp>

#include <cstdint>
#include <tuple>
#include <vector>

namespace vilfredo::suite {

struct ScheduleOptions {
  int per_decade = 20;
  std::vector<std::int64_t> multiples = {1, 2, 5};

  static constexpr auto fields() {
    return std::tuple{field("per_decade", &ScheduleOptions::per_decade, closed(0, 10'000),
                            "rows per power of ten, evenly spaced on a logarithmic scale"),
                      field("multiples", &ScheduleOptions::multiples, closed(1, 1e15),
                            "further rows at these numbers times every power of ten")};
  }
};

}  // namespace vilfredo::suite
