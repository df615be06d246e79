#include "program/report_model.hpp"

#include "program/report_parts.hpp"

#include <vilfredo/core/json_text.hpp>
#include <vilfredo/suite/execute/execute.hpp>
#include <vilfredo/suite/execute/stored_plan.hpp>
#include <vilfredo/suite/plan/resolved.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace vilfredo::suite {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Rows are problems and budgets, columns are solvers, both by id: an override may give one id
// several specifications.
struct Layout {
  std::vector<std::pair<std::size_t, std::size_t>>
      rows;                          ///< problem, budget: positions in the plan
  std::vector<std::size_t> columns;  ///< solver: position in the plan
  std::vector<std::size_t> row_of_cell;
  std::vector<std::size_t> column_of_cell;
};

Layout layout_of(const Plan& plan) {
  Layout out;
  std::map<std::pair<std::string, std::string>, std::size_t> row_of;
  std::map<std::string, std::size_t> column_of;
  for (std::size_t s = 0; s < plan.solvers.size(); ++s) {
    if (column_of.emplace(plan.solvers[s].id, out.columns.size()).second) {
      out.columns.push_back(s);
    }
  }
  for (const CellSpec& cell : plan.cells) {
    const std::pair key{plan.problems[cell.problem].id, plan.budgets[cell.budget].id};
    if (row_of.emplace(key, out.rows.size()).second) {
      out.rows.emplace_back(cell.problem, cell.budget);
    }
    out.row_of_cell.push_back(row_of.at(key));
    out.column_of_cell.push_back(column_of.at(plan.solvers[cell.solver].id));
  }
  return out;
}

ReportPublished published_column(const PublishedResult& published,
                                 const Plan& plan,
                                 const Layout& layout) {
  ReportPublished out{published.name, published.source, {}};
  for (const auto& row : layout.rows) {
    out.values.push_back(kNaN);
    for (const auto& [problem, value] : published.values) {
      if (problem == plan.problems[row.first].id) {
        out.values.back() = value;
      }
    }
  }
  return out;
}

ReportIndicator indicator_entry(const Plan& plan,
                                std::size_t i,
                                const Layout& layout,
                                const Registries& registries) {
  const IndicatorSpec& indicator = plan.indicators[i];
  const IndicatorEntry& entry = registries.indicators.at(indicator.type);
  ReportIndicator out;
  out.id = indicator.id;
  out.name = title_of(entry.description.name);
  const auto same_type =
      std::count_if(plan.indicators.begin(), plan.indicators.end(),
                    [&](const IndicatorSpec& other) { return other.type == indicator.type; });
  if (same_type > 1) {  // one name for two things would be read as one
    out.name += " (" + indicator.id + ")";
  }
  out.definition = entry.description.summary;
  out.better = entry.better;
  for (const auto& row : layout.rows) {
    const ProblemSpec& problem = plan.problems[row.first];
    const AnyIndicator& measure = plan.measures[row.first][i];
    out.frames.push_back(measure.valid() ? ReportFrame{frame_text(problem.info, measure.frame()),
                                                       measure.frame().hash()}
                                         : ReportFrame{});
    const Value params = params_on(indicator, problem);
    if (const Value* whole = params.find("hypervolume");
        measure.valid() && whole != nullptr && whole->as_double() > 0) {
      out.frames.back().text +=
          fmt::format("; hypervolume of the whole front {}", whole->as_double());
    }
  }
  for (const PublishedResult& published : plan.published) {
    if (published.indicator == indicator.id) {
      out.published.push_back(published_column(published, plan, layout));
    }
  }
  return out;
}

RunState state_of(StoredState state) {
  return state == StoredState::done     ? RunState::done
         : state == StoredState::failed ? RunState::failed
                                        : RunState::pending;
}

ReportRun report_run(const StoredRun& run, const Plan& plan, const ProblemSpec& problem) {
  ReportRun out;
  out.replicate = run.replicate;
  out.state = state_of(run.state);
  if (out.state == RunState::done) {
    out.values.assign(plan.indicators.size(), kNaN);
  }
  out.evaluations = std::holds_alternative<ProblemInfo>(problem.info) ? run.evaluations : run.cost;
  out.failed_evaluations = run.failed_evaluations;
  out.feasible = run.feasible;
  out.deterministic = run.deterministic;
  out.seconds = run.seconds;
  out.message = run.failure;
  if (out.state == RunState::done && run.stop_reason != "budget") {
    out.message = "stopped: " + run.stop_reason;
  }
  return out;
}

/// Where each run of the plan went.
struct Place {
  std::size_t cell = 0;  ///< in Report::cells
  std::size_t run = 0;   ///< in ReportCell::runs
};

class Builder {
 public:
  Builder(const Store& store,
          const StoredPlan& stored,
          const Plan& plan,
          const Registries& registries)
      : store_(store),
        stored_(stored),
        plan_(plan),
        registries_(registries),
        layout_(layout_of(plan)),
        keys_(measure_keys(plan)),
        runs_(store.runs(stored.id)) {}

  Report tables() {
    add_head();
    add_runs();
    add_values();
    return std::move(report_);
  }

