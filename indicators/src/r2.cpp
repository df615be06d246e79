#include "vilfredo/indicators/r2.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void check(MatrixIn front, MatrixIn weights, VectorIn ideal, const R2Settings& settings) {
  const Index d = ideal.size();
  if (d < 1 || weights.cols() < 1) {
    throw Error(Errc::invalid_argument, "R2 needs at least one objective and one weight vector");
  }
  detail::require_finite("the ideal point of R2", ideal);
  detail::require_rows("the weights of R2", weights, d);
  detail::require_finite("the weights of R2", weights);
  detail::require_rows("the front", front, d);
  detail::require_no_nan("the front", front);
  if ((weights.array() < 0).any()) {
    throw Error(Errc::invalid_argument, "the weights of R2 must not be negative");
  }
  if ((front.array() == -kInfinity).any()) {
    throw Error(Errc::invalid_argument, "R2 is not defined for a front with a value of -infinity");
  }
  if (!(settings.augmentation >= 0) || !std::isfinite(settings.augmentation)) {
    throw Error(Errc::invalid_argument, "the augmentation of R2 must be finite and not negative");
  }
}

/// a_i for the clipped and the mirrored distance above the ideal, or y_i itself.
Matrix offsets(MatrixIn front, VectorIn ideal, const R2Settings& settings) {
  Matrix a = front;
  if (settings.utility == R2Utility::weighted_sum) {
    return a;
  }
  for (Index j = 0; j < a.cols(); ++j) {
    for (Index i = 0; i < a.rows(); ++i) {
      const double offset = front(i, j) - ideal[i];
      a(i, j) =
          settings.beyond_ideal == BeyondIdeal::clip ? std::max(offset, 0.0) : std::abs(offset);
    }
  }
  return a;
}

double utility(const double* w, const double* a, Index d, const R2Settings& settings) {
  double sum = 0;
  double largest = 0;
  if (settings.utility == R2Utility::weighted_sum) {
    for (Index i = 0; i < d; ++i) {
      sum += w[i] * a[i];
    }
    return sum;
  }
  for (Index i = 0; i < d; ++i) {
    largest = std::max(largest, w[i] * a[i]);
    sum += a[i];
  }
  return settings.utility == R2Utility::tchebycheff ? largest
                                                    : largest + settings.augmentation * sum;
}

struct BestTwo {
  double best = kInfinity;
  double second = kInfinity;
  Index winner = -1;
};

/// Least and second least utility for every weight. A column with an infinite row never wins (its
/// utility would be 0 * inf where the weight is 0).
std::vector<BestTwo> best_two(MatrixIn front,
                              MatrixIn weights,
                              VectorIn ideal,
                              const R2Settings& settings) {
  const Index d = ideal.size();
  const Matrix a = offsets(front, ideal, settings);
  std::vector<BestTwo> result(static_cast<std::size_t>(weights.cols()));
  for (Index j = 0; j < a.cols(); ++j) {
    const double* column = a.col(j).data();
    if (std::any_of(column, column + d, [](double v) { return std::isinf(v); })) {
      continue;
    }
    for (Index k = 0; k < weights.cols(); ++k) {
      BestTwo& slot = result[static_cast<std::size_t>(k)];
      const double value = utility(weights.col(k).data(), column, d, settings);
      if (value < slot.best) {
        slot = {value, slot.best, j};
      } else if (value < slot.second) {
        slot.second = value;
      }
    }
  }
  return result;
}

}  // namespace

R2Value r2(MatrixIn front, MatrixIn weights, VectorIn ideal, const R2Settings& settings) {
  check(front, weights, ideal, settings);
  R2Value result{0, 0};
  for (Index j = 0; j < front.cols(); ++j) {
    bool beyond = false;
    for (Index i = 0; i < front.rows(); ++i) {
      beyond = beyond || front(i, j) < ideal[i];
    }
    result.beyond_ideal += beyond ? 1 : 0;
  }
  for (const BestTwo& slot : best_two(front, weights, ideal, settings)) {
    result.value += slot.best;
  }
  result.value /= static_cast<double>(weights.cols());
  return result;
}

Vector r2_contributions(MatrixIn front,
                        MatrixIn weights,
                        VectorIn ideal,
                        const R2Settings& settings) {
  check(front, weights, ideal, settings);
  Vector result = Vector::Zero(front.cols());
  for (const BestTwo& slot : best_two(front, weights, ideal, settings)) {
    if (slot.winner >= 0) {
      result[slot.winner] += slot.second - slot.best;
    }
  }
  return result / static_cast<double>(weights.cols());
}

}  // namespace vilfredo
