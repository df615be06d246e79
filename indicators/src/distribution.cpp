#include "vilfredo/indicators/distribution.hpp"

#include "input_checks.hpp"
#include "safe_scale.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void check(std::string_view indicator, MatrixIn front) {
  if (front.cols() < 1 || front.rows() < 1) {
    throw Error(Errc::invalid_argument,
                fmt::format("the {} of an empty front is not defined", indicator));
  }
  detail::require_finite("the front", front);
}

void check_reference(std::string_view indicator, MatrixIn front, MatrixIn reference_set) {
  if (reference_set.cols() < 1) {
    throw Error(Errc::invalid_argument,
                fmt::format("the {} needs a reference set for the ends of the front", indicator));
  }
  detail::require_rows("the reference set", reference_set, front.rows());
  detail::require_finite("the reference set", reference_set);
}

struct CityBlock {
  static double add(double sum, double difference) { return sum + std::abs(difference); }

  static double length(double sum) { return sum; }
};

struct Euclidean {
  static double add(double sum, double difference) { return sum + difference * difference; }

  static double length(double sum) { return std::sqrt(sum); }
};

template <class Norm>
double distance(const double* a, const double* b, Index d) {
  double sum = 0;
  for (Index k = 0; k < d; ++k) {
    sum = Norm::add(sum, a[k] - b[k]);
  }
  return Norm::length(sum);
}

/// For every column, to the nearest other one; N >= 2.
template <class Norm>
std::vector<double> nearest_other(MatrixIn front) {
  const Index n = front.cols();
  std::vector<double> least(static_cast<std::size_t>(n), kInfinity);
  for (Index i = 0; i < n; ++i) {
    for (Index j = i + 1; j < n; ++j) {
      const double gap = distance<Norm>(front.col(i).data(), front.col(j).data(), front.rows());
      least[static_cast<std::size_t>(i)] = std::min(least[static_cast<std::size_t>(i)], gap);
      least[static_cast<std::size_t>(j)] = std::min(least[static_cast<std::size_t>(j)], gap);
    }
  }
  // Ascending, so that sums do not depend on the order of columns.
  std::ranges::sort(least);
  return least;
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum;
}

double sum_of_deviations(const std::vector<double>& values, double mean) {
  double sum = 0;
  for (const double value : values) {
    sum += std::abs(value - mean);
  }
  return sum;
}

double ratio(double numerator, double denominator) {
  return denominator > 0 ? numerator / denominator : 0;
}

}  // namespace

double spacing(MatrixIn front) {
  check("spacing", front);
  if (front.cols() == 1) {
    return 0;
  }
  const double scale = detail::safe_scale(front, front);
  if (scale != 1) {
    return spacing(Matrix(front * scale)) / scale;
  }
  const std::vector<double> gaps = nearest_other<CityBlock>(front);
  const double mean = sum_of(gaps) / static_cast<double>(gaps.size());
  double squares = 0;
  for (const double gap : gaps) {
    squares += (gap - mean) * (gap - mean);
  }
  return std::sqrt(squares / static_cast<double>(gaps.size() - 1));
}

double spread(MatrixIn front, MatrixIn reference_set) {
  if (front.rows() != 2) {
    throw Error(Errc::unsupported,
                fmt::format("spread is defined for two objectives, not {}; use generalised_spread",
                            front.rows()));
  }
  check("spread", front);
  check_reference("spread", front, reference_set);
  const double scale = detail::safe_scale(front, reference_set);
  if (scale != 1) {
    return spread(Matrix(front * scale), Matrix(reference_set * scale));
  }
  const auto better = [](MatrixIn f, Index first, Index i, Index j) {
    const double a = f(first, i);
    const double b = f(first, j);
    return a < b || (a == b && f(1 - first, i) < f(1 - first, j));
  };
  std::vector<Index> order(static_cast<std::size_t>(front.cols()));
  for (std::size_t j = 0; j < order.size(); ++j) {
    order[j] = static_cast<Index>(j);
  }
  std::ranges::sort(order, [&](Index i, Index j) { return better(front, 0, i, j); });
  Index ends[2] = {0, 0};
  for (Index j = 1; j < reference_set.cols(); ++j) {
    for (Index k = 0; k < 2; ++k) {
      ends[k] = better(reference_set, k, j, ends[k]) ? j : ends[k];
    }
  }
  const auto to_end = [&](Index column, Index end) {
    return distance<Euclidean>(front.col(column).data(), reference_set.col(end).data(), 2);
  };
  const double outside = to_end(order.front(), ends[0]) + to_end(order.back(), ends[1]);
  std::vector<double> gaps;
  for (std::size_t j = 1; j < order.size(); ++j) {
    gaps.push_back(
        distance<Euclidean>(front.col(order[j - 1]).data(), front.col(order[j]).data(), 2));
  }
  const double total = sum_of(gaps);
  const double mean = gaps.empty() ? 0 : total / static_cast<double>(gaps.size());
  return ratio(outside + sum_of_deviations(gaps, mean), outside + total);
}

double generalised_spread(MatrixIn front, MatrixIn reference_set) {
  check("generalised spread", front);
  check_reference("generalised spread", front, reference_set);
  const double scale = detail::safe_scale(front, reference_set);
  if (scale != 1) {
    return generalised_spread(Matrix(front * scale), Matrix(reference_set * scale));
  }
  const Index d = front.rows();
  double outside = 0;
  for (Index k = 0; k < d; ++k) {
    Index worst = 0;
    for (Index j = 1; j < reference_set.cols(); ++j) {
      worst = reference_set(k, j) > reference_set(k, worst) ? j : worst;
    }
    double nearest = kInfinity;
    for (Index j = 0; j < front.cols(); ++j) {
      nearest = std::min(
          nearest, distance<Euclidean>(reference_set.col(worst).data(), front.col(j).data(), d));
    }
    outside += nearest;
  }
  if (front.cols() == 1) {
    return outside > 0 ? 1 : 0;
  }
  const std::vector<double> gaps = nearest_other<Euclidean>(front);
  const double total = sum_of(gaps);
  const double mean = total / static_cast<double>(gaps.size());
  return ratio(outside + sum_of_deviations(gaps, mean), outside + total);
}

double sparsity(MatrixIn front) {
  check("sparsity", front);
  const std::vector<Index> kept = non_dominated(front, Duplicates::first_only);
  if (kept.size() < 2) {
    return 0;
  }
  double sum = 0;
  std::vector<double> values(kept.size());
  for (Index k = 0; k < front.rows(); ++k) {
    for (std::size_t j = 0; j < kept.size(); ++j) {
      values[j] = front(k, kept[j]);
    }
    std::ranges::sort(values);
    for (std::size_t j = 1; j < values.size(); ++j) {
      sum += (values[j] - values[j - 1]) * (values[j] - values[j - 1]);
    }
  }
  return sum / static_cast<double>(kept.size() - 1);
}

}  // namespace vilfredo
