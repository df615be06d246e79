#include "program/named.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/evaluator.hpp>
#include <vilfredo/suite/plan/identity.hpp>
#include <vilfredo/suite/points/points.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>

#include <fmt/format.h>

namespace vilfredo::suite {
namespace {

void check_points(const Matrix& x, const ProblemInfo& info, const std::string& file) {
  if (x.rows() != info.n_var) {
    throw Error(Errc::invalid_config,
                fmt::format("the points have {} numbers each where {} has {} variables", x.rows(),
                            info.name, info.n_var))
        .with("file", file);
  }
  Index outside = 0;
  Index first = -1;
  for (Index j = 0; j < x.cols(); ++j) {
    bool inside = true;
    for (Index i = 0; i < x.rows(); ++i) {
      inside = inside && x(i, j) >= info.lower[i] && x(i, j) <= info.upper[i];
    }
    outside += inside ? 0 : 1;
    first = inside || first >= 0 ? first : j;
  }
  if (outside > 0) {
    Console::warn(fmt::format("{} of {} points lie outside the bounds, first point {}", outside,
                              x.cols(), first + 1));
  }
}

Batch evaluated(const AnyProblem& problem, const Matrix& x, std::uint64_t key) {
  Batch batch;
  batch.ask.x = x;
  batch.granted = x.cols();
  if (problem.info().stochastic) {
    for (Index j = 0; j < x.cols(); ++j) {
      batch.streams.emplace_back(key, Purpose::noise, static_cast<std::uint64_t>(j));
    }
  }
  SerialEvaluator evaluator(problem);
  evaluator.submit(batch);
  evaluator.wait(batch);
  return batch;
}

}  // namespace

int evaluate_command(const EvaluationRequest& request, const Registries& registries) {
  const NamedWorld named = named_world(request.problem, registries);
  const auto* problem = std::get_if<AnyProblem>(&named.world);
  if (problem == nullptr) {
    throw Error(Errc::unsupported,
                "an environment has no objectives of a point; only problems can be evaluated")
        .with("environment", named.type);
  }
  const ProblemInfo& info = problem->info();
  const Matrix x = from_file([&] { return read_points(request.points); }).points;
  check_points(x, info, request.points);
  const std::uint64_t key =
      derive_key(request.seed, problem_scope(named.type, named.params, named.revision), 0);
  const Batch batch = evaluated(*problem, x, key);

  Matrix rows(info.n_obj + info.n_con, x.cols());
  rows.topRows(info.n_obj) = batch.outcomes.f;
  rows.bottomRows(info.n_con) = batch.outcomes.g;
  std::vector<Objective> objectives;
  for (Index k = 0; k < info.n_obj; ++k) {
    objectives.push_back(info.objective(k));
  }
  std::vector<std::string> constraints;
  for (Index k = 0; k < info.n_con; ++k) {
    constraints.push_back(info.constraint_name(k));
  }
  flip_maximised(rows, objectives);
  write_points(request.out, rows, objectives, constraints);

  Index failed = 0;
  for (Index j = 0; j < x.cols(); ++j) {
    failed += batch.outcomes.ok(j) ? 0 : 1;
  }
  if (failed > 0) {
    Console::warn(fmt::format("{} of {} evaluations failed and are nan: {}", failed, x.cols(),
                              batch.first_failure));
    return kSomeFailed;
  }
  return kAllDone;
}

}  // namespace vilfredo::suite
