#include "program/stored.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/report/numbers.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace vilfredo::suite {
namespace {

std::string run_name(const StoredRun& run) {
  return fmt::format("{}/{}/{}/{}", run.problem, run.solver, run.budget, run.replicate);
}

Value failed_json(const std::vector<StoredRun>& runs) {
  Value::Array out;
  for (const StoredRun& run : runs) {
    if (run.state == StoredState::failed) {
      out.push_back(Value::Object{{"run", Value(run_name(run))},
                                  {"run_key", Value(run.run_key)},
                                  {"attempts", Value(run.attempt)},
                                  {"error", Value(run.failure)}});
    }
  }
  return out;
}

Value holders_json(const std::vector<LeaseHolder>& holders) {
  Value::Array out;
  for (const LeaseHolder& holder : holders) {
    out.push_back(Value::Object{{"host", Value(holder.host)},
                                {"pid", Value(holder.pid)},
                                {"runs", Value(holder.runs)},
                                {"alive_here", Value(holder.local)},
                                {"seconds_left", Value(holder.seconds_left)}});
  }
  return out;
}

std::string holders_text(const std::vector<LeaseHolder>& holders) {
  std::string out;
  for (const LeaseHolder& holder : holders) {
    out += fmt::format("  {} in process {} on {}{}\n", counted(holder.runs, "run"), holder.pid,
                       holder.host, holder.local ? ", at work" : "");
  }
  return out;
}

// Cells with anything that is not done, at most some of them.
std::string open_cells_text(const std::vector<StoredRun>& runs) {
  struct Cell {
    std::size_t done = 0;
    std::size_t total = 0;
  };

  std::map<std::string, Cell> cells;
  for (const StoredRun& run : runs) {
    Cell& cell = cells[fmt::format("{}/{}/{}", run.problem, run.solver, run.budget)];
    ++cell.total;
    cell.done += run.state == StoredState::done ? 1 : 0;
  }
  constexpr std::size_t kShown = 20;
  std::size_t open = 0;
  std::string out;
  for (const auto& [name, cell] : cells) {
    if (cell.done < cell.total && ++open <= kShown) {
      out += fmt::format("  {}: {} of {} done\n", name, cell.done, cell.total);
    }
  }
  return open > kShown ? out + fmt::format("  and {} more\n", open - kShown) : out;
}

}  // namespace

int status_command(const StatusRequest& request) {
  const Store store(request.store, Store::Access::read);
  const StoredPlan plan = stored_plan(store);
  const StateCounts counts = store.counts(plan.id);
  const std::vector<LeaseHolder> holders = store.holders(plan.id, 0);
  const std::vector<StoredRun> runs = store.runs(plan.id);
  const int code = counts.failed > 0 ? kSomeFailed : kAllDone;
  if (request.json) {
    const Value out = Value::Object{{"store", Value(request.store)},
                                    {"suite", Value(plan.name)},
                                    {"plan", Value(plan.plan_key)},
                                    {"created", Value(plan.created)},
                                    {"total", Value(counts.total())},
                                    {"pending", Value(counts.pending)},
                                    {"in_progress", Value(counts.leased)},
                                    {"done", Value(counts.done)},
                                    {"failed", Value(counts.failed)},
                                    {"max_attempt", Value(counts.most_attempts)},
                                    {"other_plans", Value(store.plans().size() - 1)},
                                    {"failed_runs", failed_json(runs)},
                                    {"leases", holders_json(holders)}};
    Console::print(to_json(out, 2) + "\n");
    return code;
  }
  std::string text =
      fmt::format("{}: {} of {} runs done, {} failed, {} in progress, {} pending\n", plan.name,
                  counts.done, counts.total(), counts.failed, counts.leased, counts.pending);
  text += holders_text(holders) + open_cells_text(runs);
  for (const StoredRun& run : runs) {
    if (run.state == StoredState::failed) {
      text += fmt::format("  failed: {}: {}\n", run_name(run), run.failure);
    }
  }
  if (const std::size_t others = store.plans().size() - 1; others > 0) {
    text += fmt::format("  the store also holds {} earlier plans\n", others);
  }
  Console::print(text);
  return code;
}

int store_check_command(const std::string& path) {
  const Store store(path, Store::Access::read);
  const std::vector<std::string> faults = store.check();
  for (const std::string& fault : faults) {
    Console::say("error[store_damaged] " + fault);
  }
  const StateCounts counts = store.counts();
  Console::print(fmt::format("{}: {}, {} runs, {} done, {} failed\n", path,
                             faults.empty() ? "sound" : "DAMAGED", counts.total(), counts.done,
                             counts.failed));
  return faults.empty() ? kAllDone : kStoreDamaged;
}

}  // namespace vilfredo::suite
