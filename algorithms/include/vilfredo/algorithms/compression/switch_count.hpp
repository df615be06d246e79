// How many level switches make one child.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/rng.hpp"

#include <array>
#include <cstdint>

namespace vilfredo {

enum class SwitchCount : std::uint8_t {
  one,
  min_of_two,  ///< min(U1, U2), uniform on {1, 2, 3}: 1, 2, 3 with probabilities 5/9, 3/9, 1/9
  mostly_one   ///< 1 with probability 0.7, else min_of_two
};

constexpr auto enum_names(SwitchCount) {
  return std::array{EnumName<SwitchCount>{"one", SwitchCount::one},
                    EnumName<SwitchCount>{"min_of_two", SwitchCount::min_of_two},
                    EnumName<SwitchCount>{"mostly_one", SwitchCount::mostly_one}};
}

/// One draw of that number.
[[nodiscard]] int draw_switches(SwitchCount count, Rng& rng);

}  // namespace vilfredo
