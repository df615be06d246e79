// Which reference points a front is already good enough for: kernels for one instruction set each.
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

constexpr int kEpsilonBlock = 16;
constexpr unsigned kWholeBlock = (1U << kEpsilonBlock) - 1U;

/// Points points[d * order[i]] .. for i from `begin` against a block of queries stored row by row.
/// A query is settled once a point's value is at most `floor`; a value in (floor, doubt] stops the
/// search, so that the caller can look closer.
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
};

struct Settled {
  int32_t position;  ///< where it stopped: all settled there, or a doubt; `end` if neither
  unsigned settled;
  unsigned doubtful;  ///< queries in doubt about the point at `position`
};

/// The value of a point p and a query q: the largest p_i - q_i, or the largest p_i * q_i.
struct EpsilonKernels {
  Settled (*settle_differences)(const SettleWork& work);
  Settled (*settle_products)(const SettleWork& work);
};

EpsilonKernels epsilon_kernels_scalar();
EpsilonKernels epsilon_kernels_avx2();
EpsilonKernels epsilon_kernels_avx512();

/// What vilfredo::isa() says; chosen once.
const EpsilonKernels& epsilon_kernels();

}  // namespace vilfredo::detail
