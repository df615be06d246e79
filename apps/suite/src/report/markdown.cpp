#include "report/printed_table.hpp"
#include "report/text_lines.hpp"

#include <vilfredo/suite/report/render.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace vilfredo::suite {
namespace {

using detail::markdown_text;
using detail::PrintedCell;
using detail::PrintedTable;

std::string cell_text(const PrintedCell& cell) {
  std::string text = cell.best ? "**" + cell.median + "**" : cell.median;
  if (!cell.iqr.empty()) {
    text += " (" + markdown_text(cell.iqr) + ")";
  }
  if (!cell.symbol.empty()) {
    text += " " + cell.symbol;
  }
  return cell.failed.empty() ? text : text + " † " + cell.failed;
}

std::string means_section(const Report& report, const IndicatorTable& table) {
  const auto means = detail::print_means(report, table);
  if (!means) {
    return "";
  }
  std::vector<std::vector<std::string>> rows(1);
  for (const std::string& column : means->columns) {
    rows.front().push_back(markdown_text(column));
  }
  for (std::size_t p = 0; p < means->rows.size(); ++p) {
    rows.push_back({markdown_text(means->rows[p].front())});
    for (std::size_t k = 1; k < means->rows[p].size(); ++k) {
      const std::string cell = markdown_text(means->rows[p][k]);
      rows.back().push_back(means->best[p][k - 1] ? "**" + cell + "**" : cell);
    }
  }
  std::string text = "\n" + means->heading + "\n\n" + detail::markdown_table(rows);
  for (const std::string& source : means->sources) {
    text += "\n- " + markdown_text(source);
  }
  return text + (means->sources.empty() ? "" : "\n");
}

std::string indicator_section(const Report& report, const IndicatorTable& table) {
  const PrintedTable printed = detail::print(report, table);
  const ReportIndicator& indicator = report.indicators[table.indicator];
  std::string text = "\n### " + markdown_text(printed.title) + "\n\n";
  if (!printed.definition.empty()) {
    text += markdown_text(printed.definition) + "\n\n";
  }
  text += "Median (interquartile range) of " + detail::runs_text(report) +
          ", best median of a row in bold. " + printed.statement + "\n\n";
  std::vector<std::vector<std::string>> rows{{"problem"}};
  for (std::size_t s = 0; s < report.solvers.size(); ++s) {
    rows.front().push_back(markdown_text(report.solvers[s].id));
  }
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    rows.push_back({markdown_text(report.problems[p].id)});
    for (const PrintedCell& cell : printed.rows[p]) {
      rows.back().push_back(cell_text(cell));
    }
  }
  rows.push_back({"mean rank"});
  rows.back().insert(rows.back().end(), printed.mean_ranks.begin(), printed.mean_ranks.end());
  rows.push_back({"▲/≈/▼"});
  rows.back().insert(rows.back().end(), printed.tallies.begin(), printed.tallies.end());
  text += detail::markdown_table(rows);
  text += printed.friedman.empty() ? "" : "\n" + printed.friedman + "\n";
  text += means_section(report, table);
  for (const std::string& warning : printed.warnings) {
    text += "\n> Warning: " + warning + "\n";
  }
  if (!indicator.frames.empty()) {
    text += "\nMeasured against:\n\n";
    for (std::size_t p = 0; p < report.problems.size(); ++p) {
      const ReportFrame& frame = indicator.frames[p];
      text += "- " + markdown_text(report.problems[p].id) + ": " + markdown_text(frame.text) +
              (frame.hash.empty() ? "" : " (frame `" + frame.hash.substr(0, 12) + "`)") + "\n";
    }
  }
  return text;
}

std::string figures_section(std::span<const Figure> figures) {
  std::string text;
  for (const Figure& figure : figures) {
    if (!figure.svg.empty()) {
      text += "\n![" + markdown_text(figure.title) + "](figures/" + figure.id + ".svg)\n\n*" +
              markdown_text(figure.caption) + "*\n";
    }
  }
  return text.empty() ? "" : "\n## Figures\n" + text;
}

