#include "vilfredo/core/neural/mlp.hpp"

#include "eigen_blocking.hpp"
#include "neural/flush_denormals.hpp"
#include "neural/layer_kernels.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace vilfredo {
namespace {

std::vector<LayerLayout> lay_out(const MlpShape& shape) {
  constexpr Index kMostParameters = Index{1} << 31;
  std::vector<Index> sizes = {shape.inputs};
  sizes.insert(sizes.end(), shape.hidden.begin(), shape.hidden.end());
  sizes.push_back(shape.outputs);
  std::vector<LayerLayout> layers;
  Index offset = 0;
  for (std::size_t k = 0; k + 1 < sizes.size(); ++k) {
    const Index in = sizes[k];
    const Index out = sizes[k + 1];
    if (in < 1 || out < 1 || in >= kMostParameters / out - 1) {
      throw Error(Errc::invalid_argument,
                  fmt::format("layer {} of a net has {} inputs and {} outputs; both are at least 1 "
                              "and a net has fewer than 2^31 parameters",
                              k, in, out));
    }
    const bool last = k + 2 == sizes.size();
    layers.push_back({in, out, offset, offset + in * out,
                      last ? shape.output_activation : shape.hidden_activation});
    offset += (in + 1) * out;
    if (offset >= kMostParameters) {
      throw Error(Errc::invalid_argument, "a net has fewer than 2^31 parameters");
    }
  }
  return layers;
}

void require_shape(Index rows, Index cols, Index want_rows, Index want_cols, const char* what) {
  if (rows != want_rows || cols != want_cols) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} is {} x {}, this net and batch need {} x {}", what, rows, cols,
                            want_rows, want_cols));
  }
}

template <class Scalar>
Index batch_of(const MlpPass<Scalar>& pass, std::size_t layers) {
  if (pass.values.size() != layers + 1) {
    throw Error(Errc::invalid_argument,
                "a backward pass needs the pass of a forward() of this net");
  }
  return pass.values.front().cols();
}

/// out = weights x + biases.
template <class Scalar>
void layer_forward(const LayerLayout& layer,
                   const VectorOf<Scalar>& parameters,
                   const MatrixOf<Scalar>& x,
                   MatrixOf<Scalar>& out) {
  const Scalar* weights = parameters.data() + layer.weights;
  const Scalar* biases = parameters.data() + layer.biases;
  if constexpr (std::is_same_v<Scalar, float>) {
    detail::layer_kernels().forward(layer.outputs, layer.inputs, x.cols(), weights, biases,
                                    x.data(), out.data());
  } else {
    const Eigen::Map<const MatrixOf<Scalar>> matrix(weights, layer.outputs, layer.inputs);
    out.noalias() = matrix * x;
    out.colwise() += Eigen::Map<const VectorOf<Scalar>>(biases, layer.outputs);
  }
}

/// out = weights' delta; out has its shape.
template <class Scalar>
void layer_backward(const LayerLayout& layer,
                    const VectorOf<Scalar>& parameters,
                    const MatrixOf<Scalar>& delta,
                    VectorOf<Scalar>& packed,
                    MatrixOf<Scalar>& out) {
  const Scalar* weights = parameters.data() + layer.weights;
  if constexpr (std::is_same_v<Scalar, float>) {
    packed.resize(std::max<Index>(packed.size(), detail::kMostLanes * layer.outputs));
    detail::layer_kernels().backward(layer.outputs, layer.inputs, delta.cols(), weights,
                                     delta.data(), packed.data(), out.data());
  } else {
    const Eigen::Map<const MatrixOf<Scalar>> matrix(weights, layer.outputs, layer.inputs);
    out.noalias() = matrix.transpose() * delta;
  }
}

/// Writes the layer's part of `sums`: delta x' for the weights, row sums of delta for the biases.
template <class Scalar>
void layer_outer(const LayerLayout& layer,
                 const MatrixOf<Scalar>& delta,
                 const MatrixOf<Scalar>& x,
                 Eigen::Ref<VectorOf<Scalar>> sums) {
  Scalar* weights = sums.data() + layer.weights;
  Scalar* biases = sums.data() + layer.biases;
  for (Index i = 0; i < layer.outputs; ++i) {
    biases[i] = 0;
  }
  for (Index j = 0; j < delta.cols(); ++j) {
    const Scalar* column = delta.data() + j * layer.outputs;
    for (Index i = 0; i < layer.outputs; ++i) {
      biases[i] += column[i];
    }
  }
  Eigen::Map<MatrixOf<Scalar>> matrix(weights, layer.outputs, layer.inputs);
  if (delta.cols() == 0) {
    matrix.setZero();
  } else if constexpr (std::is_same_v<Scalar, float>) {
    detail::layer_kernels().outer(layer.outputs, layer.inputs, delta.cols(), delta.data(), x.data(),
                                  weights);
  } else {
    matrix.noalias() = delta * x.transpose();
  }
}

template <class Scalar>
void activate_all(Activation activation, const MatrixOf<Scalar>& sums, MatrixOf<Scalar>& values) {
  const Scalar* from = sums.data();
  Scalar* to = values.data();
  const Index size = sums.size();
  if (activation == Activation::relu) {
    for (Index i = 0; i < size; ++i) {
      to[i] = from[i] > 0 ? from[i] : Scalar(0);
    }
    return;
  }
  for (Index i = 0; i < size; ++i) {
    to[i] = activate(activation, from[i]);
  }
}

