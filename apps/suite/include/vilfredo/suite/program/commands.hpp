// The commands of the program. Each returns the exit code; what goes wrong is thrown and becomes a
// message and a code in report_current_error().
#pragma once

#include <vilfredo/core/registry.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vilfredo::suite {

struct ListRequest {
  std::string what;  ///< problems, environments, solvers, indicators or suites
  std::string fits;  ///< only what goes together with this name; empty: all
  bool json = false;
};

[[nodiscard]] int list_command(const ListRequest& request, const Registries& registries);

struct DescribeRequest {
  std::string name;  ///< may carry options
  bool json = false;
};

[[nodiscard]] int describe_command(const DescribeRequest& request, const Registries& registries);

struct SolveRequest {
  std::string problem;
  std::string solver;
  std::optional<std::uint64_t> evaluations;
  std::optional<std::uint64_t> cost;  ///< in the world's own unit
  std::optional<double> seconds;
  std::uint64_t seed = 0;
  int threads = 1;
  int window = 1;
  std::string out = "-";
  std::string solutions_out;  ///< x of the front, or empty
  std::string trace_out;      ///< CSV of the trace, or empty
  bool trace = false;
  bool archive = false;  ///< write the archive instead of the final front
  std::vector<std::string> indicators;
  std::string checkpoint;
  double checkpoint_seconds = 60;
  std::string resume;
  std::optional<std::uint64_t> stop_after;
  bool digest = false;  ///< print the result's digest to standard error
};

[[nodiscard]] int solve_command(SolveRequest request, const Registries& registries);

struct EvaluationRequest {
  std::string problem;
  std::string points = "-";
  std::string out = "-";
  std::uint64_t seed = 0;  ///< of the noise of a stochastic problem
};

[[nodiscard]] int evaluate_command(const EvaluationRequest& request, const Registries& registries);

struct IndicatorRequest {
  std::string indicator;
  std::string front = "-";
  std::string problem;        ///< gives what the other fields leave open; may be empty
  std::string reference;      ///< numbers with commas, in the file's own senses
  std::string reference_set;  ///< file
  std::string ideal;
  std::string nadir;
  bool normalise = false;
  std::vector<int> maximise;  ///< objectives, counted from 1
  int threads = 1;            ///< results do not depend on it
};

[[nodiscard]] int indicator_command(const IndicatorRequest& request, const Registries& registries);

struct AttainmentRequest {
  std::vector<std::string> runs;     ///< CSV files of objectives, one per run
  std::vector<std::string> against;  ///< other runs; empty: the surface of `runs`
  double quantile = 0.5;             ///< of the surface: the share of runs that attain it
  std::vector<int> maximise;         ///< objectives, counted from 1
};

/// A CSV of the minimal points of a surface, or of where two sets of runs differ and by how much.
[[nodiscard]] int attainment_command(const AttainmentRequest& request);

struct RunRequest {
  std::string suite;
  std::string store;  ///< empty: as the suite says, else its name with .sqlite
  std::optional<int> jobs;
  std::optional<int> threads_per_run;
  std::vector<std::string> set;
  std::optional<std::uint64_t> root_seed;
  bool strict = false;
  bool dry_run = false;
  bool retry_failed = false;
  bool quiet = false;  ///< no progress and no table
  double checkpoint_seconds = 60;
};

[[nodiscard]] int run_command(const RunRequest& request, const Registries& registries);

struct StatusRequest {
  std::string store;
  bool json = false;
};

[[nodiscard]] int status_command(const StatusRequest& request);

struct ReportRequest {
  std::string store;
  std::string folder;
  std::vector<std::string> formats;
  bool print = false;  ///< the tables to standard output, nothing to files
};

[[nodiscard]] int report_command(const ReportRequest& request, const Registries& registries);

struct ExportRequest {
  std::string store;
  bool csv = false;
  bool jsonl = false;
  bool digests = false;
  std::string fronts;  ///< folder for a CSV file per run, or empty
};

[[nodiscard]] int export_command(const ExportRequest& request, const Registries& registries);

[[nodiscard]] int store_check_command(const std::string& store);

struct ConfigRequest {
  std::string suite;
  std::vector<std::string> set;
  std::optional<std::uint64_t> root_seed;
  bool strict = false;
  std::string run;      ///< explain: a run, a cell or an entry
  std::string pointer;  ///< explain
};

[[nodiscard]] int config_check_command(const ConfigRequest& request, const Registries& registries);
[[nodiscard]] int config_resolve_command(const ConfigRequest& request,
                                         const Registries& registries);
[[nodiscard]] int config_explain_command(const ConfigRequest& request,
                                         const Registries& registries);
[[nodiscard]] int config_schema_command(const Registries& registries);

struct VersionRequest {
  bool features = false;
};

[[nodiscard]] int version_command(const VersionRequest& request);

}  // namespace vilfredo::suite
