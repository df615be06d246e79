#include "vilfredo/indicators/r2_exact.hpp"

#include "box_sweep.hpp"
#include "input_checks.hpp"
#include "r2/box_accumulator.hpp"
#include "sort_pairs.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

using detail::PlanePoint;

void check(MatrixIn front, VectorIn ideal) {
  if (ideal.size() < 1) {
    throw Error(Errc::invalid_argument, "exact R2 needs at least one objective");
  }
  if (ideal.size() > kExactR2MostObjectives) {
    throw Error(Errc::unsupported,
                fmt::format("exact R2 takes at most {} objectives, not {}; use the discrete R2",
                            kExactR2MostObjectives, ideal.size()));
  }
  detail::require_finite("the ideal point of R2", ideal);
  detail::require_rows("the front", front, ideal.size());
  detail::require_no_nan("the front", front);
  if (front.size() > 0 && front.minCoeff() == -kInfinity) {
    throw Error(Errc::invalid_argument, "R2 is not defined for a front with a value of -infinity");
  }
}

/// Distances above the ideal in units of `unit`, a power of two within a factor of two of the value
/// at the column that is best in the worst row; the result of R2 lies in [1 / n_obj^2, 2] units.
/// Columns with infinite rows are left out. Rows of the ideal and below are 0.
struct Offsets {
  Matrix a;
  std::vector<Index> column;  ///< in the front
  double unit = 1;
  double least_maximum = kInfinity;
};

Offsets offsets(MatrixIn front, VectorIn ideal) {
  const Index d = ideal.size();
  double largest = ideal.cwiseAbs().maxCoeff();
  for (Index j = 0; j < front.cols(); ++j) {
    for (Index k = 0; k < d; ++k) {
      const double size = std::abs(front(k, j));
      largest = size < kInfinity ? std::max(largest, size) : largest;
    }
  }
  // Differences of values near the largest double would overflow.
  const double shrink = largest > 0x1p1020 ? 0x1p-4 : 1;
  Offsets out;
  out.a.resize(d, front.cols());
  Index n = 0;
  for (Index j = 0; j < front.cols(); ++j) {
    double maximum = 0;
    for (Index k = 0; k < d; ++k) {
      const double a = std::max(front(k, j) * shrink - ideal[k] * shrink, 0.0);
      out.a(k, n) = a;
      maximum = std::max(maximum, a);
    }
    if (maximum < kInfinity) {
      out.least_maximum = std::min(out.least_maximum, maximum);
      out.column.push_back(j);
      ++n;
    }
  }
  out.a.conservativeResize(d, n);
  if (n > 0 && out.least_maximum > 0) {
    const int exponent = std::ilogb(out.least_maximum);
    if (exponent != 0) {
      for (double* entry = out.a.data(); entry != out.a.data() + out.a.size(); ++entry) {
        *entry = std::ldexp(*entry, -exponent);
      }
    }
    out.least_maximum = std::ldexp(out.least_maximum, -exponent);
    out.unit = std::ldexp(1.0, exponent);
  }
  out.unit /= shrink;
  return out;
}

/// Columns that scaling made infinite are so much worse than the best that they weigh nothing.
Matrix negated_reciprocals(const Matrix& a) {
  Matrix c(a.rows(), a.cols());
  Index n = 0;
  for (Index j = 0; j < a.cols(); ++j) {
    bool finite = true;
    for (Index k = 0; k < a.rows(); ++k) {
      c(k, n) = -1 / a(k, j);
      finite = finite && a(k, j) < kInfinity;
    }
    n += finite ? 1 : 0;
  }
  c.conservativeResize(a.rows(), n);
  return c;
}

/// The share of the region where the steps (x, y) of the staircase decide up to x = `next`, divided
/// by next - x. With u = 1 / x and v = 1 / y that region is u in [1 / next, 1 / x), v >= 1 / y.
double step_density(double x, double y, double next) {
  return (y / (x + y)) * (y / (next + y));
}

/// Columns that scaling made infinite weigh nothing. 2 R2 = x_1 + sum over steps of (x_next - x) y^2 / ((x + y) (x_next + y)), all terms >= 0.
double planar_r2(const Matrix& a) {
  static thread_local std::vector<PlanePoint> points;
  static thread_local std::vector<PlanePoint> scratch;
  points.clear();
  for (Index j = 0; j < a.cols(); ++j) {
    if (a(0, j) < kInfinity && a(1, j) < kInfinity) {
      points.push_back({a(0, j), a(1, j)});
    }
  }
  detail::sort_plane(points, scratch);
  std::array<double, 4> sums{};
  double x = points[0].x;
  double y = points[0].y;
  for (std::size_t j = 1; j < points.size(); ++j) {
    sums[j % 4] += (points[j].x - x) * step_density(x, y, points[j].x);
    x = points[j].x;
    y = std::min(y, points[j].y);
  }
  const double last = y > 0 ? y * (y / (x + y)) : 0;
  return 0.5 * (points[0].x + (((sums[0] + sums[1]) + (sums[2] + sums[3])) + last));
}

