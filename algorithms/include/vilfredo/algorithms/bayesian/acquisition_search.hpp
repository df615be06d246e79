// The search for the optimum of an acquisition function in the unit box.
#pragma once

#include "vilfredo/core/bounded_minimiser.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/solver.hpp"
#include "vilfredo/core/types.hpp"

#include <functional>
#include <tuple>
#include <vector>

namespace vilfredo {

struct AcquisitionSearchOptions {
  Index raw_samples = 512;
  Index near_samples = 128;
  Index starts = 10;
  Index max_iterations = 100;

  static constexpr auto fields() {
    using O = AcquisitionSearchOptions;
    return std::tuple{
        field("raw_samples", &O::raw_samples, at_least(1), "Sobol' points tried first"),
        field("near_samples", &O::near_samples, at_least(0),
              "points tried around the best evaluated ones"),
        field("starts", &O::starts, at_least(1), "best of these from which L-BFGS-B climbs"),
        field("max_iterations", &O::max_iterations, at_least(1), "of L-BFGS-B per start")};
  }
};

/// Values to minimise at the columns of x (d x B) and, unless null, their gradients (d x B). Called
/// concurrently.
using BatchFunction = std::function<void(MatrixIn x, VectorOut values, Matrix* gradients)>;

/// Minimises in the unit box: the best of many points, then L-BFGS-B from those that are best and
/// apart. Slices are cut by the work a call of the function takes: a part of the points, or four
/// descents, or some calls of each of four descents. They change no result.
class AcquisitionSearch {
 public:
  /// `incumbents` (d x k, may be empty): points to look around. Draws from children of `rng`.
  /// `work`: about how many floating point operations one value takes; a slice is about 2e9 of
  /// them.
  void begin(const AcquisitionSearchOptions& options,
             Index d,
             MatrixIn incumbents,
             const Rng& rng,
             double work);
  /// True when the best point is known; `function` must be the same until then.
  bool advance(const BatchFunction& function, Context& context);

  [[nodiscard]] const Vector& best() const { return best_; }

  [[nodiscard]] double value() const { return value_; }

  void persist(StateIo& io);

 private:
  void try_points(const BatchFunction& function, Context& context);
  void choose_starts();
  void start_descents();
  void descend(const BatchFunction& function, Context& context);

  AcquisitionSearchOptions options_;
  double work_ = 0;
  Matrix pool_;     // until the starts are chosen
  Vector values_;   // of the first columns of the pool
  Matrix starts_;   // then
  Index next_ = 0;  // start not begun yet
  std::vector<BoundedDescent> descents_;
  Vector best_;
  double value_ = 0;
};

}  // namespace vilfredo
