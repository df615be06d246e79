#include "report/text_lines.hpp"

#include <vilfredo/suite/report/numbers.hpp>
#include <vilfredo/suite/report/render.hpp>

#include <fmt/core.h>

namespace vilfredo::suite {
namespace {

std::string_view state_name(RunState state) {
  switch (state) {
    case RunState::done:
      return "done";
    case RunState::failed:
      return "failed";
    case RunState::pending:
      break;
  }
  return "pending";
}

std::string run_fields(const ReportRun& run) {
  return fmt::format("{},{},{},{},{},{},{}", run.replicate, state_name(run.state), run.evaluations,
                     run.failed_evaluations, run.feasible ? 1 : 0, run.deterministic ? 1 : 0,
                     exact_text(run.seconds));
}

}  // namespace

std::string render_csv(const Report& report) {
  check(report);
  std::string text =
      "problem,solver,replicate,state,evaluations,failed_evaluations,feasible,deterministic,"
      "seconds,indicator,better,frame,value\n";
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    for (std::size_t s = 0; s < report.solvers.size(); ++s) {
      const std::string cell = detail::csv_field(report.problems[p].id) + "," +
                               detail::csv_field(report.solvers[s].id) + ",";
      for (const ReportRun& run : report.cell(p, s).runs) {
        const std::string prefix = cell + run_fields(run) + ",";
        for (std::size_t i = 0; i < report.indicators.size(); ++i) {
          const ReportIndicator& indicator = report.indicators[i];
          const bool has_value = run.state == RunState::done;
          text += prefix + detail::csv_field(indicator.id) + "," +
                  (indicator.better == Direction::minimise ? "smaller" : "larger") + "," +
                  (indicator.frames.empty() ? "" : detail::csv_field(indicator.frames[p].hash)) +
                  "," + (has_value ? exact_text(run.values[i]) : "") + "\n";
        }
      }
    }
  }
  return text;
}

}  // namespace vilfredo::suite
