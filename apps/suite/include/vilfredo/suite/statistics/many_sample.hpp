// Several treatments (solvers) compared over several blocks (problems).
#pragma once

#include <vilfredo/core/indicator.hpp>
#include <vilfredo/core/types.hpp>

namespace vilfredo::suite {

struct Friedman {
  Vector mean_ranks;            ///< one per treatment; rank 1 is the best of its block
  double chi_squared = 0;       ///< corrected for ties; 0 if every block is one tie
  double p = 1;                 ///< chi-squared approximation, k - 1 degrees of freedom
  double iman_davenport_f = 0;  ///< +inf if all blocks agree without ties
  double iman_davenport_p = 1;  ///< F distribution, k - 1 and (k - 1)(N - 1) degrees of freedom
};

/// Friedman's test with the correction for ties, and the less conservative F of Iman and Davenport.
///
/// values  treatments x blocks: a column holds the results of the k treatments in one block; ties
///         inside a block share their mean rank; no NaN.
/// Needs k >= 2 and N >= 1; with N = 1 the F statistic is not defined and is reported as NaN, p
/// as 1. Throws Error{invalid_argument} otherwise. O(N k log k). Friedman, JASA 32, 1937; Iman and
/// Davenport, Communications in Statistics A 9(6), 1980.
[[nodiscard]] Friedman friedman(MatrixIn values, Direction better);

/// Upper `alpha` quantile of the studentised range of k normal variables with infinite degrees of
/// freedom, divided by sqrt(2): the q of Nemenyi's test, 2.3437 for k = 3, alpha = 0.05.
/// k >= 2, alpha in (0, 1); relative error below 1e-10. Throws Error{invalid_argument}.
[[nodiscard]] double nemenyi_q(Index treatments, double alpha);

/// Nemenyi's critical difference: mean ranks of two treatments over N blocks that lie further apart
/// than this differ at family-wise level alpha. q * sqrt(k (k + 1) / (6 N)).
/// Demsar, JMLR 7, 2006.
[[nodiscard]] double nemenyi_critical_difference(Index treatments, Index blocks, double alpha);

}  // namespace vilfredo::suite
