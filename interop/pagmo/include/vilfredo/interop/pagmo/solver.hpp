// Any algorithm of pagmo as a solver.
//
// A step is one call of evolve() on a pagmo population whose problem forwards every evaluation to
// EvaluateContext::evaluate, so that counting, budgets, traces, archives and failures are those of
// any other solver. Where the algorithm takes a batch evaluator, a generation is one ask.
//
//   step 0        population: drawn from the streams (design, individual), one ask
//   step k >= 1   algorithm.set_seed(stream (foreign, k))
//                 population = algorithm.evolve(population)
//
// State: population, step counter, the algorithm's memory between calls, and the columns evaluated
// in the last step (by which solutions that return from that memory find their ids; one from
// further ago is numbered anew).
//
// Failed evaluations. pagmo's sorting breaks on NaN, so inside pagmo a failed column has the
// objectives w (1 + id 2^-40), w = 1e150 (1e13 for maco, whose reference points need front + 0.01
// to differ from front): worse than every evaluated column below w, and distinct, since crowding
// distances of equal points are 0/0. Outside, such members are NaN again and enter no front.
//
// The end of the budget. A generation that the budget does not cover is dropped, as everywhere. If
// the step had completed generations before (several per step, or the whole run in one), they are
// not lost: evolve() is repeated from the step's start with the same seed and just the completed
// generations, answered from the recorded objectives, and population() is then exactly what pagmo
// returns for that number of generations. This costs 8 (n_obj + n_con + 2) bytes per evaluation of
// the step, and no evaluations. An algorithm of which only the object is known (PagmoSolver's
// public constructor) cannot be told another number of generations; it keeps the population from
// before the step.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/solver.hpp"

#include <memory>
#include <string_view>

namespace pagmo {
class algorithm;
}

namespace vilfredo::interop {

struct PagmoOptions {
  Index population = 100;

  static constexpr auto fields() {
    return std::tuple{field("population", &PagmoOptions::population, at_least(1), "individuals")};
  }
};

static_assert(Options<PagmoOptions>);

/// Any pagmo algorithm; its own settings say how many generations a step has. A step in which it
/// evaluates nothing (a tolerance of its own is met) ends the run.
class PagmoSolver {
 public:
  static constexpr std::string_view kName = "pagmo";
  static constexpr std::string_view kSummary = "an algorithm of pagmo, given as an object";
  static constexpr std::string_view kFamily = "interop";
  using Options = PagmoOptions;

  /// `algorithm` is copied. Throws Error{unsupported} for a stochastic, unbounded, categorical or
  /// permutation problem, and for pso, pso_gen and de1220 with memory, which pagmo cannot save.
  /// What else the algorithm refuses, it refuses at its first step.
  PagmoSolver(const ProblemInfo& info,
              const pagmo::algorithm& algorithm,
              const PagmoOptions& options = {});
  PagmoSolver(PagmoSolver&&) noexcept;
  PagmoSolver& operator=(PagmoSolver&&) noexcept;
  ~PagmoSolver();

  [[nodiscard]] Status step(EvaluateContext& context);
  /// In pagmo's order; an individual that pagmo holds twice is there twice, with one id.
  [[nodiscard]] const Population& population() const;
  void persist(StateIo& io);
  [[nodiscard]] PagmoOptions options() const;

 protected:
  class Engine;
  explicit PagmoSolver(std::unique_ptr<Engine> engine);

 private:
  std::unique_ptr<Engine> engine_;
};

}  // namespace vilfredo::interop
