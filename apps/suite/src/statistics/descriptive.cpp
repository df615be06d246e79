#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/statistics/descriptive.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace vilfredo::suite {
namespace {

void refuse_nan(std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) {
      throw Error{Errc::invalid_argument, "a sample holds a value that is not a number"}.with(
          "position", std::to_string(i));
    }
  }
}

std::vector<double> sorted(std::span<const double> values) {
  refuse_nan(values);
  std::vector<double> result(values.begin(), values.end());
  std::sort(result.begin(), result.end());
  return result;
}

/// a + t (b - a), a <= b, without inf - inf and 0 * inf.
double between(double a, double b, double t) {
  if (t == 0 || a == b) {
    return a;
  }
  if (std::isinf(a) || std::isinf(b)) {
    return std::isinf(b) ? b : a;
  }
  return a + t * (b - a);
}

double quantile_of_sorted(const std::vector<double>& values, double p) {
  const double position = p * static_cast<double>(values.size() - 1);
  const double below = std::floor(position);
  const auto i = static_cast<std::size_t>(below);
  const std::size_t j = std::min(i + 1, values.size() - 1);
  return between(values[i], values[j], position - below);
}

double standard_deviation(const std::vector<double>& values, double mean) {
  double sum = 0;
  for (const double v : values) {
    sum += (v - mean) * (v - mean);
  }
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// Positions of the values in ascending order; equal ones by position.
std::vector<std::size_t> ascending(std::span<const double> values) {
  refuse_nan(values);
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] != values[b] ? values[a] < values[b] : a < b;
  });
  return order;
}

/// Calls visit(first, last) for each run of equal values in `order`.
template <class Visit>
void for_each_tie_group(std::span<const double> values,
                        const std::vector<std::size_t>& order,
                        Visit visit) {
  std::size_t first = 0;
  while (first < order.size()) {
    std::size_t last = first + 1;
    while (last < order.size() && values[order[last]] == values[order[first]]) {
      ++last;
    }
    visit(first, last);
    first = last;
  }
}

}  // namespace

double quantile(std::span<const double> values, double p) {
  if (values.empty()) {
    throw Error{Errc::invalid_argument, "a quantile needs at least one value"};
  }
  if (!(p >= 0 && p <= 1)) {
    throw Error{Errc::invalid_argument, "a quantile's probability must lie in [0, 1]"}.with(
        "p", std::to_string(p));
  }
  return quantile_of_sorted(sorted(values), p);
}

double Summary::interquartile_range() const {
  return lower_quartile == upper_quartile ? 0.0 : upper_quartile - lower_quartile;
}

Summary summarise(std::span<const double> values) {
  Summary s;
  const std::vector<double> v = sorted(values);
  if (v.empty()) {
    return s;
  }
  s.n = v.size();
  s.minimum = v.front();
  s.lower_quartile = quantile_of_sorted(v, 0.25);
  s.median = quantile_of_sorted(v, 0.5);
  s.upper_quartile = quantile_of_sorted(v, 0.75);
  s.maximum = v.back();
  s.mean = std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
  if (v.size() >= 2 && std::isfinite(v.front()) && std::isfinite(v.back())) {
    s.sd = standard_deviation(v, s.mean);
  }
  return s;
}

std::vector<double> average_ranks(std::span<const double> values) {
  const std::vector<std::size_t> order = ascending(values);
  std::vector<double> ranks(values.size());
  for_each_tie_group(values, order, [&](std::size_t first, std::size_t last) {
    const double shared = 0.5 * static_cast<double>(first + 1 + last);
    for (std::size_t i = first; i < last; ++i) {
      ranks[order[i]] = shared;
    }
  });
  return ranks;
}

double tie_term(std::span<const double> values) {
  double sum = 0;
  for_each_tie_group(values, ascending(values), [&](std::size_t first, std::size_t last) {
    const auto t = static_cast<double>(last - first);
    sum += t * t * t - t;
  });
  return sum;
}

}  // namespace vilfredo::suite
