// What indicators take from a reference frame, or refuse to go without.
#pragma once

#include "vilfredo/core/indicator.hpp"

#include <string_view>

namespace vilfredo::detail {

/// Throws Error{invalid_argument} in the name of `indicator` if the frame has none or it is not
/// finite.
[[nodiscard]] Matrix reference_set_of(std::string_view indicator, const ReferenceFrame& frame);
[[nodiscard]] Vector ideal_of(std::string_view indicator, const ReferenceFrame& frame);

/// The frame's, or beyond its nadir by a tenth of the range from ideal to nadir; it may be
/// infinite.
[[nodiscard]] Vector reference_point_of(std::string_view indicator, const ReferenceFrame& frame);

/// nadir + offset * (nadir - ideal). Throws Error{invalid_argument} if one of them is missing or a
/// range is not positive.
[[nodiscard]] Vector beyond_nadir(std::string_view indicator,
                                  const ReferenceFrame& frame,
                                  double offset);

}  // namespace vilfredo::detail
