// Multilayer perceptrons with hand-written batched backward passes: set models, policies, critics.
//
//   Mlp<float> net({.inputs = 2, .hidden = {256, 256}, .outputs = 6,
//                   .output_activation = Activation::sigmoid});
//   initialise(net, {}, rng);
//   MlpPass<float> pass;                          // buffers, reused from step to step
//   const auto& y = net.forward(x, pass);         // x: inputs x B, y: outputs x B
//   net.backward(pass, cotangent, gradient);      // d sum(cotangent .* y) / d parameters
//
// A column is a sample. Float is for the hot loops, double for checking them. One thread per call.
// In float, the bits of a column of values or deltas do not depend on its batch, nothing is
// allocated once a pass has seen the batch size, and what is too small for full precision is 0.
#pragma once

#include "vilfredo/core/neural/activation.hpp"
#include "vilfredo/core/types.hpp"

#include <vector>

namespace vilfredo {

class StateIo;

template <class Scalar>
using MatrixOf = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
template <class Scalar>
using VectorOf = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

/// Sizes >= 1; no hidden layer gives a (generalised) linear model.
struct MlpShape {
  Index inputs = 1;
  std::vector<Index> hidden = {};
  Index outputs = 1;
  Activation hidden_activation = Activation::relu;
  Activation output_activation = Activation::identity;
};

/// Where a layer lies in the flat parameter vector: weights (outputs x inputs, column-major), then
/// biases (outputs).
struct LayerLayout {
  Index inputs = 0;
  Index outputs = 0;
  Index weights = 0;  ///< offset
  Index biases = 0;   ///< offset
  Activation activation = Activation::identity;
};

/// What forward() leaves for the backward passes. Buffers are kept between steps of equal batch
/// size. One per thread; several may belong to one net.
template <class Scalar>
struct MlpPass {
  std::vector<MatrixOf<Scalar>> values;   ///< input, then the output of every layer
  std::vector<MatrixOf<Scalar>> sums;     ///< of every layer, before its activation
  std::vector<MatrixOf<Scalar>> deltas;   ///< d loss / d sums, after a backward pass
  std::vector<MatrixOf<Scalar>> squares;  ///< scratch
  VectorOf<Scalar> packed;                ///< scratch
};

/// A dense feed-forward net. Value type; const calls may run concurrently with a pass each.
/// A batch whose size differs from the pass, or a wrong number of rows, is Error{invalid_argument}.
template <class Scalar>
class Mlp {
 public:
  using MatrixS = MatrixOf<Scalar>;
  using VectorS = VectorOf<Scalar>;
  using MatrixSIn = const Eigen::Ref<const MatrixS>&;
  using VectorSIn = const Eigen::Ref<const VectorS>&;
  using Pass = MlpPass<Scalar>;

  /// One input, one output; only good for assignment.
  Mlp() : Mlp(MlpShape{}) {}

  /// All parameters 0; see initialise(). Throws Error{invalid_argument} for a size below 1 or more
  /// than 2^31 parameters.
  explicit Mlp(const MlpShape& shape);

  [[nodiscard]] const MlpShape& shape() const { return shape_; }

  [[nodiscard]] const std::vector<LayerLayout>& layers() const { return layers_; }

  [[nodiscard]] const VectorS& parameters() const { return parameters_; }

  /// Writable, same size.
  [[nodiscard]] Eigen::Ref<VectorS> parameters() { return parameters_; }

  /// x: inputs x B. The result (outputs x B) lives in `pass` until the next call. O(B parameters).
  const MatrixS& forward(MatrixSIn x, Pass& pass) const;

  /// Vector-Jacobian product: `gradient` (parameters) becomes the derivative of
  /// sum(cotangent .* output) with respect to the parameters; cotangent is outputs x B. With
  /// `input_gradient` (inputs x B, resized) also with respect to the inputs. May be called any
  /// number of times after a forward(). Cost of two forward passes.
  void backward(Pass& pass,
                MatrixSIn cotangent,
                Eigen::Ref<VectorS> gradient,
                MatrixS* input_gradient = nullptr) const;

  /// The product with respect to the inputs alone.
  void input_backward(Pass& pass, MatrixSIn cotangent, MatrixS& input_gradient) const;

  /// For every parameter the sum over samples j of the squared gradient of
  /// cotangent(:, j)' output(:, j): `sums` (parameters). For a dense layer with input a and delta d
  /// that is (d .* d) (a .* a)', one product per layer instead of B backward passes (Goodfellow,
  /// "Efficient per-example gradient computations", 2015, gives the idea for norms).
  void squared_gradient_sums(Pass& pass, MatrixSIn cotangent, Eigen::Ref<VectorS> sums) const;

  /// For every sample the squared norm of its gradient over all parameters: `norms` (B). For a
  /// layer |d_j|^2 (|a_j|^2 + 1).
  void squared_gradient_norms(Pass& pass, MatrixSIn cotangent, Eigen::Ref<VectorS> norms) const;

  /// The parameters as one raw blob; the shape is the caller's. Reading parameters of another count
  /// throws Error{store_damaged}.
  void persist(StateIo& io);

 private:
  void propagate(Pass& pass, MatrixSIn cotangent) const;

  MlpShape shape_;
  std::vector<LayerLayout> layers_;
  VectorS parameters_;
};

extern template class Mlp<float>;
extern template class Mlp<double>;

}  // namespace vilfredo
