#include "vilfredo/algorithms/bayesian/hypervolume_acquisition.hpp"

#include "vilfredo/algorithms/bayesian/improvement.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo {

LogHypervolumeImprovement::LogHypervolumeImprovement(MatrixIn front, VectorIn reference)
    : boxes_(undominated_boxes(front, reference)) {}

double LogHypervolumeImprovement::operator()(const double* mean,
                                             const double* deviation,
                                             double* by_mean,
                                             double* by_deviation) const {
  const Index m = boxes_.lower.rows();
  std::vector<LogExpectedImprovement> factors(static_cast<std::size_t>(m));
  std::fill_n(by_mean, m, 0.0);
  std::fill_n(by_deviation, m, 0.0);
  // A running log-sum-exp: sums are in units of exp(largest).
  double largest = -std::numeric_limits<double>::infinity();
  double sum = 0;
  for (Index j = 0; j < boxes_.lower.cols(); ++j) {
    double log_box = 0;
    for (Index k = 0; k < m; ++k) {
      LogExpectedImprovement& factor = factors[static_cast<std::size_t>(k)];
      factor = log_expected_overlap(boxes_.lower(k, j), boxes_.upper(k, j), mean[k],
                                    std::max(deviation[k], kLeastDeviation));
      log_box += factor.value;
    }
    if (!(log_box > -std::numeric_limits<double>::infinity())) {
      continue;
    }
    double weight = 1;
    if (log_box > largest) {
      const double shrink = std::exp(largest - log_box);
      largest = log_box;
      sum *= shrink;
      for (Index k = 0; k < m; ++k) {
        by_mean[k] *= shrink;
        by_deviation[k] *= shrink;
      }
    } else {
      weight = std::exp(log_box - largest);
    }
    sum += weight;
    for (Index k = 0; k < m; ++k) {
      by_mean[k] += weight * factors[static_cast<std::size_t>(k)].by_mean;
      by_deviation[k] += weight * factors[static_cast<std::size_t>(k)].by_deviation;
    }
  }
  for (Index k = 0; k < m; ++k) {
    by_mean[k] /= sum;
    by_deviation[k] /= sum;
  }
  return largest + std::log(sum);
}

void LogHypervolumeImprovement::persist(StateIo& io) {
  io("lower", boxes_.lower);
  io("upper", boxes_.upper);
}

}  // namespace vilfredo
