// A Pareto set model as proposer of Bayesian optimisation: trained anew on the surrogates of every
// batch, it gives the candidates of which the batch is chosen.
#pragma once

#include "vilfredo/algorithms/bayesian/proposer.hpp"
#include "vilfredo/algorithms/decomposition/weight_design.hpp"
#include "vilfredo/algorithms/pareto_set/adam_surrogates.hpp"
#include "vilfredo/algorithms/pareto_set/set_training.hpp"
#include "vilfredo/core/options.hpp"

#include <cstdint>
#include <string_view>
#include <tuple>

namespace vilfredo {

/// How a batch is chosen from the learned set.
struct SetSelectionOptions {
  Index candidates = 1000;
  Index local_steps = 0;
  double local_length = 0.01;

  static constexpr auto fields() {
    using O = SetSelectionOptions;
    return std::tuple{
        field("candidates", &O::candidates, at_least(1), "solutions taken from the learned set"),
        field("local_steps", &O::local_steps, closed(0, 100),
              "steps down the scalarised bound that give every candidate a second version"),
        field("local_length", &O::local_length, above(0),
              "of such a step in the unit box; compat: the factor of the gradient")};
  }
};

/// What the solver decides, not the user.
struct SetProposerRules {
  SetTrainingRules training = {};
  bool adam_surrogates = false;  ///< fit AdamSurrogates in place of the loop's models
  bool standardise = true;       ///< for them
};

/// Ideal point z: the smallest standardised objectives less 0.1, lowered further by a strict
/// training (set_training.hpp); in compat, the smallest of these
/// over all batches and 0, although the standardisation changes from batch to batch.
class SetProposer final : public Proposer {
 public:
  SetProposer(Index n_var,
              Index n_obj,
              const SetTrainingOptions& training,
              const SetSelectionOptions& select,
              const SetProposerRules& rules);

  [[nodiscard]] bool needs_surrogates() const override { return !rules_.adam_surrogates; }

  void begin(Surrogates& surrogates, Index n, const Rng& rng, Context& context) override;
  bool advance(Surrogates& surrogates, Context& context) override;

  [[nodiscard]] const Matrix& batch() const override { return batch_; }

  /// Preferences (n_obj x N) to points of the unit box (n_var x N).
  [[nodiscard]] Matrix decode(MatrixIn preferences) const { return training_.decode(preferences); }

  void persist(StateIo& io) override;

 private:
  enum class Phase : std::uint8_t { preferences, models, start, train, select, done };

  [[nodiscard]] SetPredictor predictor(const Surrogates& surrogates) const;
  [[nodiscard]] const Matrix& standardised(const Surrogates& surrogates) const;
  void start(const Surrogates& surrogates);
  void select(const Surrogates& surrogates, Context& context);

  SetTrainingOptions options_;
  SetSelectionOptions select_;
  SetProposerRules rules_;
  SetTraining training_;
  AdamSurrogates adam_;
  WeightDesign design_;  // of the preferences at checkpoints
  Phase phase_ = Phase::preferences;
  Index wanted_ = 0;
  Rng rng_;
  Vector ideal_;
  Matrix front_;
  Matrix batch_;
};

/// Throws Error{unsupported}, naming the solver, beyond five objectives: the boxes in which
/// improvements are measured become too many.
void check_set_objectives(Index n_obj, std::string_view solver, std::string_view problem);

}  // namespace vilfredo
