#include "vilfredo/indicators/coverage.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace vilfredo {

double coverage(MatrixIn covering, MatrixIn covered, CoverageBy by) {
  if (covered.cols() < 1 || covered.rows() < 1) {
    throw Error(Errc::invalid_argument, "coverage needs points that can be covered");
  }
  detail::require_rows("the covering set", covering, covered.rows());
  detail::require_no_nan("the covering set", covering);
  detail::require_no_nan("the covered set", covered);
  const Index d = covered.rows();
  // What covered the last one is asked first: it often covers its neighbours as well.
  std::vector<Index> order(static_cast<std::size_t>(covering.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  Index count = 0;
  for (Index k = 0; k < covered.cols(); ++k) {
    const double* b = covered.col(k).data();
    const auto covers = [&](Index j) {
      const double* a = covering.col(j).data();
      return weakly_dominates(a, b, d) &&
             (by == CoverageBy::weak_dominance || !std::equal(a, a + d, b));
    };
    const auto found = std::ranges::find_if(order, covers);
    if (found != order.end()) {
      ++count;
      std::rotate(order.begin(), found, found + 1);
    }
  }
  return static_cast<double>(count) / static_cast<double>(covered.cols());
}

}  // namespace vilfredo
