#include "vilfredo/indicators/box_decomposition.hpp"

#include "box_sweep.hpp"
#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"

#include <limits>
#include <vector>

namespace vilfredo {

Boxes undominated_boxes(MatrixIn front, VectorIn reference) {
  const Index d = reference.size();
  if (d < 1) {
    throw Error(Errc::invalid_argument, "a box decomposition needs at least one objective");
  }
  detail::require_no_nan("the reference point", reference);
  detail::require_rows("the front", front, d);
  detail::require_no_nan("the front", front);
  std::vector<double> lower;
  std::vector<double> upper;
  detail::BoxSweep().run(front, Vector::Constant(d, -std::numeric_limits<double>::infinity()),
                         reference, [&](const double* low, const double* high) {
                           lower.insert(lower.end(), low, low + d);
                           upper.insert(upper.end(), high, high + d);
                         });
  const auto count = static_cast<Index>(lower.size()) / d;
  return {Eigen::Map<const Matrix>(lower.data(), d, count),
          Eigen::Map<const Matrix>(upper.data(), d, count)};
}

}  // namespace vilfredo
