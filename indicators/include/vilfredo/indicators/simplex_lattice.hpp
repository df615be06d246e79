// Evenly spaced weight vectors, as the discrete R2 indicator needs them.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// How many vectors simplex_lattice() would give: C(divisions + n_obj - 1, n_obj - 1). Exact up to
/// ten million; beyond, some number above that, so that nothing overflows. n_obj >= 1,
/// divisions >= 0.
[[nodiscard]] Index simplex_lattice_size(Index n_obj, Index divisions);

/// All vectors {k/divisions : k integer, k >= 0, sum k = divisions}, boundary included, as columns
/// in ascending lexicographic order: n_obj x C(divisions + n_obj - 1, n_obj - 1).
///
/// Throws Error{invalid_argument} for n_obj < 1, divisions < 1 or more than ten million vectors.
/// Das, Dennis, SIAM J. Optim. 8(3), 1998.
[[nodiscard]] Matrix simplex_lattice(Index n_obj, Index divisions);

/// The divisions of the default lattice of R2: 100 for two objectives, otherwise the largest number
/// that gives at most 500 vectors (at least 1).
[[nodiscard]] Index default_r2_divisions(Index n_obj);

}  // namespace vilfredo
