#include <vilfredo/core/error.hpp>
#include <vilfredo/core/json_text.hpp>
#include <vilfredo/suite/execute/stored_plan.hpp>
#include <vilfredo/suite/plan/identity.hpp>
#include <vilfredo/suite/plan/resolved.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo::suite {
namespace {

double size_of(const BudgetSpec& budget) {
  return budget.evaluations ? static_cast<double>(*budget.evaluations)
         : budget.cost      ? static_cast<double>(*budget.cost)
                            : budget.seconds.value_or(0);
}

const BudgetSpec& budget_of(const Plan& plan, std::size_t run) {
  return plan.budgets[plan.cells[plan.runs[run].cell].budget];
}

// 10000 -> "10 000"
std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (auto i = static_cast<std::ptrdiff_t>(out.size()) - 3; i > 0; i -= 3) {
    out.insert(static_cast<std::size_t>(i), " ");
  }
  return out;
}

}  // namespace

PlannedSuite planned_suite(const Plan& plan) {
  PlannedSuite out;
  out.plan_key = plan.key;
  out.name = plan.name;
  out.suite_json = to_json(resolved(plan));
  out.cells.reserve(plan.cells.size());
  for (const CellSpec& cell : plan.cells) {
    out.cells.push_back({cell.key, plan.problems[cell.problem].id, plan.solvers[cell.solver].id,
                         plan.budgets[cell.budget].id, to_json(cell_identity(plan, cell))});
  }
  out.runs.reserve(plan.runs.size());
  for (const RunSpec& run : plan.runs) {
    out.runs.push_back({run.key, run.cell, run.replicate});
  }
  return out;
}

Plan plan_of(const StoredPlan& stored, const Registries& registries) {
  return plan_from_resolved(json_value(stored.suite_json), registries);
}

std::vector<RunKind> run_kinds(const Plan& plan) {
  std::vector<RunKind> out;
  out.reserve(plan.runs.size());
  for (std::size_t run = 0; run < plan.runs.size(); ++run) {
    const CellSpec& cell = plan.cells[plan.runs[run].cell];
    out.push_back({cell.key, plan.solvers[cell.solver].id, size_of(plan.budgets[cell.budget])});
  }
  return out;
}

std::vector<std::string> run_labels(const Plan& plan) {
  std::vector<std::string> cells;
  cells.reserve(plan.cells.size());
  for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
    cells.push_back(plan.cell_name(cell));
  }
  std::vector<std::string> out;
  out.reserve(plan.runs.size());
  for (const RunSpec& run : plan.runs) {
    out.push_back(fmt::format("{}/{}", cells[run.cell], run.replicate));
  }
  return out;
}

std::vector<std::size_t> run_order(const Plan& plan) {
  std::vector<std::size_t> out(plan.runs.size());
  for (std::size_t run = 0; run < out.size(); ++run) {
    out[run] = run;
  }
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
    const double size_a = size_of(budget_of(plan, a));
    const double size_b = size_of(budget_of(plan, b));
    return size_a != size_b ? size_a > size_b : plan.runs[a].replicate < plan.runs[b].replicate;
  });
  return out;
}

std::string budget_text(const BudgetSpec& budget) {
  std::string out;
  const auto add = [&out](const std::string& part) { out += (out.empty() ? "" : " or ") + part; };
  if (budget.evaluations) {
    add(grouped(*budget.evaluations) + " evaluations");
  }
  if (budget.cost) {
    std::string unit = budget.unit;
    std::replace(unit.begin(), unit.end(), '_', ' ');
    add(grouped(*budget.cost) + " " + unit);
  }
  if (budget.seconds) {
    add(fmt::format("{:g} s", *budget.seconds));
  }
  if (budget.target) {
    add(fmt::format("a target of {:g}", budget.target->value));
  }
  if (budget.stall) {
    add(fmt::format("{} evaluations without progress", grouped(budget.stall->window)));
  }
  return out;
}

}  // namespace vilfredo::suite
