// Entries of a suite against the registries: types found, parameters filled and checked.
#pragma once

#include <vilfredo/suite/plan/plan.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite {

/// Each returns nothing after a fault.
[[nodiscard]] std::optional<ProblemSpec> resolve_problem(const std::string& id,
                                                         const Located& body,
                                                         const Registries& registries,
                                                         ConfigFaults& faults);
[[nodiscard]] std::optional<SolverSpec> resolve_solver(const std::string& id,
                                                       const Located& body,
                                                       Index suite_window,
                                                       const Registries& registries,
                                                       ConfigFaults& faults);
/// Without reference sets from files.
[[nodiscard]] std::optional<IndicatorSpec> resolve_indicator(const std::string& id,
                                                             const Located& body,
                                                             const Registries& registries,
                                                             ConfigFaults& faults);

/// A world by type; parameters as from resolve(). Throws what its constructor throws.
[[nodiscard]] AnyWorld make_world(const Registries& registries,
                                  const std::string& type,
                                  const Value& params);
[[nodiscard]] AnyWorld copy_of(const AnyWorld& world);

}  // namespace vilfredo::suite
