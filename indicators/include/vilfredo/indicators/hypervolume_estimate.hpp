// Hypervolume where its exact value is out of reach: of time, or of the range of double.
#pragma once

#include "vilfredo/core/indicator.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>

namespace vilfredo {

/// Natural logarithm of the hypervolume, exact where the value itself would overflow or underflow;
/// -inf for no volume. Every row is divided by its longest extent first. Throws as hypervolume(),
/// and Error{invalid_argument} where an infinite coordinate would count.
[[nodiscard]] double log_hypervolume(MatrixIn front, VectorIn reference);

struct MonteCarloOptions {
  std::int64_t samples = 100'000;
  double confidence = 0.95;  ///< of the interval [lower, upper]
  std::uint64_t seed = 1;
};

/// Share of the box between the front's ideal and the reference that uniform samples find
/// dominated, times the box's volume, with Wilson's score interval. O(samples * N * n_obj) at
/// worst. Throws Error{invalid_argument} as log_hypervolume(), and for samples < 1 or a confidence
/// outside (0, 1). Wilson, JASA 22(158), 1927.
[[nodiscard]] IndicatorValue hypervolume_monte_carlo(MatrixIn front,
                                                     VectorIn reference,
                                                     const MonteCarloOptions& options = {});

struct FprasOptions {
  double epsilon = 0.01;  ///< relative error that is exceeded
  double delta = 0.01;    ///< with at most this probability
  std::uint64_t seed = 1;
};

/// Within 1 +- epsilon of the hypervolume with probability 1 - delta, whatever the dimension.
/// lower and upper are value / (1 + epsilon) and value / (1 - epsilon).
/// O(N * n_obj * log(1 / delta) / epsilon^2). Throws as hypervolume_monte_carlo().
/// Karp, Luby, Madras, J. Algorithms 10(3), 1989 (self-adjusting coverage); Bringmann, Friedrich,
/// Computational Geometry 43(6-7), 2010.
[[nodiscard]] IndicatorValue hypervolume_fpras(MatrixIn front,
                                               VectorIn reference,
                                               const FprasOptions& options = {});

struct HypervolumeLimits {
  double max_seconds = 1;    ///< wall time after which no further exact part is begun
  double confidence = 0.99;  ///< of the bounds of an estimate
  std::uint64_t seed = 1;    ///< of an estimate
};

/// The exact hypervolume, marked so, if it can be had within the time; else an estimate, marked as
/// one, whose lower bound is at least the exact volume of the points done by then.
///
/// Up to four objectives the value is always exact. Beyond, points are taken one by one in order of
/// the last objective and the clock is read between two of them; an estimate comes from
/// hypervolume_monte_carlo() with as many samples as a tenth of the time allows, at least 10000. So
/// a call may outlast max_seconds by one point and a tenth. The result depends on the machine's
/// speed: not for suites. Throws as log_hypervolume().
[[nodiscard]] IndicatorValue hypervolume(MatrixIn front,
                                         VectorIn reference,
                                         const HypervolumeLimits& limits);

}  // namespace vilfredo
