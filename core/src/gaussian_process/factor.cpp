#include "gaussian_process/factor.hpp"

#include "eigen_blocking.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <limits>

namespace vilfredo::detail {
namespace {

constexpr double kFirstJitter = 1e-10;
constexpr Index kUnblocked = 32;

using Block = Eigen::Ref<Matrix>;

/// A lower triangle cut into two smaller ones and what lies below the first.
struct Cut {
  explicit Cut(Eigen::Ref<Matrix> lower)
      : top(lower.topLeftCorner(lower.rows() / 2, lower.rows() / 2)),
        corner(lower.bottomLeftCorner(lower.rows() - lower.rows() / 2, lower.rows() / 2)),
        bottom(lower.bottomRightCorner(lower.rows() - lower.rows() / 2,
                                       lower.rows() - lower.rows() / 2)) {}

  Block top;
  Block corner;
  Block bottom;
};

bool factorise(Matrix& matrix, double least) {
  Eigen::LLT<Block, Eigen::Lower> cholesky(matrix);
  if (cholesky.info() != Eigen::Success) {
    return false;
  }
  for (Index i = 0; i < matrix.rows(); ++i) {
    if (!(matrix(i, i) * matrix(i, i) > least)) {
      return false;
    }
  }
  return true;
}

void invert_small(Block lower) {
  const Index n = lower.rows();
  for (Index j = 0; j < n; ++j) {
    lower(j, j) = 1 / lower(j, j);
    for (Index i = j + 1; i < n; ++i) {
      double sum = 0;
      for (Index k = j; k < i; ++k) {
        sum += lower(i, k) * lower(k, j);
      }
      // Column j above row i already holds the inverse, row i still the factor.
      lower(i, j) = -sum / lower(i, i);
    }
  }
}

void gram_small(Block lower) {
  const Index n = lower.rows();
  for (Index j = 0; j < n; ++j) {
    for (Index i = j; i < n; ++i) {
      double sum = 0;
      for (Index k = i; k < n; ++k) {
        sum += lower(k, i) * lower(k, j);
      }
      // Row k > i of column j is still needed by later rows, row i of column j no more.
      lower(i, j) = sum;
    }
  }
}

}  // namespace

double least_pivot(Index n, double signal, double noise) {
  return 4 * static_cast<double>(n) * std::numeric_limits<double>::epsilon() * (signal + noise);
}

double next_jitter(double jitter) {
  return jitter == 0 ? kFirstJitter : 10 * jitter;
}

double factorise_with_jitter(const std::function<void(double nugget)>& fill,
                             double signal,
                             double noise,
                             double least_jitter,
                             Matrix& matrix) {
  fix_eigen_blocking();
  for (double jitter = least_jitter; jitter < 5; jitter = next_jitter(jitter)) {
    fill(noise + jitter * signal);
    if (factorise(matrix, least_pivot(matrix.rows(), signal, noise))) {
      return jitter;
    }
  }
  throw Error(Errc::numerical,
              "a covariance matrix has no Cholesky factor even with its diagonal "
              "doubled; it must hold numbers that are not finite");
}

void invert_lower(Eigen::Ref<Matrix> lower) {
  if (lower.rows() <= kUnblocked) {
    invert_small(lower);
    return;
  }
  auto [top, corner, bottom] = Cut(lower);
  invert_lower(top);
  invert_lower(bottom);
  const Matrix left = bottom.triangularView<Eigen::Lower>() * corner;
  corner.noalias() = -left * top.triangularView<Eigen::Lower>();
}

void gram_of_lower(Eigen::Ref<Matrix> lower) {
  if (lower.rows() <= kUnblocked) {
    gram_small(lower);
    return;
  }
  auto [top, corner, bottom] = Cut(lower);
  gram_of_lower(top);
  top.selfadjointView<Eigen::Lower>().rankUpdate(corner.transpose());
  const Matrix product = bottom.transpose().triangularView<Eigen::Upper>() * corner;
  corner = product;
  gram_of_lower(bottom);
}

std::vector<double> pack_lower(const Matrix& lower) {
  const Index n = lower.rows();
  std::vector<double> out(packed_size(n));
  for (Index j = 0; j < n; ++j) {
    for (Index i = j; i < n; ++i) {
      out[packed_size(i) + static_cast<std::size_t>(j)] = lower(i, j);
    }
  }
  return out;
}

void packed_times(const std::vector<double>& packed, Index n, const double* b, double* out) {
  for (Index i = 0; i < n; ++i) {
    out[i] = ordered_dot(packed_row(packed, i), b, i + 1);
  }
}

void packed_transposed_times(const std::vector<double>& packed,
                             Index n,
                             const double* b,
                             double* out) {
  packed_transposed_times_lanes<1>(packed, n, b, out);
}

}  // namespace vilfredo::detail
