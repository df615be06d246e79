#include <vilfredo/core/error.hpp>
#include <vilfredo/core/structure.hpp>

#include <gtest/gtest.h>

#include <string>

namespace vilfredo {
namespace {

/// A depth gene that owns two bit-width genes, one of which owns a third, and an independent unit.
CompressionLayout nested() {
  CompressionLayout layout;
  layout.units = {{.name = "block", .size = {5, 0}},
                  {.name = "q", .size = {4, 2}, .owner = 0, .owner_levels = {0}},
                  {.name = "fine", .size = {3, 1}, .owner = 1, .owner_levels = {1}},
                  {.name = "free", .size = {7, 6}}};
  layout.budget = 10;
  layout.exact_budget = false;
  return layout;
}

TEST(CompressionLayout, CountsActiveUnitsOnly) {
  const CompressionLayout layout = nested();
  EXPECT_NO_THROW(layout.check());
  EXPECT_TRUE(layout.has_activity());
  EXPECT_EQ(layout.total_size(Vector{{0, 0, 0, 0}}), 5 + 4 + 7);
  EXPECT_EQ(layout.total_size(Vector{{0, 1, 0, 0}}), 5 + 2 + 3 + 7);
  EXPECT_EQ(layout.total_size(Vector{{1, 1, 0, 0}}), 0 + 7);
  EXPECT_FALSE(layout.is_active(2, Vector{{1, 1, 0, 0}}));
  EXPECT_TRUE(layout.is_active(2, Vector{{0, 1, 0, 0}}));
}

TEST(CompressionLayout, EqualModelsHaveEqualColumns) {
  const CompressionLayout layout = nested();
  Vector a{{1, 1, 1, 1}};
  Vector b{{1, 0, 1, 1}};
  layout.canonicalise(a);
  layout.canonicalise(b);
  EXPECT_EQ(a, b);
  EXPECT_EQ(a, (Vector{{1, 0, 0, 1}}));
  Vector active{{0, 1, 1, 1}};
  layout.canonicalise(active);
  EXPECT_EQ(active, (Vector{{0, 1, 1, 1}}));
}

std::string refusal(const CompressionLayout& layout) {
  try {
    layout.check();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(CompressionLayout, SaysWhatIsWrong) {
  CompressionLayout layout = nested();
  layout.units[1].owner = 1;
  EXPECT_NE(refusal(layout).find("owner must come earlier"), std::string::npos);
  layout = nested();
  layout.units[1].owner_levels = {2};
  EXPECT_NE(refusal(layout).find("level 2 of its owner"), std::string::npos);
  layout = nested();
  layout.units[1].owner_levels.clear();
  EXPECT_NE(refusal(layout).find("no level of its owner"), std::string::npos);
  layout = nested();
  layout.units[3].size[0] = -1;
  EXPECT_NE(refusal(layout).find("negative size"), std::string::npos);
  layout = nested();
  layout.units[3].labels = {"one"};
  EXPECT_NE(refusal(layout).find("1 labels for 2 levels"), std::string::npos);
  layout = nested();
  layout.budget = 5;
  EXPECT_NE(refusal(layout).find("run from 6"), std::string::npos);
  layout = nested();
  layout.group_budgets = {{0, 10}};
  EXPECT_NE(refusal(layout).find("exact budget"), std::string::npos);
}

TEST(CompressionLayout, BudgetsOfGroupsCoverEachGroupOnce) {
  CompressionLayout layout;
  layout.units = {{"a", {1, 0}, 3}, {"b", {1, 0}, 3}, {"c", {2, 0}, 9}};
  layout.budget = 3;
  layout.group_budgets = {{3, 1}, {9, 2}};
  EXPECT_EQ(refusal(layout), "");
  layout.group_budgets = {{3, 3}};
  EXPECT_NE(refusal(layout).find("cannot be met"), std::string::npos);
  layout.group_budgets = {{3, 1}};
  EXPECT_NE(refusal(layout).find("group 9 has no budget"), std::string::npos);
  layout.group_budgets = {{3, 1}, {3, 1}};
  EXPECT_NE(refusal(layout).find("twice"), std::string::npos);
  layout.group_budgets = {{3, 2}, {9, 2}};
  EXPECT_NE(refusal(layout).find("total 4, not 3"), std::string::npos);
}

}  // namespace
}  // namespace vilfredo
