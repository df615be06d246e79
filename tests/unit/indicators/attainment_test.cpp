#include "vilfredo/indicators/attainment.hpp"

#include "point_sets.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace vilfredo {
namespace {

using test::Draws;

std::vector<Matrix> random_runs(Index d, std::size_t count, Draws& draws, bool ties) {
  std::vector<Matrix> runs;
  for (std::size_t k = 0; k < count; ++k) {
    const Index n = draws.below(7);
    runs.push_back(ties ? draws.lattice(d, n, 4) : draws.cube(d, n));
  }
  return runs;
}

std::set<std::vector<double>> as_set(const Matrix& points) {
  std::set<std::vector<double>> out;
  for (Index j = 0; j < points.cols(); ++j) {
    out.emplace(points.col(j).data(), points.col(j).data() + points.rows());
  }
  return out;
}

/// Minimal corners of the joint grid at which at least `needed` runs attain.
std::set<std::vector<double>> surface_by_definition(const std::vector<Matrix>& runs,
                                                    Index d,
                                                    double needed) {
  std::vector<std::set<double>> axes(static_cast<std::size_t>(d));
  for (const Matrix& run : runs) {
    for (Index j = 0; j < run.cols(); ++j) {
      for (Index k = 0; k < d; ++k) {
        axes[static_cast<std::size_t>(k)].insert(run(k, j));
      }
    }
  }
  std::vector<Vector> corners{Vector(0)};
  for (const auto& axis : axes) {
    std::vector<Vector> longer;
    for (const Vector& corner : corners) {
      for (const double value : axis) {
        Vector next(corner.size() + 1);
        next << corner, value;
        longer.push_back(next);
      }
    }
    corners = longer;
  }
  std::vector<Vector> attained;
  for (const Vector& corner : corners) {
    const double count = attainment(runs, corner)[0] * static_cast<double>(runs.size());
    if (count > needed - 0.5) {
      attained.push_back(corner);
    }
  }
  Matrix points(d, static_cast<Index>(attained.size()));
  for (std::size_t j = 0; j < attained.size(); ++j) {
    points.col(static_cast<Index>(j)) = attained[j];
  }
  return as_set(points(Eigen::all, non_dominated(points, Duplicates::first_only)));
}

TEST(Attainment, SurfacesAreTheMinimalPointsOfTheirLevels) {
  Draws draws(1);
  for (int repeat = 0; repeat < 60; ++repeat) {
    const Index d = 2 + repeat % 2;
    const std::vector<Matrix> runs =
        random_runs(d, 1 + static_cast<std::size_t>(draws.below(4)), draws, repeat % 3 == 0);
    const std::vector<Matrix> surfaces = attainment_surfaces(runs);
    ASSERT_EQ(surfaces.size(), runs.size());
    for (std::size_t t = 0; t < surfaces.size(); ++t) {
      EXPECT_EQ(as_set(surfaces[t]), surface_by_definition(runs, d, static_cast<double>(t + 1)))
          << repeat << " level " << t + 1;
      EXPECT_EQ(as_set(surfaces[t]).size(), static_cast<std::size_t>(surfaces[t].cols()));
    }
  }
}

TEST(Attainment, OfAHandWorkedPair) {
  Matrix a(2, 2);
  a << 1, 3, 3, 1;
  Matrix b(2, 1);
  b << 2, 2;
  const std::vector<Matrix> runs{a, b};
  EXPECT_EQ(as_set(attainment_surface(runs, 0)),
            (std::set<std::vector<double>>{{1, 3}, {2, 2}, {3, 1}}));
  EXPECT_EQ(as_set(attainment_surface(runs, 0.5)),
            (std::set<std::vector<double>>{{1, 3}, {2, 2}, {3, 1}}));
  EXPECT_EQ(as_set(attainment_surface(runs, 1)), (std::set<std::vector<double>>{{2, 3}, {3, 2}}));
  Matrix at(2, 3);
  at << 1, 2, 3, 3, 3, 3;
  EXPECT_EQ(attainment(runs, at), (Vector(3) << 0.5, 1, 1).finished());
}

TEST(Attainment, DifferencesAreThoseOfBothFunctionsOnTheGrid) {
  Draws draws(2);
  for (int repeat = 0; repeat < 20; ++repeat) {
    const std::vector<Matrix> a = random_runs(2, 3, draws, repeat % 2 == 0);
    const std::vector<Matrix> b = random_runs(2, 4, draws, repeat % 2 == 0);
    const AttainmentDifference difference = attainment_difference(a, b);
    for (Index i = 0; i < difference.x.size(); ++i) {
      for (Index j = 0; j < difference.y.size(); ++j) {
        const Vector corner = (Vector(2) << difference.x[i], difference.y[j]).finished();
        EXPECT_NEAR(difference.value(i, j), attainment(a, corner)[0] - attainment(b, corner)[0],
                    1e-15);
      }
    }
  }
}

TEST(Attainment, DifferencesOfThreeObjectivesAreThoseOfEveryLayer) {
  Draws draws(4);
  for (int repeat = 0; repeat < 20; ++repeat) {
    const std::vector<Matrix> a = random_runs(3, 3, draws, repeat % 2 == 0);
    const std::vector<Matrix> b = random_runs(3, 2, draws, repeat % 2 == 0);
    std::set<double> levels;
    for (const std::vector<Matrix>* side : {&a, &b}) {
      for (const Matrix& run : *side) {
        for (Index j = 0; j < run.cols(); ++j) {
          levels.insert(run(2, j));
        }
      }
    }
    auto expected = levels.begin();
    attainment_difference_layers(a, b, [&](double last, const AttainmentDifference& layer) {
      ASSERT_NE(expected, levels.end());
      EXPECT_EQ(last, *expected++);
      for (Index i = 0; i < layer.x.size(); ++i) {
        for (Index j = 0; j < layer.y.size(); ++j) {
          const Vector corner = (Vector(3) << layer.x[i], layer.y[j], last).finished();
          EXPECT_NEAR(layer.value(i, j), attainment(a, corner)[0] - attainment(b, corner)[0],
                      1e-15);
        }
      }
    });
    EXPECT_EQ(expected, levels.end());
  }
}

TEST(Attainment, ContrastIsTheDifferenceAtEveryMinimalPoint) {
  Draws draws(5);
  for (int repeat = 0; repeat < 20; ++repeat) {
    const Index d = 2 + repeat % 2;
    const std::vector<Matrix> a = random_runs(d, 3, draws, repeat % 3 == 0);
    const std::vector<Matrix> b = random_runs(d, 2, draws, repeat % 3 == 0);
    std::vector<Matrix> all(a);
    all.insert(all.end(), b.begin(), b.end());
    std::set<std::vector<double>> expected;
    for (std::size_t t = 0; t < all.size(); ++t) {
      expected.merge(surface_by_definition(all, d, static_cast<double>(t + 1)));
    }
    const AttainmentContrast contrast = attainment_contrast(a, b);
    EXPECT_EQ(as_set(contrast.points), expected);
    EXPECT_EQ(static_cast<std::size_t>(contrast.points.cols()), expected.size());
    EXPECT_EQ(contrast.value, attainment(a, contrast.points) - attainment(b, contrast.points));
  }
  const std::vector<Matrix> nothing{Matrix(0, 0)};
  EXPECT_EQ(attainment_contrast(nothing, nothing).value.size(), 0);
}

TEST(Attainment, VorobevExpectationOfEqualRunsIsTheirFront) {
  Draws draws(3);
  const Matrix f = draws.sphere(3, 10);
  const std::vector<Matrix> runs{f, f, f};
  const Vector r = Vector::Constant(3, 1.1);
  const VorobevExpectation expectation = vorobev_expectation(runs, r);
  EXPECT_EQ(as_set(expectation.surface), as_set(f));
  EXPECT_NEAR(expectation.deviation, 0, 1e-13);
  EXPECT_EQ(expectation.threshold, 1);
  EXPECT_NEAR(expectation.mean_hypervolume, hypervolume(f, r), 1e-13);
  const VorobevExpectation mixed = vorobev_expectation(std::vector<Matrix>{f, f * 0.9}, r);
  EXPECT_EQ(mixed.threshold, 0.5);
  EXPECT_GT(mixed.deviation, 0);
}

TEST(Attainment, RefusesWhatHasNoMeaning) {
  const std::vector<Matrix> none;
  EXPECT_THROW((void)attainment_surfaces(none), Error);
  EXPECT_THROW((void)attainment_surfaces(std::vector<Matrix>{Matrix::Ones(4, 2)}), Error);
  EXPECT_THROW(
      (void)attainment_surfaces(std::vector<Matrix>{Matrix::Ones(2, 1), Matrix::Ones(3, 1)}),
      Error);
  EXPECT_THROW((void)attainment_surfaces(std::vector<Matrix>{Matrix::Constant(2, 1, NAN)}), Error);
  EXPECT_THROW((void)attainment_surface(std::vector<Matrix>{Matrix::Ones(2, 1)}, 1.5), Error);
  EXPECT_EQ(attainment_surfaces(std::vector<Matrix>{Matrix(2, 0)})[0].cols(), 0);
}

}  // namespace
}  // namespace vilfredo
