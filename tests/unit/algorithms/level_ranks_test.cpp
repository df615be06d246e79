#include <vilfredo/algorithms/compression/level_switch.hpp>
#include <vilfredo/core/error.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <vector>

namespace vilfredo {
namespace {

CompressionLayout layout_of(std::vector<CompressionLayout::Unit> units, std::int64_t budget) {
  CompressionLayout layout;
  layout.units = std::move(units);
  layout.budget = budget;
  return layout;
}

CompressionLayout choose(int n, int k) {
  std::vector<CompressionLayout::Unit> units(static_cast<std::size_t>(n));
  for (auto& unit : units) {
    unit.size = {0, 1};
  }
  return layout_of(std::move(units), k);
}

// Bit-widths in no particular order, two groups.
CompressionLayout bit_widths() {
  return layout_of({{"q", {4, 2, 3}, 0},
                    {"k", {2, 3, 4}, 0},
                    {"up", {4, 3, 2}, 7},
                    {"down", {3, 2, 4}, 7},
                    {"gate", {2, 3, 4}, 7}},
                   14);
}

TEST(LevelRanks, StartsMeetTheBudgetAndDiffer) {
  for (const CompressionLayout& layout :
       {choose(16, 6), choose(5, 0), choose(5, 5), bit_widths()}) {
    const LevelRanks ranks(layout);
    Vector levels(ranks.units());
    for (std::uint64_t i = 0; i < 200; ++i) {
      Rng rng(3, Purpose::design, i);
      ranks.start(rng, levels);
      ASSERT_EQ(layout.total_size(levels), layout.budget);
    }
  }
}

TEST(LevelRanks, StartsOfAChoiceAreUniform) {
  // 4 of 6: 15 choices; chi-square with 14 degrees of freedom stays below 42.6 with probability
  // 0.9999, and the streams are fixed.
  const LevelRanks ranks(choose(6, 4));
  std::map<std::vector<double>, int> seen;
  Vector levels(6);
  constexpr int kDraws = 15000;
  for (int i = 0; i < kDraws; ++i) {
    Rng rng(4, Purpose::design, static_cast<std::uint64_t>(i));
    ranks.start(rng, levels);
    ++seen[std::vector<double>(levels.data(), levels.data() + levels.size())];
  }
  ASSERT_EQ(seen.size(), 15U);
  double chi_square = 0;
  for (const auto& entry : seen) {
    chi_square += std::pow(entry.second - kDraws / 15.0, 2) / (kDraws / 15.0);
  }
  EXPECT_LT(chi_square, 42.6);
}

TEST(LevelRanks, ASwitchMovesOneUnitUpAndAnotherOfItsGroupDown) {
  const CompressionLayout layout = bit_widths();
  const LevelRanks ranks(layout);
  Rng rng(5, Purpose::variation, 0);
  Vector levels(5);
  ranks.start(rng, levels);
  for (int i = 0; i < 20000; ++i) {
    const Vector before = levels;
    ASSERT_TRUE(ranks.switch_levels(rng, levels));
    ASSERT_EQ(layout.total_size(levels), layout.budget);
    std::map<std::int64_t, int> change;  // of size: group, of the units that moved
    for (Index u = 0; u < 5; ++u) {
      const auto& unit = layout.units[static_cast<std::size_t>(u)];
      const std::int64_t step = unit.size[static_cast<std::size_t>(levels[u])] -
                                unit.size[static_cast<std::size_t>(before[u])];
      if (step != 0) {
        ASSERT_TRUE(change.emplace(step, unit.group).second);
      }
    }
    ASSERT_EQ(change.size(), 2U);
    ASSERT_EQ(change.at(1), change.at(-1));
  }
}

TEST(LevelRanks, EverySwapOfAChoiceIsEquallyLikely) {
  // From 1 1 0 0 0: six swaps. Chi-square with 5 degrees of freedom, 0.9999: 25.7.
  const LevelRanks ranks(choose(5, 2));
  std::map<std::vector<double>, int> seen;
  constexpr int kDraws = 12000;
  for (int i = 0; i < kDraws; ++i) {
    Vector levels{{1, 1, 0, 0, 0}};
    Rng rng(6, Purpose::variation, static_cast<std::uint64_t>(i));
    ASSERT_TRUE(ranks.switch_levels(rng, levels));
    ++seen[std::vector<double>(levels.data(), levels.data() + levels.size())];
  }
  ASSERT_EQ(seen.size(), 6U);
  double chi_square = 0;
  for (const auto& entry : seen) {
    chi_square += std::pow(entry.second - kDraws / 6.0, 2) / (kDraws / 6.0);
  }
  EXPECT_LT(chi_square, 25.7);
}

TEST(LevelRanks, SaysSoWhenNothingCanMove) {
  const LevelRanks ranks(choose(4, 4));
  Vector levels = Vector::Ones(4);
  Rng rng(7, Purpose::variation, 0);
  EXPECT_FALSE(ranks.switch_levels(rng, levels));
  EXPECT_EQ(levels, Vector::Ones(4));
}

TEST(LevelRanks, RefusesLayoutsWhoseBudgetASwitchWouldBreak) {
  const auto refused = [](const CompressionLayout& layout) {
    try {
      const LevelRanks ranks(layout);
    } catch (const Error& error) {
      return error.code() == Errc::unsupported;
    }
    return false;
  };
  EXPECT_TRUE(refused(layout_of({{"a", {0, 1}, 0}, {"b", {0, 2}, 0}}, 2)));
  EXPECT_TRUE(refused(layout_of({{"a", {0, 1, 3}, 0}}, 1)));
  EXPECT_TRUE(refused(layout_of({{"a", {1, 1}, 0}, {"b", {0, 1}, 0}}, 1)));
  EXPECT_TRUE(refused(layout_of({{"a", {0, 2}, 0}, {"b", {0, 2}, 0}}, 3)));
  CompressionLayout at_most = choose(4, 2);
  at_most.exact_budget = false;
  EXPECT_TRUE(refused(at_most));
  EXPECT_FALSE(refused(choose(4, 2)));
}

}  // namespace
}  // namespace vilfredo
