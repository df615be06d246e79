// Weights of a linear layer set to zero, exactly as many as asked: by magnitude, by magnitude times
// input norm (Wanda), and with the remaining weights changed to make up for it (SparseGPT).
#pragma once

#include "vilfredo/problems/language_model/layer_hessian.hpp"

namespace vilfredo {

/// The `count` weights of smallest magnitude become zero; ties by position, row by row. Throws
/// Error{invalid_argument} unless 0 <= count <= size, as all of these do.
[[nodiscard]] WeightMatrix prune_magnitude(const WeightMatrix& weights, Index count);

/// In each row the floor(count / rows) smallest |w_ij| sqrt(H_jj) become zero, and one more in as
/// many rows as are needed to reach `count`: those whose next score is the smallest. (The published
/// program rounds down per row and prunes less than asked.) Sun, Liu, Bair, Kolter, "A Simple and
/// Effective Pruning Approach for Large Language Models", ICLR 2024.
[[nodiscard]] WeightMatrix prune_wanda(const WeightMatrix& weights,
                                       const Matrix& hessian,
                                       Index count);

/// Columns from left to right in blocks. At a block's start the weights of it with the smallest
/// w_ij^2 / U_jj^2 are chosen, over all rows; a weight set to zero changes those to its right.
/// Every block loses its share of `count`, rounded so that the total is exact. `block` changes
/// which weights go, not only the speed: published 128, for narrow layers at most a quarter of the
/// inputs is sensible. Frantar, Alistarh, "SparseGPT", ICML 2023. O(rows inputs^2).
[[nodiscard]] WeightMatrix prune_sparsegpt(const WeightMatrix& weights,
                                           const HessianFactor& factor,
                                           Index count,
                                           Index block = 128);

/// The same with `zeros` zeros among every `among` consecutive inputs of every row (2 and 4: what
/// sparse tensor cores take). Throws Error{invalid_argument} unless the inputs are a multiple of
/// `among` and the factor is in natural order.
[[nodiscard]] WeightMatrix prune_n_of_m(const WeightMatrix& weights,
                                        const HessianFactor& factor,
                                        Index zeros,
                                        Index among);

}  // namespace vilfredo
