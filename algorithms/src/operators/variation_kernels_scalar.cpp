#include "variation_kernels.hpp"
#include "variation_kernels_inl.hpp"

namespace vilfredo::detail {

VariationKernels variation_kernels_scalar() {
  return {difference_kernel, binary_crossover_kernel};
}

double log2_of(double x) {
  return ::log2_of<OneLane>(x);
}

double root_of(double x, double r) {
  return ::root_of<OneLane>(x, r);
}

double power_of(double x, double y, int whole) {
  return ::power_of<OneLane>(x, y, whole);
}

}  // namespace vilfredo::detail
