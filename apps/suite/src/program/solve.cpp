#include "program/named.hpp"
#include "program/solve_session.hpp"
#include "program/text_file.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/plan/frame.hpp>
#include <vilfredo/suite/plan/identity.hpp>
#include <vilfredo/suite/points/points.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/program/interruption.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo::suite {
namespace {

struct Measure {
  std::string name;
  AnyIndicator indicator;
  std::string frame;
};

std::string point_text(const WorldInfo& info, Vector point) {
  flip_maximised(point, info);
  std::string out;
  for (Index k = 0; k < point.size(); ++k) {
    out += fmt::format("{}{:.6g}", k == 0 ? "" : ", ", point[k]);
  }
  return out;
}

Measure measure_named(const std::string& text,
                      const AnyWorld& world,
                      const Registries& registries) {
  const NamedParams named = parse_spec(text);
  const IndicatorEntry& entry = registries.indicators.at(named.name);
  Faults faults;
  const Value params = entry.resolve(named.params, "", faults);
  throw_usage(faults, named.name);
  FrameSettings settings;
  settings.normalise = Normalise::none;
  try {
    const ReferenceFrame frame = frame_for(settings, {}, entry, world);
    return {entry.description.name, entry.make(frame, params),
            frame.reference.size() > 0
                ? fmt::format(" (reference point {})", point_text(info_of(world), frame.reference))
                : std::string()};
  } catch (const Error& error) {
    if (error.code() != Errc::invalid_config) {
      throw;
    }
    throw Error(Errc::unsupported, error.sentence());
  }
}

// What was asked for; else hypervolume, where the world knows a reference point.
std::vector<Measure> measures_of(const SolveSession& session,
                                 const AnyWorld& world,
                                 const Registries& registries) {
  std::vector<Measure> out;
  for (const std::string& text : session.indicators) {
    out.push_back(measure_named(text, world, registries));
  }
  const Anchors anchors = anchors_of(info_of(world));
  const bool known =
      anchors.reference_point.known() || (anchors.ideal.known() && anchors.nadir.known());
  if (out.empty() && known && registries.indicators.has("hypervolume")) {
    out.push_back(measure_named("hypervolume", world, registries));
  }
  return out;
}

RunOptions options_of(const SolveSession& session,
                      const SolveRequest& request,
                      int world_revision,
                      const std::vector<Measure>& measures) {
  RunOptions out;
  out.max_evaluations = session.evaluations;
  out.max_cost = session.cost;
  out.max_seconds = session.seconds;
  out.seed = session.seed;
  out.scope = problem_scope(session.problem, session.problem_params, world_revision);
  out.threads = request.threads;
  out.window = session.window;
  out.archive = session.archive;
  if (session.trace) {
    out.trace = TraceSchedule{};
    for (const Measure& measure : measures) {
      out.trace_indicators.push_back(measure.indicator);
    }
  }
  out.checkpoint = request.checkpoint;
  out.checkpoint_seconds = request.checkpoint_seconds;
  out.stop_after = request.stop_after;
  out.observers.push_back(session_observer(session));
  return out;
}

std::string trace_text(const std::vector<TraceRow>& rows, const std::vector<Measure>& measures) {
  std::string out = "evaluations,seconds,archive,feasible";
  for (const Measure& measure : measures) {
    out += "," + measure.name;
  }
  out += "\n";
  for (const TraceRow& row : rows) {
    out += fmt::format("{},{:.6f},{},{}", row.evaluations, row.seconds, row.archive_size,
                       row.feasible);
    for (const double value : row.values) {
      out += "," + exact_digits(value);
    }
    out += "\n";
  }
  return out;
}

void say_summary(const SolveSession& session,
                 const RunResult& result,
                 const WorldInfo& info,
                 const std::vector<Measure>& measures) {
  const bool counts_evaluations = std::holds_alternative<ProblemInfo>(info);
  const std::uint64_t used = counts_evaluations ? result.evaluations : result.cost;
  Console::say(fmt::format(
      "{} on {}, seed {}: {} {} in {:.3g} s, {}", session.solver, session.problem, session.seed,
      used, counts_evaluations ? std::string("evaluations") : cost_unit(info), result.seconds,
      result.reason == StopReason::budget ? std::string("budget used")
                                          : fmt::format("stopped: {}", name(result.reason))));
  if (result.failed_evaluations > 0) {
    Console::warn(fmt::format("{} evaluations failed", result.failed_evaluations));
  }
  for (const auto& [level, text] : result.events) {
    Console::say(fmt::format("{}: {}", level, text));
  }
  Console::say(fmt::format("  {} {}", result.final.size(),
                           result.feasible
                               ? "non-dominated solutions"
                               : "solutions, NONE FEASIBLE: the least infeasible ones"));
  for (const Measure& measure : measures) {
    const Matrix front = result.feasible ? result.final.f : Matrix(result.final.f.rows(), 0);
    Console::say(
        fmt::format("  {} {:.6g}{}", measure.name, measure.indicator(front).value, measure.frame));
  }
  for (const std::string& reason : result.reasons) {
    Console::warn("not repeatable: " + reason);
  }
}

void write_results(const SolveRequest& request,
                   const RunResult& result,
                   const WorldInfo& info,
                   const std::vector<Measure>& measures) {
  std::vector<Objective> objectives;
  for (Index k = 0; k < objective_count(info); ++k) {
    objectives.push_back(objective_of(info, k));
  }
  const Population& set = request.archive ? result.archive : result.final;
  Matrix front = set.f;
  flip_maximised(front, objectives);
  write_points(request.out, front, objectives);
  if (!request.solutions_out.empty()) {
    write_points(request.solutions_out, set.x);
  }
  if (request.trace) {
    Console::say(trace_text(result.trace, measures));
  }
  if (!request.trace_out.empty()) {
    write_text(request.trace_out, trace_text(result.trace, measures));
  }
  if (request.digest) {
    Console::say("digest " + result_digest(result.final, result.evaluations));
  }
}

}  // namespace

int solve_command(SolveRequest request, const Registries& registries) {
  SolveSession session;
  if (request.resume.empty()) {
    session = session_of(request, registries);
  } else {
    session = saved_session(request.resume);
    check_agrees(request, session);
    request.archive = session.archive;
    if (request.checkpoint.empty()) {
      request.checkpoint = request.resume;
    }
  }
  const AnyWorld world = registries.make_world(session.problem, session.problem_params);
  const WorldInfo info = info_of(world);
  const std::vector<Measure> measures = measures_of(session, world, registries);
  const Interruption interruption;
  RunOptions options = options_of(session, request, revision_of(info), measures);
  options.stop = &interruption.flag();
  Run run(registries.solvers.make(session.solver, info, session.solver_params), world, options);
  if (!request.resume.empty()) {
    run.load(request.resume);
  }
  while (run.advance()) {
  }
  const RunResult result = run.result();
  say_summary(session, result, info, measures);
  write_results(request, result, info, measures);
  if (result.reason == StopReason::stopped) {
    Console::say(request.checkpoint.empty()
                     ? std::string("interrupted; without --checkpoint it cannot be continued")
                     : fmt::format("interrupted; continue with vilfredo solve --resume {}",
                                   request.checkpoint));
    return interruption.exit_code();
  }
  return kAllDone;
}

}  // namespace vilfredo::suite
