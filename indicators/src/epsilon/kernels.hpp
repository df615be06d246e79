// Which reference points a front is already good enough for: kernels for one instruction set each.
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

constexpr int kEpsilonBlock = 16;
constexpr int kEpsilonLeaf = 32;
constexpr unsigned kWholeBlock = (1U << kEpsilonBlock) - 1U;

/// Points points[d * order[i]] .. for i from `begin` to `end` against a block of queries stored row
/// by row. A query is settled once a point's value is at most `floor`; a value in (floor, doubt]
/// stops the search, so that the caller can look closer.
struct SettleWork {
  const double* points;
  const int32_t* order;
  int32_t begin;
  int32_t end;
  int d;
  const double* queries;
  double floor;
  double doubt;
  unsigned settled;  ///< bit per query
  double* least;     ///< kEpsilonBlock: lowered to the least value met by queries not settled
  int32_t* hits;     ///< room for kEpsilonBlock places in `order` that settled a query
};

struct Settled {
  int32_t position;  ///< where it stopped: all settled there, or a doubt; `end` if neither
  unsigned settled;
  unsigned doubtful;  ///< queries in doubt about the point at `position`
  int32_t hits;
};

/// Boxes of leaves against one query.
struct LeafWork {
  const double* low;  ///< d x leaves: componentwise least of a leaf
  int leaves;         ///< a multiple of 8
  int used;
  int d;
  const double* query;
  double limit;
  int32_t* found;  ///< room for `leaves`: leaves whose low corner has a value of at most `limit`
  double* values;  ///< and those values
};

/// The value of a point p and a query q: the largest p_i - q_i, or the largest p_i * q_i.
struct EpsilonKernels {
  Settled (*settle_differences)(const SettleWork& work);
  Settled (*settle_products)(const SettleWork& work);
  /// All points for all queries, whoever settles; `doubt` and `hits` are not used. Returns the bits
  /// of the settled.
  unsigned (*lower_differences)(const SettleWork& work);
  unsigned (*lower_products)(const SettleWork& work);
  int (*near_differences)(const LeafWork& work);  ///< number of leaves found
  int (*near_products)(const LeafWork& work);
};

EpsilonKernels epsilon_kernels_scalar();
EpsilonKernels epsilon_kernels_avx2();
EpsilonKernels epsilon_kernels_avx512();

/// What vilfredo::isa() says; chosen once.
const EpsilonKernels& epsilon_kernels();

}  // namespace vilfredo::detail
