// Utilities of points over weight vectors, as the discrete R2 needs them: kernels for one
// instruction set each.
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

constexpr int kWeightBlock = 16;

/// Points `begin` .. `end` - 1 against a block of weight vectors stored row by row.
struct UtilityWork {
  const double* points;  ///< d each, >= 0 unless the utility is a plain sum; finite
  const double* added;   ///< per point: added to its utility; null: nothing
  int32_t begin;
  int32_t end;
  int d;
  const double* weights;  ///< d x kWeightBlock
  double* best;           ///< kWeightBlock: lowered to the least utility met
  double* second;         ///< the least but one; null where only the best counts
  int32_t* winner;        ///< the first point that reaches the best; null with `second`
};

/// The utility of a point a: the largest w_i a_i, or the sum of w_i a_i in ascending order of i.
struct UtilityKernels {
  void (*largest_part)(const UtilityWork& work);
  void (*sum_of_parts)(const UtilityWork& work);
};

UtilityKernels utility_kernels_scalar();
UtilityKernels utility_kernels_avx2();
UtilityKernels utility_kernels_avx512();

/// What vilfredo::isa() says; chosen once.
const UtilityKernels& utility_kernels();

}  // namespace vilfredo::detail
