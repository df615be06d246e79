#include "vilfredo/core/neural/initialiser.hpp"

#include "eigen_blocking.hpp"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vilfredo {
namespace {

double activation_gain(Activation activation) {
  switch (activation) {
    case Activation::relu:
    case Activation::gelu:
      return std::numbers::sqrt2;
    case Activation::tanh:
      return 5.0 / 3.0;
    default:
      return 1;
  }
}

void fill_uniform(Matrix& out, double bound, Rng& rng) {
  for (Index k = 0; k < out.size(); ++k) {
    out.data()[k] = rng.uniform(-bound, bound);
  }
}

void fill_normal(Matrix& out, double deviation, Rng& rng) {
  for (Index k = 0; k < out.size(); ++k) {
    out.data()[k] = deviation * rng.normal();
  }
}

/// Q of a matrix of normals, with the signs of R's diagonal so that the law is uniform
/// (Mezzadri 2007).
void fill_orthogonal(Matrix& out, Rng& rng) {
  detail::fix_eigen_blocking();
  const bool tall = out.rows() >= out.cols();
  const Index long_side = std::max(out.rows(), out.cols());
  const Index short_side = std::min(out.rows(), out.cols());
  Matrix normals(long_side, short_side);
  fill_normal(normals, 1, rng);
  const Eigen::HouseholderQR<Matrix> factors(normals);
  Matrix q = factors.householderQ() * Matrix::Identity(long_side, short_side);
  for (Index j = 0; j < short_side; ++j) {
    if (factors.matrixQR()(j, j) < 0) {
      q.col(j) *= -1;
    }
  }
  if (tall) {
    out = q;
  } else {
    out = q.transpose();
  }
}

Matrix draw_weights(const LayerLayout& layer, WeightRule rule, Rng& rng) {
  Matrix out(layer.outputs, layer.inputs);
  const auto in = static_cast<double>(layer.inputs);
  const auto both = static_cast<double>(layer.inputs + layer.outputs);
  const double gain = activation_gain(layer.activation);
  switch (rule) {
    case WeightRule::fan_in_uniform:
      fill_uniform(out, 1 / std::sqrt(in), rng);
      break;
    case WeightRule::xavier_uniform:
      fill_uniform(out, std::sqrt(6 / both), rng);
      break;
    case WeightRule::xavier_normal:
      fill_normal(out, std::sqrt(2 / both), rng);
      break;
    case WeightRule::kaiming_uniform:
      fill_uniform(out, gain * std::sqrt(3 / in), rng);
      break;
    case WeightRule::kaiming_normal:
      fill_normal(out, gain / std::sqrt(in), rng);
      break;
    case WeightRule::orthogonal:
      fill_orthogonal(out, rng);
      break;
  }
  return out;
}

}  // namespace

template <class Scalar>
void initialise(Mlp<Scalar>& net, const InitialiserOptions& options, Rng& rng) {
  check_options(options);
  Eigen::Ref<VectorOf<Scalar>> parameters = net.parameters();
  for (const LayerLayout& layer : net.layers()) {
    const bool last = &layer == &net.layers().back();
    const Matrix weights =
        (last ? options.output_gain : options.gain) * draw_weights(layer, options.rule, rng);
    for (Index k = 0; k < weights.size(); ++k) {
      parameters[layer.weights + k] = static_cast<Scalar>(weights.data()[k]);
    }
    const double bound = 1 / std::sqrt(static_cast<double>(layer.inputs));
    for (Index i = 0; i < layer.outputs; ++i) {
      parameters[layer.biases + i] = options.rule == WeightRule::fan_in_uniform
                                         ? static_cast<Scalar>(rng.uniform(-bound, bound))
                                         : Scalar(0);
    }
  }
}

template void initialise(Mlp<float>&, const InitialiserOptions&, Rng&);
template void initialise(Mlp<double>&, const InitialiserOptions&, Rng&);

}  // namespace vilfredo
