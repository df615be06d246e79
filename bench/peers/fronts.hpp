// Sets of points to measure on.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace vilfredo::peers {

/// sphere     uniform on the positive part of the unit sphere: a concave front
/// linear     uniform on the simplex
/// convex     1 - sphere
/// cliff      three objectives: quarter circle times a uniform third
/// cube       uniform in the cube, most of it dominated
/// random     uniform in the cube, kept if incomparable with all kept before (n up to 2000)
/// skew       linear, raised to the 12th power: crowded at 0 over many decades
/// ties       linear on a lattice of about n^(1 / (d - 1)) levels: every value many times
/// clustered  sphere in 5 clumps of width 1e-3
/// A column is a point; the reference point is 1.1 in every objective.
[[nodiscard]] Matrix front(const std::string& shape, Index d, Index n, std::uint64_t seed);

/// As many different fronts as a sample should cycle through: min(64, 20000 / n), at least 3.
[[nodiscard]] std::vector<Matrix> fronts(const std::string& shape, Index d, Index n);

inline constexpr double kReference = 1.1;

}  // namespace vilfredo::peers
