#include "vilfredo/indicators/epsilon.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void check(MatrixIn front, MatrixIn reference_set) {
  if (reference_set.cols() < 1 || reference_set.rows() < 1) {
    throw Error(Errc::invalid_argument, "the epsilon indicator needs a reference set with points");
  }
  detail::require_finite("the reference set", reference_set);
  detail::require_rows("the front", front, reference_set.rows());
  detail::require_no_nan("the front", front);
}

/// max over z of min over a of max over i of excess(a_i, z_i), skipping what cannot change it.
template <class Excess>
double max_min_max(MatrixIn front, MatrixIn reference_set, Excess excess) {
  const Index d = reference_set.rows();
  if (front.cols() == 0) {
    return kInfinity;
  }
  double result = -kInfinity;
  for (Index k = 0; k < reference_set.cols(); ++k) {
    const double* z = reference_set.col(k).data();
    double least = kInfinity;
    for (Index j = 0; j < front.cols() && least > result; ++j) {
      const double* a = front.col(j).data();
      double largest = -kInfinity;
      for (Index i = 0; i < d && largest < least; ++i) {
        largest = std::max(largest, excess(a[i], z[i]));
      }
      least = std::min(least, largest);
    }
    result = std::max(result, least);
  }
  if (result == kInfinity && !front.allFinite()) {
    throw Error(Errc::invalid_argument,
                "the epsilon indicator is not defined: every column of the front is infinite");
  }
  return result;
}

}  // namespace

double epsilon_additive(MatrixIn front, MatrixIn reference_set) {
  check(front, reference_set);
  return max_min_max(front, reference_set, [](double a, double z) { return a - z; });
}

double epsilon_multiplicative(MatrixIn front, MatrixIn reference_set) {
  check(front, reference_set);
  if (!(front.array() > 0).all() || !(reference_set.array() > 0).all()) {
    throw Error(Errc::invalid_argument,
                "the multiplicative epsilon indicator needs values above 0 in the front and in the "
                "reference set; shift the objectives or use epsilon_additive");
  }
  return max_min_max(front, reference_set, [](double a, double z) { return a / z; });
}

}  // namespace vilfredo
