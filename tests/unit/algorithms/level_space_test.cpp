#include <vilfredo/algorithms/compression/level_space.hpp>
#include <vilfredo/algorithms/compression/switch_count.hpp>
#include <vilfredo/core/error.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

using Aim = LevelSpace::Aim;
using Units = std::vector<CompressionLayout::Unit>;

std::shared_ptr<const CompressionLayout> layout_of(Units units,
                                                   std::int64_t budget,
                                                   bool exact = true) {
  auto layout = std::make_shared<CompressionLayout>();
  layout->units = std::move(units);
  layout->budget = budget;
  layout->exact_budget = exact;
  return layout;
}

std::shared_ptr<const CompressionLayout> choose(int n, int k) {
  return layout_of(Units(static_cast<std::size_t>(n), {.name = "u", .size = {1, 0}}), k);
}

/// Sizes without a common step beside 1: what a switch frees nobody else uses exactly.
std::shared_ptr<const CompressionLayout> unequal(std::int64_t budget, bool exact = true) {
  return layout_of({{"a", {40, 25, 11, 0}},
                    {"b", {33, 21, 9}},
                    {"c", {50, 27, 13, 0}},
                    {"d", {18, 12, 5}},
                    {"e", {29, 17, 0}},
                    {"f", {44, 30, 16, 3}}},
                   budget, exact);
}

std::shared_ptr<const CompressionLayout> two_groups() {
  auto layout = std::make_shared<CompressionLayout>();
  for (int i = 0; i < 5; ++i) {
    layout->units.push_back({"attn", {4, 0}, 1});
    layout->units.push_back({"mlp", {9, 6, 3, 0}, 2});
  }
  layout->group_budgets = {{1, 8}, {2, 24}};
  layout->budget = 32;
  return layout;
}

/// Four blocks that may be dropped, each with two layers whose bit-widths matter only if it is not.
std::shared_ptr<const CompressionLayout> blocks(std::int64_t budget) {
  auto layout = std::make_shared<CompressionLayout>();
  for (int b = 0; b < 4; ++b) {
    const auto owner = static_cast<Index>(layout->units.size());
    layout->units.push_back({.name = "block", .size = {1, 0}, .group = 0});
    for (int i = 0; i < 2; ++i) {
      layout->units.push_back(
          {.name = "linear", .size = {8, 6, 4}, .group = 1, .owner = owner, .owner_levels = {0}});
    }
  }
  layout->budget = budget;
  return layout;
}

std::int64_t group_total(const CompressionLayout& layout, int group, const Vector& levels) {
  std::int64_t total = 0;
  for (Index u = 0; u < levels.size(); ++u) {
    const auto& unit = layout.units[static_cast<std::size_t>(u)];
    total += unit.group == group ? unit.size[static_cast<std::size_t>(levels[u])] : 0;
  }
  return total;
}

TEST(LevelSpace, SwitchesKeepTheBudgetExactlyOnEveryKindOfLayout) {
  for (const auto& layout : {choose(12, 5), unequal(120), two_groups(), blocks(40)}) {
    const LevelSpace space(layout);
    Rng rng(1, Purpose::variation, 0);
    Vector levels(space.units());
    ASSERT_TRUE(space.random(rng, levels, layout->budget, Aim::exactly));
    int failed = 0;
    for (int i = 0; i < 20000; ++i) {
      const Vector before = levels;
      if (!space.switch_levels(rng, levels, layout->budget, Aim::exactly)) {
        ++failed;
        ASSERT_EQ(levels, before);
        continue;
      }
      ASSERT_NE(levels, before);
      ASSERT_EQ(layout->total_size(levels), layout->budget);  // checks the range of levels too
      for (const auto& share : layout->group_budgets) {
        ASSERT_EQ(group_total(*layout, share.group, levels), share.size);
      }
    }
    EXPECT_EQ(failed, 0) << layout->units.front().name;
  }
}

TEST(LevelSpace, ASwitchAmongEqualSizesMovesTwoUnits) {
  const LevelSpace space(two_groups());
  Rng rng(2, Purpose::variation, 0);
  Vector levels(space.units());
  ASSERT_TRUE(space.uniform(levels, 32, Aim::exactly));
  for (int i = 0; i < 5000; ++i) {
    const Vector before = levels;
    ASSERT_TRUE(space.switch_levels(rng, levels, 32, Aim::exactly));
    Index moved = 0;
    for (Index u = 0; u < levels.size(); ++u) {
      moved += levels[u] != before[u] ? 1 : 0;
      ASSERT_LE(std::abs(levels[u] - before[u]), 1);
    }
    ASSERT_EQ(moved, 2);
  }
}