/// Dominated points lie in the step of exactly one point of the front and shorten what it alone
/// covers: `above` is the lowest of them so far, or the previous step.
Vector planar_contributions(const Matrix& a) {
  struct Point {
    double x;
    double y;
    Index column;
  };

  const Index n = a.cols();
  std::vector<Point> points(static_cast<std::size_t>(n));
  for (Index j = 0; j < n; ++j) {
    points[static_cast<std::size_t>(j)] = {a(0, j), a(1, j), j};
  }
  std::ranges::sort(points, [](const Point& p, const Point& q) {
    return p.x != q.x ? p.x < q.x : p.y != q.y ? p.y < q.y : p.column < q.column;
  });
  detail::BoxAccumulator measure;
  Vector result = Vector::Zero(n);
  Point step = points[0];
  double from = step.x;
  double above = kInfinity;
  const auto add_strip = [&](double next) {
    if (from < next && step.y < above) {
      const std::array<double, 2> lower{-1 / from, -1 / step.y};
      const std::array<double, 2> upper{-1 / next, -1 / above};
      measure.add(lower.data(), upper.data(), 2);
    }
  };
  for (std::size_t j = 1; j < points.size(); ++j) {
    const Point& p = points[j];
    add_strip(p.x);
    from = p.x;
    if (p.y < step.y) {
      result[step.column] = measure.take();
      above = step.y;
      step = p;
    } else {
      above = std::min(above, p.y);
    }
  }
  add_strip(kInfinity);
  result[step.column] = measure.take();
  return result / 2;
}

/// What column j covers alone: the free part of its own box among the boxes it shares with others.
Vector limit_set_contributions(const Matrix& a) {
  const Index d = a.rows();
  const Index n = a.cols();
  const Matrix c = (-a.cwiseInverse().array()).matrix();
  const Vector ceiling = Vector::Zero(d);
  detail::BoxSweep sweep;
  detail::BoxAccumulator measure;
  Vector result = Vector::Zero(n);
  Matrix limits(d, n - 1);
  for (Index j = 0; j < n; ++j) {
    Index others = 0;
    bool covered = false;
    for (Index i = 0; i < n && !covered; ++i) {
      if (i != j) {
        covered = weakly_dominates(c.col(i).data(), c.col(j).data(), d);
        limits.col(others++) = c.col(i).cwiseMax(c.col(j));
      }
    }
    if (covered) {
      continue;
    }
    const std::vector<Index> kept = non_dominated(limits, Duplicates::first_only);
    const Matrix steps = limits(Eigen::all, kept);
    sweep.run(steps, c.col(j), ceiling,
              [&](const double* lower, const double* upper) { measure.add(lower, upper, d); });
    result[j] = measure.take();
  }
  return result / static_cast<double>(d);
}

Matrix without(MatrixIn front, Index column) {
  Matrix rest(front.rows(), front.cols() - 1);
  rest << front.leftCols(column), front.rightCols(front.cols() - 1 - column);
  return rest;
}

}  // namespace

double r2_exact(MatrixIn front, VectorIn ideal) {
  check(front, ideal);
  const Index d = ideal.size();
  const Offsets above = offsets(front, ideal);
  if (above.column.empty()) {
    return kInfinity;
  }
  if (above.least_maximum == 0 || d == 1) {
    return above.least_maximum * above.unit;
  }
  if (d == 2) {
    return planar_r2(above.a) * above.unit;
  }
  const Matrix c = negated_reciprocals(above.a);
  detail::BoxAccumulator measure;
  detail::BoxSweep().run(
      c, Vector::Constant(d, -kInfinity), Vector::Zero(d),
      [&](const double* lower, const double* upper) { measure.add(lower, upper, d); });
  return measure.take() / static_cast<double>(d) * above.unit;
}

Vector r2_exact_contributions(MatrixIn front, VectorIn ideal) {
  check(front, ideal);
  const Offsets above = offsets(front, ideal);
  Vector result = Vector::Zero(front.cols());
  if (above.column.size() == 1) {
    result[above.column[0]] = kInfinity;
    return result;
  }
  if (above.column.empty()) {
    return result;
  }
  const Index d = ideal.size();
  Vector own;
  if (d == 1 || above.least_maximum == 0) {
    // Only the one column that is best everywhere can cover something alone.
    own = Vector::Zero(above.a.cols());
    Index best = 0;
    above.a.colwise().maxCoeff().minCoeff(&best);
    own[best] = r2_exact(without(front, above.column[static_cast<std::size_t>(best)]), ideal) -
                r2_exact(front, ideal);
  } else {
    own = d == 2 ? planar_contributions(above.a) : limit_set_contributions(above.a);
    own *= above.unit;
  }
  for (std::size_t j = 0; j < above.column.size(); ++j) {
    double& value = own[static_cast<Index>(j)];
    if (!std::isfinite(value)) {
      // Nothing else is within the range of doubles around the best column.
      value = r2_exact(without(front, above.column[j]), ideal) - r2_exact(front, ideal);
    }
    result[above.column[j]] = value;
  }
  return result;
}

}  // namespace vilfredo
