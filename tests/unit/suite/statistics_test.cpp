#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/statistics/correction.hpp>
#include <vilfredo/suite/statistics/descriptive.hpp>
#include <vilfredo/suite/statistics/many_sample.hpp>
#include <vilfredo/suite/statistics/two_sample.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo::suite {
namespace {

using Sample = std::vector<double>;

const Sample kA{.71, .68, .74, .70, .69, .73, .72, .75, .67, .70};
const Sample kB{.69, .66, .71, .68, .70, .67, .69, .72, .65, .68};
const Sample kC{.60, .64, .62, .66, .61, .65, .63, .59, .67, .58};
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

void expect_relative(double value, double expected, double tolerance = 1e-12) {
  EXPECT_NEAR(value, expected, tolerance * std::abs(expected));
}

/// By definition: pairs won, ties one half.
double pairs_won_slowly(const Sample& a, const Sample& b) {
  double won = 0;
  for (const double x : a) {
    for (const double y : b) {
      won += x > y ? 1.0 : (x == y ? 0.5 : 0.0);
    }
  }
  return won;
}

/// Share of all assignments of the joint sample to the two groups at least as far from the middle.
double mann_whitney_p_slowly(const Sample& a, const Sample& b) {
  Sample all = a;
  all.insert(all.end(), b.begin(), b.end());
  const double middle = 0.5 * static_cast<double>(a.size() * b.size());
  const double seen = std::abs(pairs_won_slowly(a, b) - middle);
  double total = 0;
  double extreme = 0;
  for (unsigned mask = 0; mask < (1U << all.size()); ++mask) {
    if (std::popcount(mask) != static_cast<int>(a.size())) {
      continue;
    }
    Sample first;
    Sample second;
    for (std::size_t i = 0; i < all.size(); ++i) {
      ((mask >> i) & 1U ? first : second).push_back(all[i]);
    }
    total += 1;
    extreme += std::abs(pairs_won_slowly(first, second) - middle) >= seen - 1e-9 ? 1 : 0;
  }
  return extreme / total;
}

/// Share of all sign patterns whose rank sum is at least as far from its middle.
double signed_rank_p_slowly(const Sample& differences) {
  Sample sizes;
  for (const double d : differences) {
    sizes.push_back(std::abs(d));
  }
  const Sample ranks = average_ranks(sizes);
  const auto n = static_cast<double>(ranks.size());
  const double middle = n * (n + 1) / 4;
  double seen = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    seen += differences[i] > 0 ? ranks[i] : 0;
  }
  double extreme = 0;
  for (unsigned mask = 0; mask < (1U << ranks.size()); ++mask) {
    double sum = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      sum += (mask >> i) & 1U ? ranks[i] : 0;
    }
    extreme += std::abs(sum - middle) >= std::abs(seen - middle) - 1e-9 ? 1 : 0;
  }
  return extreme / std::exp2(n);
}

TEST(Quantile, MatchesTheGoldenQuartiles) {
  EXPECT_NEAR(quantile(kA, 0.5), 0.705, 1e-15);
  EXPECT_NEAR(quantile(kA, 0.25), 0.6925, 1e-15);
  EXPECT_NEAR(quantile(kA, 0.75), 0.7275, 1e-15);
  EXPECT_EQ(quantile(kA, 0.0), 0.67);
  EXPECT_EQ(quantile(kA, 1.0), 0.75);
}

TEST(Quantile, KeepsInfinitiesWithoutMakingNan) {
  const Sample one_infinite{1, 2, kInf};
  EXPECT_EQ(quantile(one_infinite, 0.5), 2);
  EXPECT_EQ(quantile(one_infinite, 0.75), kInf);
  const Sample mostly_infinite{1, kInf, kInf, kInf};
  EXPECT_EQ(quantile(mostly_infinite, 0.5), kInf);
  EXPECT_EQ(summarise(mostly_infinite).interquartile_range(), 0);
  const Sample negative{-kInf, 3, 4};
  EXPECT_EQ(quantile(negative, 0.25), -kInf);
}

TEST(Quantile, RefusesWhatHasNoAnswer) {
  EXPECT_THROW((void)quantile(Sample{}, 0.5), Error);
  EXPECT_THROW((void)quantile(Sample{1, kNan}, 0.5), Error);
  EXPECT_THROW((void)quantile(kA, 1.5), Error);
  EXPECT_THROW((void)quantile(kA, kNan), Error);
}

