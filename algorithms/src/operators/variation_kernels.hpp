// The inner loops of the variation operators, one copy per instruction set, all bit-equal.
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

/// y = base + factor (a - b) gene by gene, then repaired. Arrays have `size` entries.
struct DifferenceStep {
  const double* base;
  const double* a;
  const double* b;
  const double* lower;
  const double* upper;
  const double* rates;  ///< uniforms of the crossover, or null: every gene is taken
  double* y;
  int size;
  int repair;  ///< operators::Repair
  double factor;
  double rate;
  // Of the repairs that draw: one uniform for every gene outside, in order of the genes.
  const double* uniforms;  ///< readable 8 beyond the last
  int available;           ///< uniforms left
  int gene;                ///< where to go on
  unsigned outside;        ///< which genes of the register before were outside
};

/// The child of simulated binary crossover that keeps the first parent's passive genes.
struct BinaryCrossoverStep {
  const double* first;
  const double* second;
  const double* lower;
  const double* upper;
  const double* uniforms;  ///< one per gene: half of it says passive, the rest side and spread
  double* y;
  int size;
  int whole_power;  ///< eta + 1 if that is a small whole number, else 0
  double eta;
};

struct VariationKernels {
  /// Returns true when done. False: `available` does not cover the next register; give more
  /// `uniforms` and call again.
  bool (*difference)(DifferenceStep& step);
  void (*binary_crossover)(const BinaryCrossoverStep& step);
};

VariationKernels variation_kernels_scalar();
VariationKernels variation_kernels_avx2();
VariationKernels variation_kernels_avx512();

/// What vilfredo::isa() says; chosen once.
const VariationKernels& variation_kernels();

/// Scalar root and power of the same routines.
double root_of(double x, double r);
double power_of(double x, double y, int whole);

}  // namespace vilfredo::detail
