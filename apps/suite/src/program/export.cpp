#include "program/stored.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/execute/stored_plan.hpp>
#include <vilfredo/suite/points/points.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <unordered_map>

namespace vilfredo::suite {
namespace {

std::unordered_map<std::string, std::string> indicator_ids(const Store& store) {
  std::unordered_map<std::string, std::string> out;
  for (const MeasureKey& key : store.declared()) {
    out[key.key] = key.id;
  }
  return out;
}

void print_digests(const std::vector<StoredRun>& runs) {
  std::vector<std::string> lines;
  for (const StoredRun& run : runs) {
    if (run.state == StoredState::done) {
      lines.push_back(run.run_key + " " + run.result_digest + "\n");
    }
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) {
    text += line;
  }
  Console::print(text);
}

void print_csv(const Store& store, const std::vector<StoredRun>& runs) {
  const auto ids = indicator_ids(store);
  std::string text =
      "problem,solver,budget,replicate,state,evaluations,failed_evaluations,cost,seconds,feasible,"
      "deterministic,front,indicator,value\n";
  for (const StoredRun& run : runs) {
    const std::string head =
        fmt::format("{},{},{},{},{},{},{},{},{},{},{}", run.problem, run.solver, run.budget,
                    run.replicate, name(run.state), run.evaluations, run.failed_evaluations,
                    run.cost, std::isnan(run.seconds) ? std::string() : exact_digits(run.seconds),
                    run.feasible ? 1 : 0, run.deterministic ? 1 : 0);
    const std::vector<StoredMeasure> measures = store.measures(run.id);
    if (measures.empty()) {
      text += head + ",,,\n";
    }
    for (const StoredMeasure& measure : measures) {
      const auto id = ids.find(measure.key);
      text += fmt::format(
          "{},{},{},{}\n", head, measure.tag, id == ids.end() ? measure.key : id->second,
          measure.failure.empty() ? exact_digits(measure.value.value) : std::string());
    }
  }
  Console::print(text);
}

// JSON knows no infinities: they become texts.
Value number(double x) {
  return std::isfinite(x) ? Value(x) : std::isnan(x) ? Value() : Value(x > 0 ? "inf" : "-inf");
}

Value run_json(const Store& store,
               const StoredRun& run,
               const std::unordered_map<std::string, std::string>& ids) {
  Value::Array measures;
  for (const StoredMeasure& measure : store.measures(run.id)) {
    const auto id = ids.find(measure.key);
    measures.push_back(
        Value::Object{{"indicator", Value(id == ids.end() ? measure.key : id->second)},
                      {"key", Value(measure.key)},
                      {"front", Value(measure.tag)},
                      {"value", number(measure.value.value)},
                      {"error", measure.failure.empty() ? Value() : Value(measure.failure)}});
  }
  Value::Object metrics;
  for (const auto& [key, value] : store.metrics(run.id)) {
    metrics.emplace_back(key, number(value));
  }
  return Value::Object{{"run_key", Value(run.run_key)},
                       {"cell_key", Value(run.cell_key)},
                       {"problem", Value(run.problem)},
                       {"solver", Value(run.solver)},
                       {"budget", Value(run.budget)},
                       {"replicate", Value(run.replicate)},
                       {"state", Value(name(run.state))},
                       {"attempt", Value(run.attempt)},
                       {"evaluations", Value(run.evaluations)},
                       {"failed_evaluations", Value(run.failed_evaluations)},
                       {"cost", Value(run.cost)},
                       {"scoring_cost", Value(run.scoring_cost)},
                       {"iterations", Value(run.iterations)},
                       {"seconds", number(run.seconds)},
                       {"stop_reason", Value(run.stop_reason)},
                       {"feasible", Value(run.feasible)},
                       {"deterministic", Value(run.deterministic)},
                       {"reasons", Value::Array(run.reasons.begin(), run.reasons.end())},
                       {"digest", Value(run.result_digest)},
                       {"error", run.failure.empty() ? Value() : Value(run.failure)},
                       {"measures", Value(std::move(measures))},
                       {"metrics", Value(std::move(metrics))}};
}

void print_jsonl(const Store& store, const std::vector<StoredRun>& runs) {
  const auto ids = indicator_ids(store);
  std::string text;
  for (const StoredRun& run : runs) {
    text += to_json(run_json(store, run, ids)) + "\n";
  }
  Console::print(text);
}

void write_fronts(const Store& store,
                  const Plan& plan,
                  const std::vector<StoredRun>& runs,
                  const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::size_t count = 0;
  for (std::size_t position = 0; position < runs.size(); ++position) {
    auto front = store.front(runs[position].id, "final");
    if (!front) {
      continue;
    }
    const WorldInfo& info = plan.problems[plan.cells[plan.runs[position].cell].problem].info;
    std::vector<Objective> objectives;
    for (Index k = 0; k < objective_count(info); ++k) {
      objectives.push_back(objective_of(info, k));
    }
    flip_maximised(front->members.f, objectives);
    const std::string file =
        fmt::format("{}.{}.{}.{}.csv", runs[position].problem, runs[position].solver,
                    runs[position].budget, runs[position].replicate);
    write_points((folder / file).string(), front->members.f, objectives);
    ++count;
  }
  Console::say(fmt::format("{} fronts written to {}", count, folder.string()));
}

}  // namespace

int export_command(const ExportRequest& request, const Registries& registries) {
  const int formats = (request.csv ? 1 : 0) + (request.jsonl ? 1 : 0) + (request.digests ? 1 : 0);
  if (formats > 1) {
    throw Error(Errc::invalid_argument, "--csv, --jsonl and --digests exclude each other");
  }
  const Store store(request.store, Store::Access::read);
  const StoredPlan plan = stored_plan(store);
  const std::vector<StoredRun> runs = store.runs(plan.id);
  if (!request.fronts.empty()) {
    write_fronts(store, plan_of(plan, registries), runs, request.fronts);
    if (formats == 0) {
      return kAllDone;
    }
  }
  if (request.digests) {
    print_digests(runs);
  } else if (request.jsonl) {
    print_jsonl(store, runs);
  } else {
    print_csv(store, runs);
  }
  return kAllDone;
}

}  // namespace vilfredo::suite
