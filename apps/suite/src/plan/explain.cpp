#include "plan/planner.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/plan/explain.hpp>
#include <vilfredo/suite/plan/identity.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo::suite {

namespace {

constexpr std::size_t kShortestKey = 6;

std::size_t find_cell(const Plan& plan, std::string_view run) {
  std::vector<std::string> names;
  for (std::size_t c = 0; c < plan.cells.size(); ++c) {
    names.push_back(plan.cell_name(c));
    const bool by_key = run.size() >= kShortestKey && plan.cells[c].key.starts_with(run);
    if (names.back() == run || by_key) {
      return c;
    }
  }
  if (run.size() >= kShortestKey) {
    const auto found = std::ranges::find_if(
        plan.runs, [&](const RunSpec& one) { return one.key.starts_with(run); });
    if (found != plan.runs.end()) {
      return found->cell;
    }
  }
  throw unknown_name("run or cell", run, names);
}

/// One third of a cell: what was written and what it became.
struct Part {
  const Located* body = nullptr;
  Value planned;
  Value defaults;
  std::string type;
};

Part part_of(const WorkedOut& out,
             const CellSpec& cell,
             std::string_view word,
             const Registries& registries) {
  const Plan& plan = out.plan;
  Part part;
  Faults unused;
  if (word == "problem") {
    const ProblemSpec& problem = plan.problems[cell.problem];
    part = {&out.problems[cell.problem],
            identity(problem.type, problem.params, problem.revision),
            {},
            problem.type};
    part.defaults["params"] =
        registries.problems.has(problem.type)
            ? registries.problems.at(problem.type).resolve({}, "", unused)
            : registries.environments.at(problem.type).resolve({}, "", unused);
  } else if (word == "solver") {
    const SolverSpec& solver = plan.solvers[cell.solver];
    part = {&out.solvers[cell.solver],
            identity(solver.type, solver.params, solver.revision),
            {},
            solver.type};
    part.planned["window"] = solver.window;
    part.defaults["params"] = registries.solvers.at(solver.type).resolve({}, "", unused);
  } else if (word == "budget") {
    const BudgetSpec& budget = plan.budgets[cell.budget];
    part = {&out.budgets[cell.budget],
            identity(budget, plan.indicators, plan.problems[cell.problem]),
            {},
            "budgets"};
  } else {
    throw Error(Errc::not_found,
                fmt::format("a pointer into a run starts with /problem, /solver or "
                            "/budget, not with \"/{}\"",
                            word));
  }
  return part;
}

std::vector<Explanation::Step> steps_of(const Part& part, const std::string& rest) {
  std::vector<Explanation::Step> steps;
  if (const Value* value = vilfredo::at_pointer(part.defaults, rest)) {
    steps.push_back({fmt::format("default of {}", part.type), "", *value});
  }
  if (const Located* node = at_pointer(*part.body, rest)) {
    for (const Located::Shadowed& earlier : node->beneath) {
      steps.push_back(
          {std::string(name(earlier.origin.layer)), place(earlier.origin), earlier.value});
    }
    steps.push_back({std::string(name(node->origin.layer)), place(node->origin), value_of(*node)});
  }
  return steps;
}

}  // namespace

Explanation explain(const SuiteFile& suite,
                    const Registries& registries,
                    std::string_view run,
                    std::string_view pointer) {
  const WorkedOut out = work_out(suite, registries);
  throw_if_any(out.plan.faults);
  const std::size_t cell = find_cell(out.plan, run);
  std::vector<std::string> steps;
  if (!pointer_steps(pointer, steps) || steps.empty()) {
    throw Error(Errc::not_found,
                fmt::format("\"{}\" is no pointer such as /solver/params/population", pointer));
  }
  const Part part = part_of(out, out.plan.cells[cell], steps.front(), registries);
  const std::string rest(pointer.substr(steps.front().size() + 1));
  const Value* value = vilfredo::at_pointer(part.planned, rest);
  if (value == nullptr) {
    throw Error(Errc::not_found,
                fmt::format("there is nothing at {} in {}", pointer, out.plan.cell_name(cell)));
  }
  return {out.plan.cell_name(cell), std::string(pointer), *value, steps_of(part, rest)};
}

std::string describe(const Explanation& explanation) {
  std::string text = fmt::format("{} of {} = {}\n", explanation.pointer, explanation.cell,
                                 to_json(explanation.value));
  for (const Explanation::Step& step : explanation.steps) {
    text += fmt::format("  {}  {}{}\n", to_json(step.value), step.layer,
                        step.place.empty() ? "" : ", " + step.place);
  }
  return text;
}

}  // namespace vilfredo::suite
