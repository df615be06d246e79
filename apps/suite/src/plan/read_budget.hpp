// Budgets, as they apply to a world.
#pragma once

#include <vilfredo/suite/plan/plan.hpp>

#include <span>
#include <string>
#include <vector>

namespace vilfredo::suite {

/// `units`: what the problems of the suite count, each a key that a budget may have. Faults are
/// reported once per place, so reading one budget for many worlds is no harm.
[[nodiscard]] BudgetSpec read_budget(const std::string& id,
                                     const Located& body,
                                     const ProblemSpec& problem,
                                     std::span<const std::string> units,
                                     std::span<const IndicatorSpec> indicators,
                                     ConfigFaults& faults);

/// Budgets that are read for two worlds with equal tags are equal.
[[nodiscard]] std::string budget_tag(const WorldInfo& info);

}  // namespace vilfredo::suite