double chi_square(const std::map<std::vector<double>, int>& seen, double expected) {
  double sum = 0;
  for (const auto& entry : seen) {
    sum += (entry.second - expected) * (entry.second - expected) / expected;
  }
  return sum;
}

TEST(LevelSpace, EverySwapAndEveryStartOfAChoiceIsEquallyLikely) {
  const LevelSpace space(choose(6, 2));
  std::map<std::vector<double>, int> swaps;
  std::map<std::vector<double>, int> starts;
  for (std::uint64_t i = 0; i < 16000; ++i) {
    Rng rng(3, Purpose::variation, i);
    Vector levels{{0, 0, 1, 1, 1, 1}};
    ASSERT_TRUE(space.switch_levels(rng, levels, 2, Aim::exactly));
    ++swaps[{levels.begin(), levels.end()}];
    ASSERT_TRUE(space.random(rng, levels, 2, Aim::exactly));
    ++starts[{levels.begin(), levels.end()}];
  }
  // 8 swaps and 15 starts; chi-square exceeds these with probability 1e-4. Streams are fixed.
  ASSERT_EQ(swaps.size(), 8U);
  EXPECT_LT(chi_square(swaps, 2000), 29.9);
  ASSERT_EQ(starts.size(), 15U);
  EXPECT_LT(chi_square(starts, 16000.0 / 15), 42.6);
}

TEST(LevelSpace, UnitsThatGoDownAndUpAreDrawnUniformly) {
  // Three levels; units 0 and 1 can go down, 1 and 2 up: (0,1), (0,2), (1,2) move with probability
  // 1/4, 1/4 and 1/2.
  const LevelSpace space(layout_of({{"a", {2, 1}}, {"b", {2, 1, 0}}, {"c", {1, 0}}}, 3));
  std::map<std::vector<double>, int> seen;
  for (std::uint64_t i = 0; i < 16000; ++i) {
    Rng rng(4, Purpose::variation, i);
    Vector levels{{0, 1, 1}};
    ASSERT_TRUE(space.switch_levels(rng, levels, 3, Aim::exactly));
    ++seen[{levels.begin(), levels.end()}];
  }
  ASSERT_EQ(seen.size(), 3U);
  // Four standard deviations.
  EXPECT_NEAR((seen[{1, 0, 1}]), 4000, 220);
  EXPECT_NEAR((seen[{1, 1, 0}]), 4000, 220);
  EXPECT_NEAR((seen[{0, 2, 0}]), 8000, 253);
}

TEST(LevelSpace, ASwitchTakesAnExactPartnerWhereThereIsOne) {
  const LevelSpace space(
      layout_of({{"a", {4, 0}}, {"b", {4, 0}}, {"c", {6, 0}}, {"d", {6, 0}}}, 10));
  std::map<std::vector<double>, int> seen;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    Rng rng(10, Purpose::variation, i);
    Vector levels{{0, 1, 0, 1}};
    ASSERT_TRUE(space.switch_levels(rng, levels, 10, Aim::exactly));
    ++seen[{levels.begin(), levels.end()}];
  }
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_TRUE(seen.contains({1, 0, 0, 1}) && seen.contains({0, 1, 1, 0}));
}

TEST(LevelSpace, GroupsAreDrawnInProportionToTheirUnits) {
  Units units(9, {.name = "u", .size = {1, 0}, .group = 0});
  units[6].group = units[7].group = units[8].group = 1;
  const LevelSpace space(layout_of(units, 4));
  int second = 0;
  for (std::uint64_t i = 0; i < 9000; ++i) {
    Rng rng(5, Purpose::variation, i);
    Vector levels{{0, 0, 1, 1, 1, 1, 0, 0, 1}};
    ASSERT_TRUE(space.switch_levels(rng, levels, 4, Aim::exactly));
    second += levels[6] == 0 && levels[7] == 0 && levels[8] == 1 ? 0 : 1;
  }
  EXPECT_NEAR(second, 3000, 4 * std::sqrt(9000 * 2.0 / 9));
}

