// Scalarising functions of many sub-problems ("slots") at once, one copy per instruction set, all
// bit-equal. Weights, objectives and values are held slot by slot within each objective (structure
// of arrays): entry (slot, j) of `weights` is weights[j * stride + slot].
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

enum SlotForm {
  kFormSum,              // sum w d
  kFormMaximum,          // max w |d|
  kFormAugmented,        // max w |d| + p sum |d|
  kFormModified,         // max w (|d| + p sum |d|)
  kFormSignedMaximum,    // max w d
  kFormSignedAugmented,  // max w d + p sum w d
  kFormBoundary,         // d.w + p |d - (d.w) w|, w of unit length
  // With a shape s of each slot instead of p; w is the direction, t = |d| / w.
  kFormPower,         // (sum t^s)^(1/s)
  kFormCone,          // sum (d / w) / sum (1 / w) where cos(d, w) >= s, else far above that
  kFormStretched,     // (max t / min t)^s max t
  kFormPenalised,     // max t + s |d - (d.w / w.w) w|
  kFormOwnBoundary,   // as kFormBoundary
  kFormSumOrMaximum,  // sum w d where s is 0, else max w |d|; w is a weight
  kFormCount
};

/// d_j = (f_j - origin_j) * scale_j.
struct SlotScale {
  const double* origin;
  const double* scale;
  const double* weights;
  const double* shapes;  ///< by slot
  int64_t stride;
  int n_obj;
  double parameter;
};

// As in adaptive_scalarisation.hpp.
constexpr double kSlotOutsideCone = 1e100;
constexpr double kSlotLargestRatio = 1e6;

/// One new point against the slots listed, or against 0 .. count - 1 if `slots` is null. `count` is
/// a multiple of 8. A bit of `better` says that the new value is at most the present one.
struct SlotComparison {
  SlotScale scale;
  const double* f;        ///< n_obj entries
  const double* present;  ///< by slot
  const int32_t* slots;
  const double* listed;  ///< weights of the slots listed: (i, j) at listed[j * count + i], or null
  int count;
  double* values;    ///< count entries, in the order of the list
  uint64_t* better;  ///< bit i % 64 of word i / 64; whole words are written
};

/// The value of every slot's own point; `objectives` is laid out as the weights.
struct SlotValues {
  SlotScale scale;
  const double* objectives;
  int count;  ///< a multiple of 8
  double* values;
};

struct SlotKernels {
  void (*compare[kFormCount])(const SlotComparison& work);
  void (*evaluate[kFormCount])(const SlotValues& work);
};

SlotKernels slot_kernels_scalar();
SlotKernels slot_kernels_avx2();
SlotKernels slot_kernels_avx512();

/// What vilfredo::isa() says; chosen once.
const SlotKernels& slot_kernels();

}  // namespace vilfredo::detail
