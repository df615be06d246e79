// Adds up the weighted volumes of boxes, in batches.
#pragma once

#include "box_measure.hpp"
#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/compensated_sum.hpp"

#include <array>
#include <vector>

namespace vilfredo::detail {

/// Sum over boxes of (d - 1)! times the integral of (sum x)^-(d + 1), times d, in the reciprocal
/// space of exact R2. The order of boxes decides the last bits, the instruction set does not.
class BoxAccumulator {
 public:
  BoxAccumulator();

  /// A box of the negated reciprocal space: x in [-upper, -lower], -lower may be infinite.
  void add(const double* lower, const double* upper, Index n_obj);
  /// The sum of everything added since the last call.
  [[nodiscard]] double take();

 private:
  struct Batch {
    std::vector<double> base;
    std::vector<double> extents;
    int count = 0;
  };

  void flush(int extents);

  std::array<Batch, kMostExtents + 1> batches_;
  CompensatedSum<double> sum_;
};

}  // namespace vilfredo::detail
