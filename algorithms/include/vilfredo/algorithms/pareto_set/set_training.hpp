// Training of a Pareto set model on surrogates: a net h from preferences to points of the unit box,
// such that h(w) minimises a scalarised lower confidence bound for every preference w at once.
//
// One step, for N preferences w_1 ... w_N (columns; d variables, m objectives):
//   X = h(W)                              d x N
//   q = mean(X) - beta deviation(X)       m x N, standardised objectives
//   v_j = d scalarisation(q_j, w_j, z) / d x_j
//   gradient of h's parameters            from v and, with Stein gradients, the kernel of the q
//   Adam
// Deviations and all derivatives come from the surrogates in closed form. After the first step, or
// the first checkpoint, nothing is allocated but what the predictor and the hypervolume need.
#pragma once

#include "vilfredo/algorithms/bayesian/surrogates.hpp"
#include "vilfredo/algorithms/gradient/annealing.hpp"
#include "vilfredo/algorithms/gradient/stein.hpp"
#include "vilfredo/algorithms/method_mode.hpp"
#include "vilfredo/algorithms/pareto_set/preferences.hpp"
#include "vilfredo/algorithms/pareto_set/set_gradient.hpp"
#include "vilfredo/algorithms/pareto_set/set_scalarisation.hpp"
#include "vilfredo/core/neural/gradient_optimiser.hpp"
#include "vilfredo/core/neural/mlp.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <functional>
#include <tuple>
#include <vector>

namespace vilfredo {

class StateIo;

struct SetTrainingOptions {
  std::vector<Index> hidden = {256, 256};
  Index steps = 1000;
  Index preferences = 10;
  PreferenceMethod sampler = DirichletPreferences{};
  double learning_rate = 1e-3;
  double beta = 0.1;
  SetScalarisation scalarisation = Tchebycheff{};
  bool warm_start = false;
  Index checkpoint_every = 10;
  Index checkpoint_points = 0;

  static constexpr auto fields() {
    using O = SetTrainingOptions;
    return std::tuple{
        field("hidden", &O::hidden, at_least(1), "neurons of the hidden layers"),
        field("steps", &O::steps, at_least(1), "of Adam, for every batch of evaluations"),
        field("preferences", &O::preferences, at_least(2), "per step"),
        field("sampler", &O::sampler, "where the preferences come from"),
        field("learning_rate", &O::learning_rate, above(0), "of Adam"),
        field("beta", &O::beta, at_least(0), "deviations in the lower confidence bound"),
        field("scalarisation", &O::scalarisation, "of the lower confidence bounds"),
        field("warm_start", &O::warm_start, "go on from the net of the last batch"),
        field(
            "checkpoint_every", &O::checkpoint_every, at_least(0),
            "steps between comparisons of the learned set's hypervolume, by which the best net of "
            "a training is kept; 0: the last net is kept"),
        field("checkpoint_points", &O::checkpoint_points, at_least(0),
              "preferences in such a comparison; 0: 100 per objective")};
  }
};

struct SteinOptions {
  double alpha = 0.001;
  ParticleKernelOptions kernel = {.scope = KernelScope::local};
  KernelDomain domain = KernelDomain::objective;
  Annealing annealing = ConstantAnnealing{};

  static constexpr auto fields() {
    using O = SteinOptions;
    return std::tuple{
        field("alpha", &O::alpha, at_least(0), "strength of the repulsion"),
        field("kernel", &O::kernel, "of the solutions of a step's preferences"),
        field("domain", &O::domain, "what the kernel compares; decision needs the global scope"),
        field("annealing", &O::annealing, "of the driving force, over a training")};
  }

  static void check(const SteinOptions& o);
};

/// Predicts standardised objectives at points of the unit box: Surrogates::predict or a stand-in.
using SetPredictor =
    std::function<void(MatrixIn x, SurrogatePrediction& out, PredictGradients gradients)>;

/// How the steps are taken; set by the solver.
struct SetTrainingRules {
  /// strict: the ideal point is lowered to 0.1 below any bound that a step has seen; preferences
  /// are softened by 1e-3 and, if there is room, the first n_obj of a step are the unit vectors;
  /// v_j is scaled to unit length; the hypervolume at checkpoints is measured from a reference
  /// fixed for the training. compat: preferences are w + 1e-4, not on the simplex; the reference is
  /// the largest value of front and learned set at that step.
  MethodMode mode = MethodMode::strict;
  bool stein = false;           ///< Stein gradients of `options`; else the plain sum over j
  bool coordinatewise = false;  ///< normalise per parameter across preferences, not v_j
  bool variance = false;        ///< subtract beta times the variance, not the deviation
  SteinOptions options = {};
};

class SetTraining {
 public:
  SetTraining() = default;
  /// Throws Error{invalid_argument} for options out of range.
  SetTraining(Index n_var,
              Index n_obj,
              const SetTrainingOptions& options,
              const SetTrainingRules& rules);

