#include <vilfredo/suite/plan/resolved.hpp>

#include <algorithm>

namespace vilfredo::suite {

namespace {

Value numbers(const Vector& point) {
  return Value::Array(point.begin(), point.end());
}

/// A row per point.
Value rows(const Matrix& points) {
  Value::Array out;
  for (Index j = 0; j < points.cols(); ++j) {
    out.push_back(numbers(points.col(j)));
  }
  return out;
}

Vector own(Vector point, const WorldInfo& info) {
  flip_maximised(point, info);
  return point;
}

Matrix own(Matrix points, const WorldInfo& info) {
  flip_maximised(points, info);
  return points;
}

Value named(const std::string& id, const std::string& type, int revision, const Value& params) {
  return Value::Object{
      {"id", Value(id)}, {"type", Value(type)}, {"revision", revision}, {"params", params}};
}

Value of(const ProblemSpec& problem) {
  Value out = named(problem.id, problem.type, problem.revision, problem.params);
  out["unit"] = cost_unit(problem.info);
  const KnownFrame& known = problem.frame;
  const auto put = [&](const char* key, const Vector& point) {
    if (point.size() > 0) {
      out["frame"][key] = numbers(own(point, problem.info));
    }
  };
  put("ideal", known.ideal);
  put("nadir", known.nadir);
  put("reference_point", known.reference_point);
  if (known.hypervolume > 0) {
    out["frame"]["hypervolume"] = known.hypervolume;
  }
  if (known.reference_set.cols() > 0) {
    out["frame"]["reference_set"] = rows(own(known.reference_set, problem.info));
    out["frame"]["reference_set_from"] = Value(known.reference_set_from);
  }
  return out;
}

Value of(const SolverSpec& solver) {
  Value out = named(solver.id, solver.type, solver.revision, solver.params);
  out["window"] = solver.window;
  return out;
}

Value of(const BudgetSpec& budget, const Plan& plan) {
  Value out = Value::Object{{"id", Value(budget.id)}, {"unit", Value(budget.unit)}};
  if (budget.evaluations) {
    out["evaluations"] = *budget.evaluations;
  }
  if (budget.cost) {
    out["cost"] = *budget.cost;
  }
  if (budget.seconds) {
    out["seconds"] = *budget.seconds;
  }
  if (budget.target) {
    out["target"]["indicator"] = Value(plan.indicators[budget.target->indicator].id);
    out["target"]["value"] = budget.target->value;
  }
  if (budget.stall) {
    out["stall"]["indicator"] = Value(plan.indicators[budget.stall->indicator].id);
    out["stall"]["window"] = budget.stall->window;
    out["stall"]["epsilon"] = budget.stall->epsilon;
  }
  return out;
}

Value of(const IndicatorSpec& indicator, std::size_t position, const Plan& plan) {
  Value out = named(indicator.id, indicator.type, indicator.revision, indicator.params);
  out["normalise"] = enum_name(indicator.frame.normalise);
  Value& reference = out["reference_point"];
  reference["policy"] = enum_name(indicator.frame.policy);
  reference["offset"] = indicator.frame.offset;
  reference["point"] = numbers(indicator.frame.point);
  Value& set = out["reference_set"];
  set["points"] = indicator.frame.reference_points;
  for (std::size_t p = 0; p < plan.problems.size(); ++p) {
    const ProblemSpec& problem = plan.problems[p];
    if (const auto file = indicator.reference_sets.find(problem.id);
        file != indicator.reference_sets.end()) {
      set["given"][problem.id] = rows(own(file->second, problem.info));
    }
    const ReferenceFrame& frame = plan.measures[p][position].frame();
    Value& shown = out["frames"][problem.id];
    shown["hash"] = Value(frame.hash());
    shown["from"] = Value(frame.provenance);
    if (frame.reference.size() > 0) {
      shown["reference_point"] = numbers(own(frame.reference, problem.info));
    }
  }
  return out;
}

Value of(const TraceSettings& trace) {
  Value out = Value::Object{{"archive", trace.archive}};
  if (trace.schedule) {
    out["evaluations"]["per_decade"] = trace.schedule->per_decade;
    out["evaluations"]["multiples"] =
        Value::Array(trace.schedule->multiples.begin(), trace.schedule->multiples.end());
    out["indicators"] = Value::Array(trace.indicators.begin(), trace.indicators.end());
  }
  return out;
}

template <class Specs, class... Context>
Value list_of(const Specs& specs, const Context&... context) {
  Value::Array out;
  for (const auto& spec : specs) {
    out.push_back(of(spec, context...));
  }
  return out;
}

Value cells_of(const Plan& plan) {
  Value::Array out;
  for (std::size_t c = 0; c < plan.cells.size(); ++c) {
    const CellSpec& cell = plan.cells[c];
    out.push_back(Value::Object{{"name", Value(plan.cell_name(c))},
                                {"problem", cell.problem},
                                {"solver", cell.solver},
                                {"budget", cell.budget},
                                {"key", Value(cell.key)}});
  }
  return out;
}

}  // namespace

Value resolved(const Plan& plan) {
  Value::Array indicators;
  for (std::size_t i = 0; i < plan.indicators.size(); ++i) {
    indicators.push_back(of(plan.indicators[i], i, plan));
  }
  Value out = Value::Object{
      {"schema", kSuiteSchema},
      {"kind", "plan"},
      {"key", Value(plan.key)},
      {"name", Value(plan.name)},
      {"description", Value(plan.description)},
      {"seed", Value::Object{{"root", plan.seed.root}, {"pairing", enum_name(plan.seed.pairing)}}},
      {"replicates", to_value(plan.replicates)},
      {"score", enum_name(plan.score)},
      {"problems", list_of(plan.problems)},
      {"solvers", list_of(plan.solvers)},
      {"budgets", list_of(plan.budgets, plan)},
      {"indicators", std::move(indicators)},
      {"cells", cells_of(plan)},
      {"trace", of(plan.trace)},
      {"failures", to_value(plan.failures)},
      {"execution", to_value(plan.execution)},
      {"report", to_value(plan.report)},
  };
  if (!plan.published.empty()) {
    out["published"] = value_of_published(plan.published);
  }
  return out;
}

}  // namespace vilfredo::suite
