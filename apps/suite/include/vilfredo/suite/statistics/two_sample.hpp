// Two samples: rank tests and effect sizes. All p-values are two-sided.
//
// Infinities are ordered as numbers (an IGD of an empty front is +inf); the difference of two equal
// infinities counts as zero. A NaN is refused by every function with Error{invalid_argument}, and
// so is an empty sample.
#pragma once

#include <cstddef>
#include <span>

namespace vilfredo::suite {

/// How a p-value was found.
enum class NullDistribution {
  exact,  ///< enumerated
  normal  ///< normal approximation, variance corrected for ties
};

struct MannWhitney {
  double u = 0;  ///< pairs in which the first sample is larger; a tie counts one half
  double p = 1;
  NullDistribution distribution = NullDistribution::exact;
};

/// Wilcoxon rank-sum test of independent samples in the form of Mann and Whitney.
///
/// Exact if no two values are equal and n1 * n2 <= 400, else the normal approximation with
/// continuity correction 1/2. Samples in which all values are equal have p = 1. O(n log n), the
/// exact distribution O(min(n1, n2) * n1 * n2). Mann and Whitney, Annals of Mathematical Statistics
/// 18(1), 1947.
[[nodiscard]] MannWhitney mann_whitney(std::span<const double> first,
                                       std::span<const double> second);

struct SignedRank {
  double rank_sum_positive = 0;  ///< over pairs in which the first is larger
  double rank_sum_negative = 0;
  std::size_t n = 0;  ///< pairs with a non-zero difference
  double p = 1;
  NullDistribution distribution = NullDistribution::exact;

  /// The smaller of the two sums, as tables of the test give it.
  [[nodiscard]] double w() const {
    return rank_sum_positive < rank_sum_negative ? rank_sum_positive : rank_sum_negative;
  }
};

/// Wilcoxon's signed-rank test of paired samples: first[i] and second[i] belong together.
///
/// Pairs without a difference are dropped, equal absolute differences share their mean rank. Exact
/// if at most 25 pairs remain and no two absolute differences are equal, else the normal
/// approximation without continuity correction. No remaining pair: p = 1. Throws
/// Error{invalid_argument} if the lengths differ. Wilcoxon, Biometrics Bulletin 1(6), 1945.
[[nodiscard]] SignedRank signed_rank(std::span<const double> first, std::span<const double> second);

/// Vargha-Delaney A12: the probability that a value of `first` is larger than one of `second`, ties
/// counting one half; 0.5 if neither tends to be larger. |A12 - 0.5| of 0.06, 0.14 and 0.21 are
/// called small, medium and large. O(n log n).
/// Vargha and Delaney, Journal of Educational and Behavioral Statistics 25(2), 2000.
[[nodiscard]] double vargha_delaney_a12(std::span<const double> first,
                                        std::span<const double> second);

/// Hodges-Lehmann estimate of how far `first` lies above `second`: the median of all n1 * n2
/// differences first[i] - second[j]. O(n1 n2 log(n1 n2)).
[[nodiscard]] double hodges_lehmann(std::span<const double> first, std::span<const double> second);

/// The same for paired samples: the median of the Walsh averages (d_i + d_j) / 2, i <= j, of the
/// differences d_i = first[i] - second[i]. Averages of opposite infinities are left out; NaN if
/// none remains. O(n^2 log n).
[[nodiscard]] double hodges_lehmann_paired(std::span<const double> first,
                                           std::span<const double> second);

}  // namespace vilfredo::suite
