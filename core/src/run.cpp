#include "vilfredo/core/run.hpp"

#include "eigen_blocking.hpp"
#include "run_engine.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/file.hpp"
#include "vilfredo/core/hash.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo {

std::string_view name(StopReason reason) {
  switch (reason) {
    case StopReason::none:
      return "none";
    case StopReason::budget:
      return "budget";
    case StopReason::time:
      return "time";
    case StopReason::target:
      return "target";
    case StopReason::stalled:
      return "stalled";
    case StopReason::finished:
      return "finished";
    case StopReason::stopped:
      return "stopped";
    case StopReason::stop_after:
      return "stop_after";
  }
  return "none";
}

namespace {

void check(const RunOptions& options, const AnySolver& solver) {
  if (!options.max_evaluations && !options.max_cost && !options.max_seconds) {
    throw Error(Errc::invalid_argument,
                "a run needs a limit: max_evaluations, max_cost or max_seconds");
  }
  if (options.max_evaluations == 0U || options.max_cost == 0U) {
    throw Error(Errc::invalid_argument, "a budget of 0 allows nothing");
  }
  if (options.max_seconds && !(*options.max_seconds > 0)) {
    throw Error(Errc::invalid_argument, "max_seconds must be above 0");
  }
  if (options.threads < 1 || options.window < 1) {
    throw Error(Errc::invalid_argument, "threads and window are at least 1");
  }
  if (options.window > 1 && !solver.traits().overlap) {
    throw Error(Errc::unsupported, fmt::format("{} allows one outstanding ask only; window is {}",
                                               solver.name(), options.window));
  }
}

std::string scope_of(const RunOptions& options, const WorldInfo& info) {
  return options.scope.empty() ? "problem:" + sha256_hex(name_of(info)) : options.scope;
}

}  // namespace

Run::Engine::Engine(Run& run, AnySolver solver_, AnyWorld world_, RunOptions options_)
    : options(std::move(options_)),
      solver(std::move(solver_)),
      kind(solver.kind()),
      world(std::move(world_)),
      info(info_of(world)),
      key(derive_key(options.seed, scope_of(options, info), options.replicate)),
      traits(solver.traits()),
      pool(options.threads),
      context(run, key),
      evaluate_context(run, key),
      rollout_context(run, key) {
  check(options, solver);
  max_evaluations = options.max_evaluations.value_or(max_evaluations);
  max_cost = options.max_cost.value_or(max_cost);
  const bool rollout = kind == AnySolver::Kind::rollout_stepper;
  if (const auto* problem = std::get_if<AnyProblem>(&world)) {
    if (rollout) {
      throw Error(Errc::unsupported, "this solver acts in an environment, not on a problem")
          .with("solver", solver.name())
          .with("problem", problem->info().name);
    }
    recorder.emplace(problem->info(), options);
    if (options.threads == 1) {
      evaluator = std::make_unique<SerialEvaluator>(*problem);
    } else {
      evaluator = std::make_unique<ThreadEvaluator>(*problem, pool);
      if (problem->info().threads == ThreadSafety::unsafe) {
        event("warning",
              fmt::format("{} says that it is unsafe for threads: it is evaluated by one "
                          "thread at a time",
                          problem->info().name));
      }
    }
  } else {
    const auto& environment = std::get<AnyEnvironment>(world);
    if (!rollout) {
      throw Error(Errc::unsupported, "this solver solves problems and cannot act in an environment")
          .with("solver", solver.name())
          .with("environment", environment.info().name);
    }
    constexpr std::uint32_t kEvaluationLanes = 1U << 31U;
    lanes.emplace(environment, key, 0);
    evaluation_lanes.emplace(environment, key, kEvaluationLanes);
  }
  for (const auto& observer : options.observers) {
    observes_every_boundary = observes_every_boundary || observer->seconds_between() == 0;
  }
  last_observed.assign(options.observers.size(), 0);
  if (!traits.deterministic) {
    not_deterministic(fmt::format("{} does not promise determinism", solver.name()));
  }
}

Run::Engine::~Engine() {
  for (const std::unique_ptr<Batch>& batch : outstanding) {
    if (batch->granted > 0) {
      evaluator->wait(*batch);
    }
  }
}

