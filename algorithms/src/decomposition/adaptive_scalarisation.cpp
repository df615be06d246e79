#include "vilfredo/algorithms/decomposition/adaptive_scalarisation.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo::scalarisations {
namespace {

void check_sizes(VectorIn f, VectorIn w, VectorIn z) {
  if (f.size() != w.size() || f.size() != z.size() || f.size() == 0) {
    throw Error(Errc::invalid_argument,
                fmt::format("a scalarising function needs vectors of one size, not {}, {} and {} "
                            "for objectives, weights and reference point",
                            f.size(), w.size(), z.size()));
  }
}

/// d and w with what replaces its zeros.
struct Terms {
  Terms(VectorIn f, VectorIn w, VectorIn z, double zero_weight) : n(f.size()) {
    check_sizes(f, w, z);
    d = f - z;
    weight = w;
    for (Index j = 0; j < n; ++j) {
      weight[j] = w[j] == 0 ? zero_weight : w[j];
    }
  }

  [[nodiscard]] double ratio(Index j) const { return std::abs(d[j]) / weight[j]; }

  [[nodiscard]] double largest() const {
    double out = ratio(0);
    for (Index j = 1; j < n; ++j) {
      out = std::max(out, ratio(j));
    }
    return out;
  }

  [[nodiscard]] double smallest() const {
    double out = ratio(0);
    for (Index j = 1; j < n; ++j) {
      out = std::min(out, ratio(j));
    }
    return out;
  }

  Index n;
  Vector d;
  Vector weight;
};

}  // namespace

double pas(VectorIn f, VectorIn w, VectorIn z, double p, double zero_weight) {
  const Terms terms(f, w, z, zero_weight);
  const double top = terms.largest();
  if (!(top > 0) || std::isinf(p)) {
    return top;
  }
  const double sum =
      ordered_sum(terms.n, [&](Index j) { return std::pow(terms.ratio(j) / top, p); });
  return top * std::pow(sum, 1.0 / p);
}

double lws(VectorIn f, VectorIn w, VectorIn z, double cosine, double zero_weight) {
  const Terms terms(f, w, z, zero_weight);
  const Index n = terms.n;
  const double length = std::sqrt(ordered_dot(terms.d.data(), terms.d.data(), n));
  const double along = ordered_dot(terms.d.data(), terms.weight.data(), n);
  const double scale = std::sqrt(ordered_dot(terms.weight.data(), terms.weight.data(), n));
  const double present = length > 0 ? along / (length * scale) : 1.0;
  if (present < cosine) {
    return kOutsideCone * (2.0 - present);
  }
  return ordered_sum(n, [&](Index j) { return terms.d[j] / terms.weight[j]; }) /
         ordered_sum(n, [&](Index j) { return 1.0 / terms.weight[j]; });
}

double msf(VectorIn f, VectorIn w, VectorIn z, double alpha, double zero_weight) {
  const Terms terms(f, w, z, zero_weight);
  const double top = terms.largest();
  if (!(top > 0)) {
    return top;
  }
  const double ratio = top / std::max(terms.smallest(), top / kLargestRatio);
  return std::pow(ratio, alpha) * top;
}

double psf(VectorIn f, VectorIn w, VectorIn z, double alpha, double zero_weight) {
  const Terms terms(f, w, z, zero_weight);
  const Index n = terms.n;
  const double along = ordered_dot(terms.d.data(), terms.weight.data(), n) /
                       ordered_dot(terms.weight.data(), terms.weight.data(), n);
  const double squared = ordered_sum(n, [&](Index j) {
    const double off = terms.d[j] - along * terms.weight[j];
    return off * off;
  });
  return terms.largest() + alpha * std::sqrt(squared);
}

double alternating(VectorIn f, VectorIn w, VectorIn z, double shape, double zero_weight) {
  const Terms terms(f, w, z, zero_weight);
  if (shape == 0) {
    return ordered_dot(terms.weight.data(), terms.d.data(), terms.n);
  }
  double out = 0;
  for (Index j = 0; j < terms.n; ++j) {
    out = std::max(out, terms.weight[j] * std::abs(terms.d[j]));
  }
  return out;
}

}  // namespace vilfredo::scalarisations
