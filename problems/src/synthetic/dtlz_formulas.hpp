// What the DTLZ problems are made of: distance functions and the factors of position variables,
// with their derivatives.
#pragma once

#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/types.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vilfredo::detail {

[[nodiscard]] constexpr bool dtlz_multimodal(int number) {
  return number == 1 || number == 3;
}

[[nodiscard]] constexpr bool dtlz_bent(int number) {
  return number == 5 || number == 6;
}

/// x^99 and x^100, by squaring.
struct Powers {
  double p99;
  double p100;
};

inline Powers hundredth_power(double x) {
  const double x2 = x * x;
  const double x3 = x2 * x;
  const double x4 = x2 * x2;
  const double x8 = x4 * x4;
  const double x16 = x8 * x8;
  const double x32 = x16 * x16;
  const double x96 = x32 * x32 * x32;
  return {x96 * x3, x96 * x4};
}

/// g from the `k` distance variables `d`.
template <int Number>
double distance(const double* d, Index k) {
  const auto count = static_cast<double>(k);
  if constexpr (dtlz_multimodal(Number)) {
    return 100 * (count + ordered_sum(k, [d](Index i) {
                    const double away = d[i] - 0.5;
                    return away * away - std::cos(20 * std::numbers::pi * away);
                  }));
  } else if constexpr (Number == 6) {
    return ordered_sum(k, [d](Index i) { return std::pow(std::max(d[i], 0.0), 0.1); });
  } else if constexpr (Number == 7) {
    return 1 + 9 / count * ordered_sum(d, k);
  } else {
    return ordered_sum(k, [d](Index i) { return (d[i] - 0.5) * (d[i] - 0.5); });
  }
}

template <int Number>
double distance_slope(double d, Index k) {
  if constexpr (dtlz_multimodal(Number)) {
    return 100 *
           (2 * (d - 0.5) + 20 * std::numbers::pi * std::sin(20 * std::numbers::pi * (d - 0.5)));
  } else if constexpr (Number == 6) {
    return 0.1 * std::pow(std::max(d, 0.0), -0.9);
  } else if constexpr (Number == 7) {
    return 9 / static_cast<double>(k);
  } else {
    return 2 * (d - 0.5);
  }
}

/// What one position variable multiplies the objectives with: `near` all those further on, `far`
/// the one that ends there. x and 1 - x in DTLZ1, else cosine and sine of an angle.
struct Factors {
  double near;
  double far;
};

template <int Number>
double angle(Index j, double x, double g) {
  if constexpr (dtlz_bent(Number)) {
    return j == 0 ? x * (std::numbers::pi / 2) : std::numbers::pi / (4 * (1 + g)) * (1 + 2 * g * x);
  } else if constexpr (Number == 4) {
    return hundredth_power(x).p100 * (std::numbers::pi / 2);
  } else {
    return x * (std::numbers::pi / 2);
  }
}

template <int Number>
Factors factors(Index j, double x, double g) {
  if constexpr (Number == 1) {
    return {x, 1 - x};
  } else {
    const double theta = angle<Number>(j, x, g);
    return {std::cos(theta), std::sin(theta)};
  }
}

/// Derivatives of the angle of position variable j.
struct AngleSlopes {
  double in_x;
  double in_g;
};

template <int Number>
AngleSlopes angle_slopes(Index j, double x, double g) {
  if constexpr (dtlz_bent(Number)) {
    if (j > 0) {
      return {std::numbers::pi * g / (2 * (1 + g)),
              std::numbers::pi / 4 * (2 * x - 1) / ((1 + g) * (1 + g))};
    }
  }
  if constexpr (Number == 4) {
    return {100 * hundredth_power(x).p99 * (std::numbers::pi / 2), 0};
  }
  return {std::numbers::pi / 2, 0};
}

}  // namespace vilfredo::detail