  Report everything() {
    add_head();
    add_runs();
    add_values();
    add_references();
    add_traces();
    add_fronts();
    add_environment();
    return std::move(report_);
  }

 private:
  void add_head();
  void add_runs();
  void add_values();
  void add_references();
  void add_traces();
  void add_fronts();
  void add_learned(std::size_t position, ReportCell& cell, std::uint64_t replicate);
  void add_environment();
  [[nodiscard]] std::size_t leading_indicator() const;

  [[nodiscard]] std::size_t problem_of(std::size_t position) const {
    return plan_.cells[plan_.runs[position].cell].problem;
  }

  /// Keys of an indicator on all problems.
  [[nodiscard]] std::set<std::string> keys_of(std::size_t indicator) const;

  const Store& store_;
  const StoredPlan& stored_;
  const Plan& plan_;
  const Registries& registries_;
  Layout layout_;
  MeasureKeys keys_;
  std::vector<StoredRun> runs_;
  std::vector<Place> places_;
  Report report_;
};

void Builder::add_head() {
  report_.title = plan_.name;
  report_.description = plan_.description;
  report_.generated_at = utc_now();
  std::set<std::string> budgets;
  for (const auto& row : layout_.rows) {
    budgets.insert(plan_.budgets[row.second].id);
  }
  for (const auto& row : layout_.rows) {
    report_.problems.push_back(problem_row(plan_, row, budgets.size() > 1, registries_));
  }
  for (const std::size_t s : layout_.columns) {
    report_.solvers.push_back(solver_column(plan_.solvers[s], registries_));
  }
  for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
    report_.indicators.push_back(indicator_entry(plan_, i, layout_, registries_));
  }
  report_.tests = {plan_.report.control, plan_.seed.pairing, plan_.report.alpha,
                   plan_.report.correction};
  report_.warnings = plan_.warnings;
  report_.linear_cost = plan_.report.cost_axis == CostAxis::linear;
  report_.means = plan_.report.means;
  if (!plan_.indicators.empty()) {
    report_.median_run_of = report_.indicators[leading_indicator()].name;
  }
}

void Builder::add_runs() {
  report_.cells.resize(report_.problems.size() * report_.solvers.size());
  for (std::size_t position = 0; position < runs_.size(); ++position) {
    const std::size_t cell = plan_.runs[position].cell;
    const std::size_t index =
        layout_.row_of_cell[cell] * report_.solvers.size() + layout_.column_of_cell[cell];
    places_.push_back({index, report_.cells[index].runs.size()});
    report_.cells[index].runs.push_back(
        report_run(runs_[position], plan_, plan_.problems[problem_of(position)]));
  }
}

void Builder::add_values() {
  std::vector<std::unordered_map<std::string, std::size_t>> indicator_of(plan_.problems.size());
  for (std::size_t p = 0; p < keys_.size(); ++p) {
    for (std::size_t i = 0; i < keys_[p].size(); ++i) {
      if (keys_[p][i]) {
        indicator_of[p].emplace(keys_[p][i]->key, i);
      }
    }
  }
  store_.for_each_measure(
      stored_.id, scored_tag(plan_), [&](std::size_t position, const StoredMeasure& measure) {
        const auto& known = indicator_of[problem_of(position)];
        const auto found = known.find(measure.key);
        const Place place = places_[position];
        ReportRun& run = report_.cells[place.cell].runs[place.run];
        if (found != known.end() && !run.values.empty() && measure.failure.empty()) {
          run.values[found->second] = measure.value.value;
        }
      });
}

void Builder::add_references() {
  for (std::size_t row = 0; row < layout_.rows.size(); ++row) {
    report_.problems[row].reference = reference_of(plan_.problems[layout_.rows[row].first]);
  }
}

std::size_t Builder::leading_indicator() const {
  for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
    if (plan_.indicators[i].type == "hypervolume") {
      return i;
    }
  }
  return 0;
}

std::set<std::string> Builder::keys_of(std::size_t indicator) const {
  std::set<std::string> out;
  for (const auto& row : keys_) {
    if (row[indicator]) {
      out.insert(row[indicator]->key);
    }
  }
  return out;
}

using Curve = std::vector<std::pair<std::uint64_t, double>>;

// On one schedule for all runs; the last value known is carried forward.
std::optional<ReportTrace> trace_of(const std::vector<Curve>& curves) {
  std::set<std::uint64_t> points;
  for (const Curve& curve : curves) {
    for (const auto& [at, value] : curve) {
      points.insert(at);
    }
  }
  points.erase(0);
  if (points.empty()) {
    return std::nullopt;
  }
  ReportTrace out;
  for (const std::uint64_t at : points) {
    out.cost.push_back(static_cast<double>(at));
  }
  out.value =
      Matrix::Constant(static_cast<Index>(points.size()), static_cast<Index>(curves.size()), kNaN);
  for (std::size_t run = 0; run < curves.size(); ++run) {
    std::size_t next = 0;
    double last = kNaN;
    Index row = 0;
    for (const std::uint64_t at : points) {
      while (next < curves[run].size() && curves[run][next].first <= at) {
        last = curves[run][next++].second;
      }
      out.value(row++, static_cast<Index>(run)) = last;
    }
  }
  return out;
}

