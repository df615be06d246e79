#include "vilfredo/indicators/r2.hpp"

#include "input_checks.hpp"
#include "r2/least_utilities.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

/// Blocks of weights that one worker takes at a time.
constexpr Index kBlocksPerItem = 4;

void find_all(detail::LeastUtilities& least, WorkerPool* pool) {
  if (pool == nullptr) {
    least.find(0, least.blocks());
    return;
  }
  const Index items = (least.blocks() + kBlocksPerItem - 1) / kBlocksPerItem;
  pool->for_each(items, [&least](Index item, int /*worker*/) {
    const Index begin = item * kBlocksPerItem;
    least.find(begin, std::min(begin + kBlocksPerItem, least.blocks()));
  });
}

Index count_beyond(MatrixIn front, VectorIn ideal) {
  Index count = 0;
  for (Index j = 0; j < front.cols(); ++j) {
    bool beyond = false;
    for (Index i = 0; i < front.rows(); ++i) {
      beyond = beyond || front(i, j) < ideal[i];
    }
    count += beyond ? 1 : 0;
  }
  return count;
}

R2Value value_of(MatrixIn front,
                 MatrixIn weights,
                 VectorIn ideal,
                 const R2Settings& settings,
                 WorkerPool* pool) {
  check(front, weights, ideal, settings);
  detail::LeastUtilities least(front, weights, ideal, settings, false);
  find_all(least, pool);
  R2Value result{0, count_beyond(front, ideal)};
  for (Index k = 0; k < weights.cols(); ++k) {
    result.value += least.best(k);
  }
  result.value /= static_cast<double>(weights.cols());
  return result;
}

Vector contributions_of(MatrixIn front,
                        MatrixIn weights,
                        VectorIn ideal,
                        const R2Settings& settings,
                        WorkerPool* pool) {
  check(front, weights, ideal, settings);
  detail::LeastUtilities least(front, weights, ideal, settings, true);
  find_all(least, pool);
  Vector result = Vector::Zero(front.cols());
  for (Index k = 0; k < weights.cols(); ++k) {
    if (least.winner(k) >= 0) {
      result[least.winner(k)] += least.second(k) - least.best(k);
    }
  }
  return result / static_cast<double>(weights.cols());
}

}  // namespace

R2Value r2(MatrixIn front, MatrixIn weights, VectorIn ideal, const R2Settings& settings) {
  return value_of(front, weights, ideal, settings, nullptr);
}

R2Value r2(MatrixIn front,
           MatrixIn weights,
           VectorIn ideal,
           const R2Settings& settings,
           WorkerPool& pool) {
  return value_of(front, weights, ideal, settings, &pool);
}

Vector r2_contributions(MatrixIn front,
                        MatrixIn weights,
                        VectorIn ideal,
                        const R2Settings& settings) {
  return contributions_of(front, weights, ideal, settings, nullptr);
}

Vector r2_contributions(MatrixIn front,
                        MatrixIn weights,
                        VectorIn ideal,
                        const R2Settings& settings,
                        WorkerPool& pool) {
  return contributions_of(front, weights, ideal, settings, &pool);
}

}  // namespace vilfredo
