// Plans as a store keeps them, and back.
#pragma once

#include <vilfredo/core/registry.hpp>
#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/scheduler/progress.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <string>
#include <vector>

namespace vilfredo::suite {

[[nodiscard]] PlannedSuite planned_suite(const Plan& plan);

/// Throws Error{unsupported} if this program has other revisions than the stored plan.
[[nodiscard]] Plan plan_of(const StoredPlan& stored, const Registries& registries);

/// What costs are predicted from and what a person calls each run.
[[nodiscard]] std::vector<RunKind> run_kinds(const Plan& plan);
[[nodiscard]] std::vector<std::string> run_labels(const Plan& plan);

/// Larger budgets first, then replicate by replicate: long runs do not come last, and every cell
/// has its first results early.
[[nodiscard]] std::vector<std::size_t> run_order(const Plan& plan);

/// "10 000 evaluations".
[[nodiscard]] std::string budget_text(const BudgetSpec& budget);

}  // namespace vilfredo::suite
