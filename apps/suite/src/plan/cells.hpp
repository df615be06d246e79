// The product of problems, solvers and budgets, pruned and checked.
#pragma once

#include "plan/planner.hpp"

namespace vilfredo::suite {

/// Fills plan.solvers, plan.budgets and plan.cells (without keys); problems and indicators are
/// there.
void fill_cells(const SuiteFile& suite, const Registries& registries, WorkedOut& out);

}  // namespace vilfredo::suite
