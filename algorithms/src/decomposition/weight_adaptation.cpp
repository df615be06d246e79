#include "vilfredo/algorithms/decomposition/weight_adaptation.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace vilfredo::weights {

namespace {

constexpr double kTiny = 1e-6;
constexpr double kDistinct =
    0.01;  // squared distance beyond which an archive member is another one

Vector normalised(Vector w) {
  return w / ordered_sum(w.data(), w.size());
}

void check_rows(MatrixIn a, MatrixIn b) {
  if (a.rows() != b.rows()) {
    throw Error(Errc::invalid_argument,
                fmt::format("solutions and archive have {} and {} objectives", a.rows(), b.rows()));
  }
}

}  // namespace

Matrix ws_transformation(MatrixIn weights) {
  Matrix out(weights.rows(), weights.cols());
  for (Index i = 0; i < weights.cols(); ++i) {
    out.col(i) = normalised(weights.col(i).cwiseMax(kTiny).cwiseInverse());
  }
  return out;
}

double sparsity_level(VectorIn point, MatrixIn f, Index except) {
  const auto neighbours = static_cast<std::size_t>(f.rows());
  std::vector<double> nearest;  // ascending, at most `neighbours` of them
  for (Index i = 0; i < f.cols(); ++i) {
    if (i == except) {
      continue;
    }
    const double d = squared_distance(point.data(), f.col(i).data(), f.rows());
    nearest.insert(std::ranges::upper_bound(nearest, d), d);
    if (nearest.size() > neighbours) {
      nearest.pop_back();
    }
  }
  double product = 1;
  for (const double d : nearest) {
    product *= std::sqrt(d);
  }
  return product;
}

std::vector<Index> thinned_by_sparsity(MatrixIn f, Index keep) {
  std::vector<Index> left(static_cast<std::size_t>(f.cols()));
  std::iota(left.begin(), left.end(), Index{0});
  while (static_cast<Index>(left.size()) > std::max<Index>(keep, 0)) {
    const Matrix present = f(Eigen::all, left);
    std::size_t crowded = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < left.size(); ++k) {
      const auto column = static_cast<Index>(k);
      const double level = sparsity_level(present.col(column), present, column);
      if (level < least) {
        least = level;
        crowded = k;
      }
    }
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(crowded));
  }
  return left;
}

Vector weight_towards(VectorIn f, VectorIn ideal, bool takes_direction) {
  const Vector d = ((f - ideal).cwiseMax(0.0).array() + kTiny).matrix();
  return normalised(takes_direction ? d : Vector(d.cwiseInverse()));
}

std::vector<Exchange> sparsity_exchanges(
    MatrixIn f, MatrixIn archive, VectorIn ideal, Index count, bool takes_direction) {
  check_rows(f, archive);
  count = std::min({count, f.cols() - 1, archive.cols()});
  const std::vector<Index> left = thinned_by_sparsity(f, f.cols() - count);
  std::vector<Index> given_up;
  for (Index i = 0; i < f.cols(); ++i) {
    if (!std::ranges::binary_search(left, i)) {
      given_up.push_back(i);
    }
  }
  Matrix present(f.rows(), f.cols());
  present.leftCols(static_cast<Index>(left.size())) = f(Eigen::all, left);
  auto filled = static_cast<Index>(left.size());
  std::vector<Exchange> out;
  for (const Index slot : given_up) {
    Index sparsest = 0;
    double most = -1;
    for (Index k = 0; k < archive.cols(); ++k) {
      const double level = sparsity_level(archive.col(k), present.leftCols(filled));
      if (level > most) {
        most = level;
        sparsest = k;
      }
    }
    out.push_back({slot, sparsest, weight_towards(archive.col(sparsest), ideal, takes_direction)});
    present.col(filled++) = archive.col(sparsest);
  }
  return out;
}

void psa_step(MatrixIn f, MatrixIn archive, double delta, Matrix& weights) {
  check_rows(f, archive);
  if (archive.cols() < 2) {
    return;
  }
  for (Index i = 0; i < f.cols(); ++i) {
    Index nearest = -1;
    double least = std::numeric_limits<double>::infinity();
    for (Index k = 0; k < archive.cols(); ++k) {
      const double d = squared_distance(f.col(i).data(), archive.col(k).data(), f.rows());
      if (d > kDistinct && d < least) {
        least = d;
        nearest = k;
      }
    }
    if (nearest < 0) {
      continue;
    }
    Vector w = weights.col(i);
    for (Index j = 0; j < f.rows(); ++j) {
      w[j] = f(j, i) <= archive(j, nearest) ? w[j] * delta : w[j] / delta;
    }
    weights.col(i) = normalised(std::move(w));
  }
}

}  // namespace vilfredo::weights
