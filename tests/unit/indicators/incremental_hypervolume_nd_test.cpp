#include "vilfredo/indicators/incremental_hypervolume_nd.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace vilfredo {
namespace {

using test::Draws;

std::span<const double> entries(const Vector& f) {
  return {f.data(), static_cast<std::size_t>(f.size())};
}

TEST(IncrementalHypervolume, FollowsTheHypervolumeExactlyOnALattice) {
  Draws draws(1);
  for (Index d = 3; d <= 5; ++d) {
    const Vector reference = Vector::Constant(d, 8);
    for (int repeat = 0; repeat < 5; ++repeat) {
      IncrementalHypervolume incremental(reference);
      for (int k = 0; k < 60; ++k) {
        const Vector f = draws.lattice(d, 1, 9).col(0);
        const double before = incremental.value();
        const double gain = incremental.insert(entries(f));
        ASSERT_EQ(incremental.value(), hypervolume(incremental.points(), reference));
        ASSERT_EQ(incremental.value(), before + gain);
        if (k % 3 == 2 && incremental.size() > 0) {
          const Vector member = incremental.points().col(draws.below(incremental.size()));
          const double with = incremental.value();
          const double loss = incremental.remove(entries(member));
          ASSERT_EQ(incremental.value(), hypervolume(incremental.points(), reference));
          ASSERT_EQ(incremental.value(), with - loss);
        }
      }
    }
  }
}

TEST(IncrementalHypervolume, ListensToAnArchive) {
  Draws draws(2);
  for (Index d = 3; d <= 4; ++d) {
    const Vector reference = Vector::Constant(d, 0.95);
    ParetoArchive archive(d, 1);
    IncrementalHypervolume incremental(reference);
    const double x = 0;
    for (Id id = 0; id < 1500; ++id) {
      if (id == 300) {
        archive.attach(incremental);
      }
      // Ever better points, so that many are displaced.
      const Vector f = draws.sphere(d, 1).col(0) * (1.0 - 0.0002 * static_cast<double>(id));
      archive.insert(id, f.data(), &x);
      if (id % 7 == 0 && archive.size() > 0) {
        archive.remove(archive.ids()[static_cast<std::size_t>(draws.below(archive.size()))]);
      }
      if (id >= 300 && id % 100 == 0) {
        const double value = hypervolume(archive.f(), reference);
        ASSERT_NEAR(incremental.value(), value, 1e-12 * value);
      }
    }
  }
}

TEST(IncrementalHypervolume, IgnoresWhatDoesNotCount) {
  IncrementalHypervolume incremental(Vector::Ones(3));
  const std::vector<double> outside = {0.5, 1.0, 0.2};
  const std::vector<double> inside = {0.5, 0.5, 0.5};
  const std::vector<double> worse = {0.5, 0.75, 0.5};
  EXPECT_EQ(incremental.insert(outside), 0);
  EXPECT_EQ(incremental.insert(inside), 0.125);
  EXPECT_EQ(incremental.insert(inside), 0);
  EXPECT_EQ(incremental.insert(worse), 0);
  EXPECT_EQ(incremental.remove(worse), 0);
  EXPECT_EQ(incremental.size(), 1);
  EXPECT_EQ(incremental.remove(inside), 0.125);
  EXPECT_EQ(incremental.value(), 0);
  const std::vector<double> unordered = {0.5, std::nan(""), 0.5};
  const std::vector<double> infinite = {0.5, -std::numeric_limits<double>::infinity(), 0.5};
  const std::vector<double> short_one = {0.5, 0.5};
  EXPECT_THROW(incremental.insert(unordered), Error);
  EXPECT_THROW(incremental.insert(infinite), Error);
  EXPECT_THROW(incremental.insert(short_one), Error);
  EXPECT_THROW(IncrementalHypervolume(Vector::Ones(2)), Error);
}

TEST(IncrementalHypervolume, ContinuesBitForBitFromItsState) {
  Draws draws(4);
  IncrementalHypervolume incremental(Vector::Ones(3));
  for (int k = 0; k < 100; ++k) {
    incremental.insert(entries(draws.cube(3, 1).col(0)));
  }
  StateIo out = StateIo::writer();
  incremental.persist(out);
  StateIo in = StateIo::reader(out.bytes());
  IncrementalHypervolume copy(Vector::Ones(3));
  copy.persist(in);
  for (int k = 0; k < 100; ++k) {
    const Vector f = 0.4 * draws.cube(3, 1).col(0);
    EXPECT_EQ(incremental.insert(entries(f)), copy.insert(entries(f)));
    EXPECT_EQ(incremental.value(), copy.value());
    if (k % 10 == 0) {
      EXPECT_EQ(incremental.remove(entries(f)), copy.remove(entries(f)));
    }
  }
  EXPECT_EQ(incremental.size(), copy.size());
}

}  // namespace
}  // namespace vilfredo
