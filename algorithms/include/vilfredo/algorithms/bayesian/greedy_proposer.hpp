// Batches point by point: each maximises an acquisition that knows the points before it.
#pragma once

#include "vilfredo/algorithms/bayesian/acquisition_search.hpp"
#include "vilfredo/algorithms/bayesian/proposer.hpp"

namespace vilfredo {

/// The skeleton of sequential greedy batches; a method says what is maximised and what a chosen
/// point changes. Searches start around the non-dominated points as well.
class GreedyProposer : public Proposer {
 public:
  void begin(Surrogates& surrogates, Index n, const Rng& rng, Context& context) final;
  bool advance(Surrogates& surrogates, Context& context) final;

  [[nodiscard]] const Matrix& batch() const final { return batch_; }

  void persist(StateIo& io) override;

 protected:
  explicit GreedyProposer(const AcquisitionSearchOptions& search) : options_(search) {}

  /// Before the first point of a batch of n.
  virtual void prepare(Surrogates& surrogates, Index n, const Rng& rng) = 0;
  /// Before the search for point j, with x (d x j) chosen already.
  virtual void next(Surrogates& surrogates, MatrixIn chosen, const Rng& rng) = 0;
  /// Minus the logarithm of the acquisition at the columns of x, and gradients unless null. Called
  /// concurrently.
  virtual void evaluate(const Surrogates& surrogates,
                        MatrixIn x,
                        VectorOut values,
                        Matrix* gradients) const = 0;
  /// About the floating point operations of one value; those of a prediction unless overridden.
  [[nodiscard]] virtual double work(const Surrogates& surrogates) const;

 private:
  void start_search(Surrogates& surrogates);

  AcquisitionSearchOptions options_;
  Rng rng_;
  Index wanted_ = 0;
  Matrix batch_;
  Matrix incumbents_;
  AcquisitionSearch search_;
};

/// The reference point of hypervolume improvements, standardised: the nadir of the non-dominated
/// observed points plus a fifth of the range of all observed points in every objective (of 1 where
/// they have none). Usual is a tenth (Ishibuchi, Akedo, Nojima, GECCO 2011), but of the range of a
/// front that is known: that of an early front is short, and keeps it from growing at its ends.
[[nodiscard]] Vector inferred_reference(MatrixIn f);

}  // namespace vilfredo
