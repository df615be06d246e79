#include <vilfredo/core/hash.hpp>
#include <vilfredo/suite/plan/identity.hpp>

#include <fmt/format.h>

namespace vilfredo::suite {

namespace {

/// A vector as a list of numbers.
Value numbers(const Vector& point) {
  Value::Array items;
  for (Index k = 0; k < point.size(); ++k) {
    items.emplace_back(point[k]);
  }
  return items;
}

std::string hash_of(const Matrix& points) {
  Sha256 hash;
  hash.update(fmt::format("{}x{}:", points.rows(), points.cols()));
  hash.update({points.data(), static_cast<std::size_t>(points.size())});
  return hex(hash.digest());
}

/// Of what the suite itself says about the scale of a problem.
std::string hash_of(const KnownFrame& frame) {
  std::string text;
  for (const Matrix& part : {Matrix(frame.ideal), Matrix(frame.nadir),
                             Matrix(frame.reference_point), frame.reference_set}) {
    text += hash_of(part);
  }
  if (frame.hypervolume > 0) {
    text += hash_of(Matrix::Constant(1, 1, frame.hypervolume));
  }
  return sha256_hex(text);
}

Value budget_identity(const Plan& plan, const CellSpec& cell) {
  const BudgetSpec& limits = plan.budgets[cell.budget];
  Value budget = identity(limits, plan.indicators, plan.problems[cell.problem]);
  if (limits.target || limits.stall) {  // looked at whenever a row of the trace is due
    const TraceSchedule schedule = plan.trace.schedule.value_or(TraceSchedule{});
    Value& checked = budget["checked"];
    checked["per_decade"] = schedule.per_decade;
    Value::Array multiples(schedule.multiples.begin(), schedule.multiples.end());
    checked["multiples"] = std::move(multiples);
  }
  return budget;
}

}  // namespace

Value identity(std::string_view type, const Value& params, int revision) {
  return Value::Object{{"params", params}, {"revision", revision}, {"type", Value(type)}};
}

std::string problem_scope(std::string_view type, const Value& params, int revision) {
  return "problem:" + sha256_hex(canonical(identity(type, params, revision)));
}

Value identity(const IndicatorSpec& indicator, const std::string& problem_id) {
  Value out = identity(indicator.type, indicator.params, indicator.revision);
  const FrameSettings& frame = indicator.frame;
  out["normalise"] = enum_name(frame.normalise);
  Value& reference = out["reference_point"];
  reference["policy"] = enum_name(frame.policy);
  if (frame.policy == ReferencePolicy::point) {
    reference["point"] = numbers(frame.point);
  } else {
    reference["offset"] = frame.offset;
  }
  Value& set = out["reference_set"];
  set["points"] = frame.reference_points;
  if (const auto file = indicator.reference_sets.find(problem_id);
      file != indicator.reference_sets.end()) {
    set["file"] = hash_of(file->second);
  }
  return out;
}

Value identity(const BudgetSpec& budget,
               std::span<const IndicatorSpec> indicators,
               const ProblemSpec& problem) {
  Value out = Value::Object{};
  if (budget.evaluations) {
    out["evaluations"] = *budget.evaluations;
  }
  if (budget.cost) {
    out[budget.unit] = *budget.cost;
  }
  if (budget.seconds) {
    out["seconds"] = *budget.seconds;
  }
  if (budget.target) {
    Value& target = out["target"];
    target["indicator"] = identity(indicators[budget.target->indicator], problem.id);
    target["value"] = budget.target->value;
  }
  if (budget.stall) {
    Value& stall = out["stall"];
    stall["indicator"] = identity(indicators[budget.stall->indicator], problem.id);
    stall["window"] = budget.stall->window;
    stall["epsilon"] = budget.stall->epsilon;
  }
  if (budget.target || budget.stall) {
    out["frame"] = hash_of(problem.frame);
  }
  return out;
}

std::string CellText::of_cell() const {
  return head + tail;
}

std::string CellText::of_run(std::uint64_t replicate) const {
  return fmt::format("{}\"replicate\":{},{}", head, replicate, tail);
}

CellWriter::CellWriter(const Plan& plan)
    : plan_(&plan),
      failures_(canonical(to_value(plan.failures.evaluation))),
      budgets_(plan.budgets.size()) {
  for (const ProblemSpec& problem : plan.problems) {
    problems_.push_back(canonical(identity(problem.type, problem.params, problem.revision)));
  }
  for (const SolverSpec& solver : plan.solvers) {
    solvers_.push_back(canonical(identity(solver.type, solver.params, solver.revision)));
  }
}

std::string CellWriter::budget_text(const CellSpec& cell) {
  const BudgetSpec& budget = plan_->budgets[cell.budget];
  if (budget.target || budget.stall) {  // depends on the problem too
    return canonical(budget_identity(*plan_, cell));
  }
  std::string& text = budgets_[cell.budget];
  if (text.empty()) {
    text = canonical(budget_identity(*plan_, cell));
  }
  return text;
}

CellText CellWriter::write(const CellSpec& cell) {
  // Members in the order of their names, as canonical() writes them.
  CellText text;
  text.head =
      fmt::format(R"({{"budget":{},"failures":{},"pairing":"{}","problem":{},)", budget_text(cell),
                  failures_, enum_name(plan_->seed.pairing), problems_[cell.problem]);
  text.tail =
      fmt::format(R"("root_seed":{},"schema":{},"solver":{},"window":{}}})", plan_->seed.root,
                  kSuiteSchema, solvers_[cell.solver], plan_->solvers[cell.solver].window);
  return text;
}

Value cell_identity(const Plan& plan, const CellSpec& cell) {
  const ProblemSpec& problem = plan.problems[cell.problem];
  const SolverSpec& solver = plan.solvers[cell.solver];
  return Value::Object{
      {"budget", budget_identity(plan, cell)},
      {"failures", to_value(plan.failures.evaluation)},
      {"pairing", enum_name(plan.seed.pairing)},
      {"problem", identity(problem.type, problem.params, problem.revision)},
      {"root_seed", plan.seed.root},
      {"schema", kSuiteSchema},
      {"solver", identity(solver.type, solver.params, solver.revision)},
      {"window", solver.window},
  };
}

}  // namespace vilfredo::suite
