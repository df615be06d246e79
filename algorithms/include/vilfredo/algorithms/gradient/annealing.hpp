// Annealing of Stein variational gradients: how strongly the driving force counts, over a run,
// against the repulsion of the particles. D'Angelo, Fortuin, "Annealed Stein variational gradient
// descent", 2021.
#pragma once

#include "vilfredo/core/options.hpp"

#include <string_view>
#include <tuple>
#include <variant>

namespace vilfredo {

struct ConstantAnnealing {
  static constexpr std::string_view kType = "const";

  static constexpr auto fields() { return std::tuple{}; }
};

/// The fraction done: repulsion alone first, the full force at the end.
struct LinearAnnealing {
  static constexpr std::string_view kType = "linear";

  static constexpr auto fields() { return std::tuple{}; }
};

/// (fraction of the current cycle)^power.
struct CyclicalAnnealing {
  static constexpr std::string_view kType = "cyclical";
  Index cycles = 10;
  double power = 1;

  static constexpr auto fields() {
    using O = CyclicalAnnealing;
    return std::tuple{field("cycles", &O::cycles, at_least(1), "of equal length"),
                      field("power", &O::power, above(0), "larger: a longer rest at the start")};
  }
};

/// tanh((1.3 fraction)^power).
struct TanhAnnealing {
  static constexpr std::string_view kType = "tanh";
  double power = 1;

  static constexpr auto fields() {
    return std::tuple{
        field("power", &TanhAnnealing::power, above(0), "larger: a longer rest at the start")};
  }
};

using Annealing =
    std::variant<ConstantAnnealing, LinearAnnealing, CyclicalAnnealing, TanhAnnealing>;

/// Factor of the driving force when `fraction` in [0, 1] of the steps is done; in [0, 1].
[[nodiscard]] double annealing_factor(const Annealing& annealing, double fraction);

}  // namespace vilfredo
