#include "vilfredo/indicators/simplex_lattice.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

constexpr Index kLargestLattice = 10'000'000;
constexpr Index kDefaultSize = 500;

}  // namespace

Index simplex_lattice_size(Index n_obj, Index divisions) {
  constexpr Index kCap = std::numeric_limits<Index>::max() / 4096;
  const Index chosen = std::min(n_obj - 1, divisions);
  const Index top = divisions + n_obj - 1;
  Index size = 1;
  for (Index k = 1; k <= chosen; ++k) {
    size = size * (top - chosen + k) / k;  // exact: k consecutive numbers are divisible by k!
    if (size > kCap / (top + 1)) {
      return kCap;
    }
  }
  return size;
}

Matrix simplex_lattice(Index n_obj, Index divisions) {
  constexpr Index kSane = std::numeric_limits<Index>::max() / kLargestLattice / 4;
  if (n_obj < 1 || divisions < 1 || n_obj > kSane || divisions > kSane) {
    throw Error(Errc::invalid_argument,
                fmt::format("a simplex lattice needs at least one objective and one division, not "
                            "{} and {}",
                            n_obj, divisions));
  }
  const Index size = simplex_lattice_size(n_obj, divisions);
  if (size > kLargestLattice) {
    throw Error(Errc::invalid_argument,
                fmt::format("a simplex lattice of {} divisions for {} objectives has more than {} "
                            "vectors; choose fewer divisions",
                            divisions, n_obj, kLargestLattice));
  }
  Matrix lattice(n_obj, size);
  std::vector<Index> parts(static_cast<std::size_t>(n_obj), 0);
  parts.back() = divisions;
  for (Index column = 0; column < size; ++column) {
    for (Index row = 0; row < n_obj; ++row) {
      lattice(row, column) = static_cast<double>(parts[static_cast<std::size_t>(row)]) /
                             static_cast<double>(divisions);
    }
    // Lexicographic successor: one unit moves from the last non-zero part to its predecessor, and
    // the rest of that part goes to the end.
    std::size_t last = parts.size() - 1;
    while (last > 0 && parts[last] == 0) {
      --last;
    }
    if (last > 0) {
      const Index rest = parts[last] - 1;
      parts[last] = 0;
      parts[last - 1] += 1;
      parts.back() = rest;
    }
  }
  return lattice;
}

Index default_r2_divisions(Index n_obj) {
  if (n_obj < 1) {
    throw Error(Errc::invalid_argument, "a weight lattice needs at least one objective");
  }
  if (n_obj == 1) {
    return 1;
  }
  if (n_obj == 2) {
    return 100;
  }
  Index divisions = 1;
  while (simplex_lattice_size(n_obj, divisions + 1) <= kDefaultSize) {
    ++divisions;
  }
  return divisions;
}

}  // namespace vilfredo
