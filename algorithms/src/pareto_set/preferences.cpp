#include "vilfredo/algorithms/pareto_set/preferences.hpp"

#include "vilfredo/algorithms/decomposition/weight_design.hpp"
#include "vilfredo/algorithms/decomposition/weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace vilfredo {
namespace {

/// Marsaglia, Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000; the
/// logarithm, because shapes far below 1 give values that underflow.
double log_gamma_variate(double shape, Rng& rng) {
  if (shape < 1) {
    const double boost = std::log1p(-rng.uniform()) / shape;
    return log_gamma_variate(shape + 1, rng) + boost;
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double normal = rng.normal();
    const double root = 1 + c * normal;
    const double uniform = 1 - rng.uniform();
    if (root <= 0) {
      continue;
    }
    const double cube = root * root * root;
    if (std::log(uniform) < 0.5 * normal * normal + d * (1 - cube + std::log(cube))) {
      return std::log(d * cube);
    }
  }
}

Index default_divisions(Index n_obj) {
  constexpr Index kTwo = 400;
  constexpr Index kThree = 30;
  constexpr Index kMore = 12;
  return n_obj == 2 ? kTwo : n_obj == 3 ? kThree : kMore;
}

Matrix members_of(const DirichletPreferences& /*method*/, Index /*n_obj*/) {
  return {};
}

Matrix members_of(const StratifiedPreferences& method, Index n_obj) {
  return weights::simplex_lattice(
      n_obj, method.divisions > 0 ? method.divisions : default_divisions(n_obj));
}

Matrix members_of(const DasDennisPreferences& method, Index n_obj) {
  return weights::simplex_lattice(n_obj, method.divisions);
}

Matrix members_of(const EnergyPreferences& method, Index n_obj) {
  WeightDesign design(RieszWeights{}, n_obj, std::max(method.points, n_obj));
  const Rng rng(1, Purpose::design, 0);  // one set for all runs
  while (!design.ready()) {
    design.advance(rng);
  }
  return design.weights();
}

}  // namespace

PreferenceSampler::PreferenceSampler(const PreferenceMethod& method, Index n_obj)
    : method_(method) {
  std::visit(
      [&](const auto& chosen) {
        check_options(chosen);
        members_ = members_of(chosen, n_obj);
      },
      method);
  order_.resize(static_cast<std::size_t>(members_.cols()));
  std::iota(order_.begin(), order_.end(), Index{0});
}

void PreferenceSampler::draw(Rng& rng, MatrixOut out) {
  if (std::holds_alternative<DirichletPreferences>(method_)) {
    draw_dirichlet(rng, out);
  } else if (std::holds_alternative<StratifiedPreferences>(method_)) {
    const Index members = members_.cols();
    for (Index j = 0; j < out.cols(); ++j) {
      const Index first = j * members / out.cols();
      const Index last = std::max((j + 1) * members / out.cols(), first + 1);
      out.col(j) = members_.col(first + rng.index_below(last - first));
    }
  } else {
    draw_members(rng, out);
  }
}

void PreferenceSampler::draw_dirichlet(Rng& rng, MatrixOut out) const {
  const double shape = std::get<DirichletPreferences>(method_).concentration;
  for (Index j = 0; j < out.cols(); ++j) {
    double largest = -std::numeric_limits<double>::infinity();
    for (Index k = 0; k < out.rows(); ++k) {
      out(k, j) =
          shape == 1 ? std::log(-std::log1p(-rng.uniform())) : log_gamma_variate(shape, rng);
      largest = std::max(largest, out(k, j));
    }
    double sum = 0;
    for (Index k = 0; k < out.rows(); ++k) {
      out(k, j) = std::exp(out(k, j) - largest);
      sum += out(k, j);
    }
    for (Index k = 0; k < out.rows(); ++k) {
      out(k, j) /= sum;
    }
  }
}

void PreferenceSampler::draw_members(Rng& rng, MatrixOut out) {
  const Index members = members_.cols();
  for (Index j = 0; j < out.cols(); ++j) {
    const Index drawn = j % members;
    if (drawn == 0) {
      std::iota(order_.begin(), order_.end(), Index{0});
    }
    const Index other = drawn + rng.index_below(members - drawn);
    std::swap(order_[static_cast<std::size_t>(drawn)], order_[static_cast<std::size_t>(other)]);
    out.col(j) = members_.col(order_[static_cast<std::size_t>(drawn)]);
  }
}

void soften_preferences(double margin, MatrixOut preferences) {
  const double floor = margin / static_cast<double>(preferences.rows());
  for (Index j = 0; j < preferences.cols(); ++j) {
    for (Index k = 0; k < preferences.rows(); ++k) {
      preferences(k, j) = (1 - margin) * preferences(k, j) + floor;
    }
  }
}

}  // namespace vilfredo