TEST(Summary, MatchesTheGoldenSample) {
  const Summary s = summarise(kA);
  EXPECT_EQ(s.n, 10U);
  EXPECT_NEAR(s.median, 0.705, 1e-15);
  EXPECT_NEAR(s.mean, 0.709, 1e-15);
  expect_relative(s.sd, 0.026012817353502218);
  EXPECT_EQ(s.minimum, .67);
  EXPECT_EQ(s.maximum, .75);
  EXPECT_NEAR(s.interquartile_range(), 0.035, 1e-15);
}

TEST(Summary, OfNothingAndOfOneValueIsDefined) {
  EXPECT_EQ(summarise(Sample{}).n, 0U);
  EXPECT_TRUE(std::isnan(summarise(Sample{}).median));
  const Summary one = summarise(Sample{2.5});
  EXPECT_EQ(one.median, 2.5);
  EXPECT_EQ(one.lower_quartile, 2.5);
  EXPECT_TRUE(std::isnan(one.sd));
}

TEST(AverageRanks, SharesRanksAmongEqualValues) {
  EXPECT_EQ(average_ranks(Sample{3, 1, 3, 2, 3}), (std::vector<double>{4, 1, 4, 2, 4}));
  EXPECT_EQ(average_ranks(Sample{kInf, -kInf, kInf}), (std::vector<double>{2.5, 1, 2.5}));
  EXPECT_EQ(tie_term(Sample{3, 1, 3, 2, 3, 1}), 24 + 6);
  EXPECT_TRUE(average_ranks(Sample{}).empty());
  EXPECT_THROW((void)average_ranks(Sample{kNan}), Error);
}

TEST(MannWhitney, MatchesTheGoldenValuesWithTies) {
  const MannWhitney ab = mann_whitney(kA, kB);
  EXPECT_EQ(ab.u, 75.5);
  EXPECT_EQ(ab.distribution, NullDistribution::normal);
  expect_relative(ab.p, 0.057358324456602515);
  const MannWhitney ac = mann_whitney(kA, kC);
  EXPECT_EQ(ac.u, 99.5);
  expect_relative(ac.p, 0.0002098614483023182);
  const MannWhitney bc = mann_whitney(kB, kC);
  EXPECT_EQ(bc.u, 95.5);
  expect_relative(bc.p, 0.0006541871978496344);
}

TEST(MannWhitney, IsExactOnSmallSamplesWithoutTies) {
  const MannWhitney r =
      mann_whitney(Sample{1.1, 2.3, 3.7, 4.2, 5.9}, Sample{.4, 1.9, 2.8, 3.1, 4.0, 6.5});
  EXPECT_EQ(r.u, 17);
  EXPECT_EQ(r.distribution, NullDistribution::exact);
  expect_relative(r.p, 0.7922077922077921);
}

TEST(MannWhitney, ExactTailEqualsTheEnumerationOfAllAssignments) {
  const Sample all{0.3, 7, 1.5, 4, 9, 2, 8, 5.5, 6, 3, 11, 10};
  for (std::size_t n1 = 1; n1 < all.size(); ++n1) {
    const Sample first(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n1));
    const Sample second(all.begin() + static_cast<std::ptrdiff_t>(n1), all.end());
    expect_relative(mann_whitney(first, second).p, mann_whitney_p_slowly(first, second));
  }
}

TEST(MannWhitney, ExactAtTheLimitSumsToOneAndIsClosePlacedToTheNormal) {
  Sample even;
  Sample odd;
  for (int i = 0; i < 20; ++i) {
    even.push_back(2 * i);
    odd.push_back(2 * i + 9);
  }
  const MannWhitney r = mann_whitney(even, odd);
  EXPECT_EQ(r.distribution, NullDistribution::exact);
  even.push_back(100);
  EXPECT_EQ(mann_whitney(even, odd).distribution, NullDistribution::normal);
  const double z = (std::abs(r.u - 200) - 0.5) / std::sqrt(20 * 20 * 41 / 12.0);
  EXPECT_NEAR(r.p, std::erfc(z / std::sqrt(2.0)), 0.005);
}

TEST(MannWhitney, SwappingTheSamplesKeepsThePValue) {
  const MannWhitney ab = mann_whitney(kA, kB);
  const MannWhitney ba = mann_whitney(kB, kA);
  EXPECT_EQ(ab.p, ba.p);
  EXPECT_EQ(ab.u + ba.u, 100);
}

TEST(MannWhitney, DegenerateSamplesHaveNoEvidence) {
  EXPECT_EQ(mann_whitney(Sample{1, 1, 1}, Sample{1, 1, 1, 1}).p, 1);
  EXPECT_EQ(mann_whitney(Sample{kInf, kInf}, Sample{kInf, kInf}).p, 1);
  EXPECT_EQ(mann_whitney(Sample{1}, Sample{2}).p, 1);
  EXPECT_THROW((void)mann_whitney(Sample{}, Sample{1}), Error);
  EXPECT_THROW((void)mann_whitney(Sample{kNan}, Sample{1}), Error);
}

