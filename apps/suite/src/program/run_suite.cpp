#include "program/report_model.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/execute/execute.hpp>
#include <vilfredo/suite/execute/stored_plan.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/program/interruption.hpp>
#include <vilfredo/suite/program/provenance.hpp>
#include <vilfredo/suite/report/numbers.hpp>
#include <vilfredo/suite/report/render.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

namespace vilfredo::suite {
namespace {

std::filesystem::path store_path(const RunRequest& request, const Plan& plan) {
  if (!request.store.empty()) {
    return request.store;
  }
  return plan.execution.store.empty() ? plan.name + ".sqlite" : plan.execution.store;
}

int job_count(const RunRequest& request, const Plan& plan) {
  const Index wanted = request.jobs ? *request.jobs : plan.execution.jobs;
  const auto cores = static_cast<Index>(std::max(1U, std::thread::hardware_concurrency()));
  return static_cast<int>(wanted == 0 ? cores : wanted);
}

// Beside the store, so that whoever copies one sees the other.
std::filesystem::path checkpoint_folder(const std::filesystem::path& store) {
  return store.string() + ".checkpoints";
}

int dry_run(const std::filesystem::path& path, const Plan& plan) {
  StateCounts counts;
  const PlannedSuite suite = planned_suite(plan);
  if (std::filesystem::exists(path)) {
    for (const RunStatus& run : Store(path, Store::Access::read).look_up(suite).runs) {
      counts.done += run.state == StoredState::done ? 1 : 0;
      counts.failed += run.state == StoredState::failed ? 1 : 0;
      counts.leased += run.state == StoredState::leased ? 1 : 0;
      counts.pending += run.state == StoredState::pending ? 1 : 0;
    }
  } else {
    counts.pending = suite.runs.size();
  }
  Console::print(
      fmt::format("suite: {}\nplan: {}\nruns: {}\npending: {}\ndone: {}\nfailed: {}\n"
                  "in progress: {}\n",
                  plan.name, plan.key.substr(0, 16), suite.runs.size(), counts.pending, counts.done,
                  counts.failed, counts.leased));
  return kAllDone;
}

class Listener final : public ScheduleListener {
 public:
  Listener(const Plan& plan, std::filesystem::path checkpoints, ProgressDisplay& display)
      : plan_(plan), checkpoints_(std::move(checkpoints)), display_(display) {}

  void filed(std::size_t run) override {
    std::error_code ignored;
    std::filesystem::remove(checkpoint_path(checkpoints_, plan_.runs[run]), ignored);
  }

  void failed(std::size_t run, const RunFailure& failure) override {
    display_.note(fmt::format("{}/{}: {}{}", plan_.cell_name(plan_.runs[run].cell),
                              plan_.runs[run].replicate, failure.sentence,
                              failure.final ? "" : " (will be tried again)"));
  }

  void waiting(std::span<const LeaseHolder> holders) override {
    for (const LeaseHolder& holder : holders) {
      display_.note(holder.local
                        ? fmt::format("waiting for {} of process {} on this machine",
                                      counted(holder.runs, "run"), holder.pid)
                        : fmt::format("waiting for {} of process {} on {}, at most {} after "
                                      "its last sign of life",
                                      counted(holder.runs, "run"), holder.pid, holder.host,
                                      duration_text(holder.seconds_left)));
    }
  }

  void tick() override { display_.tick(); }

 private:
  const Plan& plan_;
  std::filesystem::path checkpoints_;
  ProgressDisplay& display_;
};

// Everything of one `run`, once the suite has been read.
class Session {
 public:
  Session(const RunRequest& request, const Plan& plan, const Registries& registries)
      : request_(request),
        plan_(plan),
        registries_(registries),
        keys_(measure_keys(plan)),
        store_(store_path(request, plan), Store::Access::create),
        entered_(store_.enter(planned_suite(plan))) {
    if (request.retry_failed && store_.retry_failed(entered_.plan) > 0) {
      entered_.runs = store_.statuses(entered_.plan);
    }
    declare_measures();
  }

  int work();

 private:
  void declare_measures();

  [[nodiscard]] StateCounts counts() const { return store_.counts(entered_.plan); }

  [[nodiscard]] ScheduleResult work_off(const Interruption& interruption);
  void warn_of_missing_traces() const;
  void say_nothing_to_do(const StateCounts& counts) const;
  void print_tables() const;
  void list_failed() const;

