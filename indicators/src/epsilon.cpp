#include "vilfredo/indicators/epsilon.hpp"

#include "input_checks.hpp"
#include "nearest/least_values.hpp"
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

double max_min_max(detail::PairValue value, MatrixIn front, MatrixIn reference_set) {
  if (front.cols() == 0) {
    return kInfinity;
  }
  const double result = detail::largest_least_value(value, front, reference_set);
  if (result == kInfinity && !front.allFinite()) {
    throw Error(Errc::invalid_argument,
                "the epsilon indicator is not defined: every column of the front is infinite");
  }
  return result;
}

}  // namespace

double epsilon_additive(MatrixIn front, MatrixIn reference_set) {
  check(front, reference_set);
  return max_min_max(detail::kShift, front, reference_set);
}

double epsilon_multiplicative(MatrixIn front, MatrixIn reference_set) {
  check(front, reference_set);
  if (!(front.array() > 0).all() || !(reference_set.array() > 0).all()) {
    throw Error(Errc::invalid_argument,
                "the multiplicative epsilon indicator needs values above 0 in the front and in the "
                "reference set; shift the objectives or use epsilon_additive");
  }
  return max_min_max(detail::kRatio, front, reference_set);
}

}  // namespace vilfredo
