// pagmo's problems for us.
#pragma once

#include "vilfredo/core/problem.hpp"

#include <string>

namespace pagmo {
class problem;
}

namespace vilfredo::interop {

/// A copy of `problem` as ours, named `name` (empty: pagmo's name).
///
/// One call per batch if it offers batch_fitness, else one per column. Its last get_nix() variables
/// are integers here. Constraints are the equalities c as |c| - c_tol, then the inequalities with
/// c_tol as their tolerance. The Jacobian is there if it offers a gradient. A stochastic problem
/// draws a seed for each column from that column's stream. Thread safety: constant -> concurrent,
/// basic -> clone_per_thread, none -> unsafe. Evaluations are counted by neither side's copy.
/// Throws Error{invalid_argument} if the bounds are of no use here.
[[nodiscard]] AnyProblem from_pagmo(const pagmo::problem& problem, std::string name = {});

}  // namespace vilfredo::interop
