#include "plan/resolve_entry.hpp"

#include <vilfredo/suite/plan/instantiate.hpp>

#include <algorithm>

namespace vilfredo::suite {

namespace {

void set_budget(const BudgetSpec& budget,
                const std::vector<AnyIndicator>& measures,
                RunOptions& options) {
  options.max_evaluations = budget.evaluations;
  options.max_cost = budget.cost;
  options.max_seconds = budget.seconds;
  if (budget.target) {
    options.target = TargetRule{measures[budget.target->indicator], budget.target->value};
  }
  if (budget.stall) {
    options.stall =
        StallRule{measures[budget.stall->indicator], budget.stall->window, budget.stall->epsilon};
  }
}

void set_trace(const Plan& plan, const CellSpec& cell, RunOptions& options) {
  options.archive = plan.trace.archive || plan.score == Score::archive;
  options.trace = plan.trace.schedule;
  if (!plan.trace.schedule) {
    return;
  }
  for (const std::string& id : plan.trace.indicators) {
    const auto found = std::ranges::find_if(plan.indicators,
                                            [&](const IndicatorSpec& one) { return one.id == id; });
    const auto position = static_cast<std::size_t>(found - plan.indicators.begin());
    options.trace_indicators.push_back(plan.measures[cell.problem][position]);
  }
}

}  // namespace

PreparedRun instantiate(const Plan& plan, const RunSpec& run, const Registries& registries) {
  const CellSpec& cell = plan.cells[run.cell];
  const ProblemSpec& problem = plan.problems[cell.problem];
  const SolverSpec& solver = plan.solvers[cell.solver];
  PreparedRun out;
  out.world = copy_of(problem.world);
  out.solver = registries.solvers.at(solver.type).make(problem.info, solver.params);
  out.options.seed = plan.seed.root;
  out.options.scope = cell.scope;
  out.options.replicate = run.replicate;
  out.options.window = static_cast<int>(solver.window);
  out.options.threads = static_cast<int>(plan.execution.threads_per_run);
  set_budget(plan.budgets[cell.budget], plan.measures[cell.problem], out.options);
  set_trace(plan, cell, out.options);
  return out;
}

}  // namespace vilfredo::suite
