// The stepper behind every pagmo solver. What it does is told in solver.hpp.
#pragma once

#include "bridge.hpp"
#include "ledger.hpp"
#include "vilfredo/interop/pagmo/solver.hpp"

#include <pagmo/algorithm.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace vilfredo::interop {

inline constexpr double kWorst = 1e150;  // its square is still finite, which pagmo's pbi needs

/// What the stepper must know about an algorithm.
struct Recipe {
  std::string name;  ///< for messages
  Index population = 0;
  /// Generations of one step; 0: the whole run is one step.
  Index generations_per_step = 1;
  /// Of the whole run if that is one step; 0: until the budget ends.
  Index generations = 0;
  /// The algorithm, set to evolve that many generations, each of `population` evaluations and none
  /// depending on how many follow.
  std::function<pagmo::algorithm(unsigned generations)> make = {};
  /// Given instead of `make`: an algorithm of unknown inner workings.
  std::optional<pagmo::algorithm> fixed = {};
  double worst = kWorst;
};

class PagmoSolver::Engine {
 public:
  Engine(const ProblemInfo& info, Recipe recipe);

  [[nodiscard]] Status step(EvaluateContext& context);

  [[nodiscard]] const Population& population() const { return population_; }

  [[nodiscard]] Index individuals() const { return recipe_.population; }

  void persist(StateIo& io);

 private:
  [[nodiscard]] Status first_step(EvaluateContext& context);
  [[nodiscard]] Status whole_run(EvaluateContext& context, unsigned seed);
  [[nodiscard]] Status some_generations(EvaluateContext& context, unsigned seed);

  [[nodiscard]] bool is_whole_run() const {
    return !recipe_.fixed && recipe_.generations_per_step == 0;
  }

  [[nodiscard]] pagmo::algorithm fresh(Index generations) const;
  /// Lets pagmo work within the bridge's session, its exceptions translated.
  [[nodiscard]] pagmo::population evolve(const pagmo::algorithm& algorithm) const;
  /// The population after the step's completed generations, from the log of a step cut short.
  void keep_completed_generations(unsigned seed, Context& context);
  [[nodiscard]] pagmo::population in_pagmo() const;
  /// Ours from pagmo's, with the ids, objectives and constraints that were recorded. `context`
  /// numbers solutions that come from further ago than the record.
  [[nodiscard]] Population from_pagmo(const pagmo::population& evolved, Context& context) const;

  Recipe recipe_;
  std::shared_ptr<Bridge> bridge_;
  pagmo::problem problem_;
  pagmo::algorithm algorithm_;
  Population population_;
  Ledger last_step_;
  std::uint64_t steps_ = 0;
  bool finished_ = false;
};

}  // namespace vilfredo::interop
