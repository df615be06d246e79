// SVH-PSL: Pareto set learning in which the solutions of a step's preferences are particles that
// share their gradients and repel each other through a kernel over objective vectors. Nguyen, Dinh,
// Nguyen, Hoang, Le, "Improving Pareto set learning for expensive multi-objective optimization via
// Stein variational hypernetworks", AAAI 2025.
//
// As psl_mobo (see there) with
//   - the direct Tchebycheff value max_k w_k (q_k - z_k), no augmentation, no local step;
//   - the sum of the particles' Stein directions as gradient of the net: one net, no ensemble;
//   - a local kernel: particle j compares the objective that decides its Tchebycheff value;
//   - of a training, the net whose learned set has the largest hypervolume.
//
// `strict` (default):
//   - confidence bound mean - beta deviation; the ideal point lies 0.1 standardised units below
//     the present data and, as training finds them, below the bounds themselves;
//   - each particle's gradient has unit length in decision space;
//   - the bandwidth is the median of squared distances between pairs over ln N;
//   - checkpoints every 10 steps, from a reference a tenth of the range beyond the worst values
//     observed, fixed for the training;
//   - preferences and selection as in psl_mobo.
// `compat` has the semantics of the authors' public code instead:
//   1. confidence bound mean - beta variance;
//   2. every parameter's derivative is divided by its norm across the step's preferences;
//   3. the median of squared distances, over all pairs and the diagonal, is squared again;
//   4. preferences, ideal point and selection as compat of psl_mobo;
//   5. checkpoints at every step from a reference that moves with front and learned set;
//   6. surrogates fitted by Adam (adam_surrogates.hpp; this replaces bayesian.surrogate).
// The published alpha, 0.001, belongs to the normalisation of compat.
// With `standardise` false the objectives are taken as they are, as the code does for ZDT by name.
// Not replicated: torch's streams, single precision outside the net, one seed for consecutive runs.
#pragma once

#include "vilfredo/algorithms/bayesian/bayesian_loop.hpp"
#include "vilfredo/algorithms/bayesian/bayesian_options.hpp"
#include "vilfredo/algorithms/method_mode.hpp"
#include "vilfredo/algorithms/pareto_set/set_proposer.hpp"
#include "vilfredo/core/solver.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct SvhPslOptions {
  MethodMode mode = MethodMode::strict;
  BayesianOptions bayesian = {.n_init = 20};
  SetTrainingOptions training = {};
  SteinOptions stein = {};
  SetSelectionOptions select = {};
  bool standardise = true;

  static constexpr auto fields() {
    using O = SvhPslOptions;
    return std::tuple{
        field("mode", &O::mode, "the mathematics, or the semantics of the public code"),
        field("bayesian", &O::bayesian, "first design, batch and surrogates"),
        field("training", &O::training, "of the net, for every batch"),
        field("stein", &O::stein, "kernel and repulsion of the particles"),
        field("select", &O::select, "of the batch from the learned set"),
        field("standardise", &O::standardise, "objectives; false needs mode compat")};
  }

  static void check(const SvhPslOptions& o);
};

static_assert(Options<SvhPslOptions>);

class SvhPsl : public BayesianLoop {
 public:
  using Options = SvhPslOptions;
  static constexpr std::string_view kName = "svh_psl";
  static constexpr std::string_view kFamily = "pareto_set";
  static constexpr std::string_view kSummary =
      "Pareto set learning with Stein variational gradients on Gaussian processes";
  static constexpr std::string_view kPaper = "Nguyen, Dinh, Nguyen, Hoang, Le, AAAI 2025";
  static constexpr int kRevision = 3;

  /// Refuses what BayesianLoop refuses and more than five objectives.
  SvhPsl(const ProblemInfo& info, const Options& options);

  /// The learned set at preferences (n_obj x N, on the simplex): n_var x N. Before the first batch,
  /// that of the untrained net.
  [[nodiscard]] Matrix decode(MatrixIn preferences) const;

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
};

static_assert(AskTell<SvhPsl> && SetModel<SvhPsl>);

}  // namespace vilfredo
