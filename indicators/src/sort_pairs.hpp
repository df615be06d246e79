// Sorts points of the plane by their first coordinate, the whole cost of two-dimensional sweeps.
#pragma once

#include <cstddef>
#include <vector>

namespace vilfredo::detail {

struct PlanePoint {
  double x;
  double y;
};

/// Ascending in x, then y. No NaN. O(N) for spread values, O(N log N) for any; `scratch` is
/// memory that calls share.
void sort_plane(std::vector<PlanePoint>& points, std::vector<PlanePoint>& scratch);

}  // namespace vilfredo::detail
