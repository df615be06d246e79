// Choosing a batch from many candidates whose objectives are believed.
#pragma once

#include "vilfredo/core/types.hpp"

#include <vector>

namespace vilfredo {

/// What a point y (n_obj) adds to the hypervolume of a front (n_obj x N) below the reference:
/// the box between y and the reference minus the volume of the front within it. >= 0. Cost of one
/// hypervolume.
[[nodiscard]] double hypervolume_improvement(MatrixIn front, VectorIn reference, VectorIn y);

/// At most `n` columns of the candidates: always the one that adds most hypervolume to the front
/// and to those chosen before it, ties by index, until nothing adds more than 1e-12 of the box. A
/// candidate within 1e-6 (largest coordinate difference) of a chosen one is passed over.
/// x d x C, f n_obj x C, front n_obj x N (may hold dominated points).
[[nodiscard]] std::vector<Index> greedy_improvement(
    MatrixIn x, MatrixIn f, MatrixIn front, VectorIn reference, Index n);

}  // namespace vilfredo
