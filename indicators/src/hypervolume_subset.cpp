#include "vilfredo/indicators/hypervolume_subset.hpp"

#include "hypervolume/inside_points.hpp"
#include "hypervolume/limit_sets.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <queue>
#include <tuple>
#include <vector>

namespace vilfredo {
namespace {

void check(const detail::InsidePoints& inside, Index size) {
  if (size < 0) {
    throw Error(Errc::invalid_argument, "the size of a subset cannot be negative");
  }
  if (inside.size() > 0 && inside.unbounded()) {
    throw Error(Errc::invalid_argument,
                "hypervolume subsets need finite points and a finite reference point");
  }
}

struct Gain {
  double gain;
  std::size_t point;
  std::size_t chosen;  ///< how many were chosen when it was computed

  bool operator<(const Gain& other) const {
    return gain < other.gain || (gain == other.gain && point > other.point);
  }
};

/// A line of the upper envelope: what a choice that ends at a point is worth at width q.
struct Line {
  double slope, intercept;
  std::size_t point;

  [[nodiscard]] double at(double q) const { return slope * q + intercept; }
};

/// Whether the middle one of three lines of falling slope is nowhere the highest.
bool is_covered(const Line& a, const Line& b, const Line& c) {
  return (c.intercept - a.intercept) * (a.slope - b.slope) >=
         (b.intercept - a.intercept) * (a.slope - c.slope);
}

/// The non-dominated points inside, by ascending f_1.
std::vector<std::size_t> staircase(const detail::InsidePoints& inside) {
  std::vector<std::size_t> order(inside.size());
  for (std::size_t j = 0; j < order.size(); ++j) {
    order[j] = j;
  }
  const double* f = inside.points();
  std::sort(order.begin(), order.end(), [f](std::size_t a, std::size_t b) {
    return std::tie(f[2 * a], f[2 * a + 1], a) < std::tie(f[2 * b], f[2 * b + 1], b);
  });
  std::vector<std::size_t> kept;
  for (const std::size_t j : order) {
    if (kept.empty() || f[2 * j + 1] < f[2 * kept.back() + 1]) {
      kept.push_back(j);
    }
  }
  return kept;
}

}  // namespace

std::vector<Index> greedy_hypervolume_subset(MatrixIn front, VectorIn reference, Index size) {
  detail::InsidePoints inside;
  inside.gather(front, reference);
  check(inside, size);
  const std::size_t d = static_cast<std::size_t>(reference.size());
  detail::LimitSets<double> limit_sets;
  limit_sets.prepare(static_cast<std::size_t>(size), d);
  std::vector<const double*> chosen;
  std::vector<Index> columns;
  std::priority_queue<Gain> heap;
  for (std::size_t j = 0; j < inside.size(); ++j) {
    const double box =
        limit_sets.exclusive(inside.points() + j * d, nullptr, 0, d, reference.data());
    heap.push({box, j, 0});
  }
  while (!heap.empty() && columns.size() < static_cast<std::size_t>(size)) {
    Gain best = heap.top();
    heap.pop();
    const double* p = inside.points() + best.point * d;
    if (best.chosen == chosen.size()) {
      if (!(best.gain > 0)) {
        break;
      }
      chosen.push_back(p);
      columns.push_back(inside.column(best.point));
      continue;
    }
    best.gain = limit_sets.exclusive(p, chosen.data(), chosen.size(), d, reference.data());
    best.chosen = chosen.size();
    heap.push(best);
  }
  return columns;
}

/// With p_1 .. p_n by ascending f_1, V_k(i) = the best area of k points of which the last is p_i
///   = max over j < i of V_{k-1}(j) + w_i (h_i - h_j),  w = r_1 - x, h = r_2 - y, h_0 = V_0(0) = 0.
/// The slopes -h_j fall and the widths w_i fall as well, so the highest line is found by
/// moving along the envelope once per k.
std::vector<Index> best_hypervolume_subset_2d(MatrixIn front, VectorIn reference, Index size) {
  if (reference.size() != 2) {
    throw Error(Errc::invalid_argument, "the best subset is found for two objectives only");
  }
  detail::InsidePoints inside;
  inside.gather(front, reference);
  check(inside, size);
  const std::vector<std::size_t> points = staircase(inside);
  const std::size_t n = points.size();
  const std::size_t k_max = std::min(n, static_cast<std::size_t>(size));
  if (k_max == 0) {
    return {};
  }
  // In powers of two of the longest extents, so that areas neither overflow nor vanish.
  // In halves where an extent itself overflows.
  const auto extent = [&](std::size_t i, Index k, double part) {
    return part * reference[k] -
           part * inside.points()[2 * points[i] + static_cast<std::size_t>(k)];
  };
  const double part_x = std::isfinite(extent(0, 0, 1)) ? 1 : 0.5;
  const double part_y = std::isfinite(extent(n - 1, 1, 1)) ? 1 : 0.5;
  const int widest = std::ilogb(extent(0, 0, part_x));
  const int highest = std::ilogb(extent(n - 1, 1, part_y));
  const auto width = [&](std::size_t i) { return std::scalbn(extent(i, 0, part_x), -widest); };
  const auto height = [&](std::size_t i) { return std::scalbn(extent(i, 1, part_y), -highest); };
  std::vector<double> value(n);
  std::vector<std::vector<std::size_t>> previous(k_max, std::vector<std::size_t>(n, n));
  for (std::size_t i = 0; i < n; ++i) {
    value[i] = width(i) * height(i);
  }
  for (std::size_t k = 1; k < k_max; ++k) {
    std::vector<double> next(n, -std::numeric_limits<double>::infinity());
    std::deque<Line> envelope;  // by falling slope; the back is best at the smallest widths
    for (std::size_t i = k; i < n; ++i) {
      const Line line = {-height(i - 1), value[i - 1], i - 1};
      while (envelope.size() >= 2 &&
             is_covered(envelope[envelope.size() - 2], envelope.back(), line)) {
        envelope.pop_back();
      }
      envelope.push_back(line);
      const double w = width(i);
      while (envelope.size() >= 2 && envelope[0].at(w) <= envelope[1].at(w)) {
        envelope.pop_front();
      }
      next[i] = envelope.front().at(w) + w * height(i);
      previous[k][i] = envelope.front().point;
    }
    value = std::move(next);
  }
  std::size_t at =
      static_cast<std::size_t>(std::max_element(value.begin(), value.end()) - value.begin());
  std::vector<Index> columns;
  for (std::size_t k = k_max; k-- > 0; at = previous[k][at]) {
    columns.push_back(inside.column(points[at]));
  }
  std::sort(columns.begin(), columns.end());
  return columns;
}

}  // namespace vilfredo
