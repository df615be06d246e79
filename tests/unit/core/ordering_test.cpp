#include "vilfredo/core/ordering.hpp"

#include "vilfredo/core/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <set>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double uniform(std::mt19937_64& engine) {
  return static_cast<double>(engine() >> 11) * 0x1p-53;
}

struct Family {
  const char* name;
  std::function<double(std::mt19937_64&)> draw;
};

/// Each steers the choice of method another way.
std::vector<Family> families() {
  return {{"uniform", uniform},
          {"skewed", [](auto& e) { return std::pow(uniform(e), 12); }},
          {"signed and skewed", [](auto& e) { return std::pow(2 * uniform(e) - 1, 31); }},
          {"few levels", [](auto& e) { return static_cast<double>(e() % 5) / 5; }},
          {"two levels far apart", [](auto& e) { return e() % 2 == 0 ? -1e-300 : 1e300; }},
          {"clustered", [](auto& e) { return static_cast<double>(e() % 3) + 1e-13 * uniform(e); }},
          {"an outlier", [](auto& e) { return e() % 100 == 0 ? 1e9 : uniform(e); }},
          {"crowded corner",
           [](auto& e) { return e() % 40 == 0 ? 0.5 + 1e-9 * uniform(e) : uniform(e); }},
          {"any bits",
           [](auto& e) {
             const double value = std::bit_cast<double>(e());
             return std::isnan(value) ? 0.0 : value;
           }},
          {"infinities", [](auto& e) { return e() % 3 == 0 ? kInfinity : -kInfinity; }},
          {"zeros of both signs", [](auto& e) { return e() % 2 == 0 ? 0.0 : -0.0; }},
          {"crowded above an offset",
           [](auto& e) { return 0.1 + std::pow(static_cast<double>(e() >> 11) * 0x1p-53, 12); }},
          {"two scales of clumps",
           [](auto& e) {
             const auto clump = static_cast<double>(e() % 5);
             return clump + 1e-9 * static_cast<double>(e() % 4) +
                    1e-15 * static_cast<double>(e() % 50);
           }},
          {"subnormal", [](auto& e) { return 5e-324 * static_cast<double>(e() % 1000); }},
          {"whole range", [](auto& e) { return (e() % 2 == 0 ? 1 : -1) * 1.7e308 * uniform(e); }},
          {"constant", [](auto&) { return 3.25; }}};
}

const std::vector<std::size_t> kSizes = {0,   1,   2,    23,   24,   25,   26,
                                         100, 333, 1199, 1200, 5000, 70000};

std::vector<std::uint32_t> stable_order(const std::vector<double>& values) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  return order;
}

TEST(Argsort, EqualsAStableSortWhateverTheDistribution) {
  std::mt19937_64 engine(1);
  OrderingWorkspace workspace;
  for (const Family& family : families()) {
    for (const std::size_t n : kSizes) {
      std::vector<double> values(n);
      std::generate(values.begin(), values.end(), [&] { return family.draw(engine); });
      std::vector<std::uint32_t> order(n, 77);
      argsort(values.data(), 1, n, order.data(), workspace);
      ASSERT_EQ(order, stable_order(values)) << family.name << ", n = " << n;
    }
  }
}

TEST(Argsort, ReadsWithAStrideAndIgnoresWhatAWorkspaceHolds) {
  std::mt19937_64 engine(2);
  OrderingWorkspace workspace;
  for (int repeat = 0; repeat < 50; ++repeat) {
    const std::size_t n = engine() % 400;
    const std::size_t stride = 1 + engine() % 4;
    std::vector<double> spread(n * stride);
    std::generate(spread.begin(), spread.end(), [&] { return uniform(engine); });
    std::vector<double> values(n);
    for (std::size_t j = 0; j < n; ++j) {
      values[j] = spread[j * stride];
    }
    std::vector<std::uint32_t> order(n);
    argsort(spread.data(), stride, n, order.data(), workspace);
    ASSERT_EQ(order, stable_order(values));
  }
}

template <class Rank>
void expect_dense_ranks(std::mt19937_64& engine, std::size_t distinct_limit) {
  OrderingWorkspace workspace;
  for (const Family& family : families()) {
    for (const std::size_t n : kSizes) {
      std::vector<double> values(n);
      std::generate(values.begin(), values.end(), [&] { return family.draw(engine); });
      const std::set<double> distinct(values.begin(), values.end());
      std::vector<Rank> ranks(n);
      std::vector<double> levels(n);
      if (distinct.size() > distinct_limit) {
        EXPECT_THROW(dense_ranks(values.data(), 1, n, ranks.data(), levels.data(), workspace),
                     Error);
        continue;
      }
      ASSERT_EQ(dense_ranks(values.data(), 1, n, ranks.data(), levels.data(), workspace),
                distinct.size());
      levels.resize(distinct.size());
      ASSERT_TRUE(std::equal(distinct.begin(), distinct.end(), levels.begin(), levels.end()));
      for (std::size_t j = 0; j < n; ++j) {
        ASSERT_EQ(static_cast<std::ptrdiff_t>(ranks[j]),
                  std::lower_bound(levels.begin(), levels.end(), values[j]) - levels.begin());
      }
      std::vector<Rank> again(n);
      dense_ranks(values.data(), 1, n, again.data(), nullptr, workspace);
      ASSERT_EQ(again, ranks);
    }
  }
}

TEST(DenseRanks, CountTheDistinctSmallerValues) {
  std::mt19937_64 engine(3);
  expect_dense_ranks<std::uint8_t>(engine, 256);
  expect_dense_ranks<std::uint16_t>(engine, 65536);
  expect_dense_ranks<std::uint32_t>(engine, ~std::size_t{0});
}

TEST(KeySorter, CarriesAPayloadAlong) {
  std::mt19937_64 engine(4);
  KeySorter<double> sorter;
  for (const std::size_t n : kSizes) {
    auto* items = sorter.items(n);
    std::multiset<std::pair<double, double>> expected;
    for (std::size_t k = 0; k < n; ++k) {
      items[k] = {std::floor(100 * uniform(engine)), uniform(engine)};
      expected.emplace(items[k].key, items[k].payload);
    }
    const auto* sorted = sorter.sort(n);
    std::multiset<std::pair<double, double>> found;
    for (std::size_t k = 0; k < n; ++k) {
      found.emplace(sorted[k].key, sorted[k].payload);
      ASSERT_TRUE(k == 0 || sorted[k - 1].key <= sorted[k].key);
    }
    ASSERT_EQ(found, expected);
  }
}

}  // namespace
}  // namespace vilfredo
