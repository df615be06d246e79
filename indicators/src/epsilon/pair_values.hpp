// What a point a of the front and a point z of the reference set are worth in one objective.
#pragma once

#include "kernels.hpp"

#include <algorithm>
#include <limits>

namespace vilfredo::detail {

/// a - z, in lanes as it is.
struct AdditivePair {
  static constexpr auto settle = &EpsilonKernels::settle_differences;
  static constexpr auto lower = &EpsilonKernels::lower_differences;
  static constexpr auto near = &EpsilonKernels::near_differences;
  static constexpr bool kExactLanes = true;

  static double query(double z) { return z; }

  static double in_lanes(double a, double query) { return a - query; }

  /// The query that has the lower value with any point.
  static double nearer(double a, double b) { return std::max(a, b); }

  static double exact(double a, double z) { return a - z; }
};

/// a / z, in lanes as a times a reciprocal rounded up: never below, and at most a few epsilon above
/// the quotient.
struct MultiplicativePair {
  static constexpr auto settle = &EpsilonKernels::settle_products;
  static constexpr auto lower = &EpsilonKernels::lower_products;
  static constexpr auto near = &EpsilonKernels::near_products;
  static constexpr bool kExactLanes = false;

  static double query(double z) { return 1 / z * (1 + 4 * std::numeric_limits<double>::epsilon()); }

  static double in_lanes(double a, double query) { return a * query; }

  static double nearer(double a, double b) { return std::min(a, b); }

  static double exact(double a, double z) { return a / z; }
};

/// What lanes may compare with: `floor`, or -inf where products of reciprocals may lose digits to
/// underflow.
template <class Pair>
double floor_for_lanes(double floor) {
  constexpr double kLeastFloor = 0x1p-900;
  return Pair::kExactLanes || floor > kLeastFloor ? floor
                                                  : -std::numeric_limits<double>::infinity();
}

}  // namespace vilfredo::detail
