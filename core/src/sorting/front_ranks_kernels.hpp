// Ranks of points of three and more objectives by bitsets, compiled once per instruction set.
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

/// m distinct points in lexicographic order, so that a point is dominated only by earlier ones.
struct FrontRanksView {
  const double* points;    ///< m x n_obj, point by point
  const uint64_t* rows;    ///< per objective but the first, per bucket: the points up to it
  const uint8_t* buckets;  ///< m x (n_obj - 1): the bucket of each point
  uint32_t m;
  uint32_t n_obj;
  uint32_t n_buckets;
  uint32_t words;           ///< of a bitset; a multiple of 8
  uint32_t dense;           ///< members from which a front has a bitset
  uint32_t* ranks;          ///< out, m
  uint64_t* candidates;     ///< words
  const uint64_t** row_of;  ///< n_obj - 1
  uint32_t* newest;         ///< per front, at most m: its last member
  uint32_t* previous;       ///< per point: the member of its front before it
  uint32_t* sizes;          ///< per front
  uint32_t* bitset_of;      ///< per front
  uint64_t* bitsets;        ///< m / dense + 1, of fronts
};

/// Fills ranks; returns the number of fronts.
using FrontRanks = uint32_t (*)(const FrontRanksView& view);

/// Fills ranks with 0 for the non-dominated points and 1 for the others; uses no lists or bitsets
/// of fronts.
using FrontFilter = void (*)(const FrontRanksView& view);

uint32_t front_ranks_scalar(const FrontRanksView& view);
uint32_t front_ranks_avx2(const FrontRanksView& view);
uint32_t front_ranks_avx512(const FrontRanksView& view);
void front_filter_scalar(const FrontRanksView& view);
void front_filter_avx2(const FrontRanksView& view);
void front_filter_avx512(const FrontRanksView& view);

}  // namespace vilfredo::detail
