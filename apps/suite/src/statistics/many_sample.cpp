#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/statistics/descriptive.hpp>
#include <vilfredo/suite/statistics/many_sample.hpp>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace vilfredo::suite {
namespace {

void fill_iman_davenport(Friedman& result, double k, double n) {
  if (n < 2) {
    result.iman_davenport_f = std::numeric_limits<double>::quiet_NaN();
    return;
  }
  const double room = n * (k - 1) - result.chi_squared;
  // Blocks in perfect agreement leave no residual; rounding may leave a few ulps of it.
  if (room <= 1e-12 * n * (k - 1)) {
    result.iman_davenport_f = std::numeric_limits<double>::infinity();
    result.iman_davenport_p = 0;
    return;
  }
  result.iman_davenport_f = (n - 1) * result.chi_squared / room;
  const boost::math::fisher_f_distribution<double> f(k - 1, (k - 1) * (n - 1));
  result.iman_davenport_p = boost::math::cdf(boost::math::complement(f, result.iman_davenport_f));
}

double normal_cdf(double z) {
  return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

/// P(range of k standard normals <= w) = k * integral of phi(z) (Phi(z + w) - Phi(z))^(k - 1) dz, z
/// being the smallest of them. The integrand is entire and decays as phi, so the trapezoidal rule
/// with this step is exact to rounding.
double range_cdf(double k, double w) {
  constexpr double kStep = 1.0 / 32;
  constexpr double kReach = 9;
  const double scale = kStep / std::sqrt(2 * std::acos(-1.0));
  double sum = 0;
  for (double z = -kReach - w; z <= kReach; z += kStep) {
    sum += std::exp(-0.5 * z * z) * std::pow(normal_cdf(z + w) - normal_cdf(z), k - 1);
  }
  return k * scale * sum;
}

}  // namespace

Friedman friedman(MatrixIn values, Direction better) {
  const Index k = values.rows();
  const Index n = values.cols();
  if (k < 2 || n < 1) {
    throw Error{Errc::invalid_argument,
                "Friedman's test needs at least two treatments and one block"}
        .with("treatments", std::to_string(k))
        .with("blocks", std::to_string(n));
  }
  const auto size = static_cast<std::size_t>(k);
  std::vector<double> block(size);
  std::vector<double> rank_sums(size, 0.0);
  double ties = 0;
  for (Index b = 0; b < n; ++b) {
    for (std::size_t t = 0; t < size; ++t) {
      const double v = values(static_cast<Index>(t), b);
      block[t] = better == Direction::minimise ? v : -v;
    }
    const std::vector<double> ranks = average_ranks(block);
    for (std::size_t t = 0; t < size; ++t) {
      rank_sums[t] += ranks[t];
    }
    ties += tie_term(block);
  }
  const auto kd = static_cast<double>(k);
  const auto nd = static_cast<double>(n);
  Friedman result;
  result.mean_ranks.resize(k);
  double spread = 0;
  for (std::size_t t = 0; t < size; ++t) {
    result.mean_ranks[static_cast<Index>(t)] = rank_sums[t] / nd;
    const double d = rank_sums[t] - 0.5 * nd * (kd + 1);
    spread += d * d;
  }
  const double correction = 1 - ties / (nd * kd * (kd * kd - 1));
  if (correction <= 0) {
    return result;  // every block is one tie
  }
  result.chi_squared = 12 / (nd * kd * (kd + 1)) * spread / correction;
  const boost::math::chi_squared_distribution<double> chi(kd - 1);
  result.p = boost::math::cdf(boost::math::complement(chi, result.chi_squared));
  fill_iman_davenport(result, kd, nd);
  return result;
}

double nemenyi_q(Index treatments, double alpha) {
  if (treatments < 2 || !(alpha > 0 && alpha < 1)) {
    throw Error{Errc::invalid_argument,
                "the studentised range needs at least two treatments and a level in (0, 1)"}
        .with("treatments", std::to_string(treatments))
        .with("alpha", std::to_string(alpha));
  }
  const auto k = static_cast<double>(treatments);
  double high = 4;
  while (1 - range_cdf(k, high) > alpha) {
    high *= 2;
    if (high > 32) {
      throw Error{Errc::numerical, "the level is too small for the studentised range"}.with(
          "alpha", std::to_string(alpha));
    }
  }
  std::uintmax_t iterations = 100;
  const auto bracket = boost::math::tools::toms748_solve(
      [&](double w) { return range_cdf(k, w) - (1 - alpha); }, 0.0, high,
      boost::math::tools::eps_tolerance<double>(48), iterations);
  return 0.5 * (bracket.first + bracket.second) / std::sqrt(2.0);
}

double nemenyi_critical_difference(Index treatments, Index blocks, double alpha) {
  if (blocks < 1) {
    throw Error{Errc::invalid_argument, "a critical difference needs at least one block"};
  }
  const auto k = static_cast<double>(treatments);
  return nemenyi_q(treatments, alpha) * std::sqrt(k * (k + 1) / (6 * static_cast<double>(blocks)));
}

}  // namespace vilfredo::suite
