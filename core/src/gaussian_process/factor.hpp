// The Cholesky factor of a covariance matrix and its inverse.
#pragma once

#include "vilfredo/core/types.hpp"

#include <functional>
#include <vector>

namespace vilfredo::detail {

/// Replaces the lower triangle of `matrix` by its Cholesky factor. `fill(nugget)` writes the
/// covariance with `nugget` on its diagonal and is called once per attempt: first with `noise`,
/// then with noise + jitter * signal for jitter = 1e-10, 1e-9, … from `least_jitter` on. Returns
/// the jitter used. Error{numerical} only if even a jitter of 1 fails, which rounding cannot cause.
double factorise_with_jitter(const std::function<void(double nugget)>& fill,
                             double signal,
                             double noise,
                             double least_jitter,
                             Matrix& matrix);

/// A pivot (squared diagonal of the factor) below this is rounding noise.
[[nodiscard]] double least_pivot(Index n, double signal, double noise);

/// The next rung of the ladder above `jitter`.
[[nodiscard]] double next_jitter(double jitter);

/// Replaces the lower triangle by its inverse; n^3 / 3 operations. The rest is untouched.
void invert_lower(Eigen::Ref<Matrix> lower);

/// Replaces the lower triangle T by the lower triangle of T' T; n^3 / 3. The rest is untouched.
void gram_of_lower(Eigen::Ref<Matrix> lower);

/// A lower triangle stored by rows, one after the other: row i has i + 1 numbers.
[[nodiscard]] inline std::size_t packed_size(Index n) {
  return static_cast<std::size_t>(n) * static_cast<std::size_t>(n + 1) / 2;
}

[[nodiscard]] inline const double* packed_row(const std::vector<double>& packed, Index i) {
  return packed.data() + packed_size(i);
}

[[nodiscard]] std::vector<double> pack_lower(const Matrix& lower);

/// out = T b for a packed T of order n; b and out hold n.
void packed_times(const std::vector<double>& packed, Index n, const double* b, double* out);
/// out = T' b.
void packed_transposed_times(const std::vector<double>& packed,
                             Index n,
                             const double* b,
                             double* out);

/// Numbers of kLanes right-hand sides; a fixed size, for compilers keep it in registers.
template <int kLanes>
using LaneArray = Eigen::Array<double, kLanes, 1>;

template <int kLanes>
[[nodiscard]] inline Eigen::Map<LaneArray<kLanes>> lanes_at(double* values, Index i) {
  return Eigen::Map<LaneArray<kLanes>>(values + i * kLanes);
}

template <int kLanes>
[[nodiscard]] inline Eigen::Map<const LaneArray<kLanes>> lanes_at(const double* values, Index i) {
  return Eigen::Map<const LaneArray<kLanes>>(values + i * kLanes);
}

/// The same for kLanes right-hand sides at once, stored lane by lane: b[i * kLanes + lane]. Every
/// lane sums in the order of the index, so its bits depend neither on the others nor on kLanes.
template <int kLanes>
void packed_times_lanes(const std::vector<double>& packed, Index n, const double* b, double* out) {
  for (Index i = 0; i < n; ++i) {
    const double* row = packed_row(packed, i);
    LaneArray<kLanes> sum = LaneArray<kLanes>::Zero();
    for (Index j = 0; j <= i; ++j) {
      sum += row[j] * lanes_at<kLanes>(b, j);
    }
    lanes_at<kLanes>(out, i) = sum;
  }
}

template <int kLanes>
void packed_transposed_times_lanes(const std::vector<double>& packed,
                                   Index n,
                                   const double* b,
                                   double* out) {
  for (Index j = 0; j < n; ++j) {
    lanes_at<kLanes>(out, j).setZero();
  }
  for (Index i = 0; i < n; ++i) {
    const double* row = packed_row(packed, i);
    const LaneArray<kLanes> value = lanes_at<kLanes>(b, i);
    for (Index j = 0; j <= i; ++j) {
      lanes_at<kLanes>(out, j) += row[j] * value;
    }
  }
}

}  // namespace vilfredo::detail
