#include "vilfredo/core/evaluator.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/evaluation_failure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Shapes everything for the granted columns; no allocation once the shapes have been seen.
void prepare(Batch& batch, const ProblemInfo& info) {
  const Index n = batch.granted;
  Outcomes& out = batch.outcomes;
  if (out.f.cols() != n || out.f.rows() != info.n_obj) {
    out.f.resize(info.n_obj, n);
  }
  if (out.g.cols() != n || out.g.rows() != info.n_con) {
    out.g.resize(info.n_con, n);
  }
  if (batch.ask.need == Need::values_and_jacobian) {
    out.jac.resize(info.n_var * info.n_obj, n);
  } else if (out.jac.size() != 0) {
    out.jac.resize(0, 0);
  }
  out.outcome.resize(static_cast<std::size_t>(n));
  std::ranges::fill(out.outcome, Outcome::ok);
  batch.first_failure.clear();
}

void fail(Batch& batch, Index column, Outcome why) {
  batch.outcomes.f.col(column).setConstant(kNaN);
  batch.outcomes.g.col(column).setConstant(kNaN);
  if (batch.outcomes.jac.size() != 0) {
    batch.outcomes.jac.col(column).setConstant(kNaN);
  }
  batch.outcomes.outcome[static_cast<std::size_t>(column)] = why;
}

void evaluate_columns(const AnyProblem& problem, Batch& batch, Index first, Index count) {
  const ProblemInfo& info = problem.info();
  EvaluateRequest request{.level = batch.ask.level == kFinalLevel ? info.final_level()
                                                                  : batch.ask.level};
  std::vector<Rng> streams;
  if (info.stochastic) {
    // A copy, so that repeating a column after a failure sees the same noise again.
    streams.assign(batch.streams.begin() + first, batch.streams.begin() + first + count);
    request.streams = streams;
  }
  Outcomes& out = batch.outcomes;
  const auto x = batch.ask.x.middleCols(first, count);
  problem.evaluate(x, request,
                   EvalOut{out.f.middleCols(first, count), out.g.middleCols(first, count)});
  if (batch.ask.need == Need::values_and_jacobian) {
    problem.jacobian(x, out.jac.middleCols(first, count));
  }
}

bool all_finite(const double* values, Index n) {
  // The sum of v - v is 0 iff none is NaN or infinite; one pass without branches.
  double sum = 0;
  for (Index i = 0; i < n; ++i) {
    sum += values[i] - values[i];
  }
  return sum == 0;
}

/// Marks columns of the chunk that hold a NaN or an infinity.
void check_finite(Batch& batch, Index first, Index count) {
  Outcomes& out = batch.outcomes;
  const Index n_obj = out.f.rows();
  const Index n_con = out.g.rows();
  if (all_finite(out.f.data() + first * n_obj, count * n_obj) &&
      all_finite(out.g.data() + first * n_con, count * n_con) && out.jac.size() == 0) {
    return;
  }
  for (Index j = first; j < first + count; ++j) {
    if (!out.f.col(j).allFinite() || !out.g.col(j).allFinite() ||
        (out.jac.size() != 0 && !out.jac.col(j).allFinite())) {
      fail(batch, j, Outcome::non_finite);
    }
  }
}

/// `said` becomes what the first failing column said, unless it says something already.
void evaluate_one_by_one(
    const AnyProblem& problem, Batch& batch, Index first, Index count, std::string& said) {
  for (Index j = first; j < first + count; ++j) {
    std::string sentence;
    Outcome why = Outcome::threw;
    try {
      evaluate_columns(problem, batch, j, 1);
      check_finite(batch, j, 1);
      continue;
    } catch (const EvaluationFailure& failure) {
      why = failure.outcome();
      sentence = failure.what();
    } catch (const std::exception& error) {
      sentence = error.what();
    } catch (...) {
      sentence = "an exception that is no std::exception";
    }
    fail(batch, j, why);
    said = said.empty() ? sentence : said;
  }
}

/// If a call throws, its columns are repeated one by one and only those that throw again fail. A
/// single column is not repeated: nothing could be learned from it, and it may have taken hours.
void evaluate_chunk(
    const AnyProblem& problem, Batch& batch, Index first, Index count, std::string& said) {
  if (count == 1) {
    evaluate_one_by_one(problem, batch, first, count, said);
    return;
  }
  try {
    evaluate_columns(problem, batch, first, count);
    check_finite(batch, first, count);
  } catch (...) {
    evaluate_one_by_one(problem, batch, first, count, said);
  }
}

void evaluate_all(const AnyProblem& problem, Batch& batch) {
  const Index chunk = problem.info().chunk;
  for (Index first = 0; first < batch.granted; first += chunk) {
    evaluate_chunk(problem, batch, first, std::min(chunk, batch.granted - first),
                   batch.first_failure);
  }
}

}  // namespace

SerialEvaluator::SerialEvaluator(AnyProblem problem) : problem_(std::move(problem)) {}

void SerialEvaluator::submit(Batch& batch) {
  prepare(batch, problem_.info());
  evaluate_all(problem_, batch);
}

void SerialEvaluator::wait(Batch& /*batch*/) {}

ThreadEvaluator::ThreadEvaluator(AnyProblem problem, WorkerPool& pool) : pool_(&pool) {
  const bool clones = problem.info().threads == ThreadSafety::clone_per_thread;
  problems_.push_back(problem);
  for (int worker = 1; clones && worker < pool.threads(); ++worker) {
    problems_.push_back(problem.clone());
  }
}

void ThreadEvaluator::submit(Batch& batch) {
  const ProblemInfo& info = problems_.front().info();
  prepare(batch, info);
  if (info.threads == ThreadSafety::unsafe) {
    evaluate_all(problems_.front(), batch);
    return;
  }
  const Index chunk = info.chunk;
  const Index chunks = (batch.granted + chunk - 1) / chunk;
  if (chunks <= 1 && info.threads == ThreadSafety::concurrent && pool_->threads() == 1) {
    evaluate_all(problems_.front(), batch);
    return;
  }
  auto said = std::make_shared<std::vector<std::string>>(static_cast<std::size_t>(chunks));
  batch.task = pool_->start(chunks, [this, &batch, chunk, said](Index item, int worker) {
    const AnyProblem& problem =
        problems_.size() == 1 ? problems_.front() : problems_[static_cast<std::size_t>(worker)];
    const Index first = item * chunk;
    evaluate_chunk(problem, batch, first, std::min(chunk, batch.granted - first),
                   (*said)[static_cast<std::size_t>(item)]);
  });
  batch.said = std::move(said);
}

void ThreadEvaluator::wait(Batch& batch) {
  if (batch.task == nullptr) {
    return;
  }
  pool_->wait(*batch.task);
  batch.task.reset();
  const auto first = std::ranges::find_if(*batch.said, [](const auto& s) { return !s.empty(); });
  if (first != batch.said->end()) {
    batch.first_failure = *first;
  }
  batch.said.reset();
}

}  // namespace vilfredo
