// A suite file, read strictly: includes, references, defaults and grids are worked out here; names
// of problems, solvers and indicators and their parameters are judged by plan().
//
// The format: docs/suite-files.md. Everything that is wrong is collected with its place instead of
// ending at the first fault.
#pragma once

#include <vilfredo/suite/config/faults.hpp>
#include <vilfredo/suite/config/located.hpp>
#include <vilfredo/suite/config/published.hpp>
#include <vilfredo/suite/config/settings.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite {

inline constexpr int kSuiteSchema = 1;  ///< version of the file format

struct LoadOptions {
  /// "POINTER=VALUE", in order; the value is JSON if it can be read so, else text. Below
  /// /problems, /solvers, /budgets and /indicators the next step is an id (or a glob over ids).
  std::vector<std::string> set = {};
  std::optional<std::uint64_t> root_seed = {};  ///< wins over the file's
  bool strict = false;                          ///< warnings are faults
};

/// One problem, solver, budget or indicator after defaults and grid.
struct Entry {
  std::string id;
  std::string base_id;  ///< as written, before a grid made several of it
  Located body;         ///< without id, grid, zip and id_format
  Origin origin;        ///< of the entry in its list
};

/// Globs over ids; an empty one matches everything.
struct Selector {
  std::string problem;
  std::string solver;
  std::string budget;
  Origin origin;

  [[nodiscard]] bool matches(std::string_view problem_id,
                             std::string_view solver_id,
                             std::string_view budget_id) const;
};

/// Sets values of the cells whose ids match.
struct OverrideRule {
  struct Assignment {
    std::string pointer;  ///< "/solver/params/population"
    Located value;
  };

  Selector when;
  std::vector<Assignment> set;
};

/// A --set below an entry of a list.
struct EntryAssignment {
  std::string list;     ///< "solvers"
  std::string id;       ///< or a glob
  std::string pointer;  ///< "/params/population"
  Located value;
};

struct SuiteFile {
  std::filesystem::path path;
  std::string name;
  std::string description;
  SeedSettings seed;
  Replicates replicates;
  TraceSettings trace;
  FailureSettings failures;
  ExecutionSettings execution;
  ReportSettings report;
  Score score = Score::final;
  Index window = 1;  ///< asks outstanding, for solvers with the trait overlap
  std::vector<PublishedResult> published;
  std::vector<Entry> problems;
  std::vector<Entry> solvers;
  std::vector<Entry> budgets;
  std::vector<Entry> indicators;
  std::vector<OverrideRule> overrides;
  std::vector<Selector> include_only;
  std::vector<Selector> exclude;
  std::vector<EntryAssignment> assignments;
  Located tree;  ///< all files merged, before defaults and grids
  ConfigFaults faults;
  bool strict = false;
};

/// Reads a suite. What is wrong inside the files is in `faults`. Throws Error{not_found} or
/// Error{io} if the suite itself cannot be read, Error{invalid_argument} for a --set without "=".
[[nodiscard]] SuiteFile load_suite(const std::filesystem::path& path,
                                   const LoadOptions& options = {});

/// "re-*" matches "re-21"; "?" is any one character.
[[nodiscard]] bool glob_matches(std::string_view glob, std::string_view text);

}  // namespace vilfredo::suite
