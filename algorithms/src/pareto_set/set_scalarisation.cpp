#include "vilfredo/algorithms/pareto_set/set_scalarisation.hpp"

#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

double no_zero(double weight, double replacement) {
  return weight > 0 ? weight : replacement;
}

/// The objective with the largest term(k), and that term.
template <class Term>
ScalarisedValue largest(Index n_obj, Term&& term) {
  ScalarisedValue out{-std::numeric_limits<double>::infinity(), 0};
  for (Index k = 0; k < n_obj; ++k) {
    const double value = term(k);
    if (value > out.value) {
      out = {value, k};
    }
  }
  return out;
}

struct Evaluate {
  VectorIn q;
  VectorIn w;
  VectorIn z;
  VectorOut gradient;

  [[nodiscard]] Index n_obj() const { return q.size(); }

  ScalarisedValue maximum(double zero_weight, bool inverse) {
    const auto factor = [&](Index k) {
      const double weight = no_zero(w[k], zero_weight);
      return inverse ? 1 / weight : weight;
    };
    const ScalarisedValue out =
        largest(n_obj(), [&](Index k) { return factor(k) * (q[k] - z[k]); });
    gradient.setZero();
    gradient[out.active] = factor(out.active);
    return out;
  }

  ScalarisedValue augment(ScalarisedValue out, double rho) {
    for (Index k = 0; k < n_obj(); ++k) {
      out.value += rho * (q[k] - z[k]);
      gradient[k] += rho;
    }
    return out;
  }

  [[nodiscard]] Index most_weighted() const {
    return largest(n_obj(), [&](Index k) { return w[k] * (q[k] - z[k]); }).active;
  }

  ScalarisedValue operator()(const Tchebycheff& o) { return maximum(o.zero_weight, false); }

  ScalarisedValue operator()(const TchebycheffInv& o) { return maximum(o.zero_weight, true); }

  ScalarisedValue operator()(const AugmentedTchebycheff& o) {
    return augment(maximum(o.zero_weight, false), o.rho);
  }

  ScalarisedValue operator()(const AugmentedTchebycheffInv& o) {
    return augment(maximum(o.zero_weight, true), o.rho);
  }

  ScalarisedValue operator()(const SmoothTchebycheff& o) {
    const ScalarisedValue top = largest(n_obj(), [&](Index k) { return w[k] * (q[k] - z[k]); });
    double sum = 0;
    for (Index k = 0; k < n_obj(); ++k) {
      gradient[k] = std::exp((w[k] * (q[k] - z[k]) - top.value) / o.mu);
      sum += gradient[k];
    }
    for (Index k = 0; k < n_obj(); ++k) {
      gradient[k] *= w[k] / sum;
    }
    return {top.value + o.mu * std::log(sum), top.active};
  }

  ScalarisedValue operator()(const Pbi& o) {
    double along = 0;
    double length = 0;
    for (Index k = 0; k < n_obj(); ++k) {
      along += (q[k] - z[k]) * w[k];
      length += w[k] * w[k];
    }
    length = std::sqrt(length);
    along /= length;
    double squared = 0;
    for (Index k = 0; k < n_obj(); ++k) {
      const double across = q[k] - z[k] - along * w[k] / length;
      squared += across * across;
    }
    const double distance = std::sqrt(squared);
    for (Index k = 0; k < n_obj(); ++k) {
      const double across = q[k] - z[k] - along * w[k] / length;
      gradient[k] = w[k] / length + (distance > 0 ? o.theta * across / distance : 0);
    }
    return {along + o.theta * distance, most_weighted()};
  }

  ScalarisedValue operator()(const WeightedSum& /*o*/) {
    double sum = 0;
    for (Index k = 0; k < n_obj(); ++k) {
      sum += w[k] * q[k];
      gradient[k] = w[k];
    }
    return {sum, most_weighted()};
  }
};

}  // namespace

ScalarisedValue scalarisations::value_and_gradient(
    const SetScalarisation& chosen, VectorIn q, VectorIn w, VectorIn z, VectorOut gradient) {
  return std::visit(Evaluate{q, w, z, gradient}, chosen);
}

}  // namespace vilfredo
