// PSL-MOBO: a net learns the whole Pareto set of the surrogates; batches are taken from it.
// Lin, Yang, Zhang, Zhang, "Pareto set learning for expensive multi-objective optimization",
// NeurIPS 2022.
//
// For every batch: surrogates; a net m-256-256-d (ReLU, sigmoid) trained for 1000 steps of 10
// preferences on the augmented Tchebycheff value of lower confidence bounds, each preference's
// gradient in decision space scaled to unit length; 1000 solutions of random preferences and, from
// each, one step down the gradient; of these the batch that greedily adds most hypervolume.
//
// `strict` (default):
//   - confidence bound mean - beta deviation; the ideal point lies 0.1 standardised units below
//     the present data and, as training finds them, below the bounds themselves;
//   - preferences stay on the simplex, softened by 1e-3, and every step has the unit vectors;
//   - the local step has length 0.01 in the unit box;
//   - greedy selection with a reference fixed beyond the nadir and without duplicates
//     (improvement_selection.hpp).
// `compat` has the semantics of the authors' public code instead:
//   1. preferences are Dirichlet(1) draws + 1e-4, not renormalised;
//   2. the ideal point only ever falls, over batches that are standardised differently, from 0;
//   3. the local step is 0.01 times the unscaled gradient, so that extreme preferences jump to
//      corners of the box;
//   4. the reference of the selection is the largest value of front and candidates, so that points
//      attaining it add nothing; a candidate may be chosen again (the loop replaces repeated
//      proposals all the same);
//   5. length-scales and signal variance of the surrogates within [sqrt(1e-3), sqrt(1e3)], no
//   noise,
//      no priors, no restarts (this replaces bayesian.surrogate).
// Not replicated: the additive constant of the code's kernel (the constant mean is estimated);
// scikit-learn's optimiser and its start at unit length-scales; the rule that one zero deviation
// removes all gradients of the deviation (deviations have a floor); torch's streams; and the code
// draws its first design by its own Latin hypercube.
#pragma once

#include "vilfredo/algorithms/bayesian/bayesian_loop.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_options.hpp"
#include "vilfredo/algorithms/method_mode.hpp"
#include "vilfredo/algorithms/pareto_set/set_proposer.hpp"
#include "vilfredo/core/solver.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct PslMoboOptions {
  MethodMode mode = MethodMode::strict;
  BayesianOptions bayesian = {.n_init = 10};
  SetTrainingOptions training = {.scalarisation = AugmentedTchebycheffInv{}, .checkpoint_every = 0};
  SetSelectionOptions select = {.local_steps = 1};

  static constexpr auto fields() {
    using O = PslMoboOptions;
    return std::tuple{
        field("mode", &O::mode, "the mathematics, or the semantics of the public code"),
        field("bayesian", &O::bayesian, "first design, batch and surrogates"),
        field("training", &O::training, "of the net, for every batch"),
        field("select", &O::select, "of the batch from the learned set")};
  }
};

static_assert(Options<PslMoboOptions>);

class PslMobo : public BayesianLoop {
 public:
  using Options = PslMoboOptions;
  static constexpr std::string_view kName = "psl_mobo";
  static constexpr std::string_view kFamily = "pareto_set";
  static constexpr std::string_view kSummary =
      "learns the Pareto set of Gaussian processes and takes batches from it";
  static constexpr std::string_view kPaper = "Lin, Yang, Zhang, Zhang, NeurIPS 2022";
  static constexpr int kRevision = 3;

  /// Refuses what BayesianLoop refuses and more than five objectives.
  PslMobo(const ProblemInfo& info, const Options& options);

  /// The learned set at preferences (n_obj x N, on the simplex): n_var x N. Before the first batch,
  /// that of the untrained net.
  [[nodiscard]] Matrix decode(MatrixIn preferences) const;

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

static_assert(AskTell<PslMobo> && SetModel<PslMobo>);

}  // namespace vilfredo
