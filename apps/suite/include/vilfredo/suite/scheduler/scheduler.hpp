// Works off the runs of a plan: several at once in one process, any number of processes on one
// store.
#pragma once

#include <vilfredo/suite/scheduler/progress.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vilfredo::suite {

struct SchedulerOptions {
  int jobs = 1;
  int retries = 0;               ///< further attempts at a run that failed
  bool stop_on_failure = false;  ///< claim nothing more after a run failed for good
  double commit_seconds = 0.5;   ///< short runs that finish within it share a commit
  double lease_seconds = 60;     ///< how long other hosts wait after this process was last heard of
  double poll_seconds = 0.5;     ///< how often to look after runs that other processes hold
  /// Set by a signal handler: runs stop at their next boundary with a checkpoint.
  const std::atomic<bool>* stop = nullptr;
};

/// What a run gets from the scheduler.
struct RunAssignment {
  std::size_t run = 0;  ///< position in the plan
  Ticket ticket;
  JobStatus* status = nullptr;
  /// Set when the run shall stop at its next boundary, with a checkpoint.
  const std::atomic<bool>* stop = nullptr;
};

/// Does a run, on a worker's thread. Returns nothing if it stopped early because it was asked to.
/// What it throws is the run's failure.
using RunFunction = std::function<std::optional<RunRecord>(const RunAssignment&)>;

struct ScheduleResult {
  std::size_t finished = 0;        ///< by this call
  std::size_t failed = 0;          ///< for good, by this call
  std::size_t contradictions = 0;  ///< late results that differ from what another process stored
  std::uint64_t reclaimed = 0;     ///< runs taken back from processes that are gone
  bool interrupted = false;        ///< options.stop was set before all was done
};

/// Hears of what happens, on the calling thread, after it is on disk.
class ScheduleListener {
 public:
  virtual ~ScheduleListener() = default;

  virtual void filed(std::size_t /*run*/) {}

  virtual void failed(std::size_t /*run*/, const RunFailure& /*failure*/) {}

  virtual void waiting(std::span<const LeaseHolder> /*holders*/) {}

  virtual void tick() {}
};

/// A plan as the store knows it.
struct ScheduledPlan {
  PlanId id = 0;
  std::vector<RunStatus> runs;     ///< what Store::enter returned
  std::vector<std::size_t> order;  ///< positions in the plan, what is wanted first first
  std::int64_t environment = 0;    ///< Store::environment
};

class Scheduler {
 public:
  /// The store is used by the thread that calls work_off() only.
  Scheduler(Store& store, ScheduledPlan plan, RunFunction function, SchedulerOptions options);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  /// Works until every run of the plan is done or failed, here or in another process, or until
  /// options.stop is set. Throws what the store throws; runs in progress are then stopped first.
  ScheduleResult work_off(Progress& progress, ScheduleListener& listener);

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace vilfredo::suite