TEST(SignedRank, MatchesTheGoldenValue) {
  const SignedRank r = signed_rank(kA, kB);
  EXPECT_EQ(r.w(), 1);
  EXPECT_EQ(r.distribution, NullDistribution::normal);
  expect_relative(r.p, 0.006586552520355423);
}

TEST(SignedRank, ExactTailEqualsTheEnumerationOfAllSigns) {
  Sample differences;
  for (int n = 1; n <= 12; ++n) {
    differences.push_back((n % 3 == 0 ? -1.0 : 1.0) * (0.5 + ((n * 7) % 13)));
    const Sample zeros(differences.size(), 0.0);
    const SignedRank r = signed_rank(differences, zeros);
    EXPECT_EQ(r.distribution, NullDistribution::exact);
    expect_relative(r.p, signed_rank_p_slowly(differences));
  }
}

TEST(SignedRank, DropsPairsWithoutADifference) {
  const SignedRank r = signed_rank(Sample{5, 1, 7, 2, 4}, Sample{5, 0, 5, 5, 4});
  EXPECT_EQ(r.n, 3U);
  EXPECT_EQ(r.rank_sum_positive, 3);
  EXPECT_EQ(r.rank_sum_negative, 3);
  EXPECT_EQ(r.p, 1);
  EXPECT_EQ(signed_rank(kA, kA).p, 1);
  EXPECT_EQ(signed_rank(kA, kA).n, 0U);
}

TEST(SignedRank, EqualInfinitiesAreNoDifference) {
  const SignedRank r = signed_rank(Sample{kInf, kInf, 1}, Sample{kInf, 2, 3});
  EXPECT_EQ(r.n, 2U);
  EXPECT_EQ(r.rank_sum_positive, 2);
  EXPECT_THROW((void)signed_rank(kA, Sample{1}), Error);
  EXPECT_THROW((void)signed_rank(Sample{kNan}, Sample{1}), Error);
}

TEST(EffectSize, A12MatchesTheGoldenValuesAndItsDefinition) {
  EXPECT_DOUBLE_EQ(vargha_delaney_a12(kA, kB), 0.755);
  EXPECT_DOUBLE_EQ(vargha_delaney_a12(kA, kC), 0.995);
  EXPECT_DOUBLE_EQ(vargha_delaney_a12(kB, kC), 0.955);
  EXPECT_DOUBLE_EQ(vargha_delaney_a12(kC, kB), pairs_won_slowly(kC, kB) / 100);
}

TEST(EffectSize, HodgesLehmannIsTheMedianDifference) {
  EXPECT_DOUBLE_EQ(hodges_lehmann(Sample{1, 5, 9}, Sample{2, 3}), 2.5);
  EXPECT_DOUBLE_EQ(hodges_lehmann(Sample{kInf, kInf, 2}, Sample{kInf}), 0);
  // differences 3, -1, 2; Walsh averages 3, 1, 2.5, -1, 0.5, 2
  EXPECT_DOUBLE_EQ(hodges_lehmann_paired(Sample{5, 1, 4}, Sample{2, 2, 2}), 1.5);
  Sample shifted;
  for (const double b : kB) {
    shifted.push_back(b + 0.25);
  }
  EXPECT_NEAR(hodges_lehmann_paired(shifted, kB), 0.25, 1e-12);
  EXPECT_NEAR(hodges_lehmann(shifted, kB), 0.25, 0.011);
}

TEST(Correction, HolmMatchesTheGoldenValues) {
  const Sample p{0.057358324456602515, 0.0002098614483023182, 0.0006541871978496344};
  const Sample adjusted = adjust(p, Correction::holm);
  expect_relative(adjusted[0], 0.057358324456602515);
  expect_relative(adjusted[1], 0.0006295843449069545);
  expect_relative(adjusted[2], 0.0013083743956992689);
}

TEST(Correction, IsMonotoneAndOrderedByStrictness) {
  const Sample p{0.04, 0.001, 0.5, 0.011, 0.04, 0.9, 0.0005, 0.2};
  const Sample holm = adjust(p, Correction::holm);
  const Sample bonferroni = adjust(p, Correction::bonferroni);
  const Sample fdr = adjust(p, Correction::benjamini_hochberg);
  for (std::size_t i = 0; i < p.size(); ++i) {
    EXPECT_LE(p[i], fdr[i]);
    EXPECT_LE(fdr[i], holm[i]);
    EXPECT_LE(holm[i], bonferroni[i]);
    EXPECT_LE(holm[i], 1);
    for (std::size_t j = 0; j < p.size(); ++j) {
      if (p[i] <= p[j]) {
        EXPECT_LE(holm[i], holm[j]);
        EXPECT_LE(fdr[i], fdr[j]);
      }
    }
  }
  EXPECT_EQ(adjust(p, Correction::none), p);
}

