#include "vilfredo/algorithms/operators/space_filling.hpp"

#include "operators/sobol_table.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

namespace vilfredo {
namespace {

constexpr int kDigits = 32;

using Directions = std::array<std::uint32_t, kDigits>;

/// Direction numbers of all tabulated dimensions, most significant digit first.
std::vector<Directions> plain_directions(Index dimensions) {
  std::vector<Directions> out(static_cast<std::size_t>(dimensions));
  for (int i = 0; i < kDigits; ++i) {
    out[0][static_cast<std::size_t>(i)] = std::uint32_t{1} << (kDigits - 1 - i);
  }
  std::size_t next = 0;
  for (std::size_t j = 1; j < out.size(); ++j) {
    const std::uint32_t polynomial = detail::kSobolPolynomials[j - 1];
    const auto degree = static_cast<std::size_t>(std::bit_width(polynomial)) - 1;
    Directions& v = out[j];
    for (std::size_t i = 0; i < kDigits; ++i) {
      if (i < degree) {
        v[i] = std::uint32_t{detail::kSobolNumbers[next++]} << (kDigits - 1 - i);
        continue;
      }
      v[i] = v[i - degree] ^ (v[i - degree] >> degree);
      for (std::size_t k = 1; k < degree; ++k) {
        if (((polynomial >> (degree - k)) & 1U) != 0) {
          v[i] ^= v[i - k];
        }
      }
    }
  }
  return out;
}

/// Digit i of the result is the parity of v and row i of a lower triangular matrix.
std::uint32_t scrambled(std::uint32_t v, const Directions& rows) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    const auto parity = static_cast<std::uint32_t>(std::popcount(v & rows[i])) & 1U;
    out |= parity << (kDigits - 1 - i);
  }
  return out;
}

/// Row i of a random lower triangular matrix with ones on its diagonal.
Directions scramble_rows(Rng& rng) {
  Directions rows{};
  for (std::size_t i = 0; i < kDigits; ++i) {
    const std::uint32_t diagonal = std::uint32_t{1} << (kDigits - 1 - i);
    const auto more_significant =
        static_cast<std::uint32_t>(~((std::uint64_t{diagonal} << 1U) - 1));
    rows[i] = diagonal | (static_cast<std::uint32_t>(rng.bits()) & more_significant);
  }
  return rows;
}

template <std::size_t N>
double polynomial(const std::array<double, N>& ascending, double x) {
  double out = 0;
  for (std::size_t i = N; i-- > 0;) {
    out = out * x + ascending[i];
  }
  return out;
}

double tail_quantile(double p) {
  constexpr std::array kNear = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr std::array kNearBelow = {1.0,
                                     2.05319162663775882187e0,
                                     1.67638483018380384940e0,
                                     6.89767334985100004550e-1,
                                     1.48103976427480074590e-1,
                                     1.51986665636164571966e-2,
                                     5.47593808499534494600e-4,
                                     1.05075007164441684324e-9};
  constexpr std::array kFar = {6.65790464350110377720e0,  5.46378491116411436990e0,
                               1.78482653991729133580e0,  2.96560571828504891230e-1,
                               2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr std::array kFarBelow = {1.0,
                                    5.99832206555887937690e-1,
                                    1.36929880922735805310e-1,
                                    1.48753612908506148525e-2,
                                    7.86869131145613259100e-4,
                                    1.84631831751005468180e-5,
                                    1.42151175831644588870e-7,
                                    2.04426310338993978564e-15};
  const double r = std::sqrt(-std::log(p));
  return r <= 5 ? polynomial(kNear, r - 1.6) / polynomial(kNearBelow, r - 1.6)
                : polynomial(kFar, r - 5) / polynomial(kFarBelow, r - 5);
}

}  // namespace

SobolSequence::SobolSequence(Index d, Rng rng) : dimension_(d) {
  if (d < 1) {
    throw Error(Errc::invalid_argument, "a Sobol' sequence needs at least one dimension");
  }
  const Index tabulated = std::min(d, kDimensions);
  for (const Directions& v : plain_directions(tabulated)) {
    const Directions rows = scramble_rows(rng);
    for (const std::uint32_t direction : v) {
      directions_.push_back(scrambled(direction, rows));
    }
    shifts_.push_back(static_cast<std::uint32_t>(rng.bits()));
  }
  rng_ = rng;
}

void SobolSequence::fill(std::uint64_t first, MatrixOut out) const {
  constexpr double kUnit = 1.0 / 4294967296.0;
  const auto n = static_cast<std::uint64_t>(out.cols());
  if (out.rows() != dimension_ || first + n > (std::uint64_t{1} << kDigits)) {
    throw Error(Errc::invalid_argument,
                "a Sobol' sequence has 2^32 points of the dimension it was made for");
  }
  for (std::uint64_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < shifts_.size(); ++i) {
      std::uint32_t digits = shifts_[i];
      for (std::uint64_t rest = first + j; rest != 0; rest &= rest - 1) {
        digits ^= directions_[i * kDigits + static_cast<std::size_t>(std::countr_zero(rest))];
      }
      out(static_cast<Index>(i), static_cast<Index>(j)) = (digits + 0.5) * kUnit;
    }
    Rng padding = rng_.child(Purpose::design, first + j);
    for (Index i = kDimensions; i < dimension_; ++i) {
      out(i, static_cast<Index>(j)) = std::max(padding.uniform(), 0.5 * kUnit);
    }
  }
}

Matrix SobolSequence::points(std::uint64_t first, Index n) const {
  Matrix out(dimension_, n);
  fill(first, out);
  return out;
}

namespace operators {

Matrix latin_hypercube(Index d, Index n, Rng& rng) {
  Matrix out(d, n);
  std::vector<Index> order(static_cast<std::size_t>(n));
  for (Index i = 0; i < d; ++i) {
    std::iota(order.begin(), order.end(), Index{0});
    rng.shuffle(order);
    for (Index j = 0; j < n; ++j) {
      out(i, j) = (static_cast<double>(order[static_cast<std::size_t>(j)]) + rng.uniform()) /
                  static_cast<double>(n);
    }
  }
  return out;
}

double normal_quantile(double p) {
  constexpr std::array kCentre = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                  1.9715909503065514427e3, 1.3731693765509461125e4,
                                  4.5921953931549871457e4, 6.7265770927008700853e4,
                                  3.3430575583588128105e4, 2.5090809287301226727e3};
  constexpr std::array kCentreBelow = {1.0,
                                       4.2313330701600911252e1,
                                       6.8718700749205790830e2,
                                       5.3941960214247511077e3,
                                       2.1213794301586595867e4,
                                       3.9307895800092710610e4,
                                       2.8729085735721942674e4,
                                       5.2264952788528545610e3};
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kCentre, r) / polynomial(kCentreBelow, r);
  }
  return q < 0 ? -tail_quantile(p) : tail_quantile(1 - p);
}

}  // namespace operators
}  // namespace vilfredo
