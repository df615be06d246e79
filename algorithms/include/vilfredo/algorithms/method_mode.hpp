// What a solver that reproduces a published method follows where paper and public code differ.
#pragma once

#include "vilfredo/core/options.hpp"

#include <array>
#include <cstdint>

namespace vilfredo {

enum class MethodMode : std::uint8_t {
  strict,  ///< what the mathematics says
  compat   ///< what the public code does; the header of the solver lists the differences
};

constexpr auto enum_names(MethodMode /*tag*/) {
  return std::array{EnumName<MethodMode>{"strict", MethodMode::strict},
                    EnumName<MethodMode>{"compat", MethodMode::compat}};
}

}  // namespace vilfredo
