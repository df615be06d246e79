#include "report/html_sections.hpp"

#include "report/printed_table.hpp"
#include "report/text_lines.hpp"

#include <vilfredo/suite/report/numbers.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace vilfredo::suite::detail {
namespace {

std::string_view verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::better:
      return "better";
    case Verdict::worse:
      return "worse";
    case Verdict::similar:
      return "similar";
    case Verdict::untested:
      break;
  }
  return "";
}

std::string mark(Verdict verdict) {
  if (verdict == Verdict::untested) {
    return "<span class=\"mark\"></span>";
  }
  const std::string_view word = verdict_word(verdict);
  return fmt::format("<span class=\"mark {0}\" title=\"{0}\" aria-label=\"{0}\">{1}</span>", word,
                     symbol(verdict));
}

std::string median_cell(const PrintedCell& printed, Verdict verdict) {
  std::string text = printed.best ? "<td class=\"best\">" : "<td>";
  text += html_text(printed.median);
  if (!printed.iqr.empty()) {
    text += " <span class=\"iqr\">(" + html_text(printed.iqr) + ")</span>";
  }
  text += mark(verdict);
  if (!printed.failed.empty()) {
    text += "<span class=\"failed\">† " + html_text(printed.failed) + "</span>";
  }
  return text + "</td>";
}

std::string footer_row(const std::string& name, const std::vector<std::string>& cells) {
  std::string text = "<tr><th scope=\"row\">" + name + "</th>";
  for (const std::string& cell : cells) {
    text += "<td>" + html_text(cell) + "<span class=\"mark\"></span></td>";
  }
  return text + "</tr>";
}

std::string median_table(const Report& report,
                         const IndicatorTable& table,
                         const PrintedTable& printed) {
  std::string text = "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">problem</th>";
  for (const ReportSolver& solver : report.solvers) {
    text += "<th scope=\"col\">" + html_text(solver.id) + "<span class=\"mark\"></span></th>";
  }
  text += "</tr></thead><tbody>";
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    text += "<tr><th scope=\"row\">" + html_text(report.problems[p].id) + "</th>";
    for (std::size_t s = 0; s < report.solvers.size(); ++s) {
      text += median_cell(printed.rows[p][s], table.cell(p, s).verdict);
    }
    text += "</tr>";
  }
  text += "</tbody>";
  if (report.solvers.size() > 1) {
    text += "<tfoot>" + footer_row("mean rank", printed.mean_ranks) +
            footer_row("▲/≈/▼", printed.tallies) + "</tfoot>";
  }
  return text + "</table></div>";
}

std::vector<std::string> all_numbers_row(const std::string& problem,
                                         const std::string& solver,
                                         const ComparedCell& cell,
                                         const NumberFormat& format) {
  const Summary& s = cell.summary;
  std::vector<std::string> row{problem,
                               solver,
                               std::to_string(s.n),
                               std::to_string(cell.failed),
                               format.text(s.minimum),
                               format.text(s.lower_quartile),
                               format.text(s.median),
                               format.text(s.upper_quartile),
                               format.text(s.maximum),
                               format.text(s.mean),
                               format.text_of_width(s.sd)};
  if (cell.test) {
    row.push_back(fmt::format("{:.3f}", cell.test->a12));
    row.push_back(format.text(cell.test->shift));
    row.push_back(p_text(cell.test->p));
    row.push_back(p_text(cell.test->p_adjusted));
  } else {
    row.insert(row.end(), 4, "–");
  }
  return row;
}

std::string all_numbers(const Report& report, const IndicatorTable& table) {
  std::vector<std::vector<double>> values(report.problems.size());
  bool scientific = false;
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    for (std::size_t s = 0; s < table.solvers; ++s) {
      const Summary& q = table.cell(p, s).summary;
      values[p].insert(values[p].end(),
                       {q.minimum, q.lower_quartile, q.median, q.upper_quartile, q.maximum});
    }
    scientific = scientific || wants_scientific(values[p]);
  }
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    const NumberFormat format = number_format(values[p], scientific);
    for (std::size_t s = 0; s < table.solvers; ++s) {
      rows.push_back(
          all_numbers_row(report.problems[p].id, report.solvers[s].id, table.cell(p, s), format));
    }
  }
  const std::string& control = report.solvers[table.control].id;
  return "<details><summary>All numbers: extremes, quartiles, effect sizes, p-values</summary>" +
         html_table({"problem", "solver", "runs", "failed", "smallest", "lower quartile", "median",
                     "upper quartile", "largest", "mean", "sd", "A12", "shift", "p", "p adjusted"},
                    rows) +
         "<p class=\"note\">A12: probability that a run of the solver has a larger value than one "
         "of " +
         html_text(control) +
         " (0.5: none has the edge; 0.06, 0.14 and 0.21 away from it are called small, medium and "
         "large). Shift: Hodges-Lehmann estimate of the difference to " +
         html_text(control) + ".</p></details>";
}

