// How a run numbers, grants, evaluates and counts.
#include "run_engine.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo {

Ask Run::Engine::new_ask(Index n) {
  Ask ask = spent_ask != nullptr ? std::move(*spent_ask) : Ask{};
  spent_ask = nullptr;
  const Index n_var = problem_info().n_var;
  if (ask.x.cols() != n || ask.x.rows() != n_var) {
    ask.x.resize(n_var, n);
  }
  ask.ids.resize(static_cast<std::size_t>(n));
  for (Id& id : ask.ids) {
    id = next_id++;
  }
  ask.status = Status::evaluate;
  ask.need = Need::values;
  ask.level = kFinalLevel;
  ask.sample.reset();
  return ask;
}

void Run::Engine::check_ask(const Ask& ask) const {
  const Index n = ask.x.cols();
  if (n < 1 || ask.x.rows() != problem_info().n_var ||
      ask.ids.size() != static_cast<std::size_t>(n)) {
    throw Error(
        Errc::internal,
        fmt::format("a misshapen ask: x is {} x {} with {} ids; the problem has {} variables",
                    ask.x.rows(), n, ask.ids.size(), problem_info().n_var))
        .with("solver", solver.name());
  }
  if (ask.level != kFinalLevel && (ask.level < 0 || ask.level > problem_info().final_level())) {
    throw Error(Errc::internal, fmt::format("an ask at fidelity level {} of 0 .. {}", ask.level,
                                            problem_info().final_level()))
        .with("solver", solver.name());
  }
}

void Run::Engine::grant(Batch& batch) {
  const auto wanted = static_cast<std::uint64_t>(batch.ask.x.cols());
  const std::uint64_t each = level_cost(batch.ask.level);
  const std::uint64_t by_count = max_evaluations - granted_evaluations;
  const std::uint64_t left = max_cost - granted_cost;
  const std::uint64_t by_cost = each == 1 ? left : left / each;  // a division is slow
  const std::uint64_t granted = std::min(wanted, std::min(by_count, by_cost));
  if (granted < wanted && granted_evaluations == 0) {
    throw Error(Errc::invalid_argument,
                fmt::format("the first batch of {} columns does not fit into a budget of {}: raise "
                            "the budget or lower the population",
                            wanted, granted))
        .with("solver", solver.name())
        .with("problem", problem_info().name);
  }
  granted_evaluations += granted;
  granted_cost += granted * each;
  if (granted < wanted) {
    granted_evaluations = std::min(granted_evaluations, max_evaluations);
    max_evaluations = granted_evaluations;  // nothing more is asked after a cut batch
  }
  batch.granted = static_cast<Index>(granted);
}

void Run::Engine::submit(Batch& batch) {
  if (problem_info().stochastic) {
    batch.streams.clear();
    for (Index j = 0; j < batch.granted; ++j) {
      batch.streams.push_back(
          batch.ask.sample ? Rng(key, Purpose::sample, *batch.ask.sample)
                           : Rng(key, Purpose::noise, batch.ask.ids[static_cast<std::size_t>(j)]));
    }
  }
  if (batch.granted > 0) {
    evaluator->submit(batch);
  }
}

void Run::Engine::collect(Batch& batch, const Told& seen) {
  if (batch.granted == 0) {
    return;
  }
  evaluator->wait(batch);
  const std::uint64_t each = level_cost(batch.ask.level);
  const std::uint64_t failed_before = failed;
  if (!recorder->active()) {
    for (const Outcome outcome : batch.outcomes.outcome) {
      failed += outcome == Outcome::ok ? 0U : 1U;
    }
    evaluations += static_cast<std::uint64_t>(batch.granted);
  } else {
    for (Index j = 0; j < batch.granted; ++j) {
      failed += seen.ok(j) ? 0U : 1U;
      ++evaluations;
      recorder->record(seen, j, evaluations, evaluations >= recorder->next_row() ? seconds() : 0.0);
    }
  }
  cost += each * static_cast<std::uint64_t>(batch.granted);
  if (failed_before == 0 && failed > 0) {
    event("warning", fmt::format("the first failed evaluation: {}",
                                 batch.first_failure.empty() ? "a value is NaN or infinite"
                                                             : batch.first_failure));
  }
  for (const auto& observer : options.observers) {
    observer->evaluated(seen, batch.granted);
  }
}

const Outcomes& Run::Engine::evaluate_now(const Ask& ask) {
  if (step_batch == nullptr) {
    step_batch = std::make_unique<Batch>();
  }
  check_ask(ask);
  step_batch->ask = ask;
  grant(*step_batch);
  submit(*step_batch);
  collect(*step_batch, told(*step_batch));
  if (step_batch->granted < ask.x.cols()) {
    throw detail::BudgetEnd{};
  }
  return step_batch->outcomes;
}

void Run::Engine::rollouts(Index tasks,
                           std::uint64_t steps,
                           const std::function<void(Index, Lane&)>& fn,
                           Account account) {
  const bool charged = account == Account::budget;
  const std::uint64_t wanted = steps * static_cast<std::uint64_t>(tasks);
  if (charged && wanted > max_cost - granted_cost) {
    event("info", fmt::format("{} of {} steps are left over: the next {} x {} do not fit",
                              max_cost - granted_cost, max_cost, tasks, steps));
    if (granted_cost == 0) {
      throw Error(Errc::invalid_argument,
                  fmt::format("the first {} rollouts of {} steps do not fit into a budget of {}",
                              tasks, steps, max_cost))
          .with("solver", solver.name());
    }
    throw detail::BudgetEnd{};
  }
  detail::LaneSet& set = charged ? *lanes : *evaluation_lanes;
  set.ensure(tasks);
  for (Index task = 0; task < tasks; ++task) {
    set[task].grant(steps);
    if (!charged) {
      set[task].abandon();
    }
  }
  pool.for_each(tasks, [&](Index task, int /*worker*/) { fn(task, set[task]); });
  std::uint64_t used = wanted;
  for (Index task = 0; task < tasks; ++task) {
    used -= set[task].unused();
    set[task].grant(0);
  }
  if (charged) {
    granted_cost += used;
    cost += used;
  } else {
    scoring_cost += used;
  }
}

// --- what a solver may use -----------------------------------------------------------------------

Ask Context::new_ask(Index n) {
  return run_->engine_->new_ask(n);
}

std::vector<Id> Context::new_ids(Index n) {
  std::vector<Id> out(static_cast<std::size_t>(n));
  for (Id& id : out) {
    id = run_->engine_->next_id++;
  }
  return out;
}

double Context::progress() const {
  return run_->engine_->progress();
}

void Context::parallel(Index n, const std::function<void(Index)>& fn) {
  run_->engine_->pool.for_each(n, [&fn](Index item, int /*worker*/) { fn(item); });
}

void Context::metric(std::string_view name, double value) {
  const std::scoped_lock lock(run_->engine_->log_mutex);
  run_->engine_->metrics.insert_or_assign(std::string(name), value);
}

void Context::event(std::string_view level, std::string_view text) {
  run_->engine_->event(level, text);
}

const Outcomes& EvaluateContext::evaluate(const Ask& ask) {
  return run_->engine_->evaluate_now(ask);
}

void RolloutContext::rollouts(Index tasks,
                              std::uint64_t steps,
                              const std::function<void(Index task, Lane& lane)>& fn,
                              Account account) {
  run_->engine_->rollouts(tasks, steps, fn, account);
}

}  // namespace vilfredo