// --- the loop ------------------------------------------------------------------------------------

bool Run::Engine::advance() {
  if (reason != StopReason::none || stop_rule_fired()) {
    return false;
  }
  switch (kind) {
    case AnySolver::Kind::ask_tell:
      advance_ask_tell();
      break;
    case AnySolver::Kind::evaluate_stepper:
      step_evaluate();
      break;
    case AnySolver::Kind::rollout_stepper:
      step_rollout();
      break;
  }
  return reason == StopReason::none;
}

bool Run::Engine::budget_spent() const {
  return granted_evaluations >= max_evaluations || granted_cost >= max_cost;
}

bool Run::Engine::stop_rule_fired() {
  if (budget_spent() && outstanding.empty()) {
    stop(StopReason::budget);
  } else if (options.stop != nullptr && options.stop->load(std::memory_order_relaxed)) {
    stop(StopReason::stopped);
  } else if (options.stop_after && cost >= *options.stop_after) {
    stop(StopReason::stop_after);
  } else if (recorder && recorder->fired() != StopReason::none) {
    stop(recorder->fired());
  } else if (options.max_seconds && seconds() >= *options.max_seconds) {
    not_deterministic("stopped by time");
    stop(StopReason::time);
  }
  return reason != StopReason::none;
}

void Run::Engine::stop(StopReason why) {
  reason = why;
  const bool resumable = why == StopReason::stopped || why == StopReason::stop_after;
  if (recorder && !resumable) {
    recorder->finish(evaluations, seconds());
  }
  if (!options.checkpoint.empty() && resumable) {
    save(options.checkpoint);
  }
}

void Run::Engine::advance_ask_tell() {
  const bool worked = fill_window();
  if (!worked && !outstanding.empty()) {
    settle_oldest();
  }
}

bool Run::Engine::fill_window() {
  while (static_cast<int>(outstanding.size()) < options.window && !solver_finished &&
         !budget_spent()) {
    std::unique_ptr<Batch> batch = take_batch();
    spent_ask = &batch->ask;
    solver.ask(context, batch->ask);
    spent_ask = nullptr;
    switch (batch->ask.status) {
      case Status::evaluate:
        check_ask(batch->ask);
        grant(*batch);
        submit(*batch);
        outstanding.push_back(std::move(batch));
        continue;
      case Status::working:
        recycle(std::move(batch));
        ++iterations;
        boundary();
        return true;
      case Status::waiting:
        if (outstanding.empty()) {
          throw Error(Errc::internal, "the solver waits although nothing is outstanding")
              .with("solver", solver.name());
        }
        recycle(std::move(batch));
        break;
      case Status::finished:
        recycle(std::move(batch));
        solver_finished = true;
        break;
    }
    break;
  }
  if (solver_finished && outstanding.empty()) {
    stop(StopReason::finished);
  }
  return false;
}

void Run::Engine::settle_oldest() {
  std::unique_ptr<Batch> batch = std::move(outstanding.front());
  outstanding.pop_front();
  const Told seen = told(*batch);
  collect(*batch, seen);
  if (batch->granted < batch->ask.x.cols()) {
    recycle(std::move(batch));
    stop(StopReason::budget);  // cut by the budget: evaluated and logged, but not told
    return;
  }
  solver.tell(seen, context);
  recycle(std::move(batch));
  ++iterations;
  boundary();
}

void Run::Engine::step_evaluate() {
  try {
    const Status status = solver.step(evaluate_context);
    ++iterations;
    boundary();
    if (status == Status::finished) {
      stop(StopReason::finished);
    }
  } catch (const detail::BudgetEnd&) {
    stop(StopReason::budget);
  }
}

void Run::Engine::step_rollout() {
  try {
    const Status status = solver.step(rollout_context);
    ++iterations;
    boundary();
    if (status == Status::finished) {
      stop(StopReason::finished);
    }
  } catch (const detail::BudgetEnd&) {
    stop(StopReason::budget);
  }
}

