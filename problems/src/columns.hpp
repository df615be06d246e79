// The loop every problem of this component shares: one column at a time, through pointers.
#pragma once

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/problem.hpp"

#include <initializer_list>
#include <string>
#include <utility>

namespace vilfredo::detail {

/// Calls column(x_j, y_j) for every column of `x` and of `y`. Nothing is allocated, and what a
/// column gets does not depend on its neighbours.
template <class Column>
inline void for_each_column(MatrixIn x, MatrixOut& y, Column&& column) {
  VILFREDO_ASSERT(x.cols() == y.cols(), "one column of results per column of variables");
  const double* from = x.data();
  double* to = y.data();
  const Index from_step = x.outerStride();
  const Index to_step = y.outerStride();
  for (Index j = 0; j < x.cols(); ++j, from += from_step, to += to_step) {
    column(from, to);
  }
}

[[nodiscard]] inline Vector vector_of(std::initializer_list<double> values) {
  Vector out(static_cast<Index>(values.size()));
  Index i = 0;
  for (const double value : values) {
    out[i++] = value;
  }
  return out;
}

/// Every front(n) and pareto_set(n) begins with this.
inline void require_points(Index n) {
  if (n < 1) {
    throw Error(Errc::invalid_argument, "a front needs at least one point")
        .with("points", std::to_string(n));
  }
}

[[nodiscard]] inline Anchor anchor(Vector value, std::string provenance) {
  return {std::move(value), std::move(provenance)};
}

}  // namespace vilfredo::detail
