// Weighted volume of boxes over Lanes; included by one source per instruction set.
//
// For a box with corner sum s and bounded extents a_1 .. a_k, with k! times the integral of
// (sum x)^-(k+1) over it. That is the alternating sum of 1 / (sum of coordinates) over its corners,
// which cancels for thin boxes. Cutting the box into the k! simplices of monotone corner paths
// turns it into a sum of positive products, gathered here over subsets S of the extents:
//   h({}) = 1 / s,   h(S) = sum_{i in S} a_i / (s + a(S)) * h(S \ {i}),   result h({1 .. k}),
// so every digit is kept whatever the proportions. No factor exceeds max(1, 1 / s).
#pragma once

#include "box_measure.hpp"
#include "vilfredo/core/detail/lanes_inl.hpp"

namespace {

template <int kExtents>
void add_boxes(const vilfredo::detail::BoxBatch& batch) {
  using V = Lanes::V;
  constexpr int kSubsets = 1 << kExtents;
  const V one = Lanes::set(1.0);
  for (int first = 0; first < batch.count; first += Lanes::kWidth) {
    V corner[kSubsets];
    V path[kSubsets];
    V extent[kExtents + 1];
    corner[0] = Lanes::load(batch.base + first);
    path[0] = Lanes::div(one, corner[0]);
    for (int j = 0; j < kExtents; ++j) {
      extent[j] = Lanes::load(batch.extents + j * batch.stride + first);
      for (int low = 0; low < (1 << j); ++low) {
        const int subset = low | (1 << j);
        corner[subset] = Lanes::add(corner[low], extent[j]);
        const V share = Lanes::div(one, corner[subset]);
        V sum = Lanes::mul(Lanes::mul(extent[j], share), path[low]);
        for (int i = 0; i < j; ++i) {
          if ((low >> i & 1) != 0) {
            sum =
                Lanes::add(sum, Lanes::mul(Lanes::mul(extent[i], share), path[subset ^ (1 << i)]));
          }
        }
        path[subset] = sum;
      }
    }
    double* lanes = batch.lane_sums + first % vilfredo::detail::kBoxGroup;
    Lanes::store(lanes, Lanes::add(Lanes::load(lanes), path[kSubsets - 1]));
  }
}

vilfredo::detail::BoxMeasureKernels all_box_measures() {
  return {{add_boxes<0>, add_boxes<1>, add_boxes<2>, add_boxes<3>, add_boxes<4>, add_boxes<5>,
           add_boxes<6>, add_boxes<7>, add_boxes<8>}};
}

}  // namespace
