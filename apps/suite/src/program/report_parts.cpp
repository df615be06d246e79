#include "program/report_parts.hpp"

#include <vilfredo/core/json_text.hpp>
#include <vilfredo/suite/execute/stored_plan.hpp>
#include <vilfredo/suite/plan/resolved.hpp>

#include <fmt/format.h>

#include <map>

namespace vilfredo::suite {

namespace {

const EntryDescription& description_of(const ProblemSpec& problem, const Registries& registries) {
  return registries.problems.has(problem.type)
             ? registries.problems.at(problem.type).description
             : registries.environments.at(problem.type).description;
}

std::string numbers_text(const WorldInfo& info, Vector point) {
  flip_maximised(point, info);
  std::string out;
  for (Index k = 0; k < point.size(); ++k) {
    out += fmt::format("{}{:.6g}", k == 0 ? "(" : ", ", point[k]);
  }
  return out + ")";
}

// Options that differ from their defaults, as "population = 200, crossover.eta = 15".
void add_changed(const Value& value,
                 const Value* standard,
                 const std::string& name,
                 std::string& out) {
  if (standard != nullptr && value == *standard) {
    return;
  }
  if (value.is_object() && standard != nullptr && standard->is_object()) {
    for (const auto& [key, inner] : value.as_object()) {
      add_changed(inner, standard->find(key), name.empty() ? key : name + "." + key, out);
    }
    return;
  }
  out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", name,
                     value.is_string() ? value.as_string() : to_json(value));
}

}  // namespace

std::string frame_text(const WorldInfo& info, const ReferenceFrame& frame) {
  std::string out;
  const auto add = [&out](const std::string& part) { out += (out.empty() ? "" : "; ") + part; };
  if (frame.reference.size() > 0) {
    add("reference point " + numbers_text(info, frame.reference));
  }
  if (frame.reference_set.cols() > 0) {
    add(fmt::format("reference set of {} points", frame.reference_set.cols()));
  }
  if (frame.normalise) {
    add(fmt::format("ideal {} and nadir {} mapped to 0 and 1", numbers_text(info, frame.ideal),
                    numbers_text(info, frame.nadir)));
  }
  return out;
}

std::optional<ReportReference> reference_of(const ProblemSpec& problem) {
  ReportReference out;
  Matrix front = problem.frame.reference_set;
  if (front.cols() > 0) {
    out.provenance = problem.frame.reference_set_from;
  } else {
    front = known_front(problem.world, default_front_size(objective_count(problem.info)));
    out.provenance = anchors_of(problem.info).ideal.provenance;
    out.exact = out.provenance == "exact";
  }
  if (front.cols() == 0) {
    return std::nullopt;
  }
  ReferenceFrame whole;
  whole.reference_set = front;
  out.hash = whole.hash();
  out.provenance = fmt::format("{} points{}{}", front.cols(), out.provenance.empty() ? "" : ", ",
                               out.provenance);
  flip_maximised(front, problem.info);
  out.f = std::move(front);
  return out;
}

ReportProblem problem_row(const Plan& plan,
                          std::pair<std::size_t, std::size_t> row,
                          bool with_budget,
                          const Registries& registries) {
  const ProblemSpec& problem = plan.problems[row.first];
  const BudgetSpec& budget = plan.budgets[row.second];
  ReportProblem out;
  out.id = with_budget ? problem.id + "/" + budget.id : problem.id;
  out.description = description_of(problem, registries).summary;
  if (const auto* info = std::get_if<ProblemInfo>(&problem.info)) {
    out.description +=
        fmt::format("{}{} variables{}", out.description.empty() ? "" : ", ", info->n_var,
                    info->n_con > 0 ? fmt::format(", {} constraints", info->n_con) : std::string());
  }
  out.budget = budget_text(budget);
  out.cost_unit = cost_unit(problem.info);
  for (Index k = 0; k < objective_count(problem.info); ++k) {
    out.objectives.push_back(objective_of(problem.info, k));
  }
  return out;
}

ReportSolver solver_column(const SolverSpec& solver, const Registries& registries) {
  Faults faults;
  const Value standard = registries.solvers.at(solver.type).resolve(Value::Object{}, "", faults);
  std::string changed;
  add_changed(solver.params, &standard, "", changed);
  return {solver.id, changed.empty() ? solver.type : solver.type + ": " + changed};
}

// As the field writes it.
std::string title_of(const std::string& type) {
  static const std::map<std::string, std::string, std::less<>> kTitles{
      {"averaged_hausdorff", "averaged Hausdorff distance"},
      {"epsilon_additive", "additive epsilon"},
      {"epsilon_multiplicative", "multiplicative epsilon"},
      {"gd", "GD"},
      {"gd_plus", "GD+"},
      {"igd", "IGD"},
      {"igd_plus", "IGD+"},
      {"log_hypervolume_difference", "log hypervolume difference"},
      {"r2", "R2"}};
  const auto found = kTitles.find(type);
  return found == kTitles.end() ? type : found->second;
}

}  // namespace vilfredo::suite
