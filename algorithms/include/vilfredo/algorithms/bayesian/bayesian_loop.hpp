// Bayesian optimisation in batches: the one loop of all solvers on surrogates.
//
//   first design -> evaluate -> fit in slices -> propose in slices -> evaluate -> fit ...
//
// The proposer is what differs. Around it the loop
//   - drops failed evaluations from the models; as long as none has succeeded it asks another
//   design;
//   - moves proposals into the box, whole variables to whole values;
//   - replaces a proposal within 1e-6 (largest coordinate difference, unit box) of a point asked
//     before, failed ones included, or of one before it in the batch, by that one of 512 Sobol'
//     points where the models, believing the batch so far, are least certain (sum of standardised
//     variances; without models: farthest from all points). If all of those are known as well,
//     which takes whole variables, the proposal stays.
// On a stochastic problem all columns share the scoring sample: what is optimised is the objective
// under one frozen sample of the noise.
//
// State: data and models, the proposer's state, everything asked, the archive of SearchArchive, the
// phase, counters of designs and batches.
#pragma once

#include "vilfredo/algorithms/bayesian/bayesian_options.hpp"
#include "vilfredo/algorithms/bayesian/proposer.hpp"
#include "vilfredo/algorithms/bayesian/surrogates.hpp"
#include "vilfredo/algorithms/evolutionary/search_archive.hpp"
#include "vilfredo/algorithms/operators/unit_box.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

namespace vilfredo {

/// Everything of an ask/tell solver but its name and options: solvers derive from it.
class BayesianLoop {
 public:
  [[nodiscard]] Ask ask(Context& context);
  void tell(const Told& told, Context& context);

  /// The non-dominated of the evaluated points.
  [[nodiscard]] const Population& population() const { return archive_.population(); }

  [[nodiscard]] const Surrogates& surrogates() const { return surrogates_; }

  [[nodiscard]] const UnitBox& box() const { return box_; }

  void persist(StateIo& io);

 protected:
  /// Throws Error{unsupported}, naming `solver`, for constraints (no model says where they hold),
  /// fewer than two objectives, infinite bounds, categorical, binary and permuted variables
  /// (distances between them mean nothing to the kernels) and builds without LBFGS++.
  BayesianLoop(const ProblemInfo& info,
               std::string_view solver,
               const BayesianOptions& options,
               std::unique_ptr<Proposer> proposer);

  [[nodiscard]] const Proposer& proposer() const { return *proposer_; }

 private:
  enum class Phase : std::uint8_t { design, fit, begin, propose };

  [[nodiscard]] Matrix next_design(Context& context);
  [[nodiscard]] Matrix without_duplicates(MatrixIn proposed, Context& context);
  [[nodiscard]] Vector replacement(MatrixIn batch, Context& context, std::uint64_t number);

  BayesianOptions options_;
  UnitBox box_;
  std::unique_ptr<Proposer> proposer_;
  Surrogates surrogates_;
  SearchArchive archive_;
  Matrix asked_;  // d x all points told, unit box
  Phase phase_ = Phase::design;
  std::uint64_t designs_ = 0;
  std::uint64_t batches_ = 0;
};

}  // namespace vilfredo
