#include "report/printed_table.hpp"

#include <vilfredo/suite/report/numbers.hpp>

#include <fmt/core.h>

#include <cmath>
#include <map>

namespace vilfredo::suite::detail {
namespace {

/// Means of the solvers, then published values; NaN where there is none.
std::vector<double> values_of_row(const IndicatorTable& table,
                                  const ReportIndicator& indicator,
                                  std::size_t problem) {
  std::vector<double> values;
  for (std::size_t s = 0; s < table.solvers; ++s) {
    const Summary& q = table.cell(problem, s).summary;
    values.push_back(q.n > 0 ? q.mean : std::numeric_limits<double>::quiet_NaN());
  }
  for (const ReportPublished& published : indicator.published) {
    values.push_back(published.values[problem]);
  }
  return values;
}

std::vector<bool> best_of(const std::vector<double>& values, Direction better) {
  std::vector<bool> best(values.size(), false);
  double record = std::numeric_limits<double>::quiet_NaN();
  for (const double v : values) {
    if (std::isnan(record) || (better == Direction::minimise ? v < record : v > record)) {
      record = v;
    }
  }
  for (std::size_t k = 0; k < values.size(); ++k) {
    best[k] = values[k] == record;
  }
  return best;
}

/// Methods with one source share a line.
void add_source(const ReportPublished& published,
                std::map<std::string, std::size_t>& named,
                std::vector<std::string>& lines) {
  if (published.source.empty()) {
    return;
  }
  const auto [place, is_new] = named.emplace(published.source, lines.size());
  if (is_new) {
    lines.push_back(published.name + ": " + published.source);
  } else {
    std::string& line = lines[place->second];
    line.insert(line.size() - published.source.size() - 2, ", " + published.name);
  }
}

}  // namespace

std::optional<PrintedMeans> print_means(const Report& report, const IndicatorTable& table) {
  const ReportIndicator& indicator = report.indicators[table.indicator];
  if (!report.means && indicator.published.empty()) {
    return std::nullopt;
  }
  PrintedMeans out;
  out.heading = fmt::format("Mean ± standard deviation of {}", runs_text(report));
  out.heading +=
      indicator.published.empty()
          ? "; the best mean of a row is marked."
          : ", beside values published by others, which enter no test; the best of a row "
            "is marked.";
  std::map<std::string, std::size_t> named;
  out.columns.emplace_back("problem");
  for (const ReportSolver& solver : report.solvers) {
    out.columns.push_back(solver.id);
  }
  for (const ReportPublished& published : indicator.published) {
    out.columns.push_back(published.name + " (published)");
    add_source(published, named, out.sources);
  }
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    const std::vector<double> values = values_of_row(table, indicator, p);
    const NumberFormat format = number_format(values);
    std::vector<std::string> row{report.problems[p].id};
    for (std::size_t k = 0; k < values.size(); ++k) {
      std::string text = format.text(values[k]);
      if (k < table.solvers && table.cell(p, k).summary.n > 1) {
        text += " ± " + format.text_of_width(table.cell(p, k).summary.sd);
      }
      row.push_back(std::move(text));
    }
    out.rows.push_back(std::move(row));
    out.best.push_back(best_of(values, indicator.better));
  }
  return out;
}

}  // namespace vilfredo::suite::detail
