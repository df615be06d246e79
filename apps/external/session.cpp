#include "session.hpp"

#include "preferences.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/core/json_text.hpp>
#include <vilfredo/suite/points/points.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/spec/spec_string.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo::external {
namespace {

using suite::Console;

Simulator read_simulator(const std::filesystem::path& path) {
  return simulator_from_json(read_file(path), path.string());
}

std::shared_ptr<EvaluationJournal> open_journal(const Request& request,
                                                const Simulator& simulator) {
  std::error_code failed;
  std::filesystem::create_directories(request.folder, failed);
  if (failed) {
    throw Error(Errc::io, "the folder of the run cannot be made")
        .with("folder", request.folder.string())
        .with("reason", failed.message());
  }
  return std::make_shared<EvaluationJournal>(request.folder / "evaluations.jsonl",
                                             identity_of(simulator));
}

struct NamedSolver {
  std::string type;
  Value params;
};

NamedSolver solver_of(const Request& request, const Registries& registries) {
  const suite::NamedParams named = suite::parse_spec(request.solver);
  const SolverEntry& entry = registries.solvers.at(named.name);
  Faults faults;
  NamedSolver out{entry.description.name, entry.resolve(named.params, "", faults)};
  if (!faults.empty()) {
    throw Error(Errc::invalid_argument,
                fmt::format("{}: {}", named.name, describe(faults.front())));
  }
  return out;
}

/// The folder's settings and these must be the same, member by member.
void settle(const Request& request, const NamedSolver& solver) {
  const Value mine = Value::Object{{"solver", Value(solver.type)},
                                   {"params", solver.params},
                                   {"evaluations", Value(request.evaluations)},
                                   {"seed", Value(request.seed)}};
  const std::filesystem::path path = request.folder / "settings.json";
  if (!std::filesystem::exists(path)) {
    write_file_atomically(path, to_json(mine, 2) + "\n");
    return;
  }
  const Value saved = json_value(read_file(path));
  for (const auto& [key, value] : mine.as_object()) {
    const Value* there = saved.find(key);
    if (there == nullptr || canonical(*there) != canonical(value)) {
      throw Error(Errc::invalid_argument,
                  fmt::format("the folder holds a run with another \"{}\": continue it with the "
                              "same, or give this one a folder of its own",
                              key))
          .with("folder", request.folder.string())
          .with("there", there == nullptr ? "nothing" : to_json(*there))
          .with("here", to_json(value));
    }
  }
}

}  // namespace

/// Says how far the run is and counts failures in a row.
class Session::Watch final : public Observer {
 public:
  Watch(std::uint64_t budget, int patience) : budget_(budget), patience_(patience) {}

  void evaluated(const Told& told, Index granted) override {
    for (Index j = 0; j < granted; ++j) {
      in_a_row_ = told.ok(j) ? 0 : in_a_row_ + 1;
      failed_ += told.ok(j) ? 0U : 1U;
    }
    done_ += static_cast<std::uint64_t>(granted);
    Console::say(fmt::format("{} of {} evaluations{}", done_, budget_,
                             failed_ > 0 ? fmt::format(", {} failed", failed_) : ""));
  }

  void event(std::string_view level, std::string_view text) override {
    Console::say(fmt::format("{}: {}", level, text));
  }

  void persist(StateIo& io) override {
    io("done", done_);
    io("failed", failed_);
  }

  [[nodiscard]] bool hopeless() const { return patience_ > 0 && in_a_row_ >= patience_; }

 private:
  std::uint64_t budget_;
  int patience_;
  std::uint64_t done_ = 0;
  std::uint64_t failed_ = 0;
  int in_a_row_ = 0;
};

Session::Session(const Request& request, const Registries& registries)
    : request_(request),
      problem_([&request] {
        if (request.evaluations == 0) {
          throw Error(Errc::invalid_argument, "a run needs a budget: --evaluations N");
        }
        Simulator simulator = read_simulator(request.simulator);
        auto journal = open_journal(request, simulator);
        return ExternalProblem(std::move(simulator), std::move(journal));
      }()),
      watch_(std::make_shared<Watch>(request.evaluations, request.give_up_after)) {
  const NamedSolver named = solver_of(request, registries);
  AnySolver solver = registries.solvers.make(named.type, problem_.info(), named.params);
  check_preferences(request, named.type, problem_.info(), registries);
  settle(request, named);
  RunOptions options;
  options.max_evaluations = request.evaluations;
  options.seed = request.seed;
  options.scope = "problem:" + identity_of(read_simulator(request.simulator));
  options.threads = request.children;
  options.archive = true;
  options.checkpoint = request.folder / "run.checkpoint";
  options.checkpoint_seconds = 0;
  options.stop = &stop_;
  options.observers.push_back(watch_);
  run_ = std::make_unique<Run>(std::move(solver), problem_, std::move(options));
  if (std::filesystem::exists(request.folder / "run.checkpoint")) {
    run_->load(request.folder / "run.checkpoint");
  }
  if (const std::size_t known = problem_.journal().size(); known > 0) {
    Console::say(fmt::format("continues: {} finished evaluations are known", known));
  }
}

bool Session::run(const std::atomic<bool>& stop) {
  do {
    stop_ = stop.load() || watch_->hopeless();
  } while (run_->advance());
  const StopReason reason = run_->result().reason;
  return reason != StopReason::stopped;
}

bool Session::hopeless() const {
  return watch_->hopeless();
}

void Session::write_results() const {
  const RunResult result = run_->result();
  const ProblemInfo& info = problem_.info();
  std::vector<Objective> objectives;
  for (Index k = 0; k < info.n_obj; ++k) {
    objectives.push_back(info.objective(k));
  }
  Matrix front = result.archive.f;
  suite::flip_maximised(front, objectives);
  suite::write_points((request_.folder / "front.csv").string(), front, objectives);
  suite::write_points((request_.folder / "designs.csv").string(), result.archive.x);
  Console::say(fmt::format("{} evaluations, {} failed; {} non-dominated designs in {}",
                           result.evaluations, result.failed_evaluations, result.archive.size(),
                           (request_.folder / "front.csv").string()));
  if (result.archive.size() == 0) {
    Console::warn("no design meets the constraints");
  }
}

}  // namespace vilfredo::external
