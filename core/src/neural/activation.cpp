#include "vilfredo/core/neural/activation.hpp"

#include <algorithm>
#include <numbers>

namespace vilfredo {
namespace {

template <class Scalar>
Scalar sigmoid(Scalar z) {
  if (z >= 0) {
    return 1 / (1 + std::exp(-z));
  }
  const Scalar growth = std::exp(z);
  return growth / (1 + growth);
}

template <class Scalar>
Scalar normal_cdf(Scalar z) {
  return Scalar(0.5) * std::erfc(-z * (std::numbers::sqrt2_v<Scalar> / 2));
}

}  // namespace

template <class Scalar>
Scalar activate(Activation activation, Scalar z) {
  switch (activation) {
    case Activation::identity:
      break;
    case Activation::relu:
      return z > 0 ? z : Scalar(0);
    case Activation::tanh:
      return std::tanh(z);
    case Activation::sigmoid:
      return sigmoid(z);
    case Activation::softplus:
      return std::max(z, Scalar(0)) + std::log1p(std::exp(-std::abs(z)));
    case Activation::gelu:
      return z * normal_cdf(z);
  }
  return z;
}

template <class Scalar>
Scalar activation_slope(Activation activation, Scalar z, Scalar value) {
  switch (activation) {
    case Activation::identity:
      break;
    case Activation::relu:
      return z > 0 ? Scalar(1) : Scalar(0);
    case Activation::tanh:
      return 1 - value * value;
    case Activation::sigmoid:
      return value * (1 - value);
    case Activation::softplus:
      return sigmoid(z);
    case Activation::gelu: {
      constexpr Scalar kDensity =
          std::numbers::inv_sqrtpi_v<Scalar> / std::numbers::sqrt2_v<Scalar>;
      return normal_cdf(z) + z * kDensity * std::exp(Scalar(-0.5) * z * z);
    }
  }
  return Scalar(1);
}

template float activate(Activation, float);
template double activate(Activation, double);
template float activation_slope(Activation, float, float);
template double activation_slope(Activation, double, double);

}  // namespace vilfredo
