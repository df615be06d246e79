// Gradients of a preference-conditioned net from many preferences at once.
#pragma once

#include "vilfredo/core/neural/mlp.hpp"
#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// Memory of coordinatewise_gradient; reused from step to step.
template <class Scalar>
struct CoordinatewiseScratch {
  MatrixOf<Scalar> weighted;
  VectorOf<Scalar> squares;
  VectorOf<Scalar> repulsion;
};

/// Stein direction of a net whose N outputs are the particles, in the normalisation of the public
/// code of SVH-PSL:
///
///   gradient = sum_j weights_j g_j / |g|_p + (derivative of sum(repulsion .* output)),
///   |g|_p = max(1e-12, sqrt(sum_j g_jp^2)) for every parameter p,
///
/// where g_j is the derivative of cotangent(:, j)' output(:, j) with respect to the parameters. The
/// code runs N backward passes and sums over all pairs of particles; with the column sums of the
/// kernel matrix as weights that equals this single loss. After forward() in `pass`: three
/// backward products for any N. cotangent, repulsion  outputs x N; weights N; gradient parameters.
template <class Scalar>
void coordinatewise_gradient(const Mlp<Scalar>& net,
                             MlpPass<Scalar>& pass,
                             const MatrixOf<Scalar>& cotangent,
                             const VectorOf<Scalar>& weights,
                             const MatrixOf<Scalar>& repulsion,
                             CoordinatewiseScratch<Scalar>& scratch,
                             VectorOf<Scalar>& gradient);

extern template void coordinatewise_gradient(const Mlp<float>&,
                                             MlpPass<float>&,
                                             const MatrixOf<float>&,
                                             const VectorOf<float>&,
                                             const MatrixOf<float>&,
                                             CoordinatewiseScratch<float>&,
                                             VectorOf<float>&);
extern template void coordinatewise_gradient(const Mlp<double>&,
                                             MlpPass<double>&,
                                             const MatrixOf<double>&,
                                             const VectorOf<double>&,
                                             const MatrixOf<double>&,
                                             CoordinatewiseScratch<double>&,
                                             VectorOf<double>&);

}  // namespace vilfredo
