// How much of one set another one dominates.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstdint>

namespace vilfredo {

enum class CoverageBy : std::uint8_t {
  weak_dominance,  ///< a_i <= b_i in every row; an equal column covers
  dominance        ///< weakly, and not equal
};

/// C(covering, covered): the share of columns of `covered` that some column of `covering` dominates
/// in the chosen sense. In [0, 1]; not symmetric, so report both directions.
///
/// covering  n_obj x N, minimised; 0 for an empty one. covered  n_obj x M, M >= 1. Infinite values
/// are compared as such. Cost O(n_obj N M), less where a column covers many.
/// Throws Error{invalid_argument} for NaN, misfitting shapes and an empty `covered`.
/// Zitzler, Thiele, IEEE TEC 3(4), 1999.
[[nodiscard]] double coverage(MatrixIn covering,
                              MatrixIn covered,
                              CoverageBy by = CoverageBy::weak_dominance);

}  // namespace vilfredo
