// Evenly spread points of the unit simplex, for fronts that are simplices or spheres.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo::detail {

/// Columns of n_obj non-negative shares with sum 1: the largest lattice of multiples of 1/H with at
/// most `n` columns, and never fewer than the n_obj corners. Where H < n_obj such a lattice lies on
/// the boundary of the simplex; a second one, shrunk by half towards the centre, then uses the rest
/// of `n`. Das, Dennis, SIAM J. Optim. 8(3), 1998; two layers as Deb, Jain, IEEE TEC 18(4), 2014.
[[nodiscard]] Matrix spread_on_simplex(Index n_obj, Index n);

}  // namespace vilfredo::detail
