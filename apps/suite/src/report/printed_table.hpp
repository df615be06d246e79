// An indicator's table as text, before it becomes terminal, Markdown or HTML: what all three share.
#pragma once

#include <vilfredo/suite/report/comparison.hpp>

#include <optional>
#include <string>
#include <vector>

namespace vilfredo::suite::detail {

struct PrintedCell {
  std::string median;
  std::string iqr;     ///< interquartile range; empty if there is no value
  std::string symbol;  ///< of the verdict, or empty
  std::string failed;  ///< "2 of 11 failed", or empty
  bool best = false;
};

struct PrintedTable {
  std::string title;                           ///< "hypervolume (larger is better)"
  std::string definition;                      ///< which variant of the indicator
  std::vector<std::vector<PrintedCell>> rows;  ///< one per problem
  std::vector<std::string> mean_ranks;         ///< one per solver
  std::vector<std::string> tallies;            ///< "5/1/0": better, similar, worse; or, "control"
  std::string statement;                       ///< test, correction, family
  std::string friedman;                        ///< statistic line, or empty
  std::vector<std::string> warnings;
};

[[nodiscard]] PrintedTable print(const Report& report, const IndicatorTable& table);

/// Means and standard deviations, with what others published in the last columns.
struct PrintedMeans {
  std::string heading;  ///< "Mean ± standard deviation of 10 runs …"
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< one per problem: its id, then a cell per column
  std::vector<std::vector<bool>> best;         ///< of rows: the best mean, published ones included
  std::vector<std::string> sources;            ///< "SVH-PSL: figure of …"
};

/// Empty if the report does not ask for means and nothing is published for this indicator.
[[nodiscard]] std::optional<PrintedMeans> print_means(const Report& report,
                                                      const IndicatorTable& table);

/// "11 runs", "9 to 11 runs": the planned runs of a cell.
[[nodiscard]] std::string runs_text(const Report& report);

/// A line of the run health table, cells as text in the order of kHealthColumns.
[[nodiscard]] const std::vector<std::string>& health_columns();
[[nodiscard]] std::vector<std::vector<std::string>> health_rows(const Report& report);

/// Messages of runs that failed or carry one: "re21, moead, replicate 3: …".
[[nodiscard]] std::vector<std::string> run_messages(const Report& report);

/// Columns a terminal needs for UTF-8 text without combining or wide characters.
[[nodiscard]] std::size_t display_width(const std::string& text);

/// "mass [kg], minimised"
[[nodiscard]] std::string objective_text(const Objective& objective);

}  // namespace vilfredo::suite::detail
