// A pool of workers. Work is cut by index, never by the number of threads, so that results cannot
// depend on it.
#pragma once

#include "vilfredo/core/types.hpp"

#include <functional>
#include <memory>

namespace vilfredo {

class WorkerPool {
 public:
  /// `threads` >= 1; 1 runs everything on the calling thread.
  explicit WorkerPool(int threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  [[nodiscard]] int threads() const { return threads_; }

  /// Runs fn(item, worker) for item in [0, n) and returns when all are done. `worker` is in
  /// [0, threads()) and no two items run with the same worker at once. If items throw, the
  /// exception of the lowest item is rethrown after all have ended. May be nested.
  void for_each(Index n, const std::function<void(Index item, int worker)>& fn);

  /// A task running beside the caller.
  class Task;
  /// Starts fn(item, worker) for item in [0, n) and returns at once; with one thread, runs it now.
  [[nodiscard]] std::shared_ptr<Task> start(Index n,
                                            std::function<void(Index item, int worker)> fn);
  /// Waits for it and rethrows as for_each does.
  void wait(Task& task);

 private:
  struct Engine;
  int threads_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace vilfredo
