// What layer-wise compression knows of a linear layer y = W x beside its weights: second moments of
// its inputs, and the Cholesky factor of their inverse.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <vector>

namespace vilfredo {

/// Weights as models store them: a row per output, a column per input.
using WeightMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Collects H = (2 / N) X^T X over the tokens x that a layer saw, in double precision.
class InputMoments {
 public:
  explicit InputMoments(Index inputs) : sum_(Matrix::Zero(inputs, inputs)) {}

  /// `tokens` x inputs. O(tokens inputs^2). Throws Error{invalid_argument} on another width.
  void add(const Eigen::Ref<const WeightMatrix>& tokens);

  [[nodiscard]] Index tokens() const { return tokens_; }

  /// inputs x inputs; zero before the first token.
  [[nodiscard]] Matrix hessian() const;

 private:
  Matrix sum_;
  Index tokens_ = 0;
};

/// U upper triangular with H^-1 = U^T U, for the damped H with its columns in `order`. Row j of U,
/// divided by U_jj, is the change of the weights j, j + 1, … that best makes up for a change of
/// weight j, those before it being fixed. One factor serves all levels of a layer.
struct HessianFactor {
  Matrix upper;
  std::vector<Index> order;  ///< column j of U is input order[j]
  std::vector<Index> dead;   ///< inputs that were always zero: their weights do nothing
  double damping = 0;        ///< share of the mean diagonal added to the diagonal in the end
  bool diagonal = false;     ///< no damping made H definite: only its diagonal is used
};

enum class ColumnOrder : std::uint8_t {
  natural,
  by_moment  ///< inputs of the largest second moment first, ties by index
};

/// Adds `damping` times the mean diagonal; while the factorisation fails ten times as much, four
/// times; then takes the diagonal alone. Dead inputs get 1 on the diagonal. O(inputs^3). Throws
/// Error{invalid_argument} if H is not square, or not finite.
[[nodiscard]] HessianFactor factorise(const Matrix& hessian,
                                      double damping = 0.01,
                                      ColumnOrder order = ColumnOrder::natural);

/// tr((W - V) H (W - V)^T), proportional to the squared error of the layer's outputs.
[[nodiscard]] double layer_loss(const WeightMatrix& dense,
                                const WeightMatrix& compressed,
                                const Matrix& hessian);

}  // namespace vilfredo
