// The shortest vector in the convex hull of gradients: the common descent direction of MGDA.
// Desideri, "Multiple-gradient descent algorithm (MGDA)", C. R. Math. 350, 2012.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// The weights w >= 0, sum w = 1, that minimise w' G w for the Gramian G = J J' of m gradients
/// (m x m, symmetric, positive semidefinite up to rounding). Two gradients in closed form (1/2 each
/// if they are equal), more by Wolfe's active set method, whose duality gap
/// w' G w - min_k (G w)_k ends at most 1e-12 times the trace in a few times m solves of at most
/// m x m. Throws Error{invalid_argument} if G is not square, empty or not finite.
/// Wolfe, "Finding the nearest point in a polytope", Math. Program. 11, 1976.
[[nodiscard]] Vector min_norm_weights(MatrixIn gramian);

}  // namespace vilfredo
