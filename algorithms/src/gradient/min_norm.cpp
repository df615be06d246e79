#include "vilfredo/algorithms/gradient/min_norm.hpp"

#include "vilfredo/core/error.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kGap = 1e-13;     // of the trace
constexpr double kZero = 1e-14;    // a weight below this leaves the active set
constexpr Index kMostRounds = 50;  // times m

Vector min_norm_pair(MatrixIn g) {
  const double spread = g(0, 0) + g(1, 1) - 2 * g(0, 1);
  const double tiny = 1e-300 + 1e-16 * (g(0, 0) + g(1, 1));
  const double first = spread > tiny ? std::clamp((g(1, 1) - g(0, 1)) / spread, 0.0, 1.0) : 0.5;
  return Vector{{first, 1 - first}};
}

/// Weights that sum to one and minimise over the affine hull of the active gradients: solves
/// (G + 1 1') v = 1 and scales.
Vector affine_minimum(const Matrix& g, const std::vector<Index>& active) {
  const auto size = static_cast<Index>(active.size());
  Matrix system(size, size);
  for (Index j = 0; j < size; ++j) {
    for (Index i = 0; i < size; ++i) {
      system(i, j) =
          1 + g(active[static_cast<std::size_t>(i)], active[static_cast<std::size_t>(j)]);
    }
  }
  Vector v = system.ldlt().solve(Vector::Ones(size));
  return v / v.sum();
}

/// Moves w towards the minimum of its affine hull, dropping the weights that reach zero, until that
/// minimum lies inside.
void minimise_inside(const Matrix& g, std::vector<Index>& active, Vector& w) {
  while (true) {
    const Vector v = affine_minimum(g, active);
    if (!v.allFinite()) {
      return;
    }
    double step = 1;
    for (std::size_t i = 0; i < active.size(); ++i) {
      const double target = v[static_cast<Index>(i)];
      const double here = w[active[i]];
      if (target <= kZero && here > target) {
        step = std::min(step, here / (here - target));
      }
    }
    std::vector<Index> kept;
    for (std::size_t i = 0; i < active.size(); ++i) {
      double& weight = w[active[i]];
      weight += step * (v[static_cast<Index>(i)] - weight);
      if (weight > kZero) {
        kept.push_back(active[i]);
      } else {
        weight = 0;
      }
    }
    const bool inside = kept.size() == active.size();
    active = std::move(kept);
    if (inside || active.size() < 2) {
      break;
    }
  }
  double sum = 0;
  for (const Index k : active) {
    sum += w[k];
  }
  w /= sum;
}

}  // namespace

Vector min_norm_weights(MatrixIn gramian) {
  const Index m = gramian.rows();
  if (m < 1 || gramian.cols() != m || !gramian.allFinite()) {
    throw Error(Errc::invalid_argument, "the Gramian of gradients is square, not empty and finite");
  }
  if (m == 2) {
    return min_norm_pair(gramian);
  }
  double trace = 0;
  Index shortest = 0;
  for (Index k = 0; k < m; ++k) {
    trace += gramian(k, k);
    shortest = gramian(k, k) < gramian(shortest, shortest) ? k : shortest;
  }
  Vector w = Vector::Zero(m);
  w[shortest] = 1;
  if (!(trace > 0)) {
    return w;
  }
  const Matrix g = gramian / trace;
  std::vector<Index> active = {shortest};
  for (Index round = 0; round < kMostRounds * m; ++round) {
    Index best = 0;
    double norm = 0;
    Vector products(m);
    for (Index k = 0; k < m; ++k) {
      products[k] = 0;
      for (const Index j : active) {
        products[k] += g(k, j) * w[j];
      }
      norm += w[k] * products[k];
      best = products[k] < products[best] ? k : best;
    }
    if (norm - products[best] <= kGap ||
        std::find(active.begin(), active.end(), best) != active.end()) {
      break;
    }
    active.push_back(best);
    minimise_inside(g, active, w);
  }
  return w;
}

}  // namespace vilfredo
