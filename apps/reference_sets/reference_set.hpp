// Reference sets for problems whose front nobody knows: the non-dominated union of long runs of
// several solvers, thinned to evenly spread points.
#pragma once

#include <vilfredo/core/registry.hpp>

#include <cstdint>
#include <string>

namespace vilfredo {

struct ReferenceSetOptions {
  std::uint64_t evaluations = 100'000;  ///< per run
  std::uint64_t seeds = 3;              ///< runs per solver
  Index points = 500;                   ///< at most so many are kept
};

struct ReferenceSet {
  std::string problem;
  Matrix front;             ///< n_obj x points, minimised, by rising first objective
  std::string description;  ///< solvers, seeds and budgets, one line
  Index found = 0;          ///< non-dominated points before thinning
};

/// Throws what the solvers throw; Error{unsupported} for a stochastic problem.
[[nodiscard]] ReferenceSet make_reference_set(const Registries& registries,
                                              const std::string& problem,
                                              const ReferenceSetOptions& options);

/// At most `count` columns of `front`: the best in each objective first, then again and again the
/// column farthest (after scaling each objective to [0, 1]) from those chosen. Ascending columns.
/// O(columns * count * n_obj).
[[nodiscard]] std::vector<Index> spread_subset(MatrixIn front, Index count);

}  // namespace vilfredo
