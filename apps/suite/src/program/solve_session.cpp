#include "program/solve_session.hpp"

#include "program/named.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/core/json_text.hpp>

#include <fmt/format.h>

#include <utility>

namespace vilfredo::suite {
namespace {

template <class T>
Value or_null(const std::optional<T>& x) {
  return x ? Value(*x) : Value();
}

Value to_value(const SolveSession& session) {
  return Value::Object{
      {"problem", Value(session.problem)},
      {"problem_params", session.problem_params},
      {"solver", Value(session.solver)},
      {"solver_params", session.solver_params},
      {"evaluations", or_null(session.evaluations)},
      {"cost", or_null(session.cost)},
      {"seconds", or_null(session.seconds)},
      {"seed", Value(session.seed)},
      {"window", Value(session.window)},
      {"archive", Value(session.archive)},
      {"trace", Value(session.trace)},
      {"indicators", Value::Array(session.indicators.begin(), session.indicators.end())}};
}

std::optional<std::uint64_t> natural_or_none(const Value& value) {
  return value.is_null() ? std::nullopt : std::optional(value.as_unsigned());
}

SolveSession session_from(Value value) {
  SolveSession out;
  out.problem = value["problem"].as_string();
  out.problem_params = value["problem_params"];
  out.solver = value["solver"].as_string();
  out.solver_params = value["solver_params"];
  out.evaluations = natural_or_none(value["evaluations"]);
  out.cost = natural_or_none(value["cost"]);
  if (!value["seconds"].is_null()) {
    out.seconds = value["seconds"].as_double();
  }
  out.seed = value["seed"].as_unsigned();
  out.window = static_cast<int>(value["window"].as_int());
  out.archive = value["archive"].as_bool();
  out.trace = value["trace"].as_bool();
  for (const Value& indicator : value["indicators"].as_array()) {
    out.indicators.push_back(indicator.as_string());
  }
  return out;
}

struct SavedText {
  std::string session;

  void persist(StateIo& io) { io("session", session); }
};

class SessionObserver final : public Observer {
 public:
  explicit SessionObserver(std::string text) : text_(std::move(text)) {}

  // Never wanted at boundaries.
  [[nodiscard]] double seconds_between() const override { return 1e9; }

  void persist(StateIo& io) override {
    std::string text = text_;
    io("session", text);
  }

 private:
  std::string text_;
};

void check_budget(const SolveSession& session, const WorldInfo& info) {
  const std::string unit = cost_unit(info);
  const bool counts_evaluations = std::holds_alternative<ProblemInfo>(info);
  if (!counts_evaluations && session.evaluations) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} counts {}: give the budget as --cost N", name_of(info), unit));
  }
  if (!session.evaluations && !session.cost && !session.seconds) {
    throw Error(Errc::invalid_argument,
                counts_evaluations
                    ? std::string("solve needs a budget: --evaluations N")
                    : fmt::format("solve needs a budget: --cost N counts {} here", unit));
  }
}

}  // namespace

SolveSession session_of(const SolveRequest& request, const Registries& registries) {
  if (request.problem.empty()) {
    throw Error(Errc::invalid_argument,
                "solve needs a problem; vilfredo list problems shows them all");
  }
  const NamedWorld world = named_world(request.problem, registries);
  if (request.solver.empty()) {
    std::string fitting;
    for (const std::string& name : registries.solvers.fitting(world.info)) {
      fitting += (fitting.empty() ? "" : ", ") + name;
    }
    throw Error(Errc::invalid_argument, "solve needs --solver; these fit")
        .with(world.type, fitting);
  }
  const NamedSolver solver = named_solver(request.solver, world.info, registries);
  SolveSession out;
  out.problem = world.type;
  out.problem_params = world.params;
  out.solver = solver.type;
  out.solver_params = solver.params;
  out.evaluations = request.evaluations;
  out.cost = request.cost;
  out.seconds = request.seconds;
  out.seed = request.seed;
  out.window = request.window;
  out.archive = request.archive;
  out.trace = request.trace || !request.trace_out.empty();
  out.indicators = request.indicators;
  check_budget(out, world.info);
  return out;
}

SolveSession saved_session(const std::filesystem::path& checkpoint) {
  StateIo io = StateIo::reader(read_file(checkpoint));
  SavedText saved;
  try {
    io("observer 0", saved);
    return session_from(json_value(saved.session));
  } catch (const Error& error) {
    throw Error(Errc::store_damaged, "this file is no checkpoint of vilfredo solve")
        .with("checkpoint", checkpoint.string())
        .with("because", error.what());
  }
}

void check_agrees(const SolveRequest& request, const SolveSession& saved) {
  const auto differs = [](const char* option, const std::string& was) {
    throw Error(Errc::invalid_argument,
                fmt::format("a resumed run goes on as it began: {} was {}", option, was));
  };
  if (!request.problem.empty() && parse_spec(request.problem).name != saved.problem) {
    differs("the problem", saved.problem);
  }
  if (!request.solver.empty() && parse_spec(request.solver).name != saved.solver) {
    differs("--solver", saved.solver);
  }
  if (request.evaluations && request.evaluations != saved.evaluations) {
    differs("--evaluations", to_json(or_null(saved.evaluations)));
  }
  if (request.cost && request.cost != saved.cost) {
    differs("--cost", to_json(or_null(saved.cost)));
  }
}

std::shared_ptr<Observer> session_observer(const SolveSession& session) {
  return std::make_shared<SessionObserver>(to_json(to_value(session)));
}

}  // namespace vilfredo::suite
