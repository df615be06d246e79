#include "vilfredo/indicators/hypervolume_estimate.hpp"

#include "hypervolume/inside_points.hpp"
#include "hypervolume/ranked_points.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/indicators/compensated_sum.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace vilfredo {
namespace {

constexpr std::int64_t kFewestSamples = 10'000;
constexpr Index kExactUpTo = 4;  // objectives that are always exact

/// The points that count, as columns; throws where one of them is infinite.
Matrix finite_inside(MatrixIn front, VectorIn reference) {
  detail::InsidePoints inside;
  inside.gather(front, reference);
  if (inside.size() > 0 && inside.unbounded()) {
    throw Error(
        Errc::invalid_argument,
        "estimates and logarithms of hypervolume need finite points and a finite reference");
  }
  return Eigen::Map<const Matrix>(inside.points(), reference.size(),
                                  static_cast<Index>(inside.size()));
}

void require_share(const char* what, double value) {
  if (!(value > 0 && value < 1)) {
    throw Error(Errc::invalid_argument, "a probability or precision must lie between 0 and 1")
        .with("field", what)
        .with("value", std::to_string(value));
  }
}

/// Quantile of the standard normal.
double normal_quantile(double probability) {
  return std::sqrt(2.0) * boost::math::erf_inv(2 * probability - 1);
}

bool any_dominates(const Matrix& points, const Vector& x) {
  for (Index j = 0; j < points.cols(); ++j) {
    if (weakly_dominates(points.col(j).data(), x.data(), x.size())) {
      return true;
    }
  }
  return false;
}

/// Wilson's score interval for a share.
IndicatorValue share_of_box(double box,
                            std::int64_t hits,
                            std::int64_t samples,
                            double confidence) {
  const double n = static_cast<double>(samples);
  const double share = static_cast<double>(hits) / n;
  const double z = normal_quantile(0.5 + 0.5 * confidence);
  const double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
  const double half =
      z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  // A box may be too large for a double where none of it is dominated.
  const auto part = [box](double of) { return of > 0 ? box * of : 0; };
  return {part(share), part(centre - half), part(std::min(1.0, centre + half)), false};
}

/// Counts dominated samples of the box [ideal, reference]; `more` says whether to draw another.
template <class More>
IndicatorValue sample_box(const Matrix& points,
                          VectorIn reference,
                          double confidence,
                          std::uint64_t seed,
                          const More& more) {
  const Vector ideal = points.rowwise().minCoeff();
  double box = 1;
  for (Index i = 0; i < ideal.size(); ++i) {
    box *= reference[i] - ideal[i];
  }
  Rng rng(seed, Purpose::indicator, 0);
  Vector x(ideal.size());
  std::int64_t samples = 0;
  std::int64_t hits = 0;
  while (more(samples)) {
    for (Index i = 0; i < x.size(); ++i) {
      x[i] = rng.uniform(ideal[i], reference[i]);
    }
    hits += any_dominates(points, x) ? 1 : 0;
    ++samples;
  }
  return share_of_box(box, hits, samples, confidence);
}

/// Points in ascending order of the last row.
Matrix by_last_row(const Matrix& points) {
  std::vector<Index> order(static_cast<std::size_t>(points.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  const Index last = points.rows() - 1;
  std::stable_sort(order.begin(), order.end(),
                   [&points, last](Index a, Index b) { return points(last, a) < points(last, b); });
  return points(Eigen::all, order);
}

}  // namespace

double log_hypervolume(MatrixIn front, VectorIn reference) {
  const Matrix points = finite_inside(front, reference);
  if (points.cols() == 0) {
    return -std::numeric_limits<double>::infinity();
  }
  // By powers of two, so that no digit is lost; halves, for an extent may exceed the largest
  // double.
  Matrix scaled(points.rows(), points.cols());
  Vector end(points.rows());
  double exponent = 0;
  for (Index i = 0; i < points.rows(); ++i) {
    const double longest = 0.5 * reference[i] - 0.5 * points.row(i).minCoeff();
    const int shift = std::ilogb(longest) + 1;
    exponent += shift;
    end[i] = 0;
    for (Index j = 0; j < points.cols(); ++j) {
      const double extent = 0.5 * reference[i] - 0.5 * points(i, j);
      scaled(i, j) = -2 * std::scalbn(extent, -shift);
    }
  }
  return std::log(hypervolume(scaled, end)) + exponent * std::log(2.0);
}

IndicatorValue hypervolume_monte_carlo(MatrixIn front,
                                       VectorIn reference,
                                       const MonteCarloOptions& options) {
  require_share("confidence", options.confidence);
  if (options.samples < 1) {
    throw Error(Errc::invalid_argument, "Monte Carlo needs at least one sample");
  }
  const Matrix points = finite_inside(front, reference);
  if (points.cols() == 0) {
    return IndicatorValue::exactly(0);
  }
  return sample_box(points, reference, options.confidence, options.seed,
                    [&options](std::int64_t samples) { return samples < options.samples; });
}

IndicatorValue hypervolume_fpras(MatrixIn front, VectorIn reference, const FprasOptions& options) {
  require_share("epsilon", options.epsilon);
  require_share("delta", options.delta);
  const Matrix points = finite_inside(front, reference);
  const Index n = points.cols();
  if (n == 0) {
    return IndicatorValue::exactly(0);
  }
  std::vector<double> up_to(static_cast<std::size_t>(n));  // volumes of boxes, summed
  double total = 0;
  for (Index j = 0; j < n; ++j) {
    double box = 1;
    for (Index i = 0; i < points.rows(); ++i) {
      box *= reference[i] - points(i, j);
    }
    total += box;
    up_to[static_cast<std::size_t>(j)] = total;
  }
  // T of Karp, Luby and Madras: one step tests one random box for one sample point.
  const double steps = std::ceil(8 * (1 + options.epsilon) * static_cast<double>(n) *
                                 std::log(2 / options.delta) / (options.epsilon * options.epsilon));
  Rng rng(options.seed, Purpose::indicator, 1);
  Vector x(points.rows());
  double step = 0;
  double found = 0;  // sample points whose search has ended
  for (;;) {
    const auto chosen = std::upper_bound(up_to.begin(), up_to.end() - 1, rng.uniform() * total);
    const Index box = chosen - up_to.begin();
    for (Index i = 0; i < x.size(); ++i) {
      x[i] = rng.uniform(points(i, box), reference[i]);
    }
    for (bool covered = false; !covered; ++step) {
      if (step == steps) {
        const double value = steps * total / (static_cast<double>(n) * std::max(found, 1.0));
        return {value, value / (1 + options.epsilon), value / (1 - options.epsilon), false};
      }
      const Index j = rng.index_below(n);
      covered = weakly_dominates(points.col(j).data(), x.data(), x.size());
    }
    found += 1;
  }
}

IndicatorValue hypervolume(MatrixIn front, VectorIn reference, const HypervolumeLimits& limits) {
  using Clock = std::chrono::steady_clock;
  const auto elapsed = [start = Clock::now()] {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  require_share("confidence", limits.confidence);
  const Index d = reference.size();
  if (d <= kExactUpTo) {
    return IndicatorValue::exactly(hypervolume(front, reference));
  }
  const Matrix points = by_last_row(finite_inside(front, reference));
  const std::size_t n = static_cast<std::size_t>(points.cols());
  detail::InsidePoints inside;
  inside.gather(points, reference);
  if (n == 0 || !detail::RankedPoints::can_hold(n, static_cast<std::size_t>(d)) ||
      !detail::fits_double_range(inside, reference)) {
    return IndicatorValue::exactly(hypervolume(front, reference));
  }
  detail::RankedPoints ranked;
  ranked.assign(points.data(), n, static_cast<std::size_t>(d), reference.data());
  detail::CompensatedSum<double> done;
  for (std::size_t j = 0; j < n; ++j) {
    if (elapsed() >= limits.max_seconds) {
      const double until = elapsed() + 0.1 * limits.max_seconds;
      IndicatorValue estimate =
          sample_box(points, reference, limits.confidence, limits.seed,
                     [&elapsed, until](std::int64_t samples) {
                       return samples < kFewestSamples || (samples % 64 != 0 || elapsed() < until);
                     });
      estimate.lower = std::max(estimate.lower, done.value());
      estimate.value = std::max(estimate.value, estimate.lower);
      estimate.upper = std::max(estimate.upper, estimate.value);
      return estimate;
    }
    done.add(ranked.exclusive_of_first(j));
  }
  return IndicatorValue::exactly(done.value());
}

}  // namespace vilfredo