TEST(Correction, BenjaminiHochbergStepsUp) {
  const Sample adjusted = adjust(Sample{0.01, 0.02, 0.03, 0.5}, Correction::benjamini_hochberg);
  EXPECT_DOUBLE_EQ(adjusted[0], 0.04);
  EXPECT_DOUBLE_EQ(adjusted[1], 0.04);
  EXPECT_DOUBLE_EQ(adjusted[2], 0.04);
  EXPECT_DOUBLE_EQ(adjusted[3], 0.5);
}

TEST(Correction, RefusesWhatIsNoProbability) {
  EXPECT_TRUE(adjust(Sample{}, Correction::holm).empty());
  EXPECT_THROW((void)adjust(Sample{-0.1}, Correction::holm), Error);
  EXPECT_THROW((void)adjust(Sample{kNan}, Correction::bonferroni), Error);
}

TEST(Friedman, MatchesTheGoldenValues) {
  Matrix values(3, 10);
  for (Index b = 0; b < 10; ++b) {
    const auto i = static_cast<std::size_t>(b);
    values.col(b) << kA[i], kB[i], kC[i];
  }
  const Friedman r = friedman(values, Direction::maximise);
  EXPECT_DOUBLE_EQ(r.mean_ranks[0], 1.15);
  EXPECT_DOUBLE_EQ(r.mean_ranks[1], 2.00);
  EXPECT_DOUBLE_EQ(r.mean_ranks[2], 2.85);
  expect_relative(r.chi_squared, 14.820512820512839);
  expect_relative(r.p, 0.0006050155424542324);
  expect_relative(r.iman_davenport_f, 25.752475247524877);
  expect_relative(r.iman_davenport_p, 5.239754035401388e-06, 1e-11);
  const Friedman mirrored = friedman(-values, Direction::minimise);
  EXPECT_EQ(mirrored.chi_squared, r.chi_squared);
}

TEST(Friedman, DegenerateBlocksAreDefined) {
  const Friedman ties = friedman(Matrix::Constant(4, 3, kInf), Direction::minimise);
  EXPECT_EQ(ties.chi_squared, 0);
  EXPECT_EQ(ties.p, 1);
  EXPECT_DOUBLE_EQ(ties.mean_ranks[2], 2.5);
  Matrix agreed(3, 4);
  agreed << 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3;
  const Friedman perfect = friedman(agreed, Direction::minimise);
  EXPECT_DOUBLE_EQ(perfect.chi_squared, 8);
  EXPECT_EQ(perfect.iman_davenport_f, kInf);
  EXPECT_EQ(perfect.iman_davenport_p, 0);
  const Friedman one_block = friedman(agreed.leftCols(1), Direction::minimise);
  EXPECT_TRUE(std::isnan(one_block.iman_davenport_f));
  EXPECT_EQ(one_block.iman_davenport_p, 1);
  EXPECT_THROW((void)friedman(Matrix::Zero(1, 5), Direction::minimise), Error);
  EXPECT_THROW((void)friedman(Matrix::Constant(2, 2, kNan), Direction::minimise), Error);
}

TEST(Nemenyi, MatchesTheGoldenDifferenceAndThePublishedTable) {
  expect_relative(nemenyi_critical_difference(3, 10, 0.05), 1.048134766009648, 1e-10);
  const Sample at_5{1.960, 2.344, 2.569, 2.728, 2.850, 2.948, 3.031, 3.102, 3.164};
  const Sample at_10{1.645, 2.052, 2.291, 2.460, 2.589, 2.693, 2.780, 2.855, 2.920};
  for (Index k = 2; k <= 10; ++k) {
    const auto i = static_cast<std::size_t>(k - 2);
    EXPECT_NEAR(nemenyi_q(k, 0.05), at_5[i], 0.00051);
    EXPECT_NEAR(nemenyi_q(k, 0.10), at_10[i], 0.00051);
  }
  // Two treatments: the ordinary two-sided normal quantile.
  EXPECT_NEAR(nemenyi_q(2, 0.05), 1.959963984540054, 1e-12);
  EXPECT_THROW((void)nemenyi_q(1, 0.05), Error);
  EXPECT_THROW((void)nemenyi_q(3, 0), Error);
  EXPECT_THROW((void)nemenyi_critical_difference(3, 0, 0.05), Error);
}

}  // namespace
}  // namespace vilfredo::suite