TEST(LevelSpace, DrawsTheNumberOfSwitchesWithThePublishedProbabilities) {
  std::map<int, int> min_of_two;
  std::map<int, int> mostly_one;
  for (std::uint64_t i = 0; i < 90000; ++i) {
    Rng rng(6, Purpose::variation, i);
    ++min_of_two[draw_switches(SwitchCount::min_of_two, rng)];
    ++mostly_one[draw_switches(SwitchCount::mostly_one, rng)];
    ASSERT_EQ(draw_switches(SwitchCount::one, rng), 1);
  }
  EXPECT_NEAR(min_of_two[1], 50000, 600);
  EXPECT_NEAR(min_of_two[2], 30000, 570);
  EXPECT_NEAR(min_of_two[3], 10000, 380);
  EXPECT_NEAR(mostly_one[1], 90000 * (0.7 + 0.3 * 5 / 9), 420);
  EXPECT_NEAR(mostly_one[3], 3000, 220);
}

TEST(LevelSpace, RepairMeetsEveryReachableTotal) {
  // All totals of the six units, by trying everything.
  const LevelSpace space(unequal(120, false));
  std::map<std::int64_t, int> totals;
  Vector levels = Vector::Zero(6);
  for (int code = 0; code < 4 * 3 * 4 * 3 * 3 * 4; ++code) {
    int rest = code;
    for (Index u = 0; u < 6; ++u) {
      levels[u] = rest % space.level_count(u);
      rest /= space.level_count(u);
    }
    ++totals[space.total_size(levels)];
  }
  int missed = 0;
  int tried = 0;
  for (const auto& [total, ways] : totals) {
    Rng rng(7, Purpose::design, static_cast<std::uint64_t>(total));
    ++tried;
    if (!space.random(rng, levels, total, Aim::exactly)) {
      ++missed;
    } else {
      ASSERT_EQ(space.total_size(levels), total);
    }
  }
  EXPECT_GT(tried, 150);
  EXPECT_LE(missed, tried / 50) << "a bounded search may miss a total met by one genome only";
}

TEST(LevelSpace, AtMostFillsAsMuchAsFits) {
  const LevelSpace space(layout_of({{"a", {10, 0}}, {"b", {10, 0}}, {"c", {7, 0}}}, 19, false));
  Vector levels(3);
  for (std::uint64_t i = 0; i < 200; ++i) {
    Rng rng(8, Purpose::design, i);
    ASSERT_TRUE(space.random(rng, levels, 19, Aim::at_most));
    const std::int64_t total = space.total_size(levels);
    ASSERT_LE(total, 19);
    ASSERT_GE(total, 10) << "another unit still fits";
  }
}

TEST(LevelSpace, UniformIsAsEvenAsTheBudgetAllows) {
  const auto sparsity = layout_of(Units(7, {.name = "u", .size = {40, 30, 20, 10, 0}}), 140);
  const LevelSpace even(sparsity);
  Vector levels(7);
  ASSERT_TRUE(even.uniform(levels, 140, Aim::exactly));
  EXPECT_EQ(levels, Vector::Constant(7, 2));
  ASSERT_TRUE(even.uniform(levels, 170, Aim::exactly));
  EXPECT_EQ((levels.array() == 1).count(), 3);
  EXPECT_EQ((levels.array() == 2).count(), 4);
  // Three of twelve kept: every fourth.
  const LevelSpace depth(choose(12, 3));
  levels.resize(12);
  ASSERT_TRUE(depth.uniform(levels, 3, Aim::exactly));
  EXPECT_EQ(levels, (Vector{{1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0}}));
  const LevelSpace odd(unequal(120));
  levels.resize(6);
  ASSERT_TRUE(odd.uniform(levels, 120, Aim::exactly));
  EXPECT_EQ(odd.total_size(levels), 120);
}

TEST(LevelSpace, NamesTheNearestTotalsOfABudgetThatNothingMeets) {
  try {
    const LevelSpace space(layout_of({{"a", {8, 0}}, {"b", {20, 0}}}, 12));
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("nearest totals are 8 and 20"), std::string::npos)
        << error.what();
  }
  EXPECT_THROW(LevelSpace(nullptr), Error);
}

TEST(LevelSpace, SaysSoWhenNothingCanMove) {
  // All kept; one-level units; a single unit free.
  for (const auto& layout : {choose(4, 4), layout_of({{"a", {3}}, {"b", {2}}}, 5),
                             layout_of({{"a", {3, 1}}, {"b", {2}}}, 5)}) {
    const LevelSpace space(layout);
    Vector levels = Vector::Zero(space.units());
    Rng rng(9, Purpose::variation, 0);
    EXPECT_FALSE(space.switch_levels(rng, levels, layout->budget, Aim::exactly));
    EXPECT_EQ(levels, Vector::Zero(space.units()));
  }
}

}  // namespace
}  // namespace vilfredo
