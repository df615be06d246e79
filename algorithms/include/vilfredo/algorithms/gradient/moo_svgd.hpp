// MOO-SVGD: particles that descend along their common descent directions, shared through a kernel
// over objective vectors, and repel each other there. Liu, Tong, Liu, "Profiling Pareto front with
// multi-objective Stein variational gradient descent", NeurIPS 2021.
//
//   x_i <- x_i - step (1 / N) [ gamma sum_j K_ij g_j + (alpha / 2) d (sum of K) / d x_i ]
//
// g_j is the shortest vector in the convex hull of the objectives' gradients at x_j, K the kernel
// of the objective vectors. All steps are taken in the unit box, in which the variables are (x -
// lower) / (upper - lower), and clipped to it.
//
// `strict` is that formula: exact shortest vectors for any number of objectives, the usual
// bandwidth. `compat` has the semantics of the authors' public code for two objectives, where they
// differ from the formula:
//   1. every coordinate of the gradient of an objective is divided by its norm over the particles;
//   2. weight of the first gradient 0.999 if g1.g2 >= |g1|^2 and then 0.001 if g1.g2 >= |g2|^2, in
//      place of 1 and 0;
//   3. the bandwidth is inverted (BandwidthRule::inverted_median);
//   4. particles are clipped to [1e-6, 1 - 1e-6].
// Kept from the code in both: Adam takes the steps (there with rate 5e-4, 10000 times). Not from
// the code: the variables are scaled to the unit box (the code runs on the unit box), first
// particles are uniform in the box, sums run in double.
//
// A particle whose evaluation fails goes half of the way back to where it last succeeded, and takes
// no part in the kernel until it succeeds; one that never did is drawn anew.
#pragma once

#include "vilfredo/algorithms/gradient/annealing.hpp"
#include "vilfredo/algorithms/gradient/stein.hpp"
#include "vilfredo/algorithms/method_mode.hpp"
#include "vilfredo/core/neural/gradient_optimiser.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/solver.hpp"

#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

struct MooSvgdOptions {
  MethodMode mode = MethodMode::strict;
  Index particles = 50;
  double learning_rate = 5e-3;
  double alpha = 1;
  ParticleKernelOptions kernel = {};
  Annealing annealing = ConstantAnnealing{};

  static constexpr auto fields() {
    using O = MooSvgdOptions;
    return std::tuple{
        field("mode", &O::mode, "the formula, or the semantics of the public code"),
        field("particles", &O::particles, at_least(2), "moved and evaluated together"),
        field("learning_rate", &O::learning_rate, above(0),
              "of Adam, in the unit box; the public code has 5e-4 for 10000 iterations"),
        field("alpha", &O::alpha, at_least(0), "strength of the repulsion"),
        field("kernel", &O::kernel, "of objective vectors, global; compat sets the bandwidth"),
        field("annealing", &O::annealing, "of the driving force, over the budget")};
  }
};

class MooSvgd {
 public:
  using Options = MooSvgdOptions;
  static constexpr std::string_view kName = "moo_svgd";
  static constexpr std::string_view kFamily = "gradient";
  static constexpr std::string_view kSummary =
      "particles on common descent directions that repel each other in objective space";
  static constexpr std::string_view kPaper = "Liu, Tong, Liu, NeurIPS 2021";
  static constexpr int kRevision = 1;

  /// Throws Error{unsupported} unless the problem is differentiable, deterministic, without
  /// constraints and all its variables are real and bounded; also for one objective, and in compat
  /// for more than two.
  MooSvgd(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context);
  void tell(const Told& told, Context& context);

  [[nodiscard]] const Population& population() const { return population_; }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  [[nodiscard]] double unit_range(Index i) const { return info_.upper[i] - info_.lower[i]; }

  void draw(Context& context, Index particle);
  void place(Index particle, Matrix& x) const;
  double move(const Told& told, const std::vector<Index>& live, double fraction);
  void retreat(const Told& told, Context& context);
  [[nodiscard]] double driving_forces(const Matrix& gradients, MatrixOut drive) const;
  void clip();

  ProblemInfo info_;
  Options options_;
  ParticleKernel kernel_;
  GradientOptimiser<double> optimiser_;
  Vector position_;   // n_var * particles: the particles in the unit box, one after the other
  Matrix succeeded_;  // n_var x particles: where each last succeeded; column unused before
  std::vector<std::uint8_t> has_succeeded_;
  std::uint64_t iteration_ = 0;
  Population population_;
};

static_assert(AskTell<MooSvgd>);

}  // namespace vilfredo
