#include "vilfredo/indicators/r2_exact.hpp"

#include "box_sweep.hpp"
#include "input_checks.hpp"
#include "r2/box_accumulator.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/ordering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

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

/// False if a difference of finite values is beyond the doubles.
bool fill_offsets(MatrixIn front, VectorIn ideal, double shrink, Offsets& out) {
  const Index d = ideal.size();
  out.a.resize(d, front.cols());
  Index n = 0;
  for (Index j = 0; j < front.cols(); ++j) {
    double maximum = 0;
    double worst = 0;
    for (Index k = 0; k < d; ++k) {
      const double a = std::max(front(k, j) * shrink - ideal[k] * shrink, 0.0);
      out.a(k, n) = a;
      maximum = std::max(maximum, a);
      worst = std::max(worst, front(k, j));
    }
    if (maximum < kInfinity) {
      out.least_maximum = std::min(out.least_maximum, maximum);
      out.column.push_back(j);
      ++n;
    } else if (worst < kInfinity) {
      return false;
    }
  }
  out.a.conservativeResize(d, n);
  return true;
}

/// value * 2^exponent, also where 2^exponent itself is no double.
double scaled(double value, int exponent) {
  return std::abs(exponent) < 1000 ? value * std::ldexp(1.0, exponent)
                                   : std::ldexp(value, exponent);
}

Offsets offsets(MatrixIn front, VectorIn ideal) {
  Offsets out;
  double shrink = 1;
  if (!fill_offsets(front, ideal, shrink, out)) {
    out = {};
    shrink = 0x1p-4;
    (void)fill_offsets(front, ideal, shrink, out);
  }
  if (!out.column.empty() && out.least_maximum > 0) {
    const int exponent = std::ilogb(out.least_maximum);
    for (double* entry = out.a.data(); exponent != 0 && entry != out.a.data() + out.a.size();
         ++entry) {
      *entry = scaled(*entry, -exponent);
    }
    out.least_maximum = scaled(out.least_maximum, -exponent);
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

/// The region that the step (x, y) decides up to the next step at `next`, divided by next - x: with
/// u = 1 / x and v = 1 / y that region is u in [1 / next, 1 / x), v >= 1 / y.
struct Density {
  double operator()(double x, double y, double next) const {
    return y * y / ((x + y) * (next + y));
  }
};

/// The same where products could leave the doubles.
struct CarefulDensity {
  double operator()(double x, double y, double next) const {
    return (y / (x + y)) * (y / (next + y));
  }
};

/// 2 R2 = x_1 + sum over steps of (x_next - x) y^2 / ((x + y) (x_next + y)), all terms >= 0.
template <class StepDensity>
double staircase_r2(const KeySorter<double>::Item* sorted, std::size_t n, StepDensity density) {
  std::array<double, 4> sums{};
  double x = sorted[0].key;
  double y = sorted[0].payload;
  for (std::size_t j = 1; j < n; ++j) {
    sums[j % 4] += (sorted[j].key - x) * density(x, y, sorted[j].key);
    x = sorted[j].key;
    y = std::min(y, sorted[j].payload);
  }
  const double last = y > 0 ? y * (y / (x + y)) : 0;
  return 0.5 * (sorted[0].key + (((sums[0] + sums[1]) + (sums[2] + sums[3])) + last));
}

/// Two objectives; checks the front as it goes. The formula has no unit, so that scaling is needed
/// only near the ends of the doubles.
double planar_r2(MatrixIn front, VectorIn ideal) {
  static thread_local KeySorter<double> sorter;
  const auto n = static_cast<std::size_t>(front.cols());
  KeySorter<double>::Item* items = sorter.items(n + 1);
  double least_maximum = kInfinity;
  double largest = 0;
  bool above_minus_infinity = true;  // false also for NaN
  for (std::size_t j = 0; j < n; ++j) {
    const double* f = front.col(static_cast<Index>(j)).data();
    above_minus_infinity &= f[0] > -kInfinity;
    above_minus_infinity &= f[1] > -kInfinity;
    const double x = std::max(f[0] - ideal[0], 0.0);
    const double y = std::max(f[1] - ideal[1], 0.0);
    const double worse = std::max(x, y);
    items[j] = {x, y};
    least_maximum = std::min(least_maximum, worse);
    largest = std::max(largest, worse);
  }
  if (!above_minus_infinity) {
    check(front, ideal);
  }
  if (n > 0 && least_maximum > 0x1p-400 && largest < 0x1p400) {
    return staircase_r2(sorter.sort(n), n, Density{});
  }
  const Offsets above = offsets(front, ideal);
  if (above.least_maximum == 0 || above.column.empty()) {
    return above.least_maximum;
  }
  std::size_t kept = 0;
  for (Index j = 0; j < above.a.cols(); ++j) {
    items[kept] = {above.a(0, j), above.a(1, j)};
    kept += std::max(above.a(0, j), above.a(1, j)) < kInfinity ? 1 : 0;
  }
  return staircase_r2(sorter.sort(kept), kept, CarefulDensity{}) * above.unit;
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
  const Index d = ideal.size();
  if (d == 2 && front.rows() == 2) {
    check(front.leftCols(0), ideal);
    return planar_r2(front, ideal);
  }
  check(front, ideal);
  const Offsets above = offsets(front, ideal);
  if (above.column.empty()) {
    return kInfinity;
  }
  if (above.least_maximum == 0 || d == 1) {
    return above.least_maximum * above.unit;
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
