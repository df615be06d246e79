// Scaling that keeps distances inside the range of double.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo::detail {

/// A power of two that keeps squares of differences between the two sets inside the range of
/// double; mostly 1. The front may hold infinities, either may be empty.
[[nodiscard]] double safe_scale(MatrixIn front, MatrixIn reference_set);

}  // namespace vilfredo::detail
