#include "vilfredo/algorithms/decomposition/scalarisation.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace vilfredo::scalarisations {
namespace {

void check_sizes(Index f, Index w, Index z) {
  if (f != w || f != z || f == 0) {
    throw Error(Errc::invalid_argument,
                fmt::format("a scalarising function needs vectors of one size, not {}, {} and {} "
                            "for objectives, weights and reference point",
                            f, w, z));
  }
}

double replaced(double w, double zero_weight) {
  return w == 0 ? zero_weight : w;
}

template <class Term>
double largest(Index n, Term&& term) {
  double out = -std::numeric_limits<double>::infinity();
  for (Index j = 0; j < n; ++j) {
    out = std::max(out, term(j));
  }
  return out;
}

double distance_sum(VectorIn f, VectorIn z) {
  return ordered_sum(f.size(), [&](Index j) { return std::abs(f[j] - z[j]); });
}

/// d1 and d2 of the boundary intersection along w from `origin`.
struct Intersection {
  double along;
  double across;
};

Intersection intersection(VectorIn f, VectorIn w, VectorIn origin) {
  const Index n = f.size();
  const double length = std::sqrt(ordered_dot(w.data(), w.data(), n));
  const double along =
      ordered_sum(n, [&](Index j) { return (f[j] - origin[j]) * (w[j] / length); });
  const double squared = ordered_sum(n, [&](Index j) {
    const double off = (f[j] - origin[j]) - along * (w[j] / length);
    return off * off;
  });
  return {along, std::sqrt(squared)};
}

/// mu ln sum exp(term / mu), shifted by the largest term so that nothing overflows.
template <class Term>
double log_sum_exp(Index n, double mu, Term&& term) {
  const double top = largest(n, term);
  return top +
         mu * std::log(ordered_sum(n, [&](Index j) { return std::exp((term(j) - top) / mu); }));
}

}  // namespace

double weighted_sum(VectorIn f, VectorIn w) {
  check_sizes(f.size(), w.size(), w.size());
  return ordered_dot(f.data(), w.data(), f.size());
}

double weighted_lp(VectorIn f, VectorIn w, VectorIn z, double p, LpWeight weight) {
  check_sizes(f.size(), w.size(), z.size());
  const bool inside = weight == LpWeight::inside;
  // Divided by the largest term first: large p would overflow.
  const auto term = [&](Index j) {
    const double d = std::abs(f[j] - z[j]);
    return inside ? w[j] * d : std::pow(w[j], 1.0 / p) * d;
  };
  const double top = largest(f.size(), term);
  if (!(top > 0)) {
    return top;
  }
  const double sum = ordered_sum(f.size(), [&](Index j) { return std::pow(term(j) / top, p); });
  return top * std::pow(sum, 1.0 / p);
}

double tchebycheff(VectorIn f, VectorIn w, VectorIn z, double zero_weight) {
  check_sizes(f.size(), w.size(), z.size());
  return largest(f.size(),
                 [&](Index j) { return replaced(w[j], zero_weight) * std::abs(f[j] - z[j]); });
}

double tchebycheff_inv(VectorIn f, VectorIn w, VectorIn z, double zero_weight) {
  check_sizes(f.size(), w.size(), z.size());
  return largest(f.size(),
                 [&](Index j) { return std::abs(f[j] - z[j]) / replaced(w[j], zero_weight); });
}

double augmented_tchebycheff(VectorIn f, VectorIn w, VectorIn z, double rho, double zero_weight) {
  return tchebycheff(f, w, z, zero_weight) + rho * distance_sum(f, z);
}

double modified_tchebycheff(VectorIn f, VectorIn w, VectorIn z, double rho, double zero_weight) {
  check_sizes(f.size(), w.size(), z.size());
  const double sum = distance_sum(f, z);
  return largest(f.size(), [&](Index j) {
    return replaced(w[j], zero_weight) * (std::abs(f[j] - z[j]) + rho * sum);
  });
}

double asf(VectorIn f, VectorIn w, VectorIn r, double zero_weight) {
  check_sizes(f.size(), w.size(), r.size());
  return largest(f.size(), [&](Index j) { return (f[j] - r[j]) / replaced(w[j], zero_weight); });
}

double aasf(VectorIn f, VectorIn w, VectorIn r, double rho, double zero_weight) {
  return asf(f, w, r, zero_weight) + rho * ordered_sum(f.size(), [&](Index j) {
                                       return (f[j] - r[j]) / replaced(w[j], zero_weight);
                                     });
}

double pbi(VectorIn f, VectorIn w, VectorIn z, double theta) {
  check_sizes(f.size(), w.size(), z.size());
  const Intersection d = intersection(f, w, z);
  return d.along + theta * d.across;
}

