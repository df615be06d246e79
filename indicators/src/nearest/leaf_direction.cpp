#include "leaf_direction.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace vilfredo::detail {
namespace {

constexpr int kRounds = 3;
constexpr double kRidge = 1e-10;
/// Covers the rounding of lengths, bounds and pair values.
constexpr double kJustBelowOne = 1 - 1e-12;

/// covariance * x = x in place, by Cholesky factors in the lower triangle. False if it is not
/// positive definite in floating point.
bool factorise(Matrix& c) {
  const Index d = c.rows();
  for (Index j = 0; j < d; ++j) {
    for (Index k = 0; k < j; ++k) {
      for (Index i = j; i < d; ++i) {
        c(i, j) -= c(i, k) * c(j, k);
      }
    }
    if (!(c(j, j) > 0)) {
      return false;
    }
    const double scale = 1 / std::sqrt(c(j, j));
    for (Index i = j; i < d; ++i) {
      c(i, j) *= scale;
    }
  }
  return true;
}

void solve(const Matrix& factor, double* x) {
  const Index d = factor.rows();
  for (Index i = 0; i < d; ++i) {
    for (Index k = 0; k < i; ++k) {
      x[i] -= factor(i, k) * x[k];
    }
    x[i] /= factor(i, i);
  }
  for (Index i = d - 1; i >= 0; --i) {
    for (Index k = i + 1; k < d; ++k) {
      x[i] -= factor(k, i) * x[k];
    }
    x[i] /= factor(i, i);
  }
}

void normalise(double* x, Index d) {
  double length = 0;
  for (Index k = 0; k < d; ++k) {
    length += x[k] * x[k];
  }
  length = std::sqrt(length);
  const bool usable = length > 1e-150 && length < 1e150;
  for (Index k = 0; k < d; ++k) {
    x[k] = usable ? x[k] / length : 1 / std::sqrt(static_cast<double>(d));
  }
}

Matrix covariance(const double* points, Index d) {
  Matrix deviations(kLeaf, d);
  for (Index k = 0; k < d; ++k) {
    double mean = 0;
    for (Index i = 0; i < kLeaf; ++i) {
      mean += points[k * kLeaf + i] / kLeaf;
    }
    for (Index i = 0; i < kLeaf; ++i) {
      deviations(i, k) = points[k * kLeaf + i] - mean;
    }
  }
  Matrix c(d, d);
  double trace = 0;
  for (Index j = 0; j < d; ++j) {
    for (Index i = j; i < d; ++i) {
      std::array<double, 4> sums{};
      for (Index r = 0; r < kLeaf; ++r) {
        sums[static_cast<std::size_t>(r % 4)] += deviations(r, i) * deviations(r, j);
      }
      c(i, j) = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }
    trace += c(j, j);
  }
  c.diagonal().array() += kRidge * trace;
  return c;
}

}  // namespace

void LeafDirection::find(const double* points, double* normal, double* level) const {
  std::fill_n(normal, d, 1.0);
  normalise(normal, d);
  Matrix factor = covariance(points, d);
  if (factorise(factor)) {
    for (int round = 0; round < kRounds; ++round) {
      solve(factor, normal);
      normalise(normal, d);
    }
  }
  if (value != kSquaredDistance) {
    double sum = 0;
    for (Index k = 0; k < d; ++k) {
      sum += normal[k];
    }
    for (Index k = 0; k < d; ++k) {
      normal[k] = std::max(sum < 0 ? -normal[k] : normal[k], 0.0);
    }
    normalise(normal, d);
  }
  for (Index k = 0; k < d; ++k) {
    normal[k] *= kJustBelowOne;
  }
  std::array<double, kLeaf> along{};
  for (Index k = 0; k < d; ++k) {
    for (std::size_t i = 0; i < kLeaf; ++i) {
      along[i] += normal[k] * points[k * kLeaf + static_cast<Index>(i)];
    }
  }
  const auto [least, largest] = std::minmax_element(along.begin(), along.end());
  level[0] = *least;
  level[1] = *largest;
}

}  // namespace vilfredo::detail
