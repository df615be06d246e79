#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/scheduler/scheduler.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace vilfredo::suite {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

struct Assigned {
  std::size_t run = 0;
  Ticket ticket;
};

/// What a worker hands in: a record, a failure, or neither if the run was stopped.
struct HandedIn {
  std::size_t run = 0;
  std::optional<RunRecord> record;
  std::optional<RunFailure> failure;
};

constexpr double kPrefetchSeconds = 1.0;
constexpr std::size_t kMostPrefetched = 64;  // per job
constexpr std::size_t kMostPerCommit = 256;
constexpr double kSynchroniseSeconds = 5;

}  // namespace

// One thread, the caller's, owns the store: it claims, files and beats. Workers take assignments
// from a queue and hand results in through another, and never wait for the disk.
struct Scheduler::Engine {
  Engine(Store& s, ScheduledPlan p, RunFunction f, SchedulerOptions o)
      : store(s), plan(std::move(p)), function(std::move(f)), options(o) {
    for (std::size_t i = 0; i < plan.runs.size(); ++i) {
      position.emplace(plan.runs[i].id, i);
    }
  }

  ScheduleResult work_off(Progress& progress_, ScheduleListener& listener_);

  // --- the workers' side
  void work(int job);
  HandedIn do_run(const Assigned& assigned, JobStatus& status);

  // --- the caller's side
  void start_workers();
  void stop_workers();
  void loop();
  [[nodiscard]] std::vector<HandedIn> take_results();
  [[nodiscard]] bool out_of_work();
  [[nodiscard]] bool others_hold_runs(std::size_t& pauses);
  void wait_for_news(std::unique_lock<std::mutex>& lock);
  void file_results(std::vector<HandedIn> results);
  void file_records(std::vector<HandedIn>& results);
  void file_failures(std::vector<HandedIn>& results);
  void claim_more();
  void refill_candidates();
  void beat();
  void synchronise();
  [[nodiscard]] std::size_t wanted() const;

  [[nodiscard]] bool stop_requested() const {
    return options.stop != nullptr && options.stop->load();
  }

  Store& store;
  ScheduledPlan plan;
  RunFunction function;
  SchedulerOptions options;
  std::unordered_map<RunId, std::size_t> position;
  Progress* progress = nullptr;
  ScheduleListener* listener = nullptr;
  ScheduleResult result;
  WorkerId worker = 0;
  std::deque<std::size_t> candidates;
  bool no_more_claims = false;
  bool others_at_work = false;
  Clock::time_point last_beat = Clock::now();
  Clock::time_point last_synchronised = Clock::now();
  double mean_seconds = -1;  // of finished runs, exponentially weighted

  std::mutex mutex;
  std::condition_variable news_for_caller;
  std::condition_variable news_for_workers;
  std::deque<Assigned> ready;
  std::vector<HandedIn> handed_in;
  Clock::time_point oldest_handed_in;
  std::size_t busy = 0;
  bool shut_down = false;
  std::atomic<bool> abandon{false};  // stop the runs: asked for, or the store failed
  std::vector<std::thread> threads;
};

// --- the workers' side

void Scheduler::Engine::work(int job) {
  JobStatus& status = progress->job(job);
  for (;;) {
    Assigned assigned;
    {
      std::unique_lock lock(mutex);
      news_for_workers.wait(lock, [&] { return shut_down || !ready.empty(); });
      if (ready.empty() || abandon.load()) {
        return;
      }
      assigned = ready.front();
      ready.pop_front();
      ++busy;
      news_for_caller.notify_one();
    }
    HandedIn done = do_run(assigned, status);
    {
      const std::scoped_lock lock(mutex);
      if (handed_in.empty()) {
        oldest_handed_in = Clock::now();
      }
      handed_in.push_back(std::move(done));
      --busy;
      news_for_caller.notify_one();
    }
  }
}

HandedIn Scheduler::Engine::do_run(const Assigned& assigned, JobStatus& status) {
  HandedIn out;
  out.run = assigned.run;
  status.evaluations = 0;
  status.share = 0;
  status.started = progress->now();
  status.run = static_cast<std::int64_t>(assigned.run);
  const std::string started = utc_now();
  const Clock::time_point begin = Clock::now();
  const auto fail = [&](std::string_view code, const char* sentence) {
    out.failure = RunFailure{assigned.ticket,   started,  utc_now(), seconds_since(begin),
                             std::string(code), sentence, false};
  };
  try {
    out.record = function({assigned.run, assigned.ticket, &status, &abandon});
  } catch (const Error& error) {
    fail(name(error.code()), error.what());
  } catch (const std::exception& error) {
    fail("exception", error.what());
  } catch (...) {
    fail("exception", "the run threw something that is no std::exception");
  }
  if (out.record) {
    out.record->ticket = assigned.ticket;
    out.record->started = started;
    out.record->finished = utc_now();
  }
  status.run = -1;
  return out;
}