double inverted_pbi(VectorIn f, VectorIn w, VectorIn nadir, double theta) {
  // From the nadir point d1 is negative below it, so that -(d1' - theta d2') = d1 + theta d2.
  return pbi(f, w, nadir, theta);
}

double smooth_tchebycheff(VectorIn f, VectorIn w, VectorIn z, double mu) {
  check_sizes(f.size(), w.size(), z.size());
  return log_sum_exp(f.size(), mu, [&](Index j) { return w[j] * (f[j] - z[j]); });
}

double smooth_tchebycheff_set(MatrixIn f, VectorIn w, VectorIn z, double mu) {
  check_sizes(f.rows(), w.size(), z.size());
  return log_sum_exp(f.rows(), mu, [&](Index i) {
    return w[i] * -log_sum_exp(f.cols(), mu, [&](Index k) { return -(f(i, k) - z[i]); });
  });
}

double weighted_product(VectorIn f, VectorIn w, VectorIn z) {
  check_sizes(f.size(), w.size(), z.size());
  double product = 1;
  for (Index j = 0; j < f.size(); ++j) {
    product *= std::pow(f[j] - z[j] + 1.0, w[j]);
  }
  return product;
}

double exponential(VectorIn f, VectorIn w, double p) {
  check_sizes(f.size(), w.size(), w.size());
  return ordered_sum(f.size(), [&](Index j) { return std::expm1(p * w[j]) * std::exp(p * f[j]); });
}

double value(const Scalarisation& chosen,
             VectorIn f,
             VectorIn w,
             VectorIn ideal,
             VectorIn nadir,
             double shape) {
  return std::visit(
      [&]<class S>(const S& s) -> double {
        if constexpr (std::is_same_v<S, WeightedSum>) {
          return weighted_sum(f, w);
        } else if constexpr (std::is_same_v<S, WeightedLp>) {
          return weighted_lp(f, w, ideal, s.p, s.weight);
        } else if constexpr (std::is_same_v<S, Tchebycheff>) {
          return tchebycheff(f, w, ideal, s.zero_weight);
        } else if constexpr (std::is_same_v<S, TchebycheffInv>) {
          return tchebycheff_inv(f, w, ideal, s.zero_weight);
        } else if constexpr (std::is_same_v<S, AugmentedTchebycheff>) {
          return augmented_tchebycheff(f, w, ideal, s.rho, s.zero_weight);
        } else if constexpr (std::is_same_v<S, ModifiedTchebycheff>) {
          return modified_tchebycheff(f, w, ideal, s.rho, s.zero_weight);
        } else if constexpr (std::is_same_v<S, Asf>) {
          return asf(f, w, ideal, s.zero_weight);
        } else if constexpr (std::is_same_v<S, Aasf>) {
          return aasf(f, w, ideal, s.rho, s.zero_weight);
        } else if constexpr (std::is_same_v<S, Pbi>) {
          return pbi(f, w, ideal, s.theta);
        } else if constexpr (std::is_same_v<S, InvertedPbi>) {
          return inverted_pbi(f, w, nadir, s.theta);
        } else if constexpr (std::is_same_v<S, SmoothTchebycheff>) {
          return smooth_tchebycheff(f, w, ideal, s.mu);
        } else if constexpr (std::is_same_v<S, WeightedProduct>) {
          return weighted_product(f, w, ideal);
        } else if constexpr (std::is_same_v<S, Exponential>) {
          return exponential(f, w, s.p);
        } else if constexpr (std::is_same_v<S, Pas>) {
          return pas(f, w, ideal, shape, s.zero_weight);
        } else if constexpr (std::is_same_v<S, Lws>) {
          return lws(f, w, ideal, shape, s.zero_weight);
        } else if constexpr (std::is_same_v<S, Msf>) {
          return msf(f, w, ideal, shape, s.zero_weight);
        } else if constexpr (std::is_same_v<S, Psf>) {
          return psf(f, w, ideal, shape, s.zero_weight);
        } else if constexpr (std::is_same_v<S, AdaptivePbi>) {
          return pbi(f, w, ideal, shape);
        } else {
          static_assert(std::is_same_v<S, Alternating>);
          return alternating(f, w, ideal, shape, s.zero_weight);
        }
      },
      chosen);
}

bool takes_direction(const Scalarisation& chosen) {
  return std::visit(
      []<class S>(const S&) {
        return std::is_same_v<S, TchebycheffInv> || std::is_same_v<S, Asf> ||
               std::is_same_v<S, Aasf> || std::is_same_v<S, Pbi> ||
               std::is_same_v<S, InvertedPbi> || std::is_same_v<S, Pas> || std::is_same_v<S, Lws> ||
               std::is_same_v<S, Msf> || std::is_same_v<S, Psf> || std::is_same_v<S, AdaptivePbi>;
      },
      chosen);
}

}  // namespace vilfredo::scalarisations
