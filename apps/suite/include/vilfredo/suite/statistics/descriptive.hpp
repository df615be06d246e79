// Order statistics and ranks of one sample.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace vilfredo::suite {

/// Quantile by linear interpolation between order statistics ("type 7" of Hyndman and Fan, 1996:
/// the default of R and NumPy).
///
/// values  any order, not empty, no NaN; infinities are ordered as numbers. The interpolation
///         between an infinite and a finite value is the infinite one.
/// p       in [0, 1].
/// O(n log n). Throws Error{invalid_argument} on an empty sample, a NaN or p out of range.
[[nodiscard]] double quantile(std::span<const double> values, double p);

/// What a table says of one sample. An empty sample has n = 0 and NaN elsewhere.
struct Summary {
  std::size_t n = 0;
  double minimum = std::numeric_limits<double>::quiet_NaN();
  double lower_quartile = std::numeric_limits<double>::quiet_NaN();  ///< type 7
  double median = std::numeric_limits<double>::quiet_NaN();
  double upper_quartile = std::numeric_limits<double>::quiet_NaN();  ///< type 7
  double maximum = std::numeric_limits<double>::quiet_NaN();
  double mean = std::numeric_limits<double>::quiet_NaN();
  double sd = std::numeric_limits<double>::quiet_NaN();  ///< divisor n - 1; NaN for n < 2 and where
                                                         ///< a value is infinite

  /// 0 if both quartiles are the same infinity.
  [[nodiscard]] double interquartile_range() const;
};

/// Throws Error{invalid_argument} on a NaN.
[[nodiscard]] Summary summarise(std::span<const double> values);

/// Rank of each value, 1 for the smallest; equal values share the mean of their ranks.
/// Values are equal if they are the same double: nothing is rounded first.
/// Throws Error{invalid_argument} on a NaN.
[[nodiscard]] std::vector<double> average_ranks(std::span<const double> values);

/// Sum over the groups of equal values of t^3 - t, t being the size of the group: what the tie
/// corrections of the rank tests are made of; 0 without ties. Throws as average_ranks.
[[nodiscard]] double tie_term(std::span<const double> values);

}  // namespace vilfredo::suite
