#include "vilfredo/algorithms/pareto_set/set_gradient.hpp"

#include <algorithm>
#include <cmath>

namespace vilfredo {

template <class Scalar>
void coordinatewise_gradient(const Mlp<Scalar>& net,
                             MlpPass<Scalar>& pass,
                             const MatrixOf<Scalar>& cotangent,
                             const VectorOf<Scalar>& weights,
                             const MatrixOf<Scalar>& repulsion,
                             CoordinatewiseScratch<Scalar>& scratch,
                             VectorOf<Scalar>& gradient) {
  constexpr auto kSmallest = static_cast<Scalar>(1e-12);
  const Index parameters = net.parameters().size();
  scratch.weighted.resize(cotangent.rows(), cotangent.cols());
  scratch.squares.resize(parameters);
  scratch.repulsion.resize(parameters);
  gradient.resize(parameters);
  for (Index j = 0; j < cotangent.cols(); ++j) {
    scratch.weighted.col(j) = cotangent.col(j) * weights[j];
  }
  net.squared_gradient_sums(pass, cotangent, scratch.squares);
  net.backward(pass, scratch.weighted, gradient);
  net.backward(pass, repulsion, scratch.repulsion);
  for (Index p = 0; p < parameters; ++p) {
    const Scalar norm = std::max(std::sqrt(scratch.squares[p]), kSmallest);
    gradient[p] = gradient[p] / norm + scratch.repulsion[p];
  }
}

template void coordinatewise_gradient(const Mlp<float>&,
                                      MlpPass<float>&,
                                      const MatrixOf<float>&,
                                      const VectorOf<float>&,
                                      const MatrixOf<float>&,
                                      CoordinatewiseScratch<float>&,
                                      VectorOf<float>&);
template void coordinatewise_gradient(const Mlp<double>&,
                                      MlpPass<double>&,
                                      const MatrixOf<double>&,
                                      const VectorOf<double>&,
                                      const MatrixOf<double>&,
                                      CoordinatewiseScratch<double>&,
                                      VectorOf<double>&);

}  // namespace vilfredo
