// Expected utility of a user with a linear utility that the front serves as well as it can.
//
// In the maximised sense of reinforcement learning: with returns v = -f the value is
// E_w [ max over columns of w . v ], larger is better. front  n_obj x N, minimised, +inf rows make
// a column useless, -inf is refused; -inf for an empty front. Numbers are comparable only for equal
// weights, so say which were used. Zintgraf et al., BNAIC 2015.
#pragma once

#include "vilfredo/core/indicator.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>

namespace vilfredo {

/// Mean over the columns of `weights` (n_obj x K, K >= 1, >= 0, finite, used as given).
/// Cost O(n_obj N K). Throws Error{invalid_argument} for NaN, -inf, negative weights and misfitting
/// shapes.
[[nodiscard]] double expected_utility(MatrixIn front, MatrixIn weights);

/// Two objectives, weights (w, 1 - w) with w uniform on [0, 1], exactly: the utility is piecewise
/// linear between the corners of the front's convex hull. Cost O(N log N), relative error a few
/// 1e-16 of the largest |f|. Throws Error{unsupported} for other than two objectives.
[[nodiscard]] double expected_utility_exact(MatrixIn front);

/// `samples` >= 2 weights uniform on the simplex, from stream (seed, Purpose::indicator, 0). The
/// bounds are the mean -+ 1.96 standard errors: they hold with a probability of about 95 %.
/// Cost O(n_obj N samples).
[[nodiscard]] IndicatorValue expected_utility_sampled(MatrixIn front,
                                                      Index samples,
                                                      std::uint64_t seed);

}  // namespace vilfredo