void Run::Engine::boundary() {
  const bool paced = !options.checkpoint.empty() || (!options.observers.empty());
  if (!paced) {
    return;
  }
  if (observes_every_boundary || clock.tick()) {
    observe_boundary();
    if (!options.checkpoint.empty() &&
        clock.seconds() - last_checkpoint >= options.checkpoint_seconds) {
      last_checkpoint = clock.seconds();
      save(options.checkpoint);
    }
  }
}

void Run::Engine::observe_boundary() {
  if (options.observers.empty()) {
    return;
  }
  const RunView now = view();
  for (std::size_t i = 0; i < options.observers.size(); ++i) {
    const double pause = options.observers[i]->seconds_between();
    if (pause == 0 || now.seconds - last_observed[i] >= pause) {
      last_observed[i] = now.seconds;
      options.observers[i]->boundary(now);
    }
  }
}

double Run::Engine::progress() {
  double used = 0;
  if (options.max_evaluations) {
    used = static_cast<double>(granted_evaluations) / static_cast<double>(max_evaluations);
  }
  if (options.max_cost) {
    used = std::max(used, static_cast<double>(granted_cost) / static_cast<double>(max_cost));
  }
  if (!options.max_evaluations && !options.max_cost) {
    not_deterministic("a schedule of the solver follows the clock");
    used = seconds() / *options.max_seconds;
  }
  return std::min(used, 1.0);
}

RunView Run::Engine::view() {
  const double known = options.max_evaluations || options.max_cost ? progress() : 0.0;
  return {.iterations = iterations,
          .evaluations = evaluations,
          .failed_evaluations = failed,
          .cost = cost,
          .seconds = seconds(),
          .progress = known,
          .population = solver.population(),
          .metrics = metrics};
}

RunResult Run::Engine::result() {
  RunResult out;
  out.reason = reason;
  if (std::holds_alternative<ProblemInfo>(info)) {
    Scored scored = scored_members(solver.population(), problem_info());
    out.final = std::move(scored.members);
    out.feasible = scored.feasible;
    if (recorder->active()) {
      out.archive = recorder->archive_members();
      out.trace = recorder->rows();
    }
  } else {
    ProblemInfo plain;
    plain.n_obj = objective_count(info);
    out.final = scored_members(solver.population(), plain).members;
  }
  out.evaluations = evaluations;
  out.failed_evaluations = failed;
  out.cost = cost;
  out.scoring_cost = scoring_cost;
  out.iterations = iterations;
  out.seconds = seconds();
  out.metrics = metrics;
  out.events = events;
  out.deterministic = reasons.empty();
  out.reasons = reasons;
  return out;
}

void Run::Engine::event(std::string_view level, std::string_view text) {
  const std::scoped_lock lock(log_mutex);
  events.emplace_back(level, text);
  for (const auto& observer : options.observers) {
    observer->event(level, text);
  }
}

void Run::Engine::not_deterministic(const std::string& why) {
  if (std::ranges::find(reasons, why) == reasons.end()) {
    reasons.push_back(why);
  }
}

// --- the public face -----------------------------------------------------------------------------

Run::Run(AnySolver solver, AnyWorld world, RunOptions options)
    : engine_(std::make_unique<Engine>(
          *this, std::move(solver), std::move(world), std::move(options))) {
  detail::fix_eigen_blocking();
}

Run::~Run() = default;

bool Run::advance() {
  return engine_->advance();
}

void Run::persist(StateIo& io) {
  engine_->persist(io);
}

void Run::save(const std::filesystem::path& path) {
  engine_->save(path);
}

void Run::load(const std::filesystem::path& path) {
  StateIo io = StateIo::reader(read_file(path));
  try {
    engine_->persist(io);
  } catch (Error& error) {
    error.with("checkpoint", path.string());
    throw;
  }
}

RunResult Run::result() const {
  return engine_->result();
}

const AnySolver& Run::solver() const {
  return engine_->solver;
}

RunView Run::view() const {
  return engine_->view();
}

RunResult run(AnySolver& solver, const AnyWorld& world, const RunOptions& options) {
  return run(AnySolver::reference(solver), world, options);
}

RunResult run(AnySolver&& solver, const AnyWorld& world, const RunOptions& options) {
  Run one(std::move(solver), world, options);
  while (one.advance()) {
  }
  return one.result();
}

}  // namespace vilfredo
