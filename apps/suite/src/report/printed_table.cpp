#include "report/printed_table.hpp"

#include "report/text_lines.hpp"

#include <vilfredo/suite/report/numbers.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace vilfredo::suite::detail {
namespace {

std::vector<double> medians_of_row(const IndicatorTable& table, std::size_t problem) {
  std::vector<double> medians;
  for (std::size_t s = 0; s < table.solvers; ++s) {
    medians.push_back(table.cell(problem, s).summary.median);
  }
  return medians;
}

PrintedCell print_cell(const ComparedCell& cell, const NumberFormat& format) {
  PrintedCell result;
  result.median = format.text(cell.summary.median);
  if (cell.summary.n > 0) {
    result.iqr = format.text_of_width(cell.summary.interquartile_range());
  }
  result.symbol = symbol(cell.verdict);
  result.best = cell.best;
  if (cell.failed > 0) {
    result.failed =
        fmt::format("{} of {} failed", cell.failed, cell.summary.n + cell.failed + cell.pending);
  }
  return result;
}

std::string friedman_line(const IndicatorTable& table, double alpha) {
  if (!table.friedman) {
    return "";
  }
  const Friedman& f = *table.friedman;
  std::string text = fmt::format("Friedman over {} problems: chi-squared {:.3g}, p {}",
                                 table.ranked_problems, f.chi_squared, p_text(f.p));
  if (!std::isnan(f.iman_davenport_f)) {
    text += fmt::format("; Iman-Davenport F {:.3g}, p {}", f.iman_davenport_f,
                        p_text(f.iman_davenport_p));
  }
  return text + fmt::format("; critical difference of mean ranks (Nemenyi, level {:g}) {:.2f}.",
                            alpha, table.critical_difference);
}

std::string median_text(std::vector<double> values) {
  values.erase(std::remove_if(values.begin(), values.end(), [](double v) { return std::isnan(v); }),
               values.end());
  if (values.empty()) {
    return "–";
  }
  const double median = quantile(values, 0.5);
  return fmt::format("{:.{}f}", median, median >= 100 || median == std::floor(median) ? 0 : 2);
}

}  // namespace

PrintedTable print(const Report& report, const IndicatorTable& table) {
  const ReportIndicator& indicator = report.indicators[table.indicator];
  PrintedTable result;
  result.title = fmt::format("{} ({} is better)",
                             capitalised(indicator.name.empty() ? indicator.id : indicator.name),
                             indicator.better == Direction::maximise ? "larger" : "smaller");
  result.definition = indicator.definition;
  bool scientific = false;  // one notation for the whole table, digits row by row
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    scientific = scientific || wants_scientific(medians_of_row(table, p));
  }
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    const NumberFormat format = number_format(medians_of_row(table, p), scientific);
    result.rows.emplace_back();
    for (std::size_t s = 0; s < table.solvers; ++s) {
      result.rows.back().push_back(print_cell(table.cell(p, s), format));
    }
  }
  const NumberFormat two_decimals{false, 2};
  for (std::size_t s = 0; s < table.solvers; ++s) {
    result.mean_ranks.push_back(two_decimals.text(table.mean_ranks[s]));
    const Tally& t = table.tallies[s];
    result.tallies.push_back(s == table.control
                                 ? std::string("control")
                                 : fmt::format("{}/{}/{}", t.better, t.similar, t.worse));
  }
  result.statement = describe_tests(report, table);
  result.friedman = friedman_line(table, report.tests.alpha);
  result.warnings = table.warnings;
  return result;
}

std::string runs_text(const Report& report) {
  std::size_t fewest = report.cells.front().runs.size();
  std::size_t most = fewest;
  for (const ReportCell& cell : report.cells) {
    fewest = std::min(fewest, cell.runs.size());
    most = std::max(most, cell.runs.size());
  }
  if (fewest != most) {
    return fmt::format("{} to {} runs", fewest, most);
  }
  return counted(most, "run");
}

const std::vector<std::string>& health_columns() {
  static const std::vector<std::string> columns{"problem",
                                                "solver",
                                                "finished",
                                                "failed",
                                                "feasible",
                                                "budget units used (median)",
                                                "failed evaluations",
                                                "wall time in s (median)",
                                                "deterministic"};
  return columns;
}

std::vector<std::vector<std::string>> health_rows(const Report& report) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    for (std::size_t s = 0; s < report.solvers.size(); ++s) {
      const std::vector<ReportRun>& runs = report.cell(p, s).runs;
      std::size_t done = 0;
      std::size_t failed = 0;
      std::size_t feasible = 0;
      std::size_t repeatable = 0;
      std::uint64_t failed_evaluations = 0;
      std::vector<double> cost;
      std::vector<double> seconds;
      for (const ReportRun& run : runs) {
        failed += run.state == RunState::failed ? 1 : 0;
        failed_evaluations += run.failed_evaluations;
        if (run.state != RunState::done) {
          continue;
        }
        ++done;
        feasible += run.feasible ? 1 : 0;
        repeatable += run.deterministic ? 1 : 0;
        cost.push_back(static_cast<double>(run.evaluations));
        seconds.push_back(run.seconds);
      }
      const std::string repeat =
          done == 0 ? "–"
                    : (repeatable == done ? "yes" : fmt::format("{} of {}", repeatable, done));
      rows.push_back({report.problems[p].id, report.solvers[s].id,
                      fmt::format("{} of {}", done, runs.size()), std::to_string(failed),
                      fmt::format("{} of {}", feasible, done), median_text(cost),
                      std::to_string(failed_evaluations), median_text(seconds), repeat});
    }
  }
  return rows;
}

std::vector<std::string> run_messages(const Report& report) {
  std::vector<std::string> messages;
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    for (std::size_t s = 0; s < report.solvers.size(); ++s) {
      for (const ReportRun& run : report.cell(p, s).runs) {
        if (!run.message.empty() || run.state == RunState::failed) {
          messages.push_back(fmt::format(
              "{}, {}, replicate {}: {}", report.problems[p].id, report.solvers[s].id,
              run.replicate, run.message.empty() ? std::string("failed") : run.message));
        }
      }
    }
  }
  return messages;
}

std::size_t display_width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string objective_text(const Objective& objective) {
  return fmt::format("{}{}, {}", objective.name,
                     objective.unit.empty() ? "" : " [" + objective.unit + "]",
                     objective.sense == Sense::maximise ? "maximised" : "minimised");
}

}  // namespace vilfredo::suite::detail