  /// Starts a training. front m x P: standardised, observed, non-dominated, P >= 1; ideal m: z.
  /// `checkpoint` m x M are the preferences of the comparisons and `reference` m is the strict
  /// reference of their hypervolumes; both are ignored without checkpoints. The net is drawn anew
  /// unless it is warm. All draws come from streams derived from `rng`.
  void begin(const Matrix& front,
             const Vector& ideal,
             const Vector& reference,
             const Matrix& checkpoint,
             const Rng& rng);

  /// At most `steps` further steps; true when the training has ended.
  bool advance(const SetPredictor& predict, Index steps);

  /// Preferences (m x N, on the simplex) to points of the unit box (d x N), by the trained net.
  [[nodiscard]] Matrix decode(MatrixIn preferences) const;

  /// Fresh preferences of the sampler, as training sees them: m x n.
  [[nodiscard]] Matrix draw_preferences(Index n, Rng& rng);

  /// The net's outputs at preferences as training sees them.
  [[nodiscard]] Matrix decode_seen(MatrixIn preferences) const;

  /// Lower confidence bounds at x: m x N.
  [[nodiscard]] Matrix bounds(const SetPredictor& predict, MatrixIn x);

  /// d scalarisation / d x at the points x (d x N) of the preferences `seen` (m x N): d x N, not
  /// normalised.
  [[nodiscard]] Matrix descent(const SetPredictor& predict, MatrixIn x, MatrixIn seen);

  [[nodiscard]] const SurrogatePrediction& last_prediction() const { return prediction_; }

  /// z of this training; strict: so far.
  [[nodiscard]] const Vector& ideal() const { return ideal_; }

  /// Largest hypervolume at a checkpoint of this training; 0 before the first.
  [[nodiscard]] double best_hypervolume() const { return best_hypervolume_; }

  [[nodiscard]] Index best_step() const { return best_step_; }

  [[nodiscard]] bool has_trained() const { return has_trained_; }

  /// Everything but options and rules.
  void persist(StateIo& io);

 private:
  void step(const SetPredictor& predict);
  void sample_preferences(Rng& rng, MatrixOut out, bool corners);
  void evaluate_bounds(const SetPredictor& predict, MatrixIn x, PredictGradients gradients);
  void fill_descent(MatrixIn seen);
  void add_repulsion(double scale);
  void stein_gradient();
  void plain_gradient();
  void lower_ideal();
  void raise_reference();
  void compare(const SetPredictor& predict);

  Index n_var_ = 0;
  Index n_obj_ = 0;
  SetTrainingOptions options_;
  SetTrainingRules rules_;
  PreferenceSampler sampler_;
  Mlp<float> net_;
  GradientOptimiser<float> optimiser_;
  ParticleKernel kernel_;

  // A training in progress.
  Matrix front_;
  Vector ideal_;
  Matrix checkpoint_;
  Vector reference_;
  Rng rng_;
  Index done_ = 0;
  bool has_trained_ = false;
  double best_hypervolume_ = 0;
  Index best_step_ = 0;
  VectorOf<float> best_parameters_;

  // Buffers of a step.
  Matrix seen_;                          // m x N
  MatrixOf<float> input_;                // m x N
  Matrix x_;                             // d x N
  Matrix q_;                             // m x N
  std::vector<Matrix> slopes_;           // m times d x N: d q_k / d x
  Matrix choice_;                        // m x N: one-hot of the active objective
  Matrix descent_;                       // d x N
  Matrix repulsion_;                     // d x N
  Vector weight_;                        // m
  MatrixOf<float> cotangent_;            // d x N
  MatrixOf<float> repulsion_cotangent_;  // d x N
  VectorOf<float> particle_weights_;     // N
  VectorOf<float> gradient_;
  CoordinatewiseScratch<float> scratch_;
  SurrogatePrediction prediction_;
  MlpPass<float> pass_;
  MatrixOf<float> checkpoint_input_;  // m x M; empty until the first checkpoint
  MlpPass<float> checkpoint_pass_;
  Matrix learned_;       // d x M
  Matrix checkpoint_q_;  // m x M
  SurrogatePrediction checkpoint_prediction_;
  HypervolumeWorkspace workspace_;
};

}  // namespace vilfredo
