// What a front leaves undominated, as disjoint boxes.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// Box j is the product of the intervals (lower(k, j), upper(k, j)).
struct Boxes {
  Matrix lower;  ///< n_obj x K, -inf where a box is unbounded
  Matrix upper;  ///< n_obj x K
};

/// Disjoint boxes that cover, up to their borders, every x < reference that no column of the front
/// weakly dominates. Integrals over the region of improvement (expected hypervolume improvement,
/// probability of improvement) are sums over them.
///
/// front  n_obj x N, minimised; columns that do not lie strictly below the reference do not matter.
/// reference  n_obj; may be +inf. K is O(N) for n_obj <= 3 and O(N^floor(n_obj / 2)) beyond, and so
/// is the cost, times N at worst. Throws Error{invalid_argument} for NaN and misfitting shapes.
/// Klamroth, Lacour, Vanderpooten, EJOR 245(3), 2015; Lacour, Klamroth, Fonseca, C&OR 79, 2017.
[[nodiscard]] Boxes undominated_boxes(MatrixIn front, VectorIn reference);

}  // namespace vilfredo
