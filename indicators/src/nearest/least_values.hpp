// The least value of every query over a set of points: the common core of IGD, IGD+, GD, GD+ and
// the averaged Hausdorff distance.
#pragma once

#include "kernels.hpp"
#include "vilfredo/core/types.hpp"

namespace vilfredo {
class WorkerPool;
}

namespace vilfredo::detail {

enum class NearestMethod {
  scan,   ///< all pairs in double precision
  sieve,  ///< all pairs in single precision, then those in doubt
  search  ///< leaves of neighbours
};

/// result[q] = least pair value of column q of `queries` and any column of `points` (at least one),
/// to the bit the least over all pairs in every instruction set.
///
/// points, queries  d x N and d x M, no NaN; at most one of the two may hold infinities.
/// The method is chosen by sizes. A search groups points in leaves of neighbours by splits at
/// medians and queries in blocks; a leaf is visited only if its box can improve on a query. Cost
/// O(d N M) at worst, about O(d (N + M) log N) where points spread over few dimensions.
[[nodiscard]] Vector least_values(PairValue value,
                                  MatrixIn points,
                                  MatrixIn queries,
                                  WorkerPool* pool = nullptr);

/// The same by one method. Infinities cannot be sieved and are searched for instead.
[[nodiscard]] Vector least_values_by(NearestMethod method,
                                     PairValue value,
                                     MatrixIn points,
                                     MatrixIn queries,
                                     WorkerPool* pool = nullptr);

}  // namespace vilfredo::detail
