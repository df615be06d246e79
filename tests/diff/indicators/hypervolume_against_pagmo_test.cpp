// Our hypervolume and contributions against pagmo's on random fronts strictly inside the reference,
// where pagmo's results are defined.
#include "vilfredo/indicators/hypervolume.hpp"
#include "vilfredo/indicators/hypervolume_contributions.hpp"

#include <gtest/gtest.h>
#include <pagmo/utils/hypervolume.hpp>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace vilfredo {
namespace {

enum class Shape { sphere, convex, cube, ties };

Matrix draw(Shape shape, Index d, Index n, std::mt19937_64& engine) {
  Matrix f(d, n);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < d; ++i) {
      f(i, j) = 1e-3 + static_cast<double>(engine() >> 11) * 0x1p-53;
    }
    if (shape == Shape::sphere || shape == Shape::convex) {
      f.col(j).normalize();
    }
    if (shape == Shape::convex) {
      f.col(j) = 1 - f.col(j).array();
    }
    if (shape == Shape::ties) {
      f.col(j) = (f.col(j) * 6).array().floor() / 6;
    }
  }
  return f;
}

pagmo::hypervolume as_pagmo(const Matrix& f) {
  std::vector<std::vector<double>> points;
  for (Index j = 0; j < f.cols(); ++j) {
    points.emplace_back(f.col(j).begin(), f.col(j).end());
  }
  return pagmo::hypervolume(points);
}

class AgainstPagmo : public testing::TestWithParam<Shape> {};

TEST_P(AgainstPagmo, HypervolumeAgrees) {
  std::mt19937_64 engine(1);
  for (Index d = 2; d <= 8; ++d) {
    const Index n = d <= 3 ? 500 : d <= 5 ? 100 : 30;
    for (int repeat = 0; repeat < 5; ++repeat) {
      const Matrix f = draw(GetParam(), d, n, engine);
      const double expected =
          as_pagmo(f).compute(std::vector<double>(static_cast<std::size_t>(d), 1.2));
      EXPECT_NEAR(hypervolume(f, Vector::Constant(d, 1.2)), expected, 1e-12 * expected)
          << "d = " << d;
    }
  }
}

TEST_P(AgainstPagmo, ContributionsCountingDominatedAgree) {
  std::mt19937_64 engine(2);
  for (Index d = 2; d <= 6; ++d) {
    const Index n = d <= 3 ? 200 : 50;
    const Matrix f = draw(GetParam(), d, n, engine);
    const std::vector<double> reference(static_cast<std::size_t>(d), 1.2);
    const pagmo::hypervolume peer = as_pagmo(f);
    const std::vector<double> expected = peer.contributions(reference);
    const Vector actual =
        hypervolume_contributions(f, Vector::Constant(d, 1.2), DominatedPoints::count);
    const double total = peer.compute(reference);
    for (Index j = 0; j < n; ++j) {
      EXPECT_NEAR(actual[j], expected[static_cast<std::size_t>(j)], 1e-12 * total);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes,
                         AgainstPagmo,
                         testing::Values(Shape::sphere, Shape::convex, Shape::cube, Shape::ties));

}  // namespace
}  // namespace vilfredo
