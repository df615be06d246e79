// Local minimisation of a smooth function in a box: hyper-parameters of surrogates, acquisitions.
#pragma once

#include "vilfredo/core/types.hpp"

#include <functional>

namespace vilfredo {

/// Returns the value at x (n) and overwrites `gradient` (n).
using DifferentiableFunction = std::function<double(VectorIn x, VectorOut gradient)>;

struct BoundedMinimiserOptions {
  Index max_iterations = 100;
  /// Calls of the function, line searches included.
  Index max_evaluations = 250;
  /// Ends when the largest component of the projected gradient falls below this.
  double gradient_tolerance = 1e-5;
  /// Ends when an iteration changes the value by less than this times max(1, |value|).
  double value_tolerance = 1e-10;
  /// Correction pairs kept.
  int memory = 10;
};

struct BoundedMinimum {
  Vector x;  ///< the best point seen, inside the box
  double value = 0;
  Index evaluations = 0;
  /// A tolerance was met; otherwise a limit, a value that is not finite or rounding ended it.
  bool converged = false;
};

/// True if this build has the library behind minimise_bounded (LBFGS++).
[[nodiscard]] bool has_bounded_minimiser();

/// L-BFGS-B (Byrd, Lu, Nocedal, Zhu 1995) from `start`, which is moved into the box [lower, upper]
/// first. Never returns a point worse than the start. A failed line search forgets the curvature
/// and goes on from the best point; a value that is not finite ends the search there. The value at
/// the start must be finite, else Error{numerical}; sizes that differ, an empty box or n = 0 are
/// Error{invalid_argument}; a build without LBFGS++ is Error{unsupported}. What `function` throws
/// passes through.
[[nodiscard]] BoundedMinimum minimise_bounded(const DifferentiableFunction& function,
                                              VectorIn start,
                                              VectorIn lower,
                                              VectorIn upper,
                                              const BoundedMinimiserOptions& options = {});

}  // namespace vilfredo
