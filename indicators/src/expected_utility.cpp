#include "vilfredo/indicators/expected_utility.hpp"

#include "input_checks.hpp"
#include "sampled_mean.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/indicators/compensated_sum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The columns that can serve anybody.
Matrix finite_columns(MatrixIn front) {
  detail::require_no_nan("the front", front);
  if (front.size() > 0 && front.minCoeff() == -kInfinity) {
    throw Error(Errc::invalid_argument,
                "expected utility is not defined for a front with a value of -infinity");
  }
  Matrix kept(front.rows(), front.cols());
  Index n = 0;
  for (Index j = 0; j < front.cols(); ++j) {
    kept.col(n) = front.col(j);
    n += front.col(j).maxCoeff() < kInfinity ? 1 : 0;
  }
  kept.conservativeResize(front.rows(), n);
  return kept;
}

double best_utility(const Matrix& front, const double* w) {
  double least = kInfinity;
  for (Index j = 0; j < front.cols(); ++j) {
    const double* f = front.col(j).data();
    double cost = 0;
    for (Index k = 0; k < front.rows(); ++k) {
      cost += w[k] * f[k];
    }
    least = std::min(least, cost);
  }
  return -least;
}

}  // namespace

double expected_utility(MatrixIn front, MatrixIn weights) {
  if (weights.cols() < 1 || weights.rows() < 1) {
    throw Error(Errc::invalid_argument, "expected utility needs at least one weight vector");
  }
  detail::require_rows("the front", front, weights.rows());
  detail::require_finite("the weights of expected utility", weights);
  if (weights.minCoeff() < 0) {
    throw Error(Errc::invalid_argument, "the weights of expected utility must not be negative");
  }
  const Matrix usable = finite_columns(front);
  if (usable.cols() == 0) {
    return -kInfinity;
  }
  detail::CompensatedSum<double> sum;
  for (Index k = 0; k < weights.cols(); ++k) {
    sum.add(best_utility(usable, weights.col(k).data()));
  }
  return sum.value() / static_cast<double>(weights.cols());
}

double expected_utility_exact(MatrixIn front) {
  if (front.cols() > 0 && front.rows() != 2) {
    throw Error(Errc::unsupported,
                fmt::format("exact expected utility takes two objectives, not {}; use a lattice of "
                            "weights or samples",
                            front.rows()));
  }
  const Matrix usable = finite_columns(front);
  if (usable.cols() == 0) {
    return -kInfinity;
  }

  struct Point {
    double x;
    double y;
  };

  std::vector<Point> points;
  for (Index j = 0; j < usable.cols(); ++j) {
    points.push_back({usable(0, j), usable(1, j)});
  }
  std::ranges::sort(points, [](const Point& a, const Point& b) {
    return a.x < b.x || (a.x == b.x && a.y < b.y);
  });
  // share(a, b): the w at which both serve equally; a (better in x) serves the larger ones.
  const auto share = [](const Point& a, const Point& b) {
    return (a.y - b.y) / ((b.x - a.x) + (a.y - b.y));
  };
  std::vector<Point> hull;
  for (const Point& p : points) {
    if (!hull.empty() && p.y >= hull.back().y) {
      continue;
    }
    while (hull.size() > 1 && share(hull.back(), p) >= share(hull[hull.size() - 2], hull.back())) {
      hull.pop_back();
    }
    hull.push_back(p);
  }
  detail::CompensatedSum<double> sum;
  double upper = 1;
  for (std::size_t k = 0; k < hull.size(); ++k) {
    const double lower = k + 1 < hull.size() ? share(hull[k], hull[k + 1]) : 0;
    const double middle = 0.5 * (lower + upper);
    sum.add(-(upper - lower) * (middle * hull[k].x + (1 - middle) * hull[k].y));
    upper = lower;
  }
  return sum.value();
}

IndicatorValue expected_utility_sampled(MatrixIn front, Index samples, std::uint64_t seed) {
  if (samples < 2) {
    throw Error(Errc::invalid_argument, "sampled expected utility needs at least two samples");
  }
  const Matrix usable = finite_columns(front);
  if (usable.cols() == 0) {
    return IndicatorValue::exactly(-kInfinity);
  }
  Rng rng(seed, Purpose::indicator, 0);
  Vector w(usable.rows());
  detail::SampledMean mean;
  for (Index s = 0; s < samples; ++s) {
    double total = 0;
    for (double& entry : w) {
      entry = -std::log1p(-rng.uniform());
      total += entry;
    }
    for (double& entry : w) {
      entry = total > 0 ? entry / total : 1 / static_cast<double>(w.size());
    }
    mean.add(best_utility(usable, w.data()));
  }
  return mean.value();
}

}  // namespace vilfredo
