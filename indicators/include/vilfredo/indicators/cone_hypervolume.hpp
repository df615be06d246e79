// Hypervolume with respect to a cone other than the positive orthant.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// Volume that the front dominates up to `reference` where a dominates b iff b - a is a combination
/// of the columns of `generators` with coefficients >= 0:
/// |det C| * hypervolume(C^-1 front, C^-1 reference). Larger is better; equals hypervolume() for
/// the unit matrix.
///
/// front  n_obj x N, minimised, finite. reference  n_obj, finite. generators  n_obj x n_obj.
/// Cost of hypervolume(). Relative error that of hypervolume() times the condition number of C.
/// Throws Error{invalid_argument} for NaN, infinities and misfitting shapes, and where the
/// condition number of the generators exceeds 1e12. Emmerich, Deutz, Kruisselbrink, Shukla, EMO
/// 2013.
[[nodiscard]] double cone_hypervolume(MatrixIn front, VectorIn reference, MatrixIn generators);

/// Generators e_i - tilt * (the sum of the other unit vectors). tilt in (-1, 1 / (n_obj - 1)): 0 is
/// the positive orthant; above, the cone is wider, and a point that buys a small gain in one
/// objective dearly in others is dominated; below, it is narrower.
/// Throws Error{invalid_argument} outside the interval.
[[nodiscard]] Matrix tilted_cone(Index n_obj, double tilt);

}  // namespace vilfredo
