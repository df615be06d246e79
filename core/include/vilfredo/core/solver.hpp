// Solvers: resumable state machines that ask for evaluations and are told their outcome, or that
// step where the unit of work is a rollout or a training step.
//
// A solver never prints, reads a clock, counts evaluations, tests a budget, opens a file or owns a
// thread. It is built from the world's info and its options alone and refuses, in its constructor,
// with Error{unsupported}, what it cannot solve.
#pragma once

#include "vilfredo/core/environment.hpp"
#include "vilfredo/core/outcome.hpp"
#include "vilfredo/core/population.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/state.hpp"
#include "vilfredo/core/types.hpp"

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace vilfredo {

class Run;

enum class Status : std::uint8_t {
  evaluate,  ///< evaluate these columns and tell me
  working,   ///< a bounded slice of internal work was done; no columns
  waiting,   ///< tell me the oldest outstanding ask first
  finished   ///< nothing left to do
};

enum class Need : std::uint8_t { values, values_and_jacobian };

inline constexpr int kFinalLevel = -1;

/// The one sample whose values are scored on a stochastic problem: only columns asked under it
/// enter the archive and the trace, and a solution asked again under it replaces its entry. A
/// solver re-scores its candidates under it.
inline constexpr std::uint64_t kScoringSample = 0;

/// What a solver wants evaluated. Get one from Context::new_ask, which recycles the memory.
struct Ask {
  Status status = Status::evaluate;
  Matrix x = {};             ///< n_var x N
  std::vector<Id> ids = {};  ///< N; an evaluated id may be asked again (re-scoring)
  Need need = Need::values;
  int level = kFinalLevel;  ///< fidelity
  /// On a stochastic problem: set, all columns share the noise of this sample (common random
  /// numbers); not set, each column has the noise of its id.
  std::optional<std::uint64_t> sample = {};

  [[nodiscard]] static Ask working() { return with(Status::working); }

  [[nodiscard]] static Ask waiting() { return with(Status::waiting); }

  [[nodiscard]] static Ask finished() { return with(Status::finished); }

  void persist(StateIo& io);

 private:
  [[nodiscard]] static Ask with(Status status) {
    Ask ask;
    ask.status = status;
    return ask;
  }
};

/// What the evaluator found for the columns of an ask.
struct Outcomes {
  Matrix f = {};    ///< n_obj x N; a failed column is NaN
  Matrix g = {};    ///< n_con x N
  Matrix jac = {};  ///< (n_var * n_obj) x N, if needed
  std::vector<Outcome> outcome = {};

  [[nodiscard]] bool ok(Index column) const {
    return outcome[static_cast<std::size_t>(column)] == Outcome::ok;
  }
};

/// An ask with its outcomes; borrowed for the duration of one call.
struct Told {
  const Matrix& x;
  const std::vector<Id>& ids;
  const Matrix& f;
  const Matrix& g;
  const Matrix& jac;
  const std::vector<Outcome>& outcome;
  int level = kFinalLevel;
  std::optional<std::uint64_t> sample = {};

  [[nodiscard]] Index size() const { return x.cols(); }

  [[nodiscard]] bool ok(Index column) const {
    return outcome[static_cast<std::size_t>(column)] == Outcome::ok;
  }
};

/// Everything from outside that a solver may use.
class Context {
 public:
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  /// A stream of this run. Equal arguments give the same stream, always.
  [[nodiscard]] Rng rng(Purpose purpose, std::uint64_t index) const {
    return {key_, purpose, index};
  }

  /// `n` columns, numbered; x is n_var x n with unspecified entries.
  [[nodiscard]] Ask new_ask(Index n);
  /// Numbers for what is never asked: policies, start points.
  [[nodiscard]] std::vector<Id> new_ids(Index n);
  /// Share of the budget used, in [0, 1], from deterministic counters. Under a budget of time alone
  /// it is taken from the clock and marks the run as not deterministic.
  [[nodiscard]] double progress() const;
  /// Runs fn(0) .. fn(n-1), possibly at once. Results must not depend on the order.
  void parallel(Index n, const std::function<void(Index)>& fn);
  /// A number to log with the current iteration.
  void metric(std::string_view name, double value);
  /// A remark to log: "info" or "warning".
  void event(std::string_view level, std::string_view text);

 protected:
  friend class Run;

  Context(Run& run, std::uint64_t key) : run_(&run), key_(key) {}

  ~Context() = default;

  Run* run_;
  std::uint64_t key_;
};

/// For steppers on a problem.
class EvaluateContext : public Context {
 public:
  /// Evaluates, counts and logs. If the budget ends inside the batch the run ends here and the step
  /// is unwound, so a step must commit its changes to the solver's state last. The result is valid
  /// until the next call.
  [[nodiscard]] const Outcomes& evaluate(const Ask& ask);

 private:
  friend class Run;
  using Context::Context;
};

/// One episode stream of a vectorised environment, owned by the run. Lane i always gets the same
/// episodes: episode e is drawn from the stream (environment, i, e).
class Lane {
 public:
  virtual ~Lane() = default;
  /// Of the current episode; readable after its end until reset().
  [[nodiscard]] virtual const Vector& observation() const = 0;
  /// Of the last step; n_obj entries in the rewards' own sense.
  [[nodiscard]] virtual const Vector& reward() const = 0;
  /// One environment step; uses one granted step. Throws Error{internal} if none is left or the
  /// episode is over. The time limit of the environment is applied here.
  virtual EpisodeEnd step(VectorIn action) = 0;
  /// Starts the next episode.
  virtual void reset() = 0;
  /// True while this task may still step.
  [[nodiscard]] virtual bool granted() const = 0;
  /// True before the first reset and after an episode's end.
  [[nodiscard]] virtual bool needs_reset() const = 0;
};

/// Whose account environment steps are charged to.
enum class Account : std::uint8_t {
  budget,     ///< training: counts against the run's budget
  evaluation  ///< scoring on the way: counted apart, never limited, never fed back
};

/// For steppers on an environment.
class RolloutContext : public Context {
 public:
  /// Runs fn(0, lane 0) .. fn(tasks - 1, …), possibly at once, each allowed exactly `steps` steps.
  /// Steps are granted before any work starts; if the budget does not cover all tasks, nothing
  /// runs, the step is unwound and the run ends with what remains reported as unused. Only steps
  /// really taken are charged. Lanes keep their episodes from call to call. Evaluation lanes are
  /// separate: each call starts them at a new episode.
  void rollouts(Index tasks,
                std::uint64_t steps,
                const std::function<void(Index task, Lane& lane)>& fn,
                Account account = Account::budget);

 private:
  friend class Run;
  using Context::Context;
};

struct SolverTraits {
  bool exact_budget = true;   ///< never exceeds the budget by a single unit
  bool resumable = true;      ///< interrupted, saved, loaded and continued equals uninterrupted
  bool deterministic = true;  ///< equal seeds give equal bits for any number of threads
  bool overlap = false;       ///< several asks may be outstanding; tells come in ask order
};

template <class S>
concept SolverState = requires(S& s, const S& c, StateIo& io) {
  typename S::Options;
  { S::kName } -> std::convertible_to<std::string_view>;
  { c.population() } -> std::convertible_to<const Population&>;
  { s.persist(io) } -> std::same_as<void>;
}

&&std::movable<S>;

template <class S>
concept AskTell = SolverState<S> && requires(S& s, Context& context, const Told& told) {
  { s.ask(context) } -> std::same_as<Ask>;
  { s.tell(told, context) } -> std::same_as<void>;
};

template <class S>
concept EvaluateStepper = SolverState<S> && requires(S& s, EvaluateContext& context) {
  { s.step(context) } -> std::same_as<Status>;
};

template <class S>
concept RolloutStepper = SolverState<S> && requires(S& s, RolloutContext& context) {
  { s.step(context) } -> std::same_as<Status>;
};

template <class S>
concept Solver = AskTell<S> || EvaluateStepper<S> || RolloutStepper<S>;

/// Learned the whole set: maps preferences (n_obj x N, columns on the simplex) to columns of x.
template <class S>
concept SetModel = Solver<S> && requires(const S& s, MatrixIn preferences) {
  { s.decode(preferences) } -> std::convertible_to<Matrix>;
};

template <class S>
[[nodiscard]] constexpr SolverTraits traits_of() {
  if constexpr (requires { S::kTraits; }) {
    return S::kTraits;
  } else {
    return {};
  }
}

}  // namespace vilfredo
