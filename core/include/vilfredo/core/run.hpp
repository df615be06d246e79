// Run: one solver on one world under a budget. It owns the loop, the counting, the evaluator, the
// archive and trace, stop rules and checkpoints, for every kind of solver.
//
// Order per iteration, fixed: stop rules, ask (or step), evaluate, tell, observers, checkpoint if
// due. Every iteration ends at a boundary where the run can be saved.
#pragma once

#include "vilfredo/core/any_solver.hpp"
#include "vilfredo/core/evaluator.hpp"
#include "vilfredo/core/indicator.hpp"
#include "vilfredo/core/trace.hpp"
#include "vilfredo/core/world.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vilfredo {

enum class StopReason : std::uint8_t {
  none,
  budget,     ///< evaluations or cost used up, or a grant refused
  time,       ///< max_seconds passed
  target,     ///< the target value was reached
  stalled,    ///< no improvement for the given number of evaluations
  finished,   ///< the solver had nothing left to do
  stopped,    ///< stop was requested (a signal); resumable
  stop_after  ///< RunOptions::stop_after was reached; resumable
};

[[nodiscard]] std::string_view name(StopReason reason);

class Observer;

/// Stop when an indicator of the archive reaches a value. Checked whenever a trace row is due.
struct TargetRule {
  AnyIndicator indicator;
  double value = 0;
};

/// Stop when it has not improved by more than `epsilon` over `window` evaluations.
struct StallRule {
  AnyIndicator indicator;
  std::uint64_t window = 0;
  double epsilon = 0;
};

struct RunOptions {
  /// Columns evaluated, retries not counted. At least one limit must be set.
  std::optional<std::uint64_t> max_evaluations = {};
  /// Units of the world's own cost: environment steps, tokens, … (equals evaluations elsewhere).
  std::optional<std::uint64_t> max_cost = {};
  std::optional<double> max_seconds = {};
  std::optional<TargetRule> target = {};
  std::optional<StallRule> stall = {};
  std::uint64_t seed = 0;
  /// What the seed is paired over. Empty: "problem:" and the hash of the problem's name; suites and
  /// the program pass the hash of the resolved problem, so that solvers share designs and noise.
  std::string scope = {};
  std::uint64_t replicate = 0;
  int threads = 1;
  /// Asks outstanding at once, for solvers with the trait overlap. Changes results; part of the
  /// run's identity.
  int window = 1;
  /// Keep every non-dominated feasible solution that was evaluated.
  bool archive = false;
  /// Record rows; implies the archive for problems.
  std::optional<TraceSchedule> trace = {};
  std::vector<AnyIndicator> trace_indicators = {};
  /// Saved there at the end of iterations, at most once per checkpoint_seconds, and when stopped.
  std::filesystem::path checkpoint = {};
  double checkpoint_seconds = 60;
  /// Stop (resumably) at the first boundary with at least this many units of cost used.
  std::optional<std::uint64_t> stop_after = {};
  /// Set from a signal handler or another thread to stop at the next boundary.
  const std::atomic<bool>* stop = nullptr;
  std::vector<std::shared_ptr<Observer>> observers = {};
};

struct RunResult {
  StopReason reason = StopReason::none;
  /// Feasible non-dominated members of the solver's population; the least infeasible if none is.
  Population final = {};
  bool feasible = true;
  /// All non-dominated feasible solutions evaluated, in lexicographic order of f, if an archive was
  /// kept; else empty.
  Population archive = {};
  std::uint64_t evaluations = 0;
  std::uint64_t failed_evaluations = 0;
  std::uint64_t cost = 0;
  std::uint64_t scoring_cost = 0;  ///< evaluation episodes and the like, never fed back
  std::uint64_t iterations = 0;
  double seconds = 0;
  std::vector<TraceRow> trace = {};
  std::map<std::string, double> metrics = {};  ///< the last value of each
  std::vector<std::pair<std::string, std::string>> events = {};
  bool deterministic = true;
  std::vector<std::string> reasons = {};  ///< why not deterministic
};

/// What observers see at a boundary.
struct RunView {
  std::uint64_t iterations = 0;
  std::uint64_t evaluations = 0;
  std::uint64_t failed_evaluations = 0;
  std::uint64_t cost = 0;
  double seconds = 0;
  double progress = 0;
  const Population& population;
  const std::map<std::string, double>& metrics;
};

class Observer {
 public:
  virtual ~Observer() = default;

  /// 0: told of every boundary. More: at most about once in that many seconds, which keeps an
  /// observer that only shows progress out of the way of short iterations.
  [[nodiscard]] virtual double seconds_between() const { return 0; }

  /// After evaluation and before tell; only the granted columns are filled.
  virtual void evaluated(const Told& /*told*/, Index /*granted*/) {}

  virtual void boundary(const RunView& /*view*/) {}

  virtual void event(std::string_view /*level*/, std::string_view /*text*/) {}

  virtual void persist(StateIo& /*io*/) {}
};

class Run {
 public:
  /// Throws Error{invalid_argument} if no limit is set, the budget is smaller than the solver's
  /// first batch can be (checked when asked), a window is used without overlap, …
  Run(AnySolver solver, AnyWorld world, RunOptions options);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// One iteration. False if the run has ended; result().reason says why.
  bool advance();
  /// Saves or restores everything that the remaining iterations depend on, at a boundary. Restoring
  /// needs a run built with the same solver, world and options; throws Error{store_damaged} if the
  /// state is of another run.
  void persist(StateIo& io);
  /// Writes persist() to a file, atomically.
  void save(const std::filesystem::path& path);
  /// Continues from such a file. Throws Error{not_found}, {io} or {store_damaged}.
  void load(const std::filesystem::path& path);
  [[nodiscard]] RunResult result() const;
  [[nodiscard]] const AnySolver& solver() const;
  [[nodiscard]] RunView view() const;

 private:
  friend class Context;
  friend class EvaluateContext;
  friend class RolloutContext;
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

/// Runs to the end. The solver is the caller's and holds its final state afterwards.
template <Solver S>
RunResult run(S& solver, const AnyWorld& world, const RunOptions& options) {
  Run one(AnySolver::reference(solver), world, options);
  while (one.advance()) {
  }
  return one.result();
}

RunResult run(AnySolver& solver, const AnyWorld& world, const RunOptions& options);
RunResult run(AnySolver&& solver, const AnyWorld& world, const RunOptions& options);

}  // namespace vilfredo
