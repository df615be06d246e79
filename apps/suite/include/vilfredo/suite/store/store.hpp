// The result store: one SQLite file that holds plans, runs, fronts, traces and measures.
//
// Any number of processes of one machine may work on it at once. A run goes from pending to leased
// to done or failed; all that a run leaves is written in one transaction, so that it is wholly
// there or not at all, whatever happens to the process.
//
// An object is used by one thread at a time. Every function may throw Error{io} (disk full, no
// permission, locked for too long) and Error{store_damaged}.
#pragma once

#include <vilfredo/suite/store/records.hpp>
#include <vilfredo/suite/store/worker.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vilfredo::suite {

inline constexpr std::int32_t kStoreApplicationId = 0x564C4652;  ///< "VLFR"
inline constexpr int kStoreVersion = 1;

class Store {
 public:
  enum class Access {
    create,  ///< read and write; made if there is none
    write,
    read
  };

  /// Throws Error{not_found} if there is no such file (and it may not be made), Error{unsupported}
  /// on a network file system, Error{store_damaged} for a damaged file, one of another program, or
  /// one of a later version.
  Store(const std::filesystem::path& path, Access access);
  ~Store();
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;

  [[nodiscard]] const std::filesystem::path& path() const;

  // --- plans

  struct Entered {
    PlanId plan = 0;
    bool is_new = false;
    std::vector<RunStatus> runs;  ///< as PlannedSuite::runs
  };

  /// Adds what is not there yet, in one transaction, and makes this the store's current plan. Runs
  /// that another plan already holds are shared. About 4 microseconds per new run.
  Entered enter(const PlannedSuite& suite);
  /// The same without writing: what enter() would find. plan is 0 and ids are 0 where nothing is.
  [[nodiscard]] Entered look_up(const PlannedSuite& suite) const;
  /// The plan entered last; empty in a new store.
  [[nodiscard]] std::optional<StoredPlan> current_plan() const;
  [[nodiscard]] std::vector<StoredPlan> plans() const;

  // --- leases

  /// Registers a process; its leases live while it lives, and on other hosts `lease_seconds` longer
  /// than its last heartbeat.
  [[nodiscard]] WorkerId enrol(const WorkerIdentity& identity, double lease_seconds = 60);
  void heartbeat(WorkerId worker);
  /// Leases up to `most` of the candidates, first ones first, skipping what is no longer pending.
  /// Atomic between processes.
  [[nodiscard]] std::vector<Ticket> claim(WorkerId worker,
                                          std::span<const RunId> candidates,
                                          std::size_t most);
  /// Gives leases back: the runs are pending again.
  void release(WorkerId worker);
  /// Gives back the leases of processes that are gone. Returns how many runs became pending.
  std::uint64_t reclaim();
  /// Who else holds leases on runs of the plan.
  [[nodiscard]] std::vector<LeaseHolder> holders(PlanId plan, WorkerId except) const;
  /// All runs of a plan, in its order.
  [[nodiscard]] std::vector<RunStatus> statuses(PlanId plan) const;
  /// Failed runs of the plan become pending and start counting attempts again. Returns how many.
  std::uint64_t retry_failed(PlanId plan);

  // --- results

  /// Registers how things were measured; needed before measures with these keys are filed.
  void declare(std::span<const MeasureKey> measures);
  /// Number of the environment (machine, versions, …) described by a JSON text.
  [[nodiscard]] std::int64_t environment(const std::string& json);
  /// All of them in one transaction, on disk when it returns.
  std::vector<Filed> file(std::int64_t environment, std::span<const RunRecord> records);
  void file(std::span<const RunFailure> failures);
  /// Adds or replaces measures of finished runs, in one transaction; they count as taken at the
  /// run's end.
  void add_measures(std::span<const std::pair<RunId, StoredMeasure>> measures);
  /// `run` 0: of the store as a whole.
  void log(RunId run, std::string_view level, std::string_view text);

  // --- reading

  [[nodiscard]] StateCounts counts(PlanId plan) const;
  [[nodiscard]] StateCounts counts() const;
  /// In the plan's order.
  [[nodiscard]] std::vector<StoredRun> runs(PlanId plan) const;
  [[nodiscard]] std::optional<StoredFront> front(RunId run, std::string_view tag) const;
  [[nodiscard]] std::vector<TraceRow> trace(RunId run, std::vector<std::string>& measures) const;
  [[nodiscard]] std::vector<StoredMeasure> measures(RunId run) const;
  /// Calls back for every measure with this tag of the plan's runs, in the plan's order.
  void for_each_measure(
      PlanId plan,
      std::string_view tag,
      const std::function<void(std::size_t position, const StoredMeasure& measure)>& visit) const;
  /// Which measures the plan's runs have: position in the plan and number of the measure.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::int64_t>> measured(
      PlanId plan, std::string_view tag) const;
  /// Number of a declared measure; 0 if it is not declared.
  [[nodiscard]] std::int64_t number_of(const std::string& measure_key) const;
  [[nodiscard]] std::map<std::string, double> metrics(RunId run) const;
  [[nodiscard]] std::vector<MeasureKey> declared() const;
  [[nodiscard]] std::vector<std::string> environments() const;

  struct Event {
    std::string at;
    RunId run = 0;
    std::string level;
    std::string text;
  };

  [[nodiscard]] std::vector<Event> events() const;

  /// Everything that is wrong, a sentence each: SQLite's own checks, shapes of blobs, digests, runs
  /// that are done without a front. Reads the whole file.
  [[nodiscard]] std::vector<std::string> check() const;

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

/// SHA-256 over the objective values and the variables of a front (little-endian doubles, a
/// solution after the other) and the number of evaluations: equal results, equal digests.
[[nodiscard]] std::string result_digest(const Population& members, std::uint64_t evaluations);

/// Now, as "2025-01-31T12:00:00.123Z".
[[nodiscard]] std::string utc_now();

}  // namespace vilfredo::suite
