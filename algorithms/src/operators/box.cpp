#include "vilfredo/algorithms/operators/box.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace vilfredo {

Box::Box(const ProblemInfo& info, std::string_view solver)
    : lower_(info.lower), upper_(info.upper) {
  for (Index k = 0; k < info.n_var; ++k) {
    const VarKind kind = info.kind(k);
    if (kind == VarKind::permutation) {
      throw Error(
          Errc::unsupported,
          fmt::format("{} cannot vary permutations; it takes real, integer, ordinal, binary "
                      "and categorical variables",
                      solver))
          .with("problem", info.name)
          .with("variable", info.variable_name(k));
    }
    if (!std::isfinite(lower_[k]) || !std::isfinite(upper_[k])) {
      throw Error(
          Errc::unsupported,
          fmt::format("{} needs finite bounds, because it draws and varies inside them", solver))
          .with("problem", info.name)
          .with("variable", info.variable_name(k))
          .with("bounds", fmt::format("[{:g}, {:g}]", lower_[k], upper_[k]));
    }
    if (kind != VarKind::real) {
      discrete_.push_back({k, kind});
    }
  }
}

}  // namespace vilfredo