// --- the caller's side

void Scheduler::Engine::start_workers() {
  for (int job = 0; job < options.jobs; ++job) {
    threads.emplace_back([this, job] { work(job); });
  }
}

void Scheduler::Engine::stop_workers() {
  {
    const std::scoped_lock lock(mutex);
    shut_down = true;
  }
  news_for_workers.notify_all();
  for (std::thread& thread : threads) {
    thread.join();
  }
  threads.clear();
}

ScheduleResult Scheduler::Engine::work_off(Progress& progress_, ScheduleListener& listener_) {
  progress = &progress_;
  listener = &listener_;
  worker = store.enrol(this_process(), options.lease_seconds);
  result.reclaimed = store.reclaim();
  refill_candidates();
  start_workers();
  try {
    loop();
  } catch (...) {
    abandon = true;
    stop_workers();
    throw;
  }
  stop_workers();
  store.release(worker);
  return result;
}

void Scheduler::Engine::loop() {
  std::size_t pauses = 0;
  for (;;) {
    if (stop_requested() && !result.interrupted) {
      result.interrupted = true;
      no_more_claims = true;
      abandon = true;
    }
    std::vector<HandedIn> results = take_results();
    const bool filed = !results.empty();
    file_results(std::move(results));
    beat();
    listener->tick();
    if (!no_more_claims) {
      claim_more();
    }
    if (!filed && out_of_work() && (no_more_claims || !others_hold_runs(pauses))) {
      return;
    }
  }
}

// What is to be filed now: nothing while a larger commit is worth waiting for.
std::vector<HandedIn> Scheduler::Engine::take_results() {
  std::vector<HandedIn> results;
  std::unique_lock lock(mutex);
  wait_for_news(lock);
  if (!handed_in.empty() && (handed_in.size() >= kMostPerCommit || (busy == 0 && ready.empty()) ||
                             seconds_since(oldest_handed_in) >= options.commit_seconds)) {
    results.swap(handed_in);
  }
  if (no_more_claims) {
    ready.clear();  // their leases are given back at the end
  }
  return results;
}

bool Scheduler::Engine::out_of_work() {
  const std::scoped_lock lock(mutex);
  return ready.empty() && busy == 0 && handed_in.empty();
}

// Looks again for what can be claimed; if nothing, waits a while for those who hold leases. False
// if there is nothing left anywhere.
bool Scheduler::Engine::others_hold_runs(std::size_t& pauses) {
  const auto holders = store.holders(plan.id, worker);
  refill_candidates();
  if (!candidates.empty()) {
    return true;
  }
  if (holders.empty()) {
    return false;
  }
  if (pauses++ % 20 == 0) {
    listener->waiting(holders);
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(options.poll_seconds));
  result.reclaimed += store.reclaim();
  return true;
}

// Returns at once if workers want assignments and there are some to claim.
void Scheduler::Engine::wait_for_news(std::unique_lock<std::mutex>& lock) {
  const bool claimable = !no_more_claims && !candidates.empty() && ready.size() < wanted();
  const bool nothing_runs = busy == 0 && ready.empty();
  if (claimable || nothing_runs) {
    return;
  }
  constexpr double kTick = 0.1;
  double wait = kTick;
  if (!handed_in.empty()) {
    wait = std::clamp(options.commit_seconds - seconds_since(oldest_handed_in), 0.0, kTick);
  }
  news_for_caller.wait_for(lock, std::chrono::duration<double>(wait));
}

// Workers that wait, and for short runs what they will want until this thread is back from a
// commit.
std::size_t Scheduler::Engine::wanted() const {
  const auto jobs = static_cast<std::size_t>(options.jobs);
  const std::size_t free = jobs - std::min(jobs, busy);
  if (mean_seconds < 0) {
    return free;
  }
  const double runs = std::floor(kPrefetchSeconds / std::max(mean_seconds, 1e-6));
  return free + jobs * std::min(static_cast<std::size_t>(std::min(runs, 1e6)), kMostPrefetched);
}

