#include "report/printed_table.hpp"
#include "report/text_lines.hpp"

#include <vilfredo/suite/report/render.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace vilfredo::suite {
namespace {

constexpr std::size_t kWidth = 100;

using detail::PrintedCell;
using detail::PrintedTable;

/// Median, mark of the best, verdict: always as wide in one column, so that the decimals line up.
std::string cell_text(const PrintedCell& cell, bool marks) {
  std::string text = cell.failed.empty() ? "" : "†";
  text += cell.median;
  if (marks) {
    text += cell.best ? "* " : "  ";
    text += cell.symbol.empty() ? " " : cell.symbol;
  }
  return text;
}

std::string table_text(const Report& report, const PrintedTable& table) {
  const bool marks = report.solvers.size() > 1;
  const std::string pad = marks ? "   " : "";
  std::vector<std::vector<std::string>> rows{{"problem"}};
  for (const ReportSolver& solver : report.solvers) {
    rows.front().push_back(solver.id + pad);
  }
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    rows.push_back({report.problems[p].id});
    for (const PrintedCell& cell : table.rows[p]) {
      rows.back().push_back(cell_text(cell, marks));
    }
  }
  if (marks) {
    rows.push_back({"mean rank"});
    rows.push_back({"▲/≈/▼"});
    for (std::size_t s = 0; s < report.solvers.size(); ++s) {
      rows[rows.size() - 2].push_back(table.mean_ranks[s] + pad);
      rows.back().push_back(table.tallies[s] + pad);
    }
  }
  const std::string text = detail::aligned(rows);
  const std::size_t first_line = text.find('\n');
  std::size_t width = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = text.find('\n', start);
    width = std::max(width, detail::display_width(text.substr(start, end - start)));
    start = end + 1;
  }
  return text.substr(0, first_line + 1) + std::string(width, '-') + text.substr(first_line);
}

}  // namespace

std::string render_terminal(const Report& report) {
  check(report);
  std::string text = report.title.empty() ? "" : report.title + "\n";
  std::vector<std::string> notes;  // each once, in order of appearance
  const auto note = [&](const std::string& sentence) {
    if (std::find(notes.begin(), notes.end(), sentence) == notes.end()) {
      notes.push_back(sentence);
    }
  };
  for (std::size_t i = 0; i < report.indicators.size(); ++i) {
    const IndicatorTable table = compare(report, i);
    const PrintedTable printed = detail::print(report, table);
    text += "\n" + printed.title + ", medians of " + detail::runs_text(report) + "\n";
    text += table_text(report, printed);
    if (table.family > 0) {
      note("* best median of its row. " + printed.statement);
    }
    for (const std::string& warning : printed.warnings) {
      note("Warning: " + warning);
    }
  }
  for (const std::string& warning : report.warnings) {
    note("Warning: " + warning);
  }
  text += "\n";
  for (const std::string& sentence : notes) {
    text += detail::wrapped(sentence, kWidth);
  }
  text += detail::wrapped(verdicts(report, {}).front(), kWidth);
  return text;
}

}  // namespace vilfredo::suite
