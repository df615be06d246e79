#include "vilfredo/indicators/anytime.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

double coco_hypervolume(MatrixIn front, VectorIn ideal, VectorIn nadir) {
  const Index d = ideal.size();
  detail::require_finite("the ideal point", ideal);
  detail::require_finite("the nadir point", nadir);
  if (d < 1 || nadir.size() != d || !((nadir - ideal).array() > 0).all()) {
    throw Error(Errc::invalid_argument,
                "the COCO indicator needs a nadir point above the ideal point in every objective");
  }
  detail::require_rows("the front", front, d);
  detail::require_no_nan("the front", front);
  if (front.cols() == 0) {
    return -kInfinity;
  }
  if (front.minCoeff() == -kInfinity) {
    throw Error(Errc::invalid_argument,
                "the COCO indicator is not defined for a front with a value of -infinity");
  }
  Matrix normalised(d, front.cols());
  double nearest = kInfinity;
  for (Index j = 0; j < front.cols(); ++j) {
    double square = 0;
    for (Index k = 0; k < d; ++k) {
      const double value = (front(k, j) - ideal[k]) / (nadir[k] - ideal[k]);
      normalised(k, j) = value;
      const double beyond = std::max(value - 1, 0.0);
      square += beyond * beyond;
    }
    nearest = std::min(nearest, square);
  }
  return nearest > 0 ? -std::sqrt(nearest) : hypervolume(normalised, Vector::Ones(d));
}

std::vector<double> coco_target_precisions() {
  std::vector<double> out;
  for (int tenth = 40; tenth <= 50; tenth += 2) {
    out.push_back(-std::pow(10.0, -tenth / 10.0));
  }
  out.push_back(0);
  for (int tenth = 50; tenth >= 0; --tenth) {
    out.push_back(std::pow(10.0, -tenth / 10.0));
  }
  return out;
}

std::vector<std::uint64_t> first_hits(std::span<const std::uint64_t> evaluations,
                                      std::span<const double> values,
                                      double best,
                                      std::span<const double> precisions) {
  if (evaluations.size() != values.size()) {
    throw Error(Errc::invalid_argument, "a trace needs one value per number of evaluations");
  }
  std::vector<double> records;
  std::vector<std::uint64_t> at;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i]) || (i > 0 && evaluations[i] < evaluations[i - 1])) {
      throw Error(Errc::invalid_argument,
                  "a trace holds numbers at ascending counts of evaluations");
    }
    if (records.empty() || values[i] > records.back()) {
      records.push_back(values[i]);
      at.push_back(evaluations[i]);
    }
  }
  std::vector<std::uint64_t> hits;
  for (const double precision : precisions) {
    const auto found = std::ranges::lower_bound(records, best - precision);
    hits.push_back(found == records.end() ? kNeverHit
                                          : at[static_cast<std::size_t>(found - records.begin())]);
  }
  return hits;
}

double expected_running_time(std::span<const std::uint64_t> hits,
                             std::span<const std::uint64_t> budgets) {
  if (hits.empty() || hits.size() != budgets.size()) {
    throw Error(Errc::invalid_argument, "an expected running time needs one budget per run");
  }
  double spent = 0;
  double successes = 0;
  for (std::size_t k = 0; k < hits.size(); ++k) {
    const bool hit = hits[k] != kNeverHit;
    spent += static_cast<double>(hit ? hits[k] : budgets[k]);
    successes += hit ? 1 : 0;
  }
  return successes > 0 ? spent / successes : kInfinity;
}

std::vector<double> running_time_distribution(std::span<const std::uint64_t> hits,
                                              std::span<const std::uint64_t> at) {
  std::vector<std::uint64_t> sorted(hits.begin(), hits.end());
  std::ranges::sort(sorted);
  const auto last = std::ranges::lower_bound(sorted, kNeverHit);
  std::vector<double> shares;
  for (const std::uint64_t evaluations : at) {
    const auto within = std::upper_bound(sorted.begin(), last, evaluations) - sorted.begin();
    shares.push_back(
        sorted.empty() ? 0 : static_cast<double>(within) / static_cast<double>(sorted.size()));
  }
  return shares;
}

double area_over_distribution(std::span<const std::uint64_t> hits, double scale, double budget) {
  if (hits.empty() || !(scale > 0) || !(budget > scale) || !std::isfinite(budget)) {
    throw Error(Errc::invalid_argument,
                "the area over a distribution needs hits and a finite budget above the scale > 0");
  }
  std::vector<std::uint64_t> sorted(hits.begin(), hits.end());
  std::ranges::sort(sorted);
  double sum = 0;
  for (const std::uint64_t hit : sorted) {
    const double evaluations = hit == kNeverHit ? budget : static_cast<double>(hit);
    sum += std::log10(std::clamp(evaluations, scale, budget) / scale);
  }
  return sum / static_cast<double>(sorted.size());
}

}  // namespace vilfredo
