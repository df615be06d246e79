#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/statistics/descriptive.hpp>
#include <vilfredo/suite/statistics/two_sample.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace vilfredo::suite {
namespace {

constexpr std::size_t kExactRankSumLimit = 400;    // n1 * n2
constexpr std::size_t kExactSignedRankLimit = 25;  // pairs

void refuse_empty(std::span<const double> first, std::span<const double> second) {
  if (first.empty() || second.empty()) {
    throw Error{Errc::invalid_argument, "a comparison of two samples needs values in both"};
  }
}

void refuse_unequal_lengths(std::span<const double> first, std::span<const double> second) {
  refuse_empty(first, second);
  if (first.size() != second.size()) {
    throw Error{Errc::invalid_argument, "paired samples must have equal lengths"}
        .with("first", std::to_string(first.size()))
        .with("second", std::to_string(second.size()));
  }
}

double upper_tail_of_normal(double z) {
  return 0.5 * std::erfc(z / std::sqrt(2.0));
}

double difference(double a, double b) {
  return a == b ? 0.0 : a - b;
}

/// Pairs won by the first sample, from the ranks in the joint sample.
double pairs_won(const std::vector<double>& joint_ranks, std::size_t n1) {
  double rank_sum = 0;
  for (std::size_t i = 0; i < n1; ++i) {
    rank_sum += joint_ranks[i];
  }
  const auto n = static_cast<double>(n1);
  return rank_sum - 0.5 * n * (n + 1);
}

std::vector<double> joined(std::span<const double> first, std::span<const double> second) {
  std::vector<double> all(first.begin(), first.end());
  all.insert(all.end(), second.begin(), second.end());
  return all;
}

/// P(U >= u) without ties, by the Gaussian binomial coefficient: the number of arrangements with
/// U = i is the coefficient of q^i in prod_{j=1..m} (1 - q^(n+j)) / (1 - q^j). All intermediate
/// coefficients are integers below 2^53 for m n <= 400, so the counts are exact.
double exact_upper_tail(std::size_t n1, std::size_t n2, std::size_t u) {
  const std::size_t m = std::min(n1, n2);
  const std::size_t n = std::max(n1, n2);
  std::vector<double> count(m * n + 1, 0.0);
  count[0] = 1;
  for (std::size_t j = 1; j <= m; ++j) {
    for (std::size_t i = m * n; i >= n + j; --i) {
      count[i] -= count[i - n - j];
    }
    for (std::size_t i = j; i <= m * n; ++i) {
      count[i] += count[i - j];
    }
  }
  double total = 0;
  double tail = 0;
  for (std::size_t i = 0; i < count.size(); ++i) {
    total += count[i];
    tail += i >= u ? count[i] : 0.0;
  }
  return tail / total;
}

/// P(W+ <= w) for n pairs without ties: the share of the 2^n sign patterns.
double exact_signed_rank_tail(std::size_t n, std::size_t w) {
  const std::size_t largest = n * (n + 1) / 2;
  std::vector<double> count(largest + 1, 0.0);
  count[0] = 1;
  for (std::size_t rank = 1; rank <= n; ++rank) {
    for (std::size_t i = largest; i >= rank; --i) {
      count[i] += count[i - rank];
    }
  }
  double tail = 0;
  for (std::size_t i = 0; i <= w; ++i) {
    tail += count[i];
  }
  return std::ldexp(tail, -static_cast<int>(n));
}

}  // namespace

MannWhitney mann_whitney(std::span<const double> first, std::span<const double> second) {
  refuse_empty(first, second);
  const std::vector<double> all = joined(first, second);
  const double ties = tie_term(all);
  const auto n1 = static_cast<double>(first.size());
  const auto n2 = static_cast<double>(second.size());
  MannWhitney result;
  result.u = pairs_won(average_ranks(all), first.size());
  const double larger_u = std::max(result.u, n1 * n2 - result.u);
  if (ties == 0 && first.size() * second.size() <= kExactRankSumLimit) {
    const double tail =
        exact_upper_tail(first.size(), second.size(), static_cast<std::size_t>(larger_u));
    result.p = std::min(1.0, 2 * tail);
    return result;
  }
  result.distribution = NullDistribution::normal;
  const double n = n1 + n2;
  const double variance = n1 * n2 / 12 * ((n + 1) - ties / (n * (n - 1)));
  if (variance > 0) {
    const double z = (larger_u - 0.5 * n1 * n2 - 0.5) / std::sqrt(variance);
    result.p = std::min(1.0, 2 * upper_tail_of_normal(z));
  }
  return result;
}

SignedRank signed_rank(std::span<const double> first, std::span<const double> second) {
  refuse_unequal_lengths(first, second);
  std::vector<double> sizes;
  std::vector<bool> positive;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const double d = difference(first[i], second[i]);
    if (d != 0) {
      sizes.push_back(std::abs(d));
      positive.push_back(d > 0);
    }
  }
  const std::vector<double> ranks = average_ranks(sizes);  // refuses NaN, which is != 0
  const double ties = tie_term(sizes);
  SignedRank result;
  result.n = sizes.size();
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    (positive[i] ? result.rank_sum_positive : result.rank_sum_negative) += ranks[i];
  }
  if (result.n == 0) {
    return result;
  }
  if (result.n <= kExactSignedRankLimit && ties == 0) {
    const double tail = exact_signed_rank_tail(result.n, static_cast<std::size_t>(result.w()));
    result.p = std::min(1.0, 2 * tail);
    return result;
  }
  result.distribution = NullDistribution::normal;
  const auto n = static_cast<double>(result.n);
  const double variance = (n * (n + 1) * (2 * n + 1) - 0.5 * ties) / 24;
  const double z = (0.25 * n * (n + 1) - result.w()) / std::sqrt(variance);
  result.p = std::min(1.0, 2 * upper_tail_of_normal(z));
  return result;
}

double vargha_delaney_a12(std::span<const double> first, std::span<const double> second) {
  refuse_empty(first, second);
  const double pairs = static_cast<double>(first.size()) * static_cast<double>(second.size());
  return pairs_won(average_ranks(joined(first, second)), first.size()) / pairs;
}

double hodges_lehmann(std::span<const double> first, std::span<const double> second) {
  refuse_empty(first, second);
  std::vector<double> differences;
  differences.reserve(first.size() * second.size());
  for (const double a : first) {
    for (const double b : second) {
      differences.push_back(difference(a, b));
    }
  }
  return quantile(differences, 0.5);
}

double hodges_lehmann_paired(std::span<const double> first, std::span<const double> second) {
  refuse_unequal_lengths(first, second);
  std::vector<double> walsh;
  walsh.reserve(first.size() * (first.size() + 1) / 2);
  for (std::size_t i = 0; i < first.size(); ++i) {
    const double d = difference(first[i], second[i]);
    if (std::isnan(d)) {
      throw Error{Errc::invalid_argument, "a sample holds a value that is not a number"}.with(
          "position", std::to_string(i));
    }
    for (std::size_t j = i; j < first.size(); ++j) {
      const double other = difference(first[j], second[j]);
      if (!(std::isinf(d) && other == -d)) {
        walsh.push_back(0.5 * d + 0.5 * other);
      }
    }
  }
  return quantile(walsh, 0.5);
}

}  // namespace vilfredo::suite
