// MOO/D: the one skeleton of all solvers that decompose a problem into scalar sub-problems.
//
//   W   weights(), one column per sub-problem         B(i)  neighbourhood of sub-problem i
//   z*  ideal point: minimum of all feasible points   g     scalarising function
//
//   ask   i <- next sub-problem of the generation (all in order, or the winners on utility)
//         P <- B(i) with probability delta, else every sub-problem
//         y <- variation of solutions of P, repaired, mutated
//   tell  z* <- min(z*, F(y))
//         in random order over P, y takes the slot j if g(y | w_j) <= g(x_j | w_j), at most n_r
//         slots
//
// The random order is not made: z* is fixed during one replacement, so the slots that would be
// taken are a random n_r-subset of those in which y is at least as good, and that is what is drawn.
//
// Constraints: a feasible point beats an infeasible one, of two infeasible ones the less violating
// (ties to the newcomer); only feasible points move z*. An evaluation that failed takes no slot and
// does not move z*; a slot whose first solution failed is taken by the first point offered to it.
// On a stochastic problem every point is evaluated with the same frozen sample.
#pragma once

#include "vilfredo/algorithms/decomposition/policies.hpp"
#include "vilfredo/core/population.hpp"
#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/solver.hpp"

#include <memory>

namespace vilfredo {

class Decomposition {
 public:
  /// Throws Error{unsupported}: one objective, infinite bounds, permutations, normalisation `fixed`
  /// without known ideal and nadir; Error{invalid_argument}: policies that contradict each other.
  Decomposition(const ProblemInfo& info, const DecompositionPolicies& policies);
  ~Decomposition();
  Decomposition(Decomposition&&) noexcept;
  Decomposition& operator=(Decomposition&&) noexcept;

  /// `working` while the weights are made, then the initial population as one batch, then one
  /// column (or one generation) at a time. Several single columns may be outstanding.
  [[nodiscard]] Ask ask(Context& context);
  void tell(const Told& told, Context& context);
  /// Column i is the solution of sub-problem i; a solution may hold several, with one id.
  [[nodiscard]] const Population& population() const;
  /// n_obj x N; empty until made.
  [[nodiscard]] const Matrix& weights() const;
  [[nodiscard]] const Vector& ideal() const;
  /// What the adaptive functions keep per sub-problem; 1 for the others.
  [[nodiscard]] Vector shapes() const;
  /// g of each sub-problem's solution under the present z*, scale and weights.
  [[nodiscard]] Vector values() const;
  void persist(StateIo& io);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace vilfredo
