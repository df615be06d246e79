// The weighted volume of boxes that exact R2 adds up, eight boxes at a time.
#pragma once

namespace vilfredo::detail {

/// Extents of a box that are finite; one more than the objectives exact R2 takes would need.
constexpr int kMostExtents = 8;
constexpr int kBoxGroup = 8;

/// `count` boxes, a multiple of kBoxGroup. Box i starts where the coordinates sum to base[i] > 0
/// and reaches extents[j * stride + i] >= 0 far in its j-th bounded direction.
struct BoxBatch {
  const double* base;
  const double* extents;
  int stride;
  int count;
  double* lane_sums;  ///< kBoxGroup entries; box i is added to entry i % kBoxGroup
};

/// By number of bounded directions.
struct BoxMeasureKernels {
  void (*add[kMostExtents + 1])(const BoxBatch& batch);
};

BoxMeasureKernels box_measure_scalar();
BoxMeasureKernels box_measure_avx2();
BoxMeasureKernels box_measure_avx512();

/// What vilfredo::isa() says; chosen once.
const BoxMeasureKernels& box_measure_kernels();

}  // namespace vilfredo::detail
