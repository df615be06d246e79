#include "plan/planner.hpp"
#include "plan/resolve_entry.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/plan/identity.hpp>
#include <vilfredo/suite/plan/resolved.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace vilfredo::suite {

namespace {

const Value& member(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  if (found == nullptr) {
    throw Error(Errc::invalid_config, fmt::format("lacks \"{}\"", key));
  }
  return *found;
}

Vector to_vector(const Value& list) {
  const Value::Array& items = list.as_array();
  Vector out(static_cast<Index>(items.size()));
  for (std::size_t i = 0; i < items.size(); ++i) {
    out[static_cast<Index>(i)] = items[i].as_double();
  }
  return out;
}

Matrix to_matrix(const Value& rows) {
  const Value::Array& items = rows.as_array();
  Matrix out;
  for (std::size_t j = 0; j < items.size(); ++j) {
    const Vector point = to_vector(items[j]);
    if (j == 0) {
      out.resize(point.size(), static_cast<Index>(items.size()));
    }
    if (point.size() != out.rows()) {
      throw Error(Errc::invalid_config, "points have different lengths");
    }
    out.col(static_cast<Index>(j)) = point;
  }
  return out;
}

template <NamedEnum E>
E to_enum(const Value& word) {
  E out{};
  Faults faults;
  vilfredo::detail::read_field(word, out, {}, "", faults);
  throw_if_any(faults);
  return out;
}

std::optional<std::uint64_t> optional_count(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  return found == nullptr ? std::nullopt : std::optional(found->as_unsigned());
}

int stored_revision(const Value& stored) {
  return static_cast<int>(member(stored, "revision").as_int());
}

template <class RegistryEntry>
Value stored_params(const RegistryEntry& entry, const Value& stored) {
  Faults faults;
  Value params = entry.resolve(member(stored, "params"), "/params", faults);
  throw_if_any(faults);
  return params;
}

ProblemSpec read_problem(const Value& stored, const Registries& registries) {
  ProblemSpec out;
  out.id = member(stored, "id").as_string();
  out.type = member(stored, "type").as_string();
  out.params = registries.problems.has(out.type)
                   ? stored_params(registries.problems.at(out.type), stored)
                   : stored_params(registries.environments.at(out.type), stored);
  out.world = make_world(registries, out.type, out.params);
  out.info = info_of(out.world);
  out.revision = stored_revision(stored);
  out.scope = problem_scope(out.type, out.params, out.revision);
  if (const Value* frame = stored.find("frame")) {
    const auto take = [&](const char* key, Vector& point) {
      if (const Value* given = frame->find(key)) {
        point = to_vector(*given);
        flip_maximised(point, out.info);
      }
    };
    take("ideal", out.frame.ideal);
    take("nadir", out.frame.nadir);
    take("reference_point", out.frame.reference_point);
    if (const Value* hypervolume = frame->find("hypervolume")) {
      out.frame.hypervolume = hypervolume->as_double();
    }
    if (const Value* set = frame->find("reference_set")) {
      out.frame.reference_set = to_matrix(*set);
      flip_maximised(out.frame.reference_set, out.info);
      out.frame.reference_set_from = member(*frame, "reference_set_from").as_string();
    }
  }
  return out;
}

SolverSpec read_solver(const Value& stored, const Registries& registries) {
  SolverSpec out;
  out.id = member(stored, "id").as_string();
  out.type = member(stored, "type").as_string();
  const SolverEntry& entry = registries.solvers.at(out.type);
  out.revision = stored_revision(stored);
  out.params = stored_params(entry, stored);
  out.window = member(stored, "window").as_int();
  return out;
}

IndicatorSpec read_indicator(const Value& stored, const Plan& plan, const Registries& registries) {
  IndicatorSpec out;
  out.id = member(stored, "id").as_string();
  out.type = member(stored, "type").as_string();
  const IndicatorEntry& entry = registries.indicators.at(out.type);
  out.revision = stored_revision(stored);
  out.params = stored_params(entry, stored);
  out.frame.normalise = to_enum<Normalise>(member(stored, "normalise"));
  const Value& reference = member(stored, "reference_point");
  out.frame.policy = to_enum<ReferencePolicy>(member(reference, "policy"));
  out.frame.offset = member(reference, "offset").as_double();
  out.frame.point = to_vector(member(reference, "point"));
  const Value& set = member(stored, "reference_set");
  out.frame.reference_points = member(set, "points").as_int();
  if (const Value* given = set.find("given")) {
    for (const ProblemSpec& problem : plan.problems) {
      if (const Value* points = given->find(problem.id)) {
        Matrix& read = out.reference_sets[problem.id];
        read = to_matrix(*points);
        flip_maximised(read, problem.info);
      }
    }
  }
  return out;
}

AnyIndicator make_measure(const IndicatorSpec& indicator,
                          const ProblemSpec& problem,
                          const Registries& registries) {
  KnownFrame known = problem.frame;
  if (const auto file = indicator.reference_sets.find(problem.id);
      file != indicator.reference_sets.end()) {
    known.reference_set = file->second;
    known.reference_set_from = "file named in the suite";
  }
  return make_indicator(indicator, problem, known, registries);
}

std::size_t indicator_position(const Plan& plan, const Value& rule) {
  const std::string& id = member(rule, "indicator").as_string();
  const auto found =
      std::ranges::find_if(plan.indicators, [&](const IndicatorSpec& one) { return one.id == id; });
  if (found == plan.indicators.end()) {
    throw Error(Errc::invalid_config, fmt::format("there is no indicator \"{}\"", id));
  }
  return static_cast<std::size_t>(found - plan.indicators.begin());
}

BudgetSpec read_budget(const Value& stored, const Plan& plan) {
  BudgetSpec out;
  out.id = member(stored, "id").as_string();
  out.unit = member(stored, "unit").as_string();
  out.evaluations = optional_count(stored, "evaluations");
  out.cost = optional_count(stored, "cost");
  if (const Value* seconds = stored.find("seconds")) {
    out.seconds = seconds->as_double();
  }
  if (const Value* target = stored.find("target")) {
    out.target =
        TargetSpec{indicator_position(plan, *target), member(*target, "value").as_double()};
  }
  if (const Value* stall = stored.find("stall")) {
    out.stall = StallSpec{indicator_position(plan, *stall), member(*stall, "window").as_unsigned(),
                          member(*stall, "epsilon").as_double()};
  }
  return out;
}

TraceSettings read_trace(const Value& stored) {
  TraceSettings out;
  out.archive = member(stored, "archive").as_bool();
  if (const Value* schedule = stored.find("evaluations")) {
    out.schedule = TraceSchedule{};
    out.schedule->per_decade = static_cast<int>(member(*schedule, "per_decade").as_int());
    out.schedule->multiples.clear();
    for (const Value& multiple : member(*schedule, "multiples").as_array()) {
      out.schedule->multiples.push_back(multiple.as_int());
    }
    for (const Value& id : member(stored, "indicators").as_array()) {
      out.indicators.push_back(id.as_string());
    }
  }
  return out;
}

std::size_t position(const Value& cell, std::string_view key, std::size_t size) {
  const std::uint64_t at = member(cell, key).as_unsigned();
  if (at >= size) {
    throw Error(Errc::invalid_config,
                fmt::format("a cell names {} number {} of {}", key, at, size));
  }
  return static_cast<std::size_t>(at);
}

void read_cells(const Value& stored, Plan& plan) {
  for (const Value& cell : member(stored, "cells").as_array()) {
    CellSpec out;
    out.problem = position(cell, "problem", plan.problems.size());
    out.solver = position(cell, "solver", plan.solvers.size());
    out.budget = position(cell, "budget", plan.budgets.size());
    plan.cells.push_back(std::move(out));
  }
}

void read_settings(const Value& stored, Plan& plan) {
  plan.name = member(stored, "name").as_string();
  plan.description = member(stored, "description").as_string();
  plan.seed.root = member(member(stored, "seed"), "root").as_unsigned();
  plan.seed.pairing = to_enum<Pairing>(member(member(stored, "seed"), "pairing"));
  plan.replicates = options_from<Replicates>(member(stored, "replicates"));
  plan.score = to_enum<Score>(member(stored, "score"));
  plan.trace = read_trace(member(stored, "trace"));
  plan.failures = options_from<FailureSettings>(member(stored, "failures"));
  plan.execution = options_from<ExecutionSettings>(member(stored, "execution"));
  plan.report = options_from<ReportSettings>(member(stored, "report"));
  if (const Value* published = stored.find("published")) {
    plan.published = published_from(*published);
  }
}

Plan read_plan(const Value& stored, const Registries& registries) {
  Plan plan;
  if (member(stored, "kind").as_string() != "plan" ||
      member(stored, "schema").as_int() != kSuiteSchema) {
    throw Error(Errc::invalid_config, "is no plan of this version of the format");
  }
  read_settings(stored, plan);
  for (const Value& problem : member(stored, "problems").as_array()) {
    plan.problems.push_back(read_problem(problem, registries));
  }
  for (const Value& solver : member(stored, "solvers").as_array()) {
    plan.solvers.push_back(read_solver(solver, registries));
  }
  for (const Value& indicator : member(stored, "indicators").as_array()) {
    plan.indicators.push_back(read_indicator(indicator, plan, registries));
  }
  for (const Value& budget : member(stored, "budgets").as_array()) {
    plan.budgets.push_back(read_budget(budget, plan));
  }
  for (const ProblemSpec& problem : plan.problems) {
    auto& measures = plan.measures.emplace_back();
    for (const IndicatorSpec& indicator : plan.indicators) {
      measures.push_back(make_measure(indicator, problem, registries));
    }
  }
  read_cells(stored, plan);
  name_runs(plan);
  if (plan.key != member(stored, "key").as_string()) {
    throw Error(Errc::invalid_config, "its runs do not have the keys that it says");
  }
  return plan;
}

void note_change(const std::string& type, int then, int here, std::set<std::string>& out) {
  if (then != here) {
    out.insert(fmt::format("{} (revision {} then, {} here)", type, then, here));
  }
}

}  // namespace

std::set<std::string> changed_since(const Plan& plan, const Registries& registries) {
  std::set<std::string> out;
  for (const ProblemSpec& problem : plan.problems) {
    note_change(problem.type, problem.revision, revision_of(problem.info), out);
  }
  for (const SolverSpec& solver : plan.solvers) {
    note_change(solver.type, solver.revision,
                registries.solvers.at(solver.type).description.revision, out);
  }
  for (const IndicatorSpec& indicator : plan.indicators) {
    note_change(indicator.type, indicator.revision,
                registries.indicators.at(indicator.type).description.revision, out);
  }
  return out;
}

Plan plan_from_resolved(const Value& resolved, const Registries& registries) {
  try {
    return read_plan(resolved, registries);
  } catch (const Error& error) {
    if (error.code() == Errc::invalid_config || error.code() == Errc::invalid_argument) {
      throw Error(Errc::store_damaged, fmt::format("the stored plan is damaged: {}", error.what()));
    }
    throw;
  }
}

}  // namespace vilfredo::suite
