// How a suite becomes a plan, with the trees that the plan was read from.
#pragma once

#include <vilfredo/suite/plan/plan.hpp>

#include <vector>

namespace vilfredo::suite {

struct WorkedOut {
  Plan plan;
  /// The bodies behind plan.problems, plan.solvers, plan.budgets and plan.indicators.
  std::vector<Located> problems;
  std::vector<Located> solvers;
  std::vector<Located> budgets;
  std::vector<Located> indicators;
};

[[nodiscard]] WorkedOut work_out(const SuiteFile& suite, const Registries& registries);

/// Cell keys, scopes, runs and the plan's key, once everything else is in place.
void name_runs(Plan& plan);

}  // namespace vilfredo::suite
