#include "vilfredo/core/neural/mlp.hpp"

#include "eigen_blocking.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"

#include <fmt/format.h>

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

}  // namespace

template <class Scalar>
Mlp<Scalar>::Mlp(const MlpShape& shape) : shape_(shape), layers_(lay_out(shape)) {
  detail::fix_eigen_blocking();
  const LayerLayout& last = layers_.back();
  parameters_ = VectorS::Zero(last.biases + last.outputs);
}

template <class Scalar>
Eigen::Map<const MatrixOf<Scalar>> Mlp<Scalar>::weights(const LayerLayout& layer) const {
  return {parameters_.data() + layer.weights, layer.outputs, layer.inputs};
}

template <class Scalar>
const MatrixOf<Scalar>& Mlp<Scalar>::forward(MatrixSIn x, Pass& pass) const {
  require_shape(x.rows(), x.cols(), shape_.inputs, x.cols(), "the input");
  pass.values.resize(layers_.size() + 1);
  pass.sums.resize(layers_.size());
  pass.deltas.resize(layers_.size());
  pass.squares.resize(2);
  pass.values[0] = x;
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    const LayerLayout& layer = layers_[k];
    MatrixS& sums = pass.sums[k];
    MatrixS& values = pass.values[k + 1];
    sums.resize(layer.outputs, x.cols());
    values.resize(layer.outputs, x.cols());
    sums.noalias() = weights(layer) * pass.values[k];
    const Scalar* biases = parameters_.data() + layer.biases;
    for (Index j = 0; j < x.cols(); ++j) {
      for (Index i = 0; i < layer.outputs; ++i) {
        sums(i, j) += biases[i];
        values(i, j) = activate(layer.activation, sums(i, j));
      }
    }
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
      delta.noalias() = weights(layers_[k + 1]).transpose() * pass.deltas[k + 1];
    }
    for (Index j = 0; j < batch; ++j) {
      for (Index i = 0; i < layer.outputs; ++i) {
        delta(i, j) *=
            activation_slope(layer.activation, pass.sums[k](i, j), pass.values[k + 1](i, j));
      }
    }
  }
}

template <class Scalar>
void Mlp<Scalar>::backward(Pass& pass,
                           MatrixSIn cotangent,
                           Eigen::Ref<VectorS> gradient,
                           MatrixS* input_gradient) const {
  require_shape(gradient.rows(), 1, parameters_.size(), 1, "the gradient");
  propagate(pass, cotangent);
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    const LayerLayout& layer = layers_[k];
    const MatrixS& delta = pass.deltas[k];
    Eigen::Map<MatrixS> for_weights(gradient.data() + layer.weights, layer.outputs, layer.inputs);
    for_weights.noalias() = delta * pass.values[k].transpose();
    auto for_biases = gradient.segment(layer.biases, layer.outputs);
    for_biases.setZero();
    for (Index j = 0; j < delta.cols(); ++j) {
      for_biases += delta.col(j);
    }
  }
  if (input_gradient != nullptr) {
    input_gradient->resize(shape_.inputs, cotangent.cols());
    input_gradient->noalias() = weights(layers_.front()).transpose() * pass.deltas.front();
  }
}

template <class Scalar>
void Mlp<Scalar>::input_backward(Pass& pass, MatrixSIn cotangent, MatrixS& input_gradient) const {
  propagate(pass, cotangent);
  input_gradient.resize(shape_.inputs, cotangent.cols());
  input_gradient.noalias() = weights(layers_.front()).transpose() * pass.deltas.front();
}

template <class Scalar>
void Mlp<Scalar>::squared_gradient_sums(Pass& pass,
                                        MatrixSIn cotangent,
                                        Eigen::Ref<VectorS> sums) const {
  require_shape(sums.rows(), 1, parameters_.size(), 1, "the vector of sums");
  propagate(pass, cotangent);
  MatrixS& delta = pass.squares[0];
  MatrixS& value = pass.squares[1];
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    const LayerLayout& layer = layers_[k];
    delta = pass.deltas[k].cwiseAbs2();
    value = pass.values[k].cwiseAbs2();
    Eigen::Map<MatrixS> for_weights(sums.data() + layer.weights, layer.outputs, layer.inputs);
    for_weights.noalias() = delta * value.transpose();
    auto for_biases = sums.segment(layer.biases, layer.outputs);
    for_biases.setZero();
    for (Index j = 0; j < delta.cols(); ++j) {
      for_biases += delta.col(j);
    }
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
