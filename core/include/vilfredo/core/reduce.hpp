// Sums in one fixed order, whatever the alignment, batch or thread: the building block of bit-equal
// results. Four interleaved partial sums, added pairwise at the end.
#pragma once

#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// Sum of term(i) for i in [0, n).
template <class Term>
[[nodiscard]] inline double ordered_sum(Index n, Term&& term) {
  double s0 = 0;
  double s1 = 0;
  double s2 = 0;
  double s3 = 0;
  Index i = 0;
  for (; i + 4 <= n; i += 4) {
    s0 += term(i);
    s1 += term(i + 1);
    s2 += term(i + 2);
    s3 += term(i + 3);
  }
  for (; i < n; ++i) {
    s0 += term(i);
  }
  return (s0 + s1) + (s2 + s3);
}

[[nodiscard]] inline double ordered_sum(const double* values, Index n) {
  return ordered_sum(n, [values](Index i) { return values[i]; });
}

[[nodiscard]] inline double ordered_dot(const double* a, const double* b, Index n) {
  return ordered_sum(n, [a, b](Index i) { return a[i] * b[i]; });
}

[[nodiscard]] inline double squared_distance(const double* a, const double* b, Index n) {
  return ordered_sum(n, [a, b](Index i) { return (a[i] - b[i]) * (a[i] - b[i]); });
}

}  // namespace vilfredo
