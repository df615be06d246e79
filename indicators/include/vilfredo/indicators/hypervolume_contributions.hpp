// What each point alone adds to the hypervolume.
#pragma once

#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

namespace vilfredo {

/// What a dominated column does to the contribution of the column that dominates it.
enum class DominatedPoints {
  ignore,  ///< c(p) = HV(S) - HV(S without p) over the non-dominated columns S, duplicates kept
  count    ///< the same over all columns: what a dominated column covers as well is not exclusive
};

/// Volume dominated by column j and by no other column, for every j (n values).
///
/// Shapes and edge rules as for hypervolume(). Dominated columns, columns not strictly below the
/// reference, and every copy of a duplicated column get 0. Nothing is clamped: each value is the
/// measure of its own region, not a difference of two totals, so that it keeps its leading digits
/// when it is tiny (relative accuracy in n_obj <= 3; absolute error below 1e-12 * HV beyond).
/// Cost: n_obj = 2, 3: O(N log N); >= 4: N limit sets. With a workspace nothing but the
/// result is allocated once the workspace has met as many columns.
/// Throws Error{invalid_argument} additionally where an infinite coordinate would count, for a
/// difference of infinite volumes is not defined.
/// Bringmann, Friedrich, "Approximating the least hypervolume contributor", TCS 425, 2012 (limit
/// sets); While, Bradstreet, Barone, IEEE TEC 16(1), 2012.
[[nodiscard]] Vector hypervolume_contributions(MatrixIn front,
                                               VectorIn reference,
                                               DominatedPoints mode = DominatedPoints::ignore);
[[nodiscard]] Vector hypervolume_contributions(MatrixIn front,
                                               VectorIn reference,
                                               DominatedPoints mode,
                                               HypervolumeWorkspace& workspace);

}  // namespace vilfredo
