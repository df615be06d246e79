// What the problems of the RE suite consist of; one function per number of objectives lists them.
#pragma once

#include "vilfredo/core/problem_info.hpp"

#include <string>
#include <vector>

namespace vilfredo::detail {

struct ReDefinition {
  std::string name;
  std::string summary;
  std::vector<std::string> variables;
  Vector lower;
  Vector upper;
  std::vector<Objective> objectives;
  Vector ideal;
  Vector nadir;
  std::string provenance;  ///< of ideal and nadir
  /// Objectives of one column of variables.
  void (*evaluate)(const double* x, double* f);
  /// About n Pareto-optimal columns, or null if no closed form is known.
  Matrix (*pareto_set)(Index n);
  /// Other names in the registry: the version of the suite that these formulas and constants are
  /// of.
  std::vector<std::string> aliases = {};
  /// Problem with the same formulas whose committed reference set holds here too; empty: its own.
  std::string front_of = {};
};

inline constexpr const char* kPublished = "published with the suite";

[[nodiscard]] inline Objective minimised(std::string name, std::string unit = {}) {
  return {std::move(name), Sense::minimise, std::move(unit)};
}

/// The total violation as the suite counts it.
[[nodiscard]] inline Objective violation_objective() {
  return minimised("constraint_violation");
}

/// What a constraint c >= 0 adds to the total violation.
[[nodiscard]] inline double violation(double c) {
  return c < 0 ? -c : 0.0;
}

[[nodiscard]] std::vector<ReDefinition> re_two_objectives();
[[nodiscard]] std::vector<ReDefinition> re_three_objectives();
[[nodiscard]] std::vector<ReDefinition> re_four_and_more_objectives();

}  // namespace vilfredo::detail
