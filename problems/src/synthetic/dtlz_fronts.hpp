// Fronts and Pareto sets of the DTLZ problems, by number.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo::detail {

// DTLZ7: a position variable x adds h(x) = x/2 (1 + sin 3 pi x) to what the last objective is below
// 2 n_obj. It is optimal where h exceeds all values further left: up to the first maximum, and from
// where h passes it again up to the highest one.
constexpr double kDtlz7FirstEnd = 0.25141183608891712;
constexpr double kDtlz7SecondBegin = 0.63162653070006120;
constexpr double kDtlz7SecondEnd = 0.85940085664472392;
constexpr double kDtlz7HighestGain = 0.84649781724921122;

/// The front is the curve that the report describes (else more than it is non-dominated).
[[nodiscard]] constexpr bool dtlz_front_known(int number, Index n_obj) {
  return (number != 5 && number != 6) || n_obj <= 3;
}

/// About `n` columns of n_obj rows; dtlz_front_known must hold.
[[nodiscard]] Matrix dtlz_front(int number, Index n_obj, Index n);
/// About `n` columns of n_var rows.
[[nodiscard]] Matrix dtlz_pareto_set(int number, Index n_obj, Index n_var, Index n);

}  // namespace vilfredo::detail
