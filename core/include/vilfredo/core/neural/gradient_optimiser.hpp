// First-order optimisers of flat parameter vectors: values with state, one step at a time.
#pragma once

#include "vilfredo/core/neural/mlp.hpp"
#include "vilfredo/core/options.hpp"

#include <cstdint>
#include <string_view>
#include <tuple>
#include <variant>

namespace vilfredo {

class StateIo;

/// Kingma and Ba 2015; with weight decay Loshchilov and Hutter 2019 (AdamW).
struct AdamOptions {
  static constexpr std::string_view kType = "adam";
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;

  static constexpr auto fields() {
    using O = AdamOptions;
    return std::tuple{
        field("learning_rate", &O::learning_rate, above(0), "step size"),
        field("beta1", &O::beta1, closed(0, 0.999999), "memory of the mean gradient"),
        field("beta2", &O::beta2, closed(0, 0.99999999), "memory of the mean squared gradient"),
        field("epsilon", &O::epsilon, above(0), "added to the root mean square"),
        field("weight_decay", &O::weight_decay, at_least(0), "decoupled, per unit of step size")};
  }
};

/// v <- momentum v + g; the step is v, or g + momentum v with nesterov.
struct SgdOptions {
  static constexpr std::string_view kType = "sgd";
  double learning_rate = 1e-2;
  double momentum = 0;
  bool nesterov = false;
  double weight_decay = 0;

  static constexpr auto fields() {
    using O = SgdOptions;
    return std::tuple{
        field("learning_rate", &O::learning_rate, above(0), "step size"),
        field("momentum", &O::momentum, closed(0, 0.999999), "memory of past gradients"),
        field("nesterov", &O::nesterov, "look ahead along the momentum"),
        field("weight_decay", &O::weight_decay, at_least(0), "decoupled, per unit of step size")};
  }
};

/// Chen et al., "Symbolic discovery of optimization algorithms", 2023: the sign of
/// beta1 m + (1 - beta1) g, then m <- beta2 m + (1 - beta2) g. The sign of 0 is 0.
struct LionOptions {
  static constexpr std::string_view kType = "lion";
  double learning_rate = 1e-4;
  double beta1 = 0.9;
  double beta2 = 0.99;
  double weight_decay = 0;

  static constexpr auto fields() {
    using O = LionOptions;
    return std::tuple{
        field("learning_rate", &O::learning_rate, above(0), "step size"),
        field("beta1", &O::beta1, closed(0, 0.999999), "memory in the step"),
        field("beta2", &O::beta2, closed(0, 0.999999), "memory of the mean gradient"),
        field("weight_decay", &O::weight_decay, at_least(0), "decoupled, per unit of step size")};
  }
};

using GradientOptimiserOptions = std::variant<AdamOptions, SgdOptions, LionOptions>;

/// One of the above with its moments. Value type; minimises.
template <class Scalar>
class GradientOptimiser {
 public:
  using VectorS = VectorOf<Scalar>;

  GradientOptimiser() = default;
  /// For `size` parameters; moments 0. Throws Error{invalid_argument} for options out of range.
  GradientOptimiser(const GradientOptimiserOptions& options, Index size);

  [[nodiscard]] std::uint64_t steps() const { return steps_; }

  [[nodiscard]] const GradientOptimiserOptions& options() const { return options_; }

  /// Moves `parameters` against `gradient`, with the learning rate times `rate_factor` (a
  /// schedule). Decay, where set, first: parameters *= 1 - rate * weight_decay. Throws
  /// Error{invalid_argument} for another size and Error{numerical}, before anything is changed, if
  /// the gradient is not finite. O(size).
  void step(Eigen::Ref<VectorS> parameters,
            const Eigen::Ref<const VectorS>& gradient,
            double rate_factor = 1);

  /// Moments and count; the options are the caller's. Reading the state of another kind or size
  /// throws Error{store_damaged}.
  void persist(StateIo& io);

 private:
  struct Mover;

  GradientOptimiserOptions options_;
  std::uint64_t steps_ = 0;
  VectorS first_;   // mean gradient, or velocity
  VectorS second_;  // mean squared gradient (Adam)
};

extern template class GradientOptimiser<float>;
extern template class GradientOptimiser<double>;

/// Scales `gradient` to the Euclidean norm `largest` if it is longer, and returns its norm before.
/// The sum runs in double and in a fixed order.
template <class Scalar>
double clip_norm(Eigen::Ref<VectorOf<Scalar>> gradient, double largest);

}  // namespace vilfredo
