// Activation functions of small nets.
#pragma once

#include "vilfredo/core/options.hpp"

#include <array>
#include <cmath>
#include <cstdint>

namespace vilfredo {

enum class Activation : std::uint8_t {
  identity,
  relu,      ///< max(0, z), slope 0 at 0
  tanh,      ///< hyperbolic tangent
  sigmoid,   ///< 1 / (1 + exp(-z))
  softplus,  ///< ln(1 + exp(z))
  gelu       ///< z Phi(z) with the exact normal distribution (Hendrycks and Gimpel 2016)
};

constexpr auto enum_names(Activation /*tag*/) {
  return std::array{EnumName<Activation>{"identity", Activation::identity},
                    EnumName<Activation>{"relu", Activation::relu},
                    EnumName<Activation>{"tanh", Activation::tanh},
                    EnumName<Activation>{"sigmoid", Activation::sigmoid},
                    EnumName<Activation>{"softplus", Activation::softplus},
                    EnumName<Activation>{"gelu", Activation::gelu}};
}

/// Its value at z; no overflow for any finite z.
template <class Scalar>
[[nodiscard]] Scalar activate(Activation activation, Scalar z);

/// Its derivative at z, where `value` is activate(activation, z).
template <class Scalar>
[[nodiscard]] Scalar activation_slope(Activation activation, Scalar z, Scalar value);

}  // namespace vilfredo
