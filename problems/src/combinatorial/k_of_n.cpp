#include "vilfredo/problems/combinatorial/k_of_n.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/rng.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

// A choice among the first few units: its damages and, bit i, whether unit i is chosen.
struct Partial {
  double first = 0;
  double second = 0;
  std::uint64_t chosen = 0;
};

using PartialFront = std::vector<Partial>;  // ascending in `first`, descending in `second`

// Non-dominated union of two fronts; of equal points the one of `a` stays.
PartialFront merged(const PartialFront& a, const PartialFront& b) {
  PartialFront all;
  all.reserve(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all),
             [](const Partial& p, const Partial& q) {
               return p.first != q.first ? p.first < q.first : p.second < q.second;
             });
  PartialFront out;
  for (const Partial& p : all) {
    if (out.empty() || p.second < out.back().second) {
      out.push_back(p);
    }
  }
  return out;
}

// Pareto front of all choices of exactly k units. Sums run in ascending order of the units, as in
// evaluate().
PartialFront exact_front(const Matrix& weights, Index k) {
  const Index n = weights.cols();
  std::vector<PartialFront> by_count(static_cast<std::size_t>(k) + 1);
  by_count[0].push_back({});
  for (Index unit = 0; unit < n; ++unit) {
    const double w1 = weights(0, unit);
    const double w2 = weights.rows() > 1 ? weights(1, unit) : 0.0;
    for (Index count = std::min(k, unit + 1); count >= 1; --count) {
      PartialFront with = by_count[static_cast<std::size_t>(count) - 1];
      for (Partial& p : with) {
        p.first += w1;
        p.second += w2;
        p.chosen |= std::uint64_t{1} << static_cast<unsigned>(unit);
      }
      auto& here = by_count[static_cast<std::size_t>(count)];
      here = merged(here, with);
    }
  }
  return by_count.back();
}

double sum_of_first(std::vector<double> values, Index k, bool smallest) {
  if (smallest) {
    std::sort(values.begin(), values.end());
  } else {
    std::sort(values.begin(), values.end(), std::greater<>());
  }
  double sum = 0;
  for (Index i = 0; i < k; ++i) {
    sum += values[static_cast<std::size_t>(i)];
  }
  return sum;
}

}  // namespace

void KOfNOptions::check(const KOfNOptions& options) {
  if (options.chosen >= options.units) {
    throw Error(Errc::invalid_argument, "chosen = " + std::to_string(options.chosen) +
                                            " violates chosen < units (" +
                                            std::to_string(options.units) + ")");
  }
}

KOfN::KOfN(const Options& options) : options_(options) {
  check_options(options);
  weights_.resize(options.n_obj, options.units);
  std::vector<double> row(static_cast<std::size_t>(options.units));
  for (Index j = 0; j < weights_.rows(); ++j) {
    Rng rng(options.instance_seed, Purpose::user, static_cast<std::uint64_t>(j));
    for (double& w : row) {
      do {
        w = rng.uniform();
      } while (w == 0.0);
    }
    weights_.row(j) = Eigen::Map<const Vector>(row.data(), options.units).transpose();
  }

  auto layout = std::make_shared<CompressionLayout>();
  for (Index i = 0; i < options.units; ++i) {
    layout->units.push_back({.name = "unit" + std::to_string(i + 1), .size = {0, 1}});
  }
  layout->budget = options.chosen;

  info_.name = kName;
  info_.n_var = options.units;
  info_.n_obj = options.n_obj;
  info_.n_con = 1;
  info_.lower = Vector::Zero(options.units);
  info_.upper = Vector::Ones(options.units);
  info_.kinds.assign(static_cast<std::size_t>(options.units), VarKind::binary);
  for (Index j = 0; j < info_.n_obj; ++j) {
    info_.objectives.push_back({"damage" + std::to_string(j + 1), Sense::minimise, ""});
  }
  info_.constraint_names = {"budget"};
  info_.threads = ThreadSafety::concurrent;
  info_.compression = std::move(layout);
  set_anchors();
}

void KOfN::set_anchors() {
  Vector ideal(info_.n_obj);
  Vector worst(info_.n_obj);
  for (Index j = 0; j < info_.n_obj; ++j) {
    std::vector<double> row(static_cast<std::size_t>(options_.units));
    for (Index i = 0; i < options_.units; ++i) {
      row[static_cast<std::size_t>(i)] = weights_(j, i);
    }
    ideal[j] = sum_of_first(row, options_.chosen, true);
    worst[j] = sum_of_first(row, options_.chosen, false);
  }
  info_.ideal = {.value = ideal, .provenance = "exact"};
  info_.reference_point = {.value = worst, .provenance = "largest feasible value per objective"};
  if (has_front()) {
    const Matrix points = front(0);
    info_.nadir = {.value = points.rowwise().maxCoeff(), .provenance = "exact"};
  }
}

void KOfN::evaluate(MatrixIn x, EvalOut out) const {
  for (Index column = 0; column < x.cols(); ++column) {
    double count = 0;
    out.f.col(column).setZero();
    for (Index i = 0; i < x.rows(); ++i) {
      const double level = x(i, column);
      if (level == 0.0) {
        continue;
      }
      if (level != 1.0) {
        throw Error(Errc::invalid_argument, "a binary variable must be 0 or 1")
            .with("problem", std::string(kName))
            .with(info_.variable_name(i), std::to_string(level));
      }
      count += 1;
      for (Index j = 0; j < weights_.rows(); ++j) {
        out.f(j, column) += weights_(j, i);
      }
    }
    out.g(0, column) = std::abs(count - static_cast<double>(options_.chosen));
  }
}

bool KOfN::has_front() const {
  return options_.units <= kMaxExactUnits;
}

Matrix KOfN::front(Index /*n*/) const {
  if (!has_front()) {
    throw Error(Errc::unsupported, "the exact front is known up to 64 units")
        .with("problem", std::string(kName));
  }
  const PartialFront points = exact_front(weights_, options_.chosen);
  Matrix out(info_.n_obj, static_cast<Index>(points.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    const Partial& point = points[static_cast<std::size_t>(j)];
    out(0, j) = point.first;
    if (info_.n_obj > 1) {
      out(1, j) = point.second;
    }
  }
  return out;
}

Matrix KOfN::pareto_set(Index /*n*/) const {
  if (!has_front()) {
    throw Error(Errc::unsupported, "the exact front is known up to 64 units")
        .with("problem", std::string(kName));
  }
  const PartialFront points = exact_front(weights_, options_.chosen);
  Matrix out(options_.units, static_cast<Index>(points.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    for (Index i = 0; i < out.rows(); ++i) {
      const std::uint64_t bit =
          points[static_cast<std::size_t>(j)].chosen >> static_cast<unsigned>(i);
      out(i, j) = static_cast<double>(bit & 1U);
    }
  }
  return out;
}

}  // namespace vilfredo