/// A fence longer than any run of backticks inside.
std::string fenced(const std::string& text, const std::string& language) {
  std::string fence = "```";
  while (text.find(fence) != std::string::npos) {
    fence += '`';
  }
  return fence + language + "\n" + text + (text.empty() || text.back() == '\n' ? "" : "\n") +
         fence + "\n";
}

std::string setting_section(const Report& report) {
  std::string text = "\n## Problems\n\n";
  for (const ReportProblem& problem : report.problems) {
    std::vector<std::string> objectives;
    text += "- **" + markdown_text(problem.id) + "**";
    text += problem.description.empty() ? "" : ": " + markdown_text(problem.description);
    for (std::size_t k = 0; k < problem.objectives.size(); ++k) {
      text += (k == 0 ? ". Objectives: " : "; ") +
              markdown_text(detail::objective_text(problem.objectives[k]));
    }
    text += problem.budget.empty() ? "" : ". Budget: " + markdown_text(problem.budget);
    if (problem.reference) {
      text += fmt::format(". {} front: {}{}", problem.reference->exact ? "True" : "Reference",
                          markdown_text(problem.reference->provenance),
                          problem.reference->hash.empty()
                              ? ""
                              : " (`" + problem.reference->hash.substr(0, 12) + "`)");
    }
    text += "\n";
  }
  text += "\n## Solvers\n\n";
  for (const ReportSolver& solver : report.solvers) {
    text += "- **" + markdown_text(solver.id) + "**" +
            (solver.description.empty() ? "" : ": " + markdown_text(solver.description)) + "\n";
  }
  return text;
}

std::string closing_sections(const Report& report) {
  std::vector<std::vector<std::string>> rows{detail::health_columns()};
  for (const std::vector<std::string>& row : detail::health_rows(report)) {
    rows.emplace_back();
    std::transform(row.begin(), row.end(), std::back_inserter(rows.back()),
                   [](const std::string& cell) { return markdown_text(cell); });
  }
  std::string text = "\n## Run health\n\n" + detail::markdown_table(rows);
  for (const std::string& message : detail::run_messages(report)) {
    text += "\n- " + markdown_text(message);
  }
  if (!report.environment.empty()) {
    rows = {{"what", "value"}};
    for (const auto& [key, value] : report.environment) {
      rows.push_back({markdown_text(key), markdown_text(value)});
    }
    text += "\n\n## Environment\n\n" + detail::markdown_table(rows);
  }
  if (!report.configuration.empty()) {
    text += "\n## Configuration\n\n" + fenced(report.configuration, "json");
  }
  if (!report.commands.empty()) {
    std::string commands;
    for (const std::string& command : report.commands) {
      commands += command + "\n";
    }
    text += "\n## How to reproduce\n\n" + fenced(commands, "sh");
  }
  return text;
}

}  // namespace

std::string render_markdown(const Report& report, std::span<const Figure> figures) {
  check(report);
  std::vector<IndicatorTable> tables;
  std::string sections;
  for (std::size_t i = 0; i < report.indicators.size(); ++i) {
    tables.push_back(compare(report, i));
    sections += indicator_section(report, tables.back());
  }
  std::string text = "# " + markdown_text(report.title.empty() ? "Report" : report.title) + "\n\n";
  text += report.description.empty() ? "" : markdown_text(report.description) + "\n\n";
  text += report.generated_at.empty() ? "" : "Made " + markdown_text(report.generated_at) + ".\n\n";
  for (const std::string& warning : report.warnings) {
    text += "> Warning: " + markdown_text(warning) + "\n\n";
  }
  text += "## What came out\n\n";
  for (const std::string& sentence : verdicts(report, tables)) {
    text += "- " + markdown_text(sentence) + "\n";
  }
  text += sections.empty() ? "" : "\n## Indicators\n" + sections;
  text += figures_section(figures);
  text += setting_section(report);
  return text + closing_sections(report);
}

}  // namespace vilfredo::suite
