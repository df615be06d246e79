// How lonely a point is within its front.
#pragma once

#include "vilfredo/core/ordering.hpp"
#include "vilfredo/core/types.hpp"

#include <span>

namespace vilfredo {

/// Crowding distance of NSGA-II within one front: per objective, the front is sorted; the first and
/// the last get +inf, every other point the difference of its two neighbours' values over the range
/// of the front; summed over objectives in their order.
///
/// f      n_obj x N, finite.
/// front  n columns of f; its order does not matter but for ties.
/// out    n distances, in the order of `front`.
/// Where the definition is silent: points equal in an objective are sorted by their place in
/// `front`; an objective in which all are equal adds nothing, not even to the first and the last,
/// so that a constant objective has no effect; a front of one or two points gets +inf throughout.
/// O(n_obj n). Deb, Pratap, Agarwal, Meyarivan, "A Fast and Elitist Multiobjective Genetic
/// Algorithm: NSGA-II", IEEE TEC 6(2), 2002, section III.B.
void crowding_distance(MatrixIn f,
                       std::span<const Index> front,
                       std::span<double> out,
                       KeySorter<std::uint32_t>& sorter);

}  // namespace vilfredo
