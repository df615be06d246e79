// What a Run is made of.
#pragma once

#include "run_lanes.hpp"
#include "run_recorder.hpp"
#include "vilfredo/core/run.hpp"

#include <chrono>
#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace vilfredo {

namespace detail {

/// Thrown through a step whose budget has ended; caught by the run.
struct BudgetEnd {};

/// Reads the clock rarely when iterations are short, so that a one-column iteration does not pay
/// for it. When it is read has no influence on results.
class PacedClock {
 public:
  using Clock = std::chrono::steady_clock;

  /// True if it read the clock this time.
  [[nodiscard]] bool tick() {
    if (++since_ < stride_) {
      return false;
    }
    since_ = 0;
    const Clock::time_point now = Clock::now();
    const double elapsed = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    if (elapsed < kShort) {
      stride_ = std::min(stride_ * 2, kLongestStride);
    } else if (elapsed > kLong) {
      stride_ = std::max(stride_ / 4, 1);
    }
    return true;
  }

  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
  }

 private:
  static constexpr double kShort = 1e-3;
  static constexpr double kLong = 1e-2;
  static constexpr int kLongestStride = 1 << 14;

  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
  int stride_ = 1;
  int since_ = 0;
};

}  // namespace detail

struct Run::Engine {
  Engine(Run& run, AnySolver solver, AnyWorld world, RunOptions options);
  /// Waits for what is still being evaluated.
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // --- the loop (run.cpp) ---
  bool advance();
  [[nodiscard]] bool stop_rule_fired();
  [[nodiscard]] bool budget_spent() const;
  void stop(StopReason why);
  void advance_ask_tell();
  /// Asks until the window is full; true if the solver worked instead, which ends an iteration.
  [[nodiscard]] bool fill_window();
  /// Evaluates and tells the oldest outstanding ask.
  void settle_oldest();
  void step_evaluate();
  void step_rollout();
  void boundary();
  void observe_boundary();

  [[nodiscard]] double seconds() const { return seconds_before + clock.seconds(); }

  [[nodiscard]] double progress();
  [[nodiscard]] RunView view();
  [[nodiscard]] RunResult result();

  // --- evaluation (run_evaluation.cpp) ---
  [[nodiscard]] Ask new_ask(Index n);

  [[nodiscard]] std::unique_ptr<Batch> take_batch() {
    if (spare_batches.empty()) {
      return std::make_unique<Batch>();
    }
    std::unique_ptr<Batch> batch = std::move(spare_batches.back());
    spare_batches.pop_back();
    return batch;
  }

  void recycle(std::unique_ptr<Batch> batch) { spare_batches.push_back(std::move(batch)); }

  void check_ask(const Ask& ask) const;
  /// Counts the columns against the budget; sets Batch::granted.
  void grant(Batch& batch);
  void submit(Batch& batch);
  /// Waits for the outcomes and shows them to counters, recorder and observers.
  void collect(Batch& batch, const Told& seen);

  /// The batch's ask with its outcomes, which may still be under way.
  [[nodiscard]] static Told told(const Batch& batch) {
    return {.x = batch.ask.x,
            .ids = batch.ask.ids,
            .f = batch.outcomes.f,
            .g = batch.outcomes.g,
            .jac = batch.outcomes.jac,
            .outcome = batch.outcomes.outcome,
            .level = batch.ask.level,
            .sample = batch.ask.sample};
  }

  [[nodiscard]] const Outcomes& evaluate_now(const Ask& ask);
  void rollouts(Index tasks,
                std::uint64_t steps,
                const std::function<void(Index, Lane&)>& fn,
                Account account);

  // --- state (run_state.cpp) ---
  void persist(StateIo& io);
  void persist_identity(StateIo& io);
  void persist_outstanding(StateIo& io);
  void save(const std::filesystem::path& path);

  /// Of a problem only.
  [[nodiscard]] const ProblemInfo& problem_info() const { return *std::get_if<ProblemInfo>(&info); }

  [[nodiscard]] std::uint64_t level_cost(int level) const {
    const ProblemInfo& problem = problem_info();
    return problem
        .level_cost[static_cast<std::size_t>(level == kFinalLevel ? problem.final_level() : level)];
  }

  void event(std::string_view level, std::string_view text);
  void not_deterministic(const std::string& why);

  RunOptions options;
  AnySolver solver;
  AnySolver::Kind kind;
  AnyWorld world;
  WorldInfo info;
  std::uint64_t key;
  SolverTraits traits;
  WorkerPool pool;
  std::unique_ptr<Evaluator> evaluator;             // of a problem
  std::optional<detail::Recorder> recorder;         // of a problem
  std::optional<detail::LaneSet> lanes;             // of an environment
  std::optional<detail::LaneSet> evaluation_lanes;  // of an environment

  std::uint64_t max_evaluations = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t max_cost = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t next_id = 0;
  std::uint64_t granted_evaluations = 0;
  std::uint64_t granted_cost = 0;
  std::uint64_t evaluations = 0;  // of the granted, those collected
  std::uint64_t cost = 0;
  std::uint64_t failed = 0;
  std::uint64_t scoring_cost = 0;
  std::uint64_t iterations = 0;
  bool solver_finished = false;
  StopReason reason = StopReason::none;
  std::map<std::string, double> metrics;
  std::vector<std::pair<std::string, std::string>> events;
  std::vector<std::string> reasons;
  std::mutex log_mutex;  // metrics and events may come from parallel sections

  std::deque<std::unique_ptr<Batch>> outstanding;
  std::vector<std::unique_ptr<Batch>> spare_batches;
  Ask* spent_ask = nullptr;           // its memory serves the next new_ask
  std::unique_ptr<Batch> step_batch;  // of a stepper, reused

  detail::PacedClock clock;
  double seconds_before = 0;
  double last_checkpoint = 0;
  std::vector<double> last_observed;
  bool observes_every_boundary = false;

  Context context;
  EvaluateContext evaluate_context;
  RolloutContext rollout_context;
};

}  // namespace vilfredo
