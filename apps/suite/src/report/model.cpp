#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/report/model.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

namespace vilfredo::suite {
namespace {

Error invalid(std::string sentence) {
  return Error{Errc::invalid_argument, std::move(sentence)};
}

template <class Entries>
void check_ids(const Entries& entries, std::string_view what) {
  std::set<std::string> seen;
  for (const auto& entry : entries) {
    if (entry.id.empty()) {
      throw invalid("a report's " + std::string(what) + " has no id");
    }
    if (!seen.insert(entry.id).second) {
      throw invalid("two entries of a report have the same id").with(std::string(what), entry.id);
    }
  }
}

void check_trace(const ReportTrace& trace, std::size_t runs) {
  if (trace.value.rows() != static_cast<Index>(trace.cost.size()) ||
      trace.value.cols() != static_cast<Index>(runs)) {
    throw invalid("a trace must have one row per cost point and one column per run");
  }
  double previous = 0;
  for (const double cost : trace.cost) {
    if (!(cost > previous) || std::isinf(cost)) {
      throw invalid("the costs of a trace must be positive, finite and ascending");
    }
    previous = cost;
  }
}

void check_points(const Matrix& f, const ReportProblem& problem, std::string_view what) {
  if (f.cols() > 0 && f.rows() != static_cast<Index>(problem.objectives.size())) {
    throw invalid(std::string(what) + " must have one row per objective");
  }
  for (Index j = 0; j < f.cols(); ++j) {
    for (Index i = 0; i < f.rows(); ++i) {
      if (!std::isfinite(f(i, j))) {
        throw invalid(std::string(what) + " holds a value that is not finite");
      }
    }
  }
}

void check_cell(const Report& report, std::size_t p, std::size_t s) {
  const ReportCell& cell = report.cell(p, s);
  for (std::size_t r = 0; r < cell.runs.size(); ++r) {
    const ReportRun& run = cell.runs[r];
    const bool may_be_empty = run.state != RunState::done && run.values.empty();
    if (!may_be_empty && run.values.size() != report.indicators.size()) {
      throw invalid("a run must have one value per indicator")
          .with("replicate", std::to_string(run.replicate));
    }
    if (r > 0 && cell.runs[r - 1].replicate >= run.replicate) {
      throw invalid("the runs of a cell must be in ascending order of their replicates");
    }
  }
  if (cell.trace) {
    check_trace(*cell.trace, cell.runs.size());
  }
  if (cell.front) {
    check_points(cell.front->f, report.problems[p], "a front");
  }
  if (cell.learned) {
    check_points(cell.learned->f, report.problems[p], "a learned set");
    if (cell.learned->preferences.cols() != cell.learned->f.cols() ||
        cell.learned->preferences.rows() != cell.learned->f.rows()) {
      throw invalid("a learned set must have one solution per preference");
    }
  }
}

}  // namespace

void check(const Report& report) {
  if (report.problems.empty() || report.solvers.empty()) {
    throw invalid("a report needs at least one problem and one solver");
  }
  check_ids(report.problems, "problem");
  check_ids(report.solvers, "solver");
  check_ids(report.indicators, "indicator");
  if (report.cells.size() != report.problems.size() * report.solvers.size()) {
    throw invalid("a report needs one cell for every problem and solver")
        .with("cells", std::to_string(report.cells.size()))
        .with("problems", std::to_string(report.problems.size()))
        .with("solvers", std::to_string(report.solvers.size()));
  }
  for (const ReportIndicator& indicator : report.indicators) {
    if (!indicator.frames.empty() && indicator.frames.size() != report.problems.size()) {
      throw invalid("an indicator needs one frame per problem, or none")
          .with("indicator", indicator.id);
    }
    for (const ReportPublished& published : indicator.published) {
      if (published.values.size() != report.problems.size()) {
        throw invalid("a published method needs one value per problem, NaN where there is none")
            .with("indicator", indicator.id)
            .with("method", published.name);
      }
    }
  }
  if (!(report.tests.alpha > 0 && report.tests.alpha < 1)) {
    throw invalid("the level of the tests must lie in (0, 1)")
        .with("alpha", std::to_string(report.tests.alpha));
  }
  (void)control_solver(report);
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    try {
      if (report.problems[p].reference) {
        check_points(report.problems[p].reference->f, report.problems[p], "a reference front");
      }
      for (std::size_t s = 0; s < report.solvers.size(); ++s) {
        try {
          check_cell(report, p, s);
        } catch (Error& error) {
          error.with("solver", report.solvers[s].id);
          throw;
        }
      }
    } catch (Error& error) {
      error.with("problem", report.problems[p].id);
      throw;
    }
  }
}

std::size_t control_solver(const Report& report) {
  if (report.tests.control.empty()) {
    return 0;
  }
  std::vector<std::string> ids;
  for (std::size_t s = 0; s < report.solvers.size(); ++s) {
    if (report.solvers[s].id == report.tests.control) {
      return s;
    }
    ids.push_back(report.solvers[s].id);
  }
  throw unknown_name("control solver", report.tests.control, ids);
}

std::optional<std::size_t> median_run(const ReportCell& cell, std::size_t indicator) {
  std::vector<std::size_t> order;
  const auto value = [&](std::size_t r) { return cell.runs[r].values[indicator]; };
  for (std::size_t r = 0; r < cell.runs.size(); ++r) {
    if (cell.runs[r].state == RunState::done && !std::isnan(value(r))) {
      order.push_back(r);
    }
  }
  if (order.empty()) {
    return std::nullopt;
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return value(a) != value(b) ? value(a) < value(b) : a < b;
  });
  return order[(order.size() - 1) / 2];
}

}  // namespace vilfredo::suite
