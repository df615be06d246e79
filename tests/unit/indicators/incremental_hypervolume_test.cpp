#include "vilfredo/indicators/incremental_hypervolume.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/pareto_archive.hpp"
#include "vilfredo/core/state.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace vilfredo {
namespace {

using test::Draws;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double batch(const std::vector<std::pair<double, double>>& points, const Vector& reference) {
  Matrix f(2, static_cast<Index>(points.size()));
  for (std::size_t j = 0; j < points.size(); ++j) {
    f.col(static_cast<Index>(j)) << points[j].first, points[j].second;
  }
  return hypervolume(f, reference);
}

TEST(IncrementalHypervolume2D, FollowsTheHypervolumeExactlyOnALattice) {
  Draws draws(1);
  const Vector reference = Vector::Constant(2, 12);
  for (int repeat = 0; repeat < 50; ++repeat) {
    IncrementalHypervolume2D incremental(reference);
    std::vector<std::pair<double, double>> points;
    for (int step = 0; step < 40; ++step) {
      const auto x = static_cast<double>(draws.below(14));
      const auto y = static_cast<double>(draws.below(14));
      const double before = batch(points, reference);
      points.emplace_back(x, y);
      const double after = batch(points, reference);
      ASSERT_EQ(incremental.insert(x, y), after - before);
      ASSERT_EQ(incremental.value(), after);
    }
  }
}

TEST(IncrementalHypervolume2D, TakesPointsBack) {
  Draws draws(2);
  const Vector reference = Vector::Constant(2, 1.1);
  const Matrix f = draws.sphere(2, 200);
  IncrementalHypervolume2D incremental(reference);
  std::vector<std::pair<double, double>> points;
  for (Index j = 0; j < f.cols(); ++j) {
    points.emplace_back(f(0, j), f(1, j));
    incremental.insert(f(0, j), f(1, j));
  }
  EXPECT_EQ(incremental.size(), 200);
  while (!points.empty()) {
    const auto [x, y] = points.back();
    points.pop_back();
    const double before = incremental.value();
    const double loss = incremental.remove(x, y);
    const double value = batch(points, reference);
    EXPECT_NEAR(incremental.value(), value, 1e-13 * value);
    EXPECT_NEAR(before - loss, value, 1e-13 * before);
    EXPECT_EQ(incremental.remove(x, y), 0);
  }
  EXPECT_EQ(incremental.value(), 0);
}

TEST(IncrementalHypervolume2D, KeepsItsDigitsWhenLargePointsComeAndGo) {
  // What the large points add and take away is not the same sum of rectangles, so it does not
  // cancel bit for bit.
  IncrementalHypervolume2D incremental(Vector::Ones(2));
  incremental.insert(0, 1 - 1e-9);
  const double small = incremental.value();
  for (int k = 0; k < 1000; ++k) {
    const double shift = 1e-4 / 3 * k;
    incremental.insert(0.5 + shift, -1e12 / 7);
    incremental.insert(0.7 + shift, -1e12 / 3);
    incremental.remove(0.5 + shift, -1e12 / 7);
    incremental.remove(0.7 + shift, -1e12 / 3);
    ASSERT_EQ(incremental.size(), 1);
    ASSERT_NEAR(incremental.value(), small, 1e-13 * small);
  }
}

TEST(IncrementalHypervolume2D, IgnoresWhatDoesNotCount) {
  IncrementalHypervolume2D incremental(Vector::Ones(2));
  EXPECT_EQ(incremental.insert(1, 0), 0);
  EXPECT_EQ(incremental.insert(0, 1), 0);
  EXPECT_EQ(incremental.insert(kInfinity, 0), 0);
  EXPECT_EQ(incremental.size(), 0);
  EXPECT_EQ(incremental.insert(0.5, 0.5), 0.25);
  EXPECT_EQ(incremental.insert(0.5, 0.5), 0);
  EXPECT_EQ(incremental.insert(0.75, 0.5), 0);
  EXPECT_EQ(incremental.insert(0.5, 0.25), 0.125);
  EXPECT_EQ(incremental.size(), 1);
  EXPECT_EQ(incremental.remove(0.5, 0.5), 0);
  EXPECT_EQ(incremental.insert(0.25, 0.25), 0.1875);
  EXPECT_EQ(incremental.size(), 1);
}

TEST(IncrementalHypervolume2D, OverflowsToInfinityAndComesBack) {
  IncrementalHypervolume2D incremental(Vector::Constant(2, 1e160));
  incremental.insert(0, 0);
  EXPECT_EQ(incremental.value(), kInfinity);
  incremental.insert(-1e100, 1e160 * (1 - 0x1p-50));
  EXPECT_EQ(incremental.value(), kInfinity);
  incremental.remove(0, 0);
  EXPECT_EQ(incremental.value(),
            batch({{-1e100, 1e160 * (1 - 0x1p-50)}}, Vector::Constant(2, 1e160)));
  EXPECT_LT(incremental.value(), kInfinity);
  incremental.remove(-1e100, 1e160 * (1 - 0x1p-50));
  EXPECT_EQ(incremental.value(), 0);
  EXPECT_THROW(incremental.insert(-kInfinity, 0), Error);
  EXPECT_THROW(incremental.insert(0, std::nan("")), Error);
  EXPECT_THROW(IncrementalHypervolume2D(Vector::Ones(3)), Error);
  EXPECT_THROW(IncrementalHypervolume2D(Vector::Constant(2, kInfinity)), Error);
}

TEST(IncrementalHypervolume2D, ListensToAnArchive) {
  Draws draws(3);
  const Vector reference = Vector::Constant(2, 0.9);
  ParetoArchive archive(2, 1);
  IncrementalHypervolume2D incremental(reference);
  const double x = 0;
  for (Id id = 0; id < 3000; ++id) {
    if (id == 500) {
      archive.attach(incremental);  // told of the members so far
    }
    // Ever better points, so that many are displaced.
    const Vector f = draws.cube(2, 1).col(0) * (1.0 - 0.0002 * static_cast<double>(id));
    archive.insert(id, f.data(), &x);
    if (id % 7 == 0 && archive.size() > 0) {
      archive.remove(archive.ids()[static_cast<std::size_t>(draws.below(archive.size()))]);
    }
    if (id >= 500 && id % 50 == 0) {
      const double value = hypervolume(archive.f(), reference);
      ASSERT_NEAR(incremental.value(), value, 1e-13 * value);
    }
  }
}

TEST(IncrementalHypervolume2D, ContinuesBitForBitFromItsState) {
  Draws draws(4);
  IncrementalHypervolume2D incremental(Vector::Ones(2));
  for (int k = 0; k < 100; ++k) {
    incremental.insert(draws.uniform(), draws.uniform());
  }
  StateIo out = StateIo::writer();
  incremental.persist(out);
  StateIo in = StateIo::reader(out.bytes());
  IncrementalHypervolume2D copy(Vector::Ones(2));
  copy.persist(in);
  for (int k = 0; k < 200; ++k) {
    const double x = 0.3 * draws.uniform();
    const double y = 0.3 * draws.uniform();
    EXPECT_EQ(incremental.insert(x, y), copy.insert(x, y));
    EXPECT_EQ(incremental.value(), copy.value());
    if (k % 10 == 0) {
      EXPECT_EQ(incremental.remove(x, y), copy.remove(x, y));
    }
  }
  EXPECT_EQ(incremental.size(), copy.size());
}

}  // namespace
}  // namespace vilfredo
