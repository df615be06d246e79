// Our problems for pagmo: every vilfredo problem is a pagmo user-defined problem (UDP).
#pragma once

#include "vilfredo/core/problem.hpp"
#include "vilfredo/interop/pagmo/row_order.hpp"

#include <pagmo/problem.hpp>
#include <pagmo/threading.hpp>
#include <pagmo/types.hpp>

#include <string>
#include <utility>

namespace vilfredo::interop {

/// A problem in the shape pagmo asks for.
///
/// Fitness is [f; g - tolerance]: objectives (minimised), then inequality constraints, met iff <=
/// 0. Whole-numbered variables move behind the real ones (RowOrder); ordinal, categorical and
/// binary variables are integers there, a categorical one without any meaning in its order. A
/// problem with several fidelity levels is evaluated at the final one. batch_fitness() hands
/// pagmo's buffers to the problem without copying them, unless rows must be reordered.
///
/// Thread safety: concurrent -> constant, clone_per_thread -> basic (a copy of the Udp clones the
/// problem), unsafe -> none. An exception of the problem passes through; NaN is handed on.
class Udp {
 public:
  /// A valid one-variable problem, because pagmo requires a default constructor.
  Udp();
  /// Throws Error{unsupported} for a stochastic problem (pagmo has one seed for all evaluations,
  /// not a stream for each) and for permutations (pagmo knows boxes only).
  explicit Udp(AnyProblem problem);
  Udp(const Udp& other);
  Udp& operator=(const Udp& other);
  Udp(Udp&&) noexcept = default;
  Udp& operator=(Udp&&) noexcept = default;
  ~Udp() = default;

  [[nodiscard]] const AnyProblem& problem() const { return problem_; }

  // What pagmo calls; names are its own.
  [[nodiscard]] pagmo::vector_double fitness(const pagmo::vector_double& x) const;
  [[nodiscard]] pagmo::vector_double batch_fitness(const pagmo::vector_double& xs) const;
  [[nodiscard]] std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const;
  [[nodiscard]] pagmo::vector_double::size_type get_nobj() const;
  [[nodiscard]] pagmo::vector_double::size_type get_nic() const;
  [[nodiscard]] pagmo::vector_double::size_type get_nix() const;
  /// With a Jacobian and without constraints, whose gradients a problem does not tell.
  [[nodiscard]] bool has_gradient() const;
  /// Dense, row by row: nobj x nx.
  [[nodiscard]] pagmo::vector_double gradient(const pagmo::vector_double& x) const;
  [[nodiscard]] pagmo::thread_safety get_thread_safety() const;
  [[nodiscard]] std::string get_name() const;
  [[nodiscard]] std::string get_extra_info() const;

 private:
  [[nodiscard]] pagmo::vector_double evaluate(const double* xs, Index n) const;

  AnyProblem problem_;
  RowOrder rows_;
};

/// Throws as Udp does.
[[nodiscard]] pagmo::problem to_pagmo(const AnyProblem& problem);

}  // namespace vilfredo::interop
