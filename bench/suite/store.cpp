// What the suite machinery costs: planning 100 000 runs, finding out that all of them are done, and
// the overhead of a run in the store. Prints; asserts nothing.
#include <vilfredo/core/registry.hpp>
#include <vilfredo/suite/config/suite_file.hpp>
#include <vilfredo/suite/execute/execute.hpp>
#include <vilfredo/suite/execute/stored_plan.hpp>
#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/program/registries.hpp>
#include <vilfredo/suite/scheduler/scheduler.hpp>

#include <fmt/core.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace vilfredo;
using namespace vilfredo::suite;

constexpr int kReplicates = 12'500;  // times 2 problems x 2 solvers x 2 budgets
constexpr int kShortReplicates = 500;

// Wall time, and processor time beside it: the two part on a busy machine.
struct Seconds {
  double wall = 0;
  double processor = 0;
};

Seconds seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
          static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC};
}

std::string suite_text(int replicates, const std::string& budgets) {
  return fmt::format(R"({{ "schema": 1, "name": "bench", "seed": {{ "root": 1 }},
    "replicates": {{ "count": {} }},
    "problems": [ {{ "type": "zdt1" }}, {{ "type": "zdt2" }} ],
    "solvers": [ {{ "id": "moead", "type": "moead", "params": {{ "population": 20 }} }},
                 {{ "type": "random_search" }} ],
    "budgets": [ {} ],
    "indicators": [ {{ "id": "hv", "type": "hv" }}, {{ "id": "igdp", "type": "igd_plus" }} ] }})",
                     replicates, budgets);
}

std::vector<std::size_t> in_order(std::size_t n) {
  std::vector<std::size_t> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = i;
  }
  return out;
}

// A result as small as results get: what remains is the store's own cost.
RunRecord tiny_record() {
  StoredFront front;
  front.tag = "final";
  front.members.resize(30, 2, 0, 100);
  front.members.f.setRandom();
  front.members.x.setRandom();
  RunRecord out;
  out.evaluations = 100;
  out.stop_reason = "budget";
  out.fronts.push_back(std::move(front));
  return out;
}

Plan planned(const std::filesystem::path& file, const Registries& registries) {
  return plan(load_suite(file), registries);
}

ScheduleResult work_off(Store& store, const Plan& plan, int jobs, const RunFunction& function) {
  const auto entered = store.enter(planned_suite(plan));
  Progress progress(run_kinds(plan), run_labels(plan), jobs);
  ScheduleListener listener;
  SchedulerOptions options;
  options.jobs = jobs;
  Scheduler scheduler(
      store, {entered.plan, entered.runs, in_order(plan.runs.size()), store.environment("{}")},
      function, options);
  return scheduler.work_off(progress, listener);
}

}  // namespace

int main() {
  const Registries registries = builtin_registries();
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("vilfredo-bench-{}", getpid());
  std::filesystem::create_directories(folder);
  const auto suite_file = folder / "suite.json";
  std::ofstream(suite_file) << suite_text(
      kReplicates, R"({ "id": "a", "evaluations": 1000 }, { "id": "b", "evaluations": 2000 })");

  Plan large;
  const Seconds reading = seconds_of([&] { large = planned(suite_file, registries); });
  Store store(folder / "large.sqlite", Store::Access::create);
  const Seconds entering = seconds_of([&] { (void)store.enter(planned_suite(large)); });
  fmt::print(
      "- planning {} runs: {:.3f} s (processor {:.3f}); keys {:.3f} s ({:.3f}), store {:.3f} s "
      "({:.3f}); aim < 2 s\n",
      large.runs.size(), reading.wall + entering.wall, reading.processor + entering.processor,
      reading.wall, reading.processor, entering.wall, entering.processor);

  const RunRecord tiny = tiny_record();
  const Seconds filing = seconds_of([&] {
    (void)work_off(store, large, 2, [&](const RunAssignment&) { return std::optional(tiny); });
  });
  fmt::print("- filing {} empty results: {:.3f} ms per run (processor {:.3f})\n", large.runs.size(),
             1e3 * filing.wall / static_cast<double>(large.runs.size()),
             1e3 * filing.processor / static_cast<double>(large.runs.size()));
  const PlannedSuite again = planned_suite(large);
  const Seconds scan = seconds_of([&] { (void)store.enter(again); });
  fmt::print("- resume scan of {} finished runs: {:.3f} s (processor {:.3f}); aim < 1 s\n",
             large.runs.size(), scan.wall, scan.processor);

  std::ofstream(suite_file) << suite_text(kShortReplicates,
                                          R"({ "id": "a", "evaluations": 1000 })");
  const Plan small = planned(suite_file, registries);
  const MeasureKeys keys = measure_keys(small);
  Store short_runs(folder / "short.sqlite", Store::Access::create);
  for (const auto& row : keys) {
    for (const auto& key : row) {
      short_runs.declare(std::vector<MeasureKey>{*key});
    }
  }
  double inside = 0;
  const RunFunction function = run_function(small, keys, registries, {});
  const Seconds whole = seconds_of([&] {
    (void)work_off(short_runs, small, 1, [&](const RunAssignment& assigned) {
      std::optional<RunRecord> record;
      inside += seconds_of([&] { record = function(assigned); }).wall;
      return record;
    });
  });
  fmt::print(
      "- overhead of {} runs of 1000 evaluations, one job: {:.3f} ms per run beside {:.3f} ms "
      "of run and scoring; aim < 2 ms\n",
      small.runs.size(), 1e3 * (whole.wall - inside) / static_cast<double>(small.runs.size()),
      1e3 * inside / static_cast<double>(small.runs.size()));
  std::filesystem::remove_all(folder);
  return 0;
}
