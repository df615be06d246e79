// Reference fronts that were computed once, committed as CSV files and compiled into the library:
// for problems whose front has no closed form.
#pragma once

#include "vilfredo/core/types.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vilfredo {

struct ReferenceSet {
  std::string name;                     ///< the problem's
  Matrix points;                        ///< n_obj x N, minimised
  std::vector<std::string> provenance;  ///< the file's # lines without the #: command, budget, …
  std::string sha256;                   ///< of the file's bytes, in hexadecimal
};

/// Names of the problems that have one, sorted.
[[nodiscard]] std::vector<std::string> reference_set_names();
[[nodiscard]] bool has_reference_set(std::string_view problem);
/// Throws Error{not_found}.
[[nodiscard]] ReferenceSet reference_set(std::string_view problem);

}  // namespace vilfredo