  const RunRequest& request_;
  const Plan& plan_;
  const Registries& registries_;
  MeasureKeys keys_;
  Store store_;
  Store::Entered entered_;
};

void Session::declare_measures() {
  std::vector<MeasureKey> all;
  for (const auto& row : keys_) {
    for (const auto& key : row) {
      if (key && store_.number_of(key->key) == 0) {
        all.push_back(*key);
      }
    }
  }
  if (!all.empty()) {
    store_.declare(all);
  }
}

ScheduleResult Session::work_off(const Interruption& interruption) {
  const std::filesystem::path checkpoints = checkpoint_folder(store_.path());
  std::filesystem::create_directories(checkpoints);
  ExecuteOptions execute;
  execute.threads_per_run =
      request_.threads_per_run.value_or(static_cast<int>(plan_.execution.threads_per_run));
  execute.checkpoints = checkpoints;
  execute.checkpoint_seconds = request_.checkpoint_seconds;
  SchedulerOptions options;
  options.jobs = job_count(request_, plan_);
  options.retries = plan_.failures.run.retries;
  options.stop_on_failure = plan_.failures.run.then == AfterFailedRun::stop;
  options.stop = &interruption.flag();
  Progress progress(run_kinds(plan_), run_labels(plan_), options.jobs);
  ProgressDisplay display(
      progress, request_.quiet ? ProgressDisplay::Mode::silent : ProgressDisplay::Mode::automatic);
  Listener listener(plan_, checkpoints, display);
  Scheduler scheduler(
      store_,
      {entered_.plan, entered_.runs, run_order(plan_), store_.environment(to_json(provenance()))},
      run_function(plan_, keys_, registries_, execute), options);
  const ScheduleResult result = scheduler.work_off(progress, listener);
  display.finish();
  std::error_code ignored;
  std::filesystem::remove(checkpoints, ignored);  // only if it is empty
  return result;
}

int Session::work() {
  const StateCounts before = counts();
  ScheduleResult result;
  const Interruption interruption;
  if (before.pending + before.leased > 0) {
    if (before.done + before.failed > 0) {
      Console::say(fmt::format("{} of {} runs are in {} already", before.done + before.failed,
                               before.total(), store_.path().string()));
    }
    for (const std::string& warning : provenance_warnings()) {
      Console::warn(warning);
    }
    result = work_off(interruption);
  } else {
    say_nothing_to_do(before);
  }
  if (result.interrupted) {
    const StateCounts now = counts();
    Console::say(fmt::format("interrupted: {} of {} runs done; the same command goes on from here",
                             now.done, now.total()));
    return interruption.exit_code();
  }
  if (const std::size_t added = complete_measures(store_, entered_.plan, plan_, keys_); added > 0) {
    Console::say(counted(added, "value") + " measured on stored fronts");
  }
  warn_of_missing_traces();
  if (!request_.quiet && before.pending + before.leased > 0) {
    print_tables();
  }
  if (result.contradictions > 0) {
    Console::say(
        fmt::format("error[determinism] {} gave different results in two processes; "
                    "see the events in {}",
                    counted(result.contradictions, "run"), store_.path().string()));
    return kNotDeterministic;
  }
  const StateCounts after = counts();
  if (after.failed > 0) {
    list_failed();
  }
  return after.failed > 0 || after.done < after.total() ? kSomeFailed : kAllDone;
}

void Session::say_nothing_to_do(const StateCounts& counts) const {
  Console::say(counts.failed == 0
                   ? fmt::format("nothing to do: all {} runs of {} are done in {}", counts.total(),
                                 plan_.name, store_.path().string())
                   : fmt::format("nothing to do: of the {} of {}, {} are done and {} failed in {}; "
                                 "--retry-failed tries those again",
                                 counted(counts.total(), "run"), plan_.name, counts.done,
                                 counts.failed, store_.path().string()));
}

// A trace cannot be made afterwards, unlike a measure of the final front.
void Session::warn_of_missing_traces() const {
  if (!plan_.trace.schedule || plan_.trace.indicators.empty()) {
    return;
  }
  std::vector<bool> traced(plan_.runs.size(), false);
  for (const auto& [position, number] : store_.measured(entered_.plan, "trace")) {
    traced[position] = true;
  }
  std::size_t missing = 0;
  const std::vector<RunStatus> statuses = store_.statuses(entered_.plan);
  for (std::size_t run = 0; run < statuses.size(); ++run) {
    const std::size_t problem = plan_.cells[plan_.runs[run].cell].problem;
    const bool can = std::holds_alternative<ProblemInfo>(plan_.problems[problem].info);
    missing += can && statuses[run].state == StoredState::done && !traced[run] ? 1 : 0;
  }
  if (missing > 0) {
    Console::warn(
        fmt::format("{} finished runs have no trace, because they were run without one; "
                    "run them into a new store to have it",
                    missing));
  }
}

void Session::print_tables() const {
  const auto stored = store_.current_plan();
  if (stored && !plan_.indicators.empty()) {
    Console::print(render_terminal(table_report(store_, *stored, plan_, registries_)));
  }
}

void Session::list_failed() const {
  constexpr std::size_t kShown = 20;
  std::size_t count = 0;
  for (const StoredRun& run : store_.runs(entered_.plan)) {
    if (run.state == StoredState::failed && ++count <= kShown) {
      Console::say(fmt::format("failed: {}/{}/{}/{}: {}", run.problem, run.solver, run.budget,
                               run.replicate, run.failure));
    }
  }
  if (count > kShown) {
    Console::say(
        fmt::format("and {} more; vilfredo status {}", count - kShown, store_.path().string()));
  }
}

}  // namespace

int run_command(const RunRequest& request, const Registries& registries) {
  LoadOptions load;
  load.set = request.set;
  load.root_seed = request.root_seed;
  load.strict = request.strict;
  const Plan planned = plan(load_suite(request.suite, load), registries);
  for (const std::string& warning : planned.warnings) {
    Console::warn(warning);
  }
  if (request.dry_run) {
    return dry_run(store_path(request, planned), planned);
  }
  return Session(request, planned, registries).work();
}

}  // namespace vilfredo::suite
