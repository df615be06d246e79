// Evenly spread points on fronts that are curves in objective space.
#pragma once

#include "vilfredo/core/types.hpp"

#include <functional>
#include <span>
#include <vector>

namespace vilfredo::detail {

/// Piece [lower, upper] of a front that is a curve; `open_lower` leaves the lower end out because
/// an earlier piece dominates it (a tie in all but one objective).
struct Piece {
  double lower = 0;
  double upper = 1;
  bool open_lower = false;
};

/// Parameters of `n` points, ascending, at nearly equal distances along the pieces of the curve
/// that `point` (fills n_obj values) describes. Closed ends are among them. Pieces share `n` by
/// length, at least one each, so that the result has max(n, number of pieces) entries.
[[nodiscard]] std::vector<double> spread_along(
    std::span<const Piece> pieces,
    Index n,
    Index n_obj,
    const std::function<void(double parameter, double* f)>& point);

}  // namespace vilfredo::detail
