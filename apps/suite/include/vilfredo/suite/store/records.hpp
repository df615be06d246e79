// What goes into a result store and comes out of it.
#pragma once

#include <vilfredo/core/population.hpp>
#include <vilfredo/core/trace.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vilfredo::suite {

/// Row numbers of a store; they mean nothing outside it.
using RunId = std::int64_t;
using PlanId = std::int64_t;
using WorkerId = std::int64_t;

/// A problem, a solver and a budget, as a suite names them; its runs differ in the replicate only.
struct PlannedCell {
  std::string cell_key;   ///< 64 hex digits
  std::string problem;    ///< id in the suite
  std::string solver;     ///< id in the suite
  std::string budget;     ///< id in the suite
  std::string spec_json;  ///< the resolved specification without the replicate
};

struct PlannedRun {
  std::string run_key;   ///< 64 hex digits
  std::size_t cell = 0;  ///< position in PlannedSuite::cells
  std::uint64_t replicate = 0;
};

struct PlannedSuite {
  std::string plan_key;  ///< 64 hex digits: names the set of runs
  std::string name;
  std::string suite_json;  ///< the suite with includes, defaults and overrides applied
  std::vector<PlannedCell> cells;
  std::vector<PlannedRun> runs;
};

enum class StoredState : std::uint8_t { pending, leased, done, failed };

[[nodiscard]] std::string_view name(StoredState state);

/// One run of a plan, as little of it as the scheduler needs.
struct RunStatus {
  RunId id = 0;
  StoredState state = StoredState::pending;
  int attempt = 0;  ///< failures so far; a lost lease is none
};

struct StoredPlan {
  PlanId id = 0;
  std::string plan_key;
  std::string name;
  std::string suite_json;
  std::string created;  ///< UTC, ISO 8601
};

/// The right to finish a run: void as soon as somebody else claimed it.
struct Ticket {
  RunId run = 0;
  std::int64_t lease = 0;  ///< counts the claims of this run
};

/// A front as a run left it; objectives are minimised.
struct StoredFront {
  std::string tag;  ///< "final", "archive" or "decoded"
  Population members;
  bool feasible = true;
};

/// What was measured and how. Values with different keys cannot be compared.
struct MeasureKey {
  std::string key;        ///< 64 hex digits: of the indicator's options, revision and frame
  std::string id;         ///< in the suite: "hv"
  std::string spec_json;  ///< type, parameters, revision, frame
};

struct StoredMeasure {
  std::string key;  ///< MeasureKey::key
  std::string tag;  ///< of the front, or "trace"
  std::uint64_t evaluations = 0;
  IndicatorValue value;
  std::string failure;  ///< why there is no value, or empty
};

/// A finished run, written in one transaction.
struct RunRecord {
  Ticket ticket;
  std::string started;   ///< UTC, ISO 8601
  std::string finished;  ///< UTC, ISO 8601
  double seconds = 0;
  std::uint64_t evaluations = 0;
  std::uint64_t failed_evaluations = 0;
  std::uint64_t cost = 0;
  std::uint64_t scoring_cost = 0;
  std::uint64_t iterations = 0;
  std::string stop_reason;
  bool deterministic = true;
  std::vector<std::string> reasons;         ///< why it is not deterministic
  std::vector<StoredFront> fronts;          ///< "final" among them
  std::vector<std::string> trace_measures;  ///< key of each value of a trace row
  std::vector<TraceRow> trace;
  std::vector<StoredMeasure> measures;
  std::map<std::string, double> metrics;                    ///< of the solver
  std::vector<std::pair<std::string, std::string>> events;  ///< level, text
};

struct RunFailure {
  Ticket ticket;
  std::string started;
  std::string finished;
  double seconds = 0;
  std::string code;  ///< spelling of the error code
  std::string sentence;
  bool final = false;  ///< no attempt is left
};

/// What became of a result that was handed in.
enum class Filed : std::uint8_t {
  stored,
  duplicate,      ///< the lease was lost and somebody else finished the run with equal results
  contradiction,  ///< the same, with other results, though both claim to be deterministic
  lease_lost      ///< the lease was lost and the run is not finished; nothing was stored
};

/// A run as the store knows it.
struct StoredRun {
  RunId id = 0;
  std::string run_key;
  std::string cell_key;
  std::string problem;
  std::string solver;
  std::string budget;
  std::uint64_t replicate = 0;
  StoredState state = StoredState::pending;
  int attempt = 0;
  std::string started;
  std::string finished;
  double seconds = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t evaluations = 0;
  std::uint64_t failed_evaluations = 0;
  std::uint64_t cost = 0;
  std::uint64_t scoring_cost = 0;
  std::uint64_t iterations = 0;
  std::string stop_reason;
  bool feasible = true;
  bool deterministic = true;
  std::vector<std::string> reasons;
  std::string result_digest;
  std::string failure;
  std::string environment_json;
};

struct StateCounts {
  std::uint64_t pending = 0;
  std::uint64_t leased = 0;
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  int most_attempts = 0;

  [[nodiscard]] std::uint64_t total() const { return pending + leased + done + failed; }
};

/// A process that holds leases.
struct LeaseHolder {
  WorkerId worker = 0;
  std::string host;
  std::int64_t pid = 0;
  std::uint64_t runs = 0;
  bool local = false;       ///< a living process of this host
  double seconds_left = 0;  ///< until a foreign holder's leases end without a heartbeat
};

}  // namespace vilfredo::suite
