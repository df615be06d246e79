#include "synthetic/simplex_lattice.hpp"

#include "columns.hpp"

#include <cstddef>
#include <vector>

namespace vilfredo::detail {
namespace {

/// C(divisions + n_obj - 1, n_obj - 1), or any number above `limit` once it is passed.
Index lattice_size(Index n_obj, Index divisions, Index limit) {
  Index size = 1;
  for (Index i = 1; i < n_obj; ++i) {
    size = size * (divisions + i) / i;
    if (size > limit) {
      return limit + 1;
    }
  }
  return size;
}

/// The largest number of divisions with at most `limit` points; 0 if not even the corners fit.
Index divisions_within(Index n_obj, Index limit) {
  Index divisions = 0;
  while (lattice_size(n_obj, divisions + 1, limit) <= limit) {
    ++divisions;
  }
  return divisions;
}

/// Appends all ways to write `divisions` as an ordered sum, in ascending lexicographic order.
void append_lattice(Index n_obj, Index divisions, double shrink, std::vector<double>& out) {
  std::vector<Index> part(static_cast<std::size_t>(n_obj), 0);
  part.back() = divisions;
  const double centre = (1 - shrink) / static_cast<double>(n_obj);
  while (true) {
    for (const Index p : part) {
      out.push_back(shrink * static_cast<double>(p) / static_cast<double>(divisions) + centre);
    }
    // Next composition: move one unit from the last non-zero part to the part before it and hand
    // what is left of it to the last part.
    std::size_t last = part.size() - 1;
    while (last > 0 && part[last] == 0) {
      --last;
    }
    if (last == 0) {
      return;
    }
    const Index rest = part[last] - 1;
    part[last] = 0;
    ++part[last - 1];
    part.back() = rest;
  }
}

}  // namespace

Matrix spread_on_simplex(Index n_obj, Index n) {
  require_points(n);
  std::vector<double> values;
  if (n_obj == 2) {
    append_lattice(2, n > 1 ? n - 1 : 1, 1.0, values);
  } else {
    Index outer = divisions_within(n_obj, n);
    if (outer == 0) {
      outer = 1;
    }
    append_lattice(n_obj, outer, 1.0, values);
    if (outer < n_obj) {
      const Index rest = n - static_cast<Index>(values.size()) / n_obj;
      if (const Index inner = divisions_within(n_obj, rest); inner > 0) {
        append_lattice(n_obj, inner, 0.5, values);
      }
    }
  }
  const Index columns = static_cast<Index>(values.size()) / n_obj;
  return Eigen::Map<const Matrix>(values.data(), n_obj, columns);
}

}  // namespace vilfredo::detail
