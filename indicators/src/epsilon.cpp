#include "vilfredo/indicators/epsilon.hpp"

#include "epsilon/kernels.hpp"
#include "epsilon/max_min_max.hpp"
#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/isa.hpp"
#include "vilfredo/core/parallel.hpp"

#include <algorithm>
#include <limits>

namespace vilfredo {

namespace detail {

const EpsilonKernels& epsilon_kernels() {
  static const EpsilonKernels chosen = [] {
    switch (isa()) {
#if defined(__x86_64__)
      case Isa::avx512:
        return epsilon_kernels_avx512();
      case Isa::avx2:
        return epsilon_kernels_avx2();
#endif
      default:
        return epsilon_kernels_scalar();
    }
  }();
  return chosen;
}

}  // namespace detail

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

bool all_positive(const double* values, Index count) {
  // No early end: a plain reduction is done in lanes.
  Index wrong = 0;
  for (Index i = 0; i < count; ++i) {
    wrong += values[i] > 0 ? 0 : 1;
  }
  return wrong == 0;
}

bool all_positive(MatrixIn values) {
  if (values.outerStride() == values.rows()) {
    return all_positive(values.data(), values.size());
  }
  bool positive = true;
  for (Index column = 0; column < values.cols(); ++column) {
    positive &= all_positive(values.col(column).data(), values.rows());
  }
  return positive;
}

/// Columns of the reference set that one worker takes at a time.
constexpr Index kColumnsPerItem = 2048;

template <class Pair>
double over_parts(MatrixIn front, MatrixIn reference_set, WorkerPool* pool) {
  if (pool == nullptr) {
    return detail::MaxMinMax<Pair>(front, reference_set).run();
  }
  const Index items = (reference_set.cols() + kColumnsPerItem - 1) / kColumnsPerItem;
  Vector largest(items);
  pool->for_each(items, [&](Index item, int /*worker*/) {
    const Index begin = item * kColumnsPerItem;
    const Index count = std::min(kColumnsPerItem, reference_set.cols() - begin);
    largest[item] = detail::MaxMinMax<Pair>(front, reference_set.middleCols(begin, count)).run();
  });
  return largest.maxCoeff();
}

template <class Pair>
double max_min_max(MatrixIn front, MatrixIn reference_set, WorkerPool* pool) {
  if (front.cols() == 0) {
    return kInfinity;
  }
  double result = 0;
  if (front.outerStride() == front.rows()) {
    result = over_parts<Pair>(front, reference_set, pool);
  } else {
    const Matrix packed = front;
    result = over_parts<Pair>(packed, reference_set, pool);
  }
  if (result == kInfinity && !front.allFinite()) {
    throw Error(Errc::invalid_argument,
                "the epsilon indicator is not defined: every column of the front is infinite");
  }
  return result;
}

double additive(MatrixIn front, MatrixIn reference_set, WorkerPool* pool) {
  check(front, reference_set);
  return max_min_max<detail::AdditivePair>(front, reference_set, pool);
}

double multiplicative(MatrixIn front, MatrixIn reference_set, WorkerPool* pool) {
  check(front, reference_set);
  if (!all_positive(front) || !all_positive(reference_set)) {
    throw Error(Errc::invalid_argument,
                "the multiplicative epsilon indicator needs values above 0 in the front and in the "
                "reference set; shift the objectives or use epsilon_additive");
  }
  return max_min_max<detail::MultiplicativePair>(front, reference_set, pool);
}

}  // namespace

double epsilon_additive(MatrixIn front, MatrixIn reference_set) {
  return additive(front, reference_set, nullptr);
}

double epsilon_additive(MatrixIn front, MatrixIn reference_set, WorkerPool& pool) {
  return additive(front, reference_set, &pool);
}

double epsilon_multiplicative(MatrixIn front, MatrixIn reference_set) {
  return multiplicative(front, reference_set, nullptr);
}

double epsilon_multiplicative(MatrixIn front, MatrixIn reference_set, WorkerPool& pool) {
  return multiplicative(front, reference_set, &pool);
}

}  // namespace vilfredo