std::string means_table(const Report& report, const IndicatorTable& table) {
  const auto means = print_means(report, table);
  if (!means) {
    return "";
  }
  std::string text =
      "<p>" + html_text(means->heading) + "</p><div class=\"scroll\"><table><thead><tr>";
  for (const std::string& column : means->columns) {
    text += "<th scope=\"col\">" + html_text(column) + "</th>";
  }
  text += "</tr></thead><tbody>";
  for (std::size_t p = 0; p < means->rows.size(); ++p) {
    text += "<tr><th scope=\"row\">" + html_text(means->rows[p].front()) + "</th>";
    for (std::size_t k = 1; k < means->rows[p].size(); ++k) {
      text += means->best[p][k - 1] ? "<td class=\"best\">" : "<td>";
      text += html_text(means->rows[p][k]) + "</td>";
    }
    text += "</tr>";
  }
  text += "</tbody></table></div>";
  for (const std::string& source : means->sources) {
    text += "<p class=\"note\">" + html_text(source) + "</p>";
  }
  return text;
}

std::string frames_text(const Report& report, const ReportIndicator& indicator) {
  if (indicator.frames.empty()) {
    return "";
  }
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    const ReportFrame& frame = indicator.frames[p];
    rows.push_back({report.problems[p].id, frame.text, frame.hash.substr(0, 16)});
  }
  return "<details><summary>What the values are measured against</summary>" +
         html_table({"problem", "frame", "hash"}, rows, "words") + "</details>";
}

std::string reference_text(const ReportProblem& problem) {
  if (!problem.reference) {
    return "–";
  }
  const ReportReference& reference = *problem.reference;
  std::string text = reference.exact ? "true front" : "reference front";
  text += reference.provenance.empty() ? "" : ": " + reference.provenance;
  return text + (reference.hash.empty() ? "" : " (" + reference.hash.substr(0, 16) + ")");
}

}  // namespace

std::string html_table(const std::vector<std::string>& columns,
                       const std::vector<std::vector<std::string>>& rows,
                       std::string_view kind) {
  std::string text = "<div class=\"scroll\"><table";
  text += kind.empty() ? ">" : fmt::format(" class=\"{}\">", kind);
  text += "<thead><tr>";
  for (const std::string& column : columns) {
    text += "<th scope=\"col\">" + html_text(column) + "</th>";
  }
  text += "</tr></thead><tbody>\n";
  for (const std::vector<std::string>& row : rows) {
    text += "<tr>";
    for (const std::string& cell : row) {
      text += "<td>" + html_text(cell) + "</td>";
    }
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>";
}

std::string html_warning(const std::string& text) {
  return "<p class=\"warning\">" + html_text(text) + "</p>\n";
}

std::string html_indicator(const Report& report, const IndicatorTable& table) {
  const PrintedTable printed = print(report, table);
  std::string text = "<h3>" + html_text(printed.title) + "</h3>\n";
  text += printed.definition.empty() ? "" : "<p>" + html_text(printed.definition) + "</p>\n";
  text += median_table(report, table, printed);
  text += "<p class=\"note\">Median (interquartile range) of " + html_text(runs_text(report)) +
          "; the best median of a row is shaded. " + html_text(printed.statement) +
          (printed.friedman.empty() ? "" : " " + html_text(printed.friedman)) + "</p>\n";
  for (const std::string& warning : printed.warnings) {
    text += html_warning(warning);
  }
  text += means_table(report, table);
  return text + all_numbers(report, table) +
         frames_text(report, report.indicators[table.indicator]);
}

std::string html_setting(const Report& report) {
  std::vector<std::vector<std::string>> rows;
  for (const ReportProblem& problem : report.problems) {
    std::string objectives;
    for (const Objective& objective : problem.objectives) {
      objectives += (objectives.empty() ? "" : "; ") + objective_text(objective);
    }
    rows.push_back(
        {problem.id, problem.description, objectives, problem.budget, reference_text(problem)});
  }
  std::string text = "<h3>Problems</h3>" + html_table({"problem", "what it is", "objectives",
                                                       "budget", "front to compare with"},
                                                      rows, "words");
  rows.clear();
  for (const ReportSolver& solver : report.solvers) {
    rows.push_back({solver.id, solver.description});
  }
  return text + "<h3>Solvers</h3>" + html_table({"solver", "what it is"}, rows, "words");
}

std::string html_health(const Report& report) {
  std::string text = html_table(health_columns(), health_rows(report));
  const std::vector<std::string> messages = run_messages(report);
  if (!messages.empty()) {
    text += "<p>What the runs said:</p><ul>";
    for (const std::string& message : messages) {
      text += "<li>" + html_text(message) + "</li>";
    }
    text += "</ul>";
  }
  return text;
}

}  // namespace vilfredo::suite::detail
