// Local minimisation of a smooth function in a box: hyper-parameters of surrogates, acquisitions.
#pragma once

#include "vilfredo/core/types.hpp"

#include <functional>
#include <vector>

namespace vilfredo {

class StateIo;

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

/// The same minimisation in pieces, to be stopped, saved and continued between two calls of the
/// function. However it is cut, the result has the bits of minimise_bounded: what the function
/// returned is recorded, and every piece repeats the algebra of L-BFGS-B on the record, O(calls so
/// far * memory * n), before it calls the function again. Memory O(calls * n).
class BoundedDescent {
 public:
  BoundedDescent() = default;
  /// Copies; the rules of minimise_bounded apply and are checked by the first advance().
  BoundedDescent(VectorIn start,
                 VectorIn lower,
                 VectorIn upper,
                 const BoundedMinimiserOptions& options = {});

  [[nodiscard]] bool done() const { return done_; }

  /// At most `calls` >= 1 calls of `function`, which must be the same every time.
  void advance(const DifferentiableFunction& function, Index calls);

  /// The result once done().
  [[nodiscard]] const BoundedMinimum& minimum() const { return minimum_; }

  void persist(StateIo& io);

 private:
  BoundedMinimiserOptions options_;
  Vector start_;
  Vector lower_;
  Vector upper_;
  std::vector<double> values_;     // of the calls so far
  std::vector<double> gradients_;  // n for each
  bool done_ = false;
  BoundedMinimum minimum_;
};

}  // namespace vilfredo
