#include "box_accumulator.hpp"

#include "vilfredo/core/error.hpp"

#include <cmath>
#include <limits>

namespace vilfredo::detail {
namespace {

constexpr int kBatch = 64;

}  // namespace

BoxAccumulator::BoxAccumulator() {
  for (int k = 0; k <= kMostExtents; ++k) {
    Batch& batch = batches_[static_cast<std::size_t>(k)];
    batch.base.resize(kBatch);
    batch.extents.resize(static_cast<std::size_t>(kBatch * k));
  }
}

void BoxAccumulator::add(const double* lower, const double* upper, Index n_obj) {
  VILFREDO_ASSERT(n_obj <= kMostExtents, "a box of exact R2 has too many objectives");
  std::array<double, kMostExtents> extents;
  double base = 0;
  int bounded = 0;
  for (Index k = 0; k < n_obj; ++k) {
    base -= upper[k];
    if (!std::isinf(lower[k])) {
      extents[static_cast<std::size_t>(bounded++)] = upper[k] - lower[k];
    }
  }
  Batch& batch = batches_[static_cast<std::size_t>(bounded)];
  const int at = batch.count++;
  batch.base[static_cast<std::size_t>(at)] = base;
  for (int j = 0; j < bounded; ++j) {
    batch.extents[static_cast<std::size_t>(j * kBatch + at)] = extents[static_cast<std::size_t>(j)];
  }
  if (batch.count == kBatch) {
    flush(bounded);
  }
}

/// What pads a group has an infinite corner sum and so measures 0.
void BoxAccumulator::flush(int extents) {
  Batch& batch = batches_[static_cast<std::size_t>(extents)];
  while (batch.count % kBoxGroup != 0) {
    const int at = batch.count++;
    batch.base[static_cast<std::size_t>(at)] = std::numeric_limits<double>::infinity();
    for (int j = 0; j < extents; ++j) {
      batch.extents[static_cast<std::size_t>(j * kBatch + at)] = 0;
    }
  }
  std::array<double, kBoxGroup> lanes{};
  box_measure_kernels().add[extents](
      {batch.base.data(), batch.extents.data(), kBatch, batch.count, lanes.data()});
  for (const double lane : lanes) {
    sum_.add(lane);
  }
  batch.count = 0;
}

double BoxAccumulator::take() {
  for (int k = 0; k <= kMostExtents; ++k) {
    if (batches_[static_cast<std::size_t>(k)].count > 0) {
      flush(k);
    }
  }
  const double total = sum_.value();
  sum_ = {};
  return total;
}

}  // namespace vilfredo::detail
