// What became of an evaluation. A failure is an outcome, not a number.
#pragma once

#include <cstdint>
#include <string_view>

namespace vilfredo {

enum class Outcome : std::uint8_t {
  ok,
  threw,       ///< evaluate raised an exception for this column alone
  non_finite,  ///< an objective or constraint is NaN or infinite
  timed_out,   ///< isolated or external evaluation exceeded its deadline
  crashed      ///< the process that evaluated it ended
};

[[nodiscard]] std::string_view name(Outcome outcome);

}  // namespace vilfredo