void Builder::add_traces() {
  if (!plan_.trace.schedule || plan_.trace.indicators.empty()) {
    return;
  }
  std::size_t traced = plan_.indicators.size();
  for (const std::string& id : plan_.trace.indicators) {
    for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
      if (plan_.indicators[i].id == id &&
          (traced == plan_.indicators.size() || plan_.indicators[i].type == "hypervolume")) {
        traced = i;
      }
    }
  }
  if (traced == plan_.indicators.size()) {
    return;
  }
  report_.trace_name = report_.indicators[traced].name;
  const std::set<std::string> keys = keys_of(traced);
  std::vector<std::vector<Curve>> curves(report_.cells.size());
  for (std::size_t c = 0; c < curves.size(); ++c) {
    curves[c].resize(report_.cells[c].runs.size());
  }
  store_.for_each_measure(
      stored_.id, "trace", [&](std::size_t position, const StoredMeasure& measure) {
        if (keys.contains(measure.key)) {
          const Place place = places_[position];
          curves[place.cell][place.run].emplace_back(measure.evaluations, measure.value.value);
        }
      });
  for (std::size_t c = 0; c < curves.size(); ++c) {
    for (Curve& curve : curves[c]) {
      std::sort(curve.begin(), curve.end());
    }
    report_.cells[c].trace = trace_of(curves[c]);
  }
  for (std::size_t row = 0; row < layout_.rows.size(); ++row) {
    report_.problems[row].trace_frame = report_.indicators[traced].frames[row].text;
  }
}

void Builder::add_learned(std::size_t position, ReportCell& cell, std::uint64_t replicate) {
  auto set = store_.front(runs_[position].id, "decoded");
  if (!set || set->members.ids.empty()) {
    return;
  }
  const Matrix lattice = preference_lattice(set->members.f.rows());
  ReportLearned learned;
  learned.replicate = replicate;
  learned.f = std::move(set->members.f);
  flip_maximised(learned.f, plan_.problems[problem_of(position)].info);
  learned.preferences.resize(lattice.rows(), learned.f.cols());
  for (Index j = 0; j < learned.f.cols(); ++j) {
    const auto at = static_cast<Index>(set->members.ids[static_cast<std::size_t>(j)]);
    if (at >= lattice.cols()) {
      return;  // of another lattice than this program's
    }
    learned.preferences.col(j) = lattice.col(at);
  }
  cell.learned = std::move(learned);
}

void Builder::add_fronts() {
  if (plan_.indicators.empty()) {
    return;
  }
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> position_of;
  for (std::size_t position = 0; position < places_.size(); ++position) {
    position_of[{places_[position].cell, places_[position].run}] = position;
  }
  for (std::size_t c = 0; c < report_.cells.size(); ++c) {
    ReportCell& cell = report_.cells[c];
    const auto median = median_run(cell, leading_indicator());
    if (!median || !cell.runs[*median].feasible) {
      continue;
    }
    const std::size_t position = position_of.at({c, *median});
    auto front = store_.front(runs_[position].id, scored_tag(plan_));
    if (front && front->feasible) {
      Matrix f = std::move(front->members.f);
      flip_maximised(f, plan_.problems[problem_of(position)].info);
      cell.front = ReportFront{std::move(f), cell.runs[*median].replicate};
    }
    add_learned(position, cell, cell.runs[*median].replicate);
  }
}

void add_pairs(const Value& object, std::vector<std::pair<std::string, std::string>>& out) {
  for (const auto& [key, value] : object.as_object()) {
    if (value.is_object()) {
      add_pairs(value, out);
    } else {
      const std::string text = value.is_string() ? value.as_string() : to_json(value);
      if (!text.empty()) {
        out.emplace_back(key, text);
      }
    }
  }
}

void Builder::add_environment() {
  std::set<std::string> environments;
  for (const StoredRun& run : runs_) {
    if (!run.environment_json.empty()) {
      environments.insert(run.environment_json);
    }
  }
  if (environments.size() > 1) {
    report_.warnings.push_back(
        fmt::format("the runs were made in {} different environments (versions or machines); one "
                    "of them is shown",
                    environments.size()));
  }
  if (!environments.empty()) {
    add_pairs(json_value(*environments.begin()), report_.environment);
  }
  report_.configuration = to_json(resolved(plan_), 2);
  report_.commands = {
      fmt::format("vilfredo run SUITE.json --store {}", store_.path().filename().string()),
      fmt::format("vilfredo report {} -o report", store_.path().filename().string())};
}

}  // namespace

Report full_report(const Store& store,
                   const StoredPlan& stored,
                   const Plan& plan,
                   const Registries& registries) {
  return Builder(store, stored, plan, registries).everything();
}

Report table_report(const Store& store,
                    const StoredPlan& stored,
                    const Plan& plan,
                    const Registries& registries) {
  return Builder(store, stored, plan, registries).tables();
}

}  // namespace vilfredo::suite
