#include "vilfredo/core/parallel.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <vector>

#ifdef VILFREDO_HAVE_TBB
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#else
#include <condition_variable>
#include <deque>
#include <thread>
#endif

#include "vilfredo/core/error.hpp"

namespace vilfredo {

namespace {

using Body = std::function<void(Index item, int worker)>;

/// Keeps the exception of the lowest item, whichever failed first.
class FirstFailure {
 public:
  void note(Index item) {
    const std::scoped_lock lock(mutex_);
    if (exception_ == nullptr || item < item_) {
      exception_ = std::current_exception();
      item_ = item;
    }
  }

  void rethrow() {
    if (exception_ != nullptr) {
      std::rethrow_exception(std::exchange(exception_, nullptr));
    }
  }

 private:
  std::mutex mutex_;
  std::exception_ptr exception_;
  Index item_ = 0;
};

void run_noting(const Body& fn, Index item, int worker, FirstFailure& failure) {
  try {
    fn(item, worker);
  } catch (...) {
    failure.note(item);
  }
}

}  // namespace

#ifdef VILFREDO_HAVE_TBB

struct WorkerPool::Engine {
  explicit Engine(int threads)
      : allowed(tbb::global_control::max_allowed_parallelism,
                std::max(static_cast<std::size_t>(threads),
                         tbb::global_control::active_value(
                             tbb::global_control::max_allowed_parallelism))),
        arena(threads) {}

  tbb::global_control allowed;  // so that more threads than cores really run when asked for
  tbb::task_arena arena;
};

class WorkerPool::Task {
 public:
  Task() = default;

  ~Task() { group.wait(); }  // a run that is given up must not leave work behind

  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  tbb::task_group group;
  FirstFailure failure;
  Body body;
};

void WorkerPool::for_each(Index n, const Body& fn) {
  FirstFailure failure;
  if (threads_ == 1 || n == 1) {
    const int worker =
        threads_ == 1 ? 0 : std::max(0, tbb::this_task_arena::current_thread_index());
    for (Index item = 0; item < n; ++item) {
      run_noting(fn, item, worker < threads_ ? worker : 0, failure);
    }
  } else {
    engine_->arena.execute([&] {
      tbb::parallel_for(
          Index{0}, n,
          [&](Index item) {
            run_noting(fn, item, tbb::this_task_arena::current_thread_index(), failure);
          },
          tbb::simple_partitioner{});
    });
  }
  failure.rethrow();
}

std::shared_ptr<WorkerPool::Task> WorkerPool::start(Index n, Body fn) {
  auto task = std::make_shared<Task>();
  task->body = std::move(fn);
  Task* raw = task.get();
  if (threads_ == 1) {
    for (Index item = 0; item < n; ++item) {
      run_noting(raw->body, item, 0, raw->failure);
    }
    return task;
  }
  engine_->arena.execute([&] {
    for (Index item = 0; item < n; ++item) {
      raw->group.run([raw, item] {
        run_noting(raw->body, item, tbb::this_task_arena::current_thread_index(), raw->failure);
      });
    }
  });
  return task;
}

void WorkerPool::wait(Task& task) {
  if (threads_ > 1) {
    engine_->arena.execute([&] { task.group.wait(); });
  }
  task.failure.rethrow();
}

#else

/// A plain pool: workers take items in order; the caller works too while it waits.
struct WorkerPool::Engine {
  explicit Engine(int threads) {
    for (int worker = 1; worker < threads; ++worker) {
      workers.emplace_back([this, worker] { serve(worker); });
    }
  }

  ~Engine() {
    {
      const std::scoped_lock lock(mutex);
      closing = true;
    }
    changed.notify_all();
    for (std::thread& worker : workers) {
      worker.join();
    }
  }

  void serve(int worker) {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [this] { return closing || !queue.empty(); });
      if (queue.empty()) {
        return;
      }
      take(lock, worker);
    }
  }

  void take(std::unique_lock<std::mutex>& lock, int worker) {
    const std::function<void(int)> job = std::move(queue.front());
    queue.pop_front();
    lock.unlock();
    job(worker);
    lock.lock();
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void(int)> > queue;
  std::vector<std::thread> workers;
  bool closing = false;
};

class WorkerPool::Task {
 public:
  FirstFailure failure;
  Body body;
  Index open = 0;
};

void WorkerPool::for_each(Index n, const Body& fn) {
  if (threads_ == 1 || n == 1) {
    FirstFailure failure;
    for (Index item = 0; item < n; ++item) {
      run_noting(fn, item, 0, failure);
    }
    failure.rethrow();
    return;
  }
  const std::shared_ptr<Task> task = start(n, fn);
  wait(*task);
}

std::shared_ptr<WorkerPool::Task> WorkerPool::start(Index n, Body fn) {
  auto task = std::make_shared<Task>();
  task->body = std::move(fn);
  Task* raw = task.get();
  if (threads_ == 1) {
    for (Index item = 0; item < n; ++item) {
      run_noting(raw->body, item, 0, raw->failure);
    }
    return task;
  }
  {
    const std::scoped_lock lock(engine_->mutex);
    raw->open = n;
    for (Index item = 0; item < n; ++item) {
      engine_->queue.emplace_back([this, raw, item](int worker) {
        run_noting(raw->body, item, worker, raw->failure);
        const std::scoped_lock done(engine_->mutex);
        --raw->open;
        engine_->changed.notify_all();
      });
    }
  }
  engine_->changed.notify_all();
  return task;
}

void WorkerPool::wait(Task& task) {
  if (threads_ > 1) {
    std::unique_lock lock(engine_->mutex);
    while (task.open > 0) {
      if (engine_->queue.empty()) {
        engine_->changed.wait(lock);
      } else {
        engine_->take(lock, 0);
      }
    }
  }
  task.failure.rethrow();
}

#endif

WorkerPool::WorkerPool(int threads) : threads_(threads) {
  if (threads < 1) {
    throw Error(Errc::invalid_argument, "a pool needs at least one thread");
  }
  if (threads > 1) {
    engine_ = std::make_unique<Engine>(threads);
  }
}

WorkerPool::~WorkerPool() = default;

}  // namespace vilfredo
