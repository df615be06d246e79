#include <vilfredo/algorithms/compression/additive_allocation.hpp>
#include <vilfredo/core/error.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Instance {
  std::shared_ptr<CompressionLayout> layout = std::make_shared<CompressionLayout>();
  LevelErrors errors;
};

Instance random_instance(std::uint64_t seed, std::int64_t step) {
  Rng rng(seed, Purpose::user, 0);
  Instance out;
  for (int u = 0; u < 6; ++u) {
    CompressionLayout::Unit unit{"u", {}, u % 2};
    std::vector<double> errors;
    const auto levels = 2 + rng.below(3);
    for (std::uint64_t l = 0; l < levels; ++l) {
      unit.size.push_back(3 + step * static_cast<std::int64_t>(rng.below(9)));
      errors.push_back(rng.below(8) == 0 ? kInfinity : rng.uniform());
    }
    errors.front() = rng.uniform();
    out.layout->units.push_back(unit);
    out.errors.push_back(errors);
  }
  out.layout->budget = 1'000'000;
  out.layout->exact_budget = false;
  return out;
}

/// Least error of every total, by trying everything.
std::map<std::int64_t, double> brute_force(const Instance& instance) {
  std::map<std::int64_t, double> best;
  Vector levels = Vector::Zero(6);
  const auto& units = instance.layout->units;
  for (;;) {
    double error = 0;
    for (std::size_t u = 0; u < 6; ++u) {
      error += instance.errors[u][static_cast<std::size_t>(levels[static_cast<Index>(u)])];
    }
    const std::int64_t total = instance.layout->total_size(levels);
    if (std::isfinite(error)) {
      const auto [at, fresh] = best.try_emplace(total, error);
      at->second = std::min(at->second, error);
    }
    Index u = 0;
    while (u < 6 &&
           ++levels[u] == static_cast<double>(units[static_cast<std::size_t>(u)].size.size())) {
      levels[u++] = 0;
    }
    if (u == 6) {
      return best;
    }
  }
}

std::vector<Index> all_units() {
  std::vector<Index> out(6);
  std::iota(out.begin(), out.end(), Index{0});
  return out;
}

double error_of(const Instance& instance, const Vector& levels) {
  double error = 0;
  for (std::size_t u = 0; u < 6; ++u) {
    error += instance.errors[u][static_cast<std::size_t>(levels[static_cast<Index>(u)])];
  }
  return error;
}

TEST(AdditiveAllocation, IsTheLeastErrorOfEveryTotal) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Instance instance = random_instance(seed, seed % 2 == 0 ? 1 : 1000);
    const auto expected = brute_force(instance);
    const AdditiveAllocation table(*instance.layout, all_units(), instance.errors);
    EXPECT_FALSE(table.rounded());
    const auto totals = table.totals();
    ASSERT_EQ(totals.size(), expected.size());
    std::size_t i = 0;
    for (const auto& [total, error] : expected) {
      ASSERT_EQ(totals[i++], total);
      ASSERT_NEAR(table.error(total), error, 1e-12);
      Vector levels(6);
      ASSERT_TRUE(table.decode(total, levels));
      ASSERT_EQ(instance.layout->total_size(levels), total);
      ASSERT_NEAR(error_of(instance, levels), error, 1e-12);
      ASSERT_EQ(table.error(total + 1) < kInfinity, expected.contains(total + 1));
    }
  }
}

TEST(AdditiveAllocation, RoundedSizesNeverExceedWhatIsAsked) {
  Instance instance = random_instance(3, 1);
  for (auto& unit : instance.layout->units) {
    for (auto& size : unit.size) {
      size = size * 10'000'019 + 7 * size * size;
    }
  }
  const auto exact = brute_force(instance);
  const AdditiveAllocation table(*instance.layout, all_units(), instance.errors, 1000);
  ASSERT_TRUE(table.rounded());
  for (const auto& [total, error] : exact) {
    Vector levels(6);
    if (table.decode(total, levels)) {
      EXPECT_LE(instance.layout->total_size(levels), total);
    }
  }
}

TEST(AdditiveAllocation, AllocatesAtMostAndExactlyAndByGroup) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Instance instance = random_instance(seed, 1);
    const auto expected = brute_force(instance);
    Vector levels(6);
    double best = kInfinity;
    for (const auto& [total, error] : expected) {
      best = std::min(best, error);
      const LevelSpace at_most(instance.layout);
      ASSERT_TRUE(allocate_additively(at_most, instance.errors, total, levels));
      ASSERT_NEAR(error_of(instance, levels), best, 1e-12);
      auto exact_layout = std::make_shared<CompressionLayout>(*instance.layout);
      exact_layout->budget = total;
      exact_layout->exact_budget = true;
      ASSERT_TRUE(allocate_additively(LevelSpace(exact_layout), instance.errors, total, levels));
      ASSERT_NEAR(error_of(instance, levels), error, 1e-12);
    }
  }
}

TEST(AdditiveAllocation, RefusesWhatDoesNotMatch) {
  Instance instance = random_instance(1, 1);
  instance.errors[2].pop_back();
  EXPECT_THROW(AdditiveAllocation(*instance.layout, all_units(), instance.errors), Error);
  instance = random_instance(1, 1);
  instance.layout->units[3].owner = 0;
  instance.layout->units[3].owner_levels = {0};
  EXPECT_THROW(AdditiveAllocation(*instance.layout, all_units(), instance.errors), Error);
}

}  // namespace
}  // namespace vilfredo
