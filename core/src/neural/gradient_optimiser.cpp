#include "vilfredo/core/neural/gradient_optimiser.hpp"

#include "neural/flush_denormals.hpp"
#include "neural/layer_kernels.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/state.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <type_traits>

namespace vilfredo {
namespace {

template <class Scalar>
bool all_finite(const Eigen::Ref<const VectorOf<Scalar>>& values) {
  const Scalar* value = values.data();
  int faults = 0;  // counted without a branch, so that the loop runs in lanes
  for (Index i = 0; i < values.size(); ++i) {
    faults |= std::abs(value[i]) <= std::numeric_limits<Scalar>::max() ? 0 : 1;
  }
  return faults == 0;
}

}  // namespace

/// One update of every parameter; an overload per kind.
template <class Scalar>
struct GradientOptimiser<Scalar>::Mover {
  GradientOptimiser& state;
  Eigen::Ref<VectorS> parameters;
  const Eigen::Ref<const VectorS>& gradient;
  double rate_factor;

  Scalar decay(double rate, double weight_decay) const {
    return static_cast<Scalar>(1 - rate * weight_decay);
  }

  void operator()(const AdamOptions& o) {
    const double rate = o.learning_rate * rate_factor;
    const auto t = static_cast<double>(state.steps_);
    const auto beta1 = static_cast<Scalar>(o.beta1);
    const auto beta2 = static_cast<Scalar>(o.beta2);
    const auto rest1 = static_cast<Scalar>(1 - o.beta1);
    const auto rest2 = static_cast<Scalar>(1 - o.beta2);
    const auto step_size = static_cast<Scalar>(rate / (1 - std::pow(o.beta1, t)));
    const auto root_scale = static_cast<Scalar>(1 / std::sqrt(1 - std::pow(o.beta2, t)));
    const auto epsilon = static_cast<Scalar>(o.epsilon);
    const Scalar keep = decay(rate, o.weight_decay);
    if constexpr (std::is_same_v<Scalar, float>) {
      detail::layer_kernels().adam(
          parameters.size(), {beta1, beta2, rest1, rest2, step_size, root_scale, epsilon, keep},
          gradient.data(), state.first_.data(), state.second_.data(), parameters.data());
      return;
    }
    for (Index i = 0; i < parameters.size(); ++i) {
      const Scalar g = gradient[i];
      state.first_[i] = beta1 * state.first_[i] + rest1 * g;
      state.second_[i] = beta2 * state.second_[i] + rest2 * g * g;
      const Scalar size = std::sqrt(state.second_[i]) * root_scale + epsilon;
      parameters[i] = keep * parameters[i] - step_size * state.first_[i] / size;
    }
  }

  void operator()(const SgdOptions& o) {
    const double rate = o.learning_rate * rate_factor;
    const auto step_size = static_cast<Scalar>(rate);
    const auto momentum = static_cast<Scalar>(o.momentum);
    const Scalar keep = decay(rate, o.weight_decay);
    for (Index i = 0; i < parameters.size(); ++i) {
      const Scalar g = gradient[i];
      state.first_[i] = momentum * state.first_[i] + g;
      const Scalar move = o.nesterov ? g + momentum * state.first_[i] : state.first_[i];
      parameters[i] = keep * parameters[i] - step_size * move;
    }
  }

  void operator()(const LionOptions& o) {
    const double rate = o.learning_rate * rate_factor;
    const auto step_size = static_cast<Scalar>(rate);
    const auto beta1 = static_cast<Scalar>(o.beta1);
    const auto beta2 = static_cast<Scalar>(o.beta2);
    const auto rest1 = static_cast<Scalar>(1 - o.beta1);
    const auto rest2 = static_cast<Scalar>(1 - o.beta2);
    const Scalar keep = decay(rate, o.weight_decay);
    for (Index i = 0; i < parameters.size(); ++i) {
      const Scalar g = gradient[i];
      const Scalar direction = beta1 * state.first_[i] + rest1 * g;
      const auto sign = static_cast<Scalar>((direction > 0 ? 1 : 0) - (direction < 0 ? 1 : 0));
      parameters[i] = keep * parameters[i] - step_size * sign;
      state.first_[i] = beta2 * state.first_[i] + rest2 * g;
    }
  }
};

template <class Scalar>
GradientOptimiser<Scalar>::GradientOptimiser(const GradientOptimiserOptions& options, Index size)
    : options_(options), first_(VectorS::Zero(size)) {
  std::visit([](const auto& o) { check_options(o); }, options);
  if (std::holds_alternative<AdamOptions>(options)) {
    second_ = VectorS::Zero(size);
  }
}

template <class Scalar>
void GradientOptimiser<Scalar>::step(Eigen::Ref<VectorS> parameters,
                                     const Eigen::Ref<const VectorS>& gradient,
                                     double rate_factor) {
  if (parameters.size() != first_.size() || gradient.size() != first_.size()) {
    throw Error(Errc::invalid_argument,
                fmt::format("an optimiser of {} parameters was given {} parameters and {} "
                            "derivatives",
                            first_.size(), parameters.size(), gradient.size()));
  }
  if (!all_finite<Scalar>(gradient) || !std::isfinite(rate_factor)) {
    throw Error(Errc::numerical,
                "the gradient or the learning rate of an optimiser's step is not "
                "finite; nothing was changed");
  }
  ++steps_;
  const detail::FlushDenormals flush;
  std::visit(Mover{*this, parameters, gradient, rate_factor}, options_);
}

template <class Scalar>
void GradientOptimiser<Scalar>::persist(StateIo& io) {
  std::uint64_t kind = options_.index();
  const Index first = first_.size();
  const Index second = second_.size();
  io("kind", kind);
  io("steps", steps_);
  io("first", first_);
  io("second", second_);
  if (kind != options_.index() || first_.size() != first || second_.size() != second) {
    throw Error(Errc::store_damaged, "a stored optimiser is of another kind or size");
  }
}

template <class Scalar>
double clip_norm(Eigen::Ref<VectorOf<Scalar>> gradient, double largest) {
  const double norm = std::sqrt(ordered_sum(gradient.size(), [&](Index i) {
    const auto g = static_cast<double>(gradient[i]);
    return g * g;
  }));
  if (norm > largest) {
    gradient *= static_cast<Scalar>(largest / norm);
  }
  return norm;
}

template class GradientOptimiser<float>;
template class GradientOptimiser<double>;
template double clip_norm<float>(Eigen::Ref<VectorOf<float>>, double);
template double clip_norm<double>(Eigen::Ref<VectorOf<double>>, double);

}  // namespace vilfredo
