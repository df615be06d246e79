// Which instruction set the kernels use. Results are compared bit for bit only under equal Isa.
#pragma once

#include <string_view>

namespace vilfredo {

enum class Isa { scalar, avx2, avx512 };

[[nodiscard]] std::string_view name(Isa isa);
/// The best this processor has, or what VILFREDO_ISA=scalar|avx2|avx512 pins. Fixed at first use.
/// Throws Error{invalid_argument} if the variable names none of them or more than the processor
/// has.
[[nodiscard]] Isa isa();

}  // namespace vilfredo
