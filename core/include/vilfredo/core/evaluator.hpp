// The one evaluator interface: a batch of columns in, outcomes out, failures as values. Implemented
// here for one thread and for many; later by processes, machines and external programs.
#pragma once

#include "vilfredo/core/parallel.hpp"
#include "vilfredo/core/problem.hpp"
#include "vilfredo/core/solver.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace vilfredo {

/// One ask on its way: filled by the run, evaluated by an evaluator, recycled afterwards.
struct Batch {
  Ask ask;
  Index granted = 0;  ///< evaluate only the first `granted` columns (the budget's end)
  Outcomes outcomes;
  std::vector<Rng> streams;   ///< one per column on a stochastic problem
  std::string first_failure;  ///< what the first failed column said
  // Of an evaluator that works beside the run.
  std::shared_ptr<WorkerPool::Task> task;
  std::shared_ptr<std::vector<std::string>> said;
};

class Evaluator {
 public:
  virtual ~Evaluator() = default;
  /// Starts evaluating; `batch` stays where it is until wait() returned.
  virtual void submit(Batch& batch) = 0;
  /// Returns when outcomes of the granted columns are filled in. Never throws for what a problem
  /// does: a column that fails is NaN with its Outcome.
  virtual void wait(Batch& batch) = 0;
};

/// On the calling thread.
class SerialEvaluator final : public Evaluator {
 public:
  explicit SerialEvaluator(AnyProblem problem);
  void submit(Batch& batch) override;
  void wait(Batch& batch) override;

 private:
  AnyProblem problem_;
};

/// On the workers of a pool, in chunks of ProblemInfo::chunk columns. A problem that is unsafe for
/// threads is evaluated by one worker at a time.
class ThreadEvaluator final : public Evaluator {
 public:
  ThreadEvaluator(AnyProblem problem, WorkerPool& pool);
  void submit(Batch& batch) override;
  void wait(Batch& batch) override;

 private:
  std::vector<AnyProblem> problems_;  // one per worker, or one for all
  WorkerPool* pool_;
};

}  // namespace vilfredo
