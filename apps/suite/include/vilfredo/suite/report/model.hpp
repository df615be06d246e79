// What a report says, before it is laid out. Whoever reads a result store fills this struct; the
// tables, figures and files are made from it and from nothing else.
//
// Values of maximised objectives are in the user's own sense here (flipped back), and so is every
// front. A NaN means "there is no such value"; infinities are values (an IGD of an empty front).
#pragma once

#include <vilfredo/core/indicator.hpp>
#include <vilfredo/core/problem_info.hpp>
#include <vilfredo/core/types.hpp>
#include <vilfredo/suite/statistics/correction.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vilfredo::suite {

/// Whether replicate r of all solvers shares its streams (then tests are paired) or not.
enum class Pairing { paired, independent };

/// The front that solvers are drawn against.
struct ReportReference {
  Matrix f;                ///< n_obj x points, in the objectives' own senses
  bool exact = false;      ///< the true front by formula; else a reference front made of runs
  std::string provenance;  ///< "500 points of the formula", "union of 40 long runs of 4 solvers"
  std::string hash;        ///< of the whole front, also where only a part is kept in `f`
};

/// A row of the tables. A suite with several budgets has one entry per problem and budget.
struct ReportProblem {
  std::string id;           ///< unique in the report
  std::string description;  ///< "four bar truss, 4 variables"
  std::string budget;       ///< "10 000 evaluations"
  std::string cost_unit = "evaluations";
  std::vector<Objective> objectives;
  std::optional<ReportReference> reference;
  std::string trace_frame;  ///< frame of the anytime curves: reference point, normalisation
};

/// A column of the tables.
struct ReportSolver {
  std::string id;           ///< unique in the report
  std::string description;  ///< type and the options that differ from their defaults
};

/// What a value was measured against; values of different frames must not be compared.
struct ReportFrame {
  std::string text;  ///< reference point, normalisation, reference set and how many points it has
  std::string hash;
};

/// Values of a method that others published; shown beside ours and in no test.
struct ReportPublished {
  std::string name;
  std::string source;
  std::vector<double> values;  ///< one per problem; NaN where nothing is published
};

struct ReportIndicator {
  std::string id;          ///< unique in the report: "hv"
  std::string name;        ///< "hypervolume"
  std::string definition;  ///< which variant: "IGD+, mean over a dense reference set"
  Direction better = Direction::minimise;
  std::vector<ReportFrame> frames;  ///< one per problem, or empty if there is nothing to say
  std::vector<ReportPublished> published;
};

enum class RunState { done, failed, pending };

/// One run. A failed run counts as infinitely bad in ranks and tests.
struct ReportRun {
  std::uint64_t replicate = 0;
  RunState state = RunState::done;
  /// One per indicator of the report; NaN where the indicator does not apply. May be empty for a
  /// run that is not done.
  std::vector<double> values;
  std::uint64_t evaluations = 0;  ///< in the problem's cost unit, failed ones included
  std::uint64_t failed_evaluations = 0;
  bool feasible = true;  ///< the final set holds a feasible solution
  bool deterministic = true;
  double seconds = std::numeric_limits<double>::quiet_NaN();  ///< wall time
  std::string message;                                        ///< why it failed or stopped early
};

/// Quality over cost, on one schedule for all runs of a cell, last value carried forward.
struct ReportTrace {
  std::vector<double> cost;  ///< ascending, positive, in the problem's cost unit
  Matrix value;              ///< cost points x runs; NaN where a run has no value yet
};

/// The final front of one run, by convention the one whose hypervolume is the median.
struct ReportFront {
  Matrix f;  ///< n_obj x points, in the objectives' own senses; no column may hold a NaN
  std::uint64_t replicate = 0;
};

/// What a set model gave for fixed preferences, evaluated; of the run whose front is drawn.
struct ReportLearned {
  Matrix preferences;  ///< n_obj x points, columns on the simplex, in the order of a lattice
  Matrix f;            ///< n_obj x points, in the objectives' own senses
  std::uint64_t replicate = 0;
};

struct ReportCell {
  std::vector<ReportRun> runs;  ///< by ascending replicate; the planned ones, whatever their state
  std::optional<ReportTrace> trace;
  std::optional<ReportFront> front;
  std::optional<ReportLearned> learned;
};

/// How solvers are compared. One table (one indicator) is one family of tests.
struct ReportTests {
  std::string control;  ///< id of a solver; empty: the first one
  Pairing pairing = Pairing::paired;
  double alpha = 0.05;
  Correction correction = Correction::holm;
};

struct Report {
  std::string title;
  std::string description;
  std::string generated_at;  ///< as it is to be printed
  std::vector<ReportProblem> problems;
  std::vector<ReportSolver> solvers;
  std::vector<ReportIndicator> indicators;
  std::vector<ReportCell> cells;  ///< problems x solvers, all solvers of the first problem first
  ReportTests tests;
  std::string trace_name = "hypervolume";  ///< what the anytime curves show
  bool linear_cost = false;                ///< horizontal axis of the anytime curves
  bool means = false;  ///< tabulate means as well; done anyway where something is published
  std::string median_run_of = "hypervolume";  ///< indicator by which the drawn runs were chosen
  std::vector<std::pair<std::string, std::string>> environment;  ///< machine, versions, switches
  std::string configuration;                                     ///< the resolved suite, as text
  std::vector<std::string> commands;                             ///< that reproduce the results
  std::vector<std::string> warnings;  ///< what a reader must know first, a sentence each

  [[nodiscard]] const ReportCell& cell(std::size_t problem, std::size_t solver) const {
    return cells[problem * solvers.size() + solver];
  }

  [[nodiscard]] ReportCell& cell(std::size_t problem, std::size_t solver) {
    return cells[problem * solvers.size() + solver];
  }
};

/// Throws Error{invalid_argument}, naming the place, if there is no problem or no solver, sizes
/// disagree, an id is missing or used twice, the control is not a solver of the report, a run that
/// is done lacks values, a trace is not ascending, or a front holds a NaN. Everything that renders
/// a report calls it first.
void check(const Report& report);

/// Position in report.solvers of the control.
[[nodiscard]] std::size_t control_solver(const Report& report);

/// The run of a cell whose value of the indicator is the (lower) median of the finished runs, ties
/// by position; empty if no finished run has a value. Position in cell.runs.
[[nodiscard]] std::optional<std::size_t> median_run(const ReportCell& cell, std::size_t indicator);

}  // namespace vilfredo::suite