template <class Scalar>
void scale_by_slopes(Activation activation,
                     const MatrixOf<Scalar>& sums,
                     const MatrixOf<Scalar>& values,
                     MatrixOf<Scalar>& delta) {
  const Scalar* from = sums.data();
  Scalar* to = delta.data();
  const Index size = sums.size();
  if (activation == Activation::relu) {
    for (Index i = 0; i < size; ++i) {
      to[i] = from[i] > 0 ? to[i] : Scalar(0);
    }
    return;
  }
  for (Index i = 0; i < size; ++i) {
    to[i] *= activation_slope(activation, from[i], values.data()[i]);
  }
}

}  // namespace

template <class Scalar>
Mlp<Scalar>::Mlp(const MlpShape& shape) : shape_(shape), layers_(lay_out(shape)) {
  detail::fix_eigen_blocking();
  const LayerLayout& last = layers_.back();
  parameters_ = VectorS::Zero(last.biases + last.outputs);
}

template <class Scalar>
const MatrixOf<Scalar>& Mlp<Scalar>::forward(MatrixSIn x, Pass& pass) const {
  require_shape(x.rows(), x.cols(), shape_.inputs, x.cols(), "the input");
  const detail::FlushDenormals flush;
  pass.values.resize(layers_.size() + 1);
  pass.sums.resize(layers_.size());
  pass.deltas.resize(layers_.size());
  pass.squares.resize(2 * layers_.size());
  pass.values[0] = x;
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    const LayerLayout& layer = layers_[k];
    MatrixS& sums = pass.sums[k];
    MatrixS& values = pass.values[k + 1];
    sums.resize(layer.outputs, x.cols());
    values.resize(layer.outputs, x.cols());
    layer_forward(layer, parameters_, pass.values[k], sums);
    activate_all(layer.activation, sums, values);
  }
  return pass.values.back();
}

template <class Scalar>
void Mlp<Scalar>::propagate(Pass& pass, MatrixSIn cotangent) const {
  const Index batch = batch_of(pass, layers_.size());
  require_shape(cotangent.rows(), cotangent.cols(), shape_.outputs, batch, "the cotangent");
  for (std::size_t k = layers_.size(); k-- > 0;) {
    const LayerLayout& layer = layers_[k];
    MatrixS& delta = pass.deltas[k];
    delta.resize(layer.outputs, batch);
    if (k + 1 == layers_.size()) {
      delta = cotangent;
    } else {
      layer_backward(layers_[k + 1], parameters_, pass.deltas[k + 1], pass.packed, delta);
    }
    scale_by_slopes(layer.activation, pass.sums[k], pass.values[k + 1], delta);
  }
}

template <class Scalar>
void Mlp<Scalar>::backward(Pass& pass,
                           MatrixSIn cotangent,
                           Eigen::Ref<VectorS> gradient,
                           MatrixS* input_gradient) const {
  require_shape(gradient.rows(), 1, parameters_.size(), 1, "the gradient");
  const detail::FlushDenormals flush;
  propagate(pass, cotangent);
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    layer_outer<Scalar>(layers_[k], pass.deltas[k], pass.values[k], gradient);
  }
  if (input_gradient != nullptr) {
    input_gradient->resize(shape_.inputs, cotangent.cols());
    layer_backward(layers_.front(), parameters_, pass.deltas.front(), pass.packed, *input_gradient);
  }
}

template <class Scalar>
void Mlp<Scalar>::input_backward(Pass& pass, MatrixSIn cotangent, MatrixS& input_gradient) const {
  const detail::FlushDenormals flush;
  propagate(pass, cotangent);
  input_gradient.resize(shape_.inputs, cotangent.cols());
  layer_backward(layers_.front(), parameters_, pass.deltas.front(), pass.packed, input_gradient);
}

template <class Scalar>
void Mlp<Scalar>::squared_gradient_sums(Pass& pass,
                                        MatrixSIn cotangent,
                                        Eigen::Ref<VectorS> sums) const {
  require_shape(sums.rows(), 1, parameters_.size(), 1, "the vector of sums");
  const detail::FlushDenormals flush;
  propagate(pass, cotangent);
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    MatrixS& delta = pass.squares[2 * k];
    MatrixS& value = pass.squares[2 * k + 1];
    delta = pass.deltas[k].cwiseAbs2();
    value = pass.values[k].cwiseAbs2();
    layer_outer<Scalar>(layers_[k], delta, value, sums);
  }
}

template <class Scalar>
void Mlp<Scalar>::squared_gradient_norms(Pass& pass,
                                         MatrixSIn cotangent,
                                         Eigen::Ref<VectorS> norms) const {
  const Index batch = batch_of(pass, layers_.size());
  require_shape(norms.rows(), 1, batch, 1, "the vector of norms");
  propagate(pass, cotangent);
  norms.setZero();
  const auto squared_norm = [](const MatrixS& matrix, Index column) {
    Scalar sum = 0;
    for (Index i = 0; i < matrix.rows(); ++i) {
      sum += matrix(i, column) * matrix(i, column);
    }
    return sum;
  };
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    for (Index j = 0; j < batch; ++j) {
      norms[j] += squared_norm(pass.deltas[k], j) * (squared_norm(pass.values[k], j) + 1);
    }
  }
}

template <class Scalar>
void Mlp<Scalar>::persist(StateIo& io) {
  const Index size = parameters_.size();
  VectorS stored = parameters_;
  io("parameters", stored);
  if (stored.size() != size) {
    throw Error(Errc::store_damaged, fmt::format("a stored net has {} parameters, this one has {}",
                                                 stored.size(), size));
  }
  parameters_ = stored;
}

template class Mlp<float>;
template class Mlp<double>;

}  // namespace vilfredo
