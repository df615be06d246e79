// The plan of a suite: every run with everything that determines its numbers, and its identity.
//
// A plan is computed once, before anything runs; later edits of the files cannot change it. Cells
// share what their runs have in common, so that a plan of a hundred thousand runs stays small.
#pragma once

#include <vilfredo/core/indicator.hpp>
#include <vilfredo/core/registry.hpp>
#include <vilfredo/suite/config/faults.hpp>
#include <vilfredo/suite/config/settings.hpp>
#include <vilfredo/suite/config/suite_file.hpp>
#include <vilfredo/suite/plan/frame.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vilfredo::suite {

/// Problem or environment.
struct ProblemSpec {
  std::string id = {};
  std::string type = {};
  int revision = 1;
  Value params = {};      ///< with all defaults, in their declared types
  KnownFrame frame = {};  ///< what the suite says about its scale; no part of the identity
  AnyWorld world = {};    ///< never evaluated: runs take a copy
  WorldInfo info = {};
  std::string scope = {};  ///< "problem:" and the hash of type, params and revision
};

struct SolverSpec {
  std::string id = {};
  std::string type = {};
  int revision = 1;
  Value params = {};
  Index window = 1;
};

/// A rule on the value of an indicator.
struct TargetSpec {
  std::size_t indicator = 0;  ///< position in Plan::indicators
  double value = 0;
};

struct StallSpec {
  std::size_t indicator = 0;
  std::uint64_t window = 0;  ///< evaluations
  double epsilon = 0;
};

/// Limits as they apply to one kind of world: only those that it counts.
struct BudgetSpec {
  std::string id = {};
  std::optional<std::uint64_t> evaluations = {};
  std::optional<std::uint64_t> cost = {};  ///< in `unit`
  std::string unit = {};  ///< of the world: "evaluations", "environment_steps", …
  std::optional<double> seconds = {};
  std::optional<TargetSpec> target = {};
  std::optional<StallSpec> stall = {};
};

struct IndicatorSpec {
  std::string id = {};
  std::string type = {};
  int revision = 1;
  Value params = {};
  FrameSettings frame = {};
  /// Reference sets read from files, by problem id; minimised.
  std::map<std::string, Matrix> reference_sets = {};
};

/// What the runs that differ only in their replicate have in common.
struct CellSpec {
  std::size_t problem = 0;  ///< position in Plan::problems
  std::size_t solver = 0;   ///< position in Plan::solvers
  std::size_t budget = 0;   ///< position in Plan::budgets
  std::string key = {};     ///< 64 hex digits
  std::string scope = {};   ///< of the seeds
};

struct RunSpec {
  std::size_t cell = 0;  ///< position in Plan::cells
  std::uint64_t replicate = 0;
  std::string key = {};  ///< 64 hex digits: names the run for ever
};

struct Plan {
  std::string key = {};  ///< 64 hex digits, of the set of runs
  std::string name = {};
  std::string description = {};
  SeedSettings seed = {};
  Replicates replicates = {};
  TraceSettings trace = {};
  FailureSettings failures = {};
  ExecutionSettings execution = {};
  ReportSettings report = {};
  Score score = Score::final;
  std::vector<PublishedResult> published = {};
  /// In the order of the suite. Where overrides set a solver or budget differently from cell to
  /// cell, it has several specs with one id.
  std::vector<ProblemSpec> problems = {};
  std::vector<SolverSpec> solvers = {};
  std::vector<BudgetSpec> budgets = {};
  std::vector<IndicatorSpec> indicators = {};
  /// measures[p][i]: indicator i in the frame of problem p. Safe to use from many threads.
  std::vector<std::vector<AnyIndicator>> measures = {};
  std::vector<CellSpec> cells = {};  ///< by problem, then solver, then budget
  std::vector<RunSpec> runs = {};    ///< by cell, then replicate
  std::vector<std::string> warnings = {};
  ConfigFaults faults = {};  ///< empty in a plan that plan() returned

  /// "re21/moead/10k".
  [[nodiscard]] std::string cell_name(std::size_t cell) const;
};

/// An indicator's parameters as they hold on one problem: those of the suite, and the hypervolume
/// of the problem's frame where the indicator takes one and the suite gives it none.
[[nodiscard]] Value params_on(const IndicatorSpec& indicator, const ProblemSpec& problem);

/// The indicator on a problem whose scale is `known`. Throws what frame_for() and the indicator
/// throw.
[[nodiscard]] AnyIndicator make_indicator(const IndicatorSpec& indicator,
                                          const ProblemSpec& problem,
                                          const KnownFrame& known,
                                          const Registries& registries);

/// Works a suite out. Never throws for what is wrong in its files: that is in Plan::faults,
/// together with the faults of reading, and the plan then has no runs.
[[nodiscard]] Plan check(const SuiteFile& suite, const Registries& registries);

/// The same for running: throws Error{invalid_config} with a line per fault.
[[nodiscard]] Plan plan(const SuiteFile& suite, const Registries& registries);

}  // namespace vilfredo::suite