void Scheduler::Engine::claim_more() {
  std::size_t want = 0;
  {
    const std::scoped_lock lock(mutex);
    // Half a queue is left to run down, or every finished run would cause a claim of its own.
    const std::size_t full = wanted();
    if (ready.size() * 2 > full || full == 0) {
      return;
    }
    want = full - ready.size();
  }
  while (want > 0 && !candidates.empty()) {
    std::vector<RunId> tried;
    while (tried.size() < want && !candidates.empty()) {
      tried.push_back(plan.runs[candidates.front()].id);
      candidates.pop_front();
    }
    const std::vector<Ticket> tickets = store.claim(worker, tried, tried.size());
    others_at_work = others_at_work || tickets.size() < tried.size();
    want -= std::min(want, tickets.size());
    {
      const std::scoped_lock lock(mutex);
      for (const Ticket& ticket : tickets) {
        ready.push_back({position.at(ticket.run), ticket});
      }
    }
    news_for_workers.notify_all();
  }
}

// By number, not by position: another process may have entered the plan in another order.
void Scheduler::Engine::synchronise() {
  for (const RunStatus& status : store.statuses(plan.id)) {
    if (const auto found = position.find(status.id); found != position.end()) {
      plan.runs[found->second] = status;
    }
  }
  for (std::size_t run = 0; run < plan.runs.size(); ++run) {
    plan.runs[run] = plan.runs[position.at(plan.runs[run].id)];
    progress->mark(run, plan.runs[run].state);
  }
  last_synchronised = Clock::now();
}

void Scheduler::Engine::refill_candidates() {
  synchronise();
  candidates.clear();
  std::vector<bool> listed(plan.runs.size(), false);
  for (const std::size_t run : plan.order) {
    // The same run may stand in a plan twice under different names.
    const std::size_t first = position.at(plan.runs[run].id);
    if (plan.runs[run].state == StoredState::pending && !listed[first]) {
      listed[first] = true;
      candidates.push_back(first);
    }
  }
}

void Scheduler::Engine::beat() {
  if (seconds_since(last_beat) >= options.lease_seconds / 4) {
    last_beat = Clock::now();
    store.heartbeat(worker);
  }
  if (others_at_work && seconds_since(last_synchronised) >= kSynchroniseSeconds) {
    synchronise();
  }
}

void Scheduler::Engine::file_results(std::vector<HandedIn> results) {
  if (!results.empty()) {
    file_records(results);
    file_failures(results);
  }
}

void Scheduler::Engine::file_records(std::vector<HandedIn>& results) {
  std::vector<RunRecord> records;
  std::vector<std::size_t> runs;
  for (HandedIn& one : results) {
    if (one.record) {
      records.push_back(std::move(*one.record));
      runs.push_back(one.run);
    }
  }
  if (records.empty()) {
    return;
  }
  const std::vector<Filed> filed = store.file(plan.environment, records);
  for (std::size_t i = 0; i < filed.size(); ++i) {
    constexpr double kWeight = 0.2;
    const double seconds = records[i].seconds;
    mean_seconds = mean_seconds < 0 ? seconds : mean_seconds + kWeight * (seconds - mean_seconds);
    if (filed[i] == Filed::stored) {
      ++result.finished;
      progress->finished(runs[i], seconds, records[i].evaluations);
      listener->filed(runs[i]);
    } else {
      others_at_work = true;
      result.contradictions += filed[i] == Filed::contradiction ? 1 : 0;
    }
  }
}

void Scheduler::Engine::file_failures(std::vector<HandedIn>& results) {
  std::vector<RunFailure> failures;
  std::vector<std::size_t> runs;
  for (HandedIn& one : results) {
    if (one.failure) {
      RunStatus& status = plan.runs[one.run];
      ++status.attempt;
      one.failure->final = status.attempt > options.retries;
      failures.push_back(std::move(*one.failure));
      runs.push_back(one.run);
    }
  }
  if (failures.empty()) {
    return;
  }
  store.file(failures);
  for (std::size_t i = 0; i < failures.size(); ++i) {
    if (failures[i].final) {
      ++result.failed;
      progress->mark(runs[i], StoredState::failed);
      no_more_claims = no_more_claims || options.stop_on_failure;
    } else {
      candidates.push_back(runs[i]);
    }
    listener->failed(runs[i], failures[i]);
  }
}

Scheduler::Scheduler(Store& store,
                     ScheduledPlan plan,
                     RunFunction function,
                     SchedulerOptions options)
    : engine_(std::make_unique<Engine>(store, std::move(plan), std::move(function), options)) {}

Scheduler::~Scheduler() = default;

ScheduleResult Scheduler::work_off(Progress& progress, ScheduleListener& listener) {
  return engine_->work_off(progress, listener);
}

}  // namespace vilfredo::suite
