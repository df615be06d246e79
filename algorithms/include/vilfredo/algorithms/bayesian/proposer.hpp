// What makes one method of Bayesian optimisation differ from another: how models become the next
// batch.
#pragma once

#include "vilfredo/algorithms/bayesian/surrogates.hpp"
#include "vilfredo/core/solver.hpp"
#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// Proposes a batch from surrogates: an acquisition, the search for its optimum and the rule that
/// makes a batch; or a Pareto set model that is trained on the surrogates. BayesianLoop owns it and
/// calls, for every batch,
///   begin(surrogates, n, rng, context); while (!advance(surrogates, context)) {} batch();
/// with a boundary of the run after every call, where the proposer may be saved and loaded. Nothing
/// here is called per point.
class Proposer {
 public:
  virtual ~Proposer() = default;

  /// False for a method with models of its own: the loop then only collects the data, and
  /// Surrogates::fitted() stays false.
  [[nodiscard]] virtual bool needs_surrogates() const { return true; }

  /// Starts on a batch of `n` >= 1 points. All draws come from `rng`, which is another stream for
  /// every batch; copy it. Fantasies may be appended to the surrogates; the loop drops them.
  virtual void begin(Surrogates& surrogates, Index n, const Rng& rng, Context& context) = 0;
  /// One slice of work, bounded by counts and under a second at usual sizes. True when batch() is
  /// ready. Work within a slice may be spread with context.parallel.
  virtual bool advance(Surrogates& surrogates, Context& context) = 0;
  /// d x (at most n), in the unit box. The loop rounds whole variables, replaces duplicates and
  /// fills up what is missing.
  [[nodiscard]] virtual const Matrix& batch() const = 0;

  /// Everything that must survive a boundary; options do not change and are not part of it.
  virtual void persist(StateIo& io) = 0;
};

}  // namespace vilfredo
