#include "safe_scale.hpp"

#include <algorithm>
#include <cmath>

namespace vilfredo::detail {

double safe_scale(MatrixIn front, MatrixIn reference_set) {
  double largest = 0;
  for (MatrixIn set : {front, reference_set}) {
    for (Index j = 0; j < set.cols(); ++j) {
      const double* values = set.data() + j * set.outerStride();
      for (Index i = 0; i < set.rows(); ++i) {
        const double size = std::abs(values[i]);
        largest = std::isfinite(size) ? std::max(largest, size) : largest;
      }
    }
  }
  if (largest == 0 || (largest < 1e150 && largest > 1e-150)) {
    return 1;
  }
  return std::ldexp(1.0, std::clamp(-std::ilogb(largest), -1000, 1000));
}

}  // namespace vilfredo::detail
