#include <vilfredo/algorithms/decomposition/weight_design.hpp>
#include <vilfredo/algorithms/decomposition/weights.hpp>
#include <vilfredo/core/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

Rng stream(std::uint64_t index = 0) {
  return {17, Purpose::user, index};
}

void expect_on_simplex(const Matrix& w, double floor = 0) {
  for (Index i = 0; i < w.cols(); ++i) {
    EXPECT_GE(w.col(i).minCoeff(), floor) << "column " << i;
    EXPECT_NEAR(w.col(i).sum(), 1, 1e-5) << "column " << i;
  }
}

Index distinct(const Matrix& w) {
  std::set<std::vector<double>> seen;
  for (Index i = 0; i < w.cols(); ++i) {
    seen.emplace(w.col(i).data(), w.col(i).data() + w.rows());
  }
  return static_cast<Index>(seen.size());
}

Matrix design(const WeightMethod& method, Index n_obj, Index n) {
  WeightDesign made(method, n_obj, n);
  while (!made.ready()) {
    made.advance(stream());
  }
  return made.weights();
}

TEST(Weights, LatticesHaveTheirPublishedSizes) {
  struct Row {
    Index n_obj, divisions, size;
  };

  for (const Row& row : {Row{2, 99, 100}, Row{3, 12, 91}, Row{3, 13, 105}, Row{3, 16, 153},
                         Row{3, 23, 300}, Row{3, 33, 595}, Row{5, 6, 210}}) {
    const Matrix w = weights::simplex_lattice(row.n_obj, row.divisions);
    EXPECT_EQ(w.cols(), row.size);
    EXPECT_EQ(distinct(w), row.size);
    EXPECT_EQ(weights::lattice_divisions(row.n_obj, row.size), row.divisions);
    expect_on_simplex(w);
  }
  EXPECT_EQ(weights::lattice_divisions(3, 100), std::nullopt);
}

TEST(Weights, TwoLayersHaveTheirPublishedSizesAndAnInnerLayerInside) {
  struct Row {
    Index n_obj, outer, inner, size, outer_size;
  };

  for (const Row& row :
       {Row{8, 3, 2, 156, 120}, Row{10, 3, 2, 275, 220}, Row{15, 2, 1, 135, 120}}) {
    const Matrix w = weights::two_layer(row.n_obj, row.outer, row.inner);
    EXPECT_EQ(w.cols(), row.size);
    EXPECT_EQ(distinct(w), row.size);
    expect_on_simplex(w);
    const double centre = 0.5 / static_cast<double>(row.n_obj);
    EXPECT_GE(w.rightCols(row.size - row.outer_size).minCoeff(), centre - 1e-15);
  }
}

TEST(Weights, MultiLayerWithOneLayerIsTheLattice) {
  const std::vector<weights::Layer> one = {{4, 1.0}};
  EXPECT_EQ(weights::multi_layer(3, one), weights::simplex_lattice(3, 4));
  const std::vector<weights::Layer> wrong = {{4, 1.5}};
  EXPECT_THROW((void)weights::multi_layer(3, wrong), Error);
}

TEST(Weights, IncrementalLatticeGrowsByShells) {
  const std::vector<Index> sizes = {1, 4, 10, 19, 31, 46};
  for (Index shells = 0; shells < 6; ++shells) {
    const Matrix w = weights::incremental(3, shells);
    ASSERT_EQ(w.cols(), sizes[static_cast<std::size_t>(shells)]);
    EXPECT_EQ(distinct(w), w.cols());
    expect_on_simplex(w, -1e-15);
    EXPECT_EQ(weights::incremental_shells(3, w.cols()), shells);
    if (shells > 0) {
      EXPECT_EQ(w.maxCoeff(), 1.0) << "the corners belong to it";
    }
  }
  // One shell in two objectives: the centre and the two corners.
  EXPECT_EQ(weights::incremental(2, 1), (Matrix(2, 3) << 0.5, 0, 1, 0.5, 1, 0).finished());
}

TEST(Weights, AnyNumberOfVectorsCanBeMade) {
  for (const WeightMethod& method :
       {WeightMethod{AutoWeights{}}, WeightMethod{UniformDesignWeights{}},
        WeightMethod{HammersleyWeights{}}, WeightMethod{DirichletWeights{}},
        WeightMethod{MaximinWeights{}}, WeightMethod{ReductionWeights{}},
        WeightMethod{RieszWeights{.iterations = 50}}}) {
    for (const Index n : {1, 2, 7, 50}) {
      for (const Index m : {2, 3, 5}) {
        const Matrix w = design(method, m, n);
        ASSERT_EQ(w.cols(), n);
        ASSERT_EQ(w.rows(), m);
        EXPECT_EQ(distinct(w), n);
        expect_on_simplex(w);
      }
    }
  }
}

TEST(Weights, TheTransformationToTheSimplexIsUniform) {
  // Of uniform points, a share (1 - t)^(m - 1) has w_j > t, for every j.
  const Matrix w = weights::hammersley(4, 20000);
  for (Index j = 0; j < 4; ++j) {
    const auto above = static_cast<double>((w.row(j).array() > 0.4).count());
    EXPECT_NEAR(above / 20000, 0.6 * 0.6 * 0.6, 0.003) << "objective " << j;
  }
}

TEST(Weights, DirichletIsUniformOnTheSimplex) {
  Rng rng = stream();
  const Matrix w = weights::dirichlet(3, 40000, rng);
  for (Index j = 0; j < 3; ++j) {
    const auto above = static_cast<double>((w.row(j).array() > 0.5).count());
    EXPECT_NEAR(above / 40000, 0.25, 0.0125) << "objective " << j;  // 5.8 standard deviations
  }
}

TEST(Weights, TheUniformDesignTakesTheGeneratorOfLeastDiscrepancy) {
  const Index n = 31;
  double best = 1e9;
  Matrix expected;
  for (Index a = 1; a < n; ++a) {
    const Matrix cube = weights::good_lattice_points(2, n, a);
    const double discrepancy = weights::centred_discrepancy(cube);
    if (discrepancy < best) {
      best = discrepancy;
      expected = weights::to_simplex(cube);
    }
  }
  EXPECT_EQ(design(UniformDesignWeights{}, 3, n), expected);
}

TEST(Weights, CentredDiscrepancyMatchesTheDefinitionForOnePoint) {
  // One point at the centre of the square: (13/12)^2 - 2 + 1.
  EXPECT_NEAR(weights::centred_discrepancy(Matrix::Constant(2, 1, 0.5)), 169.0 / 144.0 - 2.0 + 1.0,
              1e-14);
  // One at a corner: off = 1/2 in both, so (1 + 1/4 - 1/8)^2 and (1 + 1/4 + 1/4)^2.
  EXPECT_NEAR(weights::centred_discrepancy(Matrix::Zero(2, 1)),
              169.0 / 144.0 - 2.0 * 1.125 * 1.125 + 2.25, 1e-14);
}

TEST(Weights, MaximinStartsWithCornersAndCentreAndThenSpreads) {
  Rng rng = stream();
  const Matrix w = weights::maximin(3, 20, rng);
  for (Index j = 0; j < 3; ++j) {
    EXPECT_EQ(w(j, j), 1.0);
  }
  EXPECT_NEAR(w(0, 3), 1.0 / 3, 1e-15);
  EXPECT_GE(w.minCoeff(), 1e-6);
  Rng other = stream(1);
  const Matrix random = weights::dirichlet(3, 20, other);
  EXPECT_LT(weights::log_riesz_energy(w, 9), weights::log_riesz_energy(random, 9));
}

TEST(Weights, ReductionRemovesOneOfTheClosestPair) {
  Rng rng = stream();
  const Matrix all = weights::dirichlet(3, 12, rng);
  Rng again = stream();
  const Matrix kept = weights::reduction(3, 11, again, 12);
  Index a = 0;
  Index b = 1;
  for (Index i = 0; i < 12; ++i) {
    for (Index k = 0; k < i; ++k) {
      if ((all.col(i) - all.col(k)).norm() < (all.col(a) - all.col(b)).norm()) {
        a = i;
        b = k;
      }
    }
  }
  for (Index i = 0; i < 12; ++i) {
    bool found = false;
    for (Index k = 0; k < 11; ++k) {
      found = found || all.col(i) == kept.col(k);
    }
    EXPECT_TRUE(found || i == a || i == b) << i;
  }
}

TEST(Weights, TheRieszDesignIsMoreEvenThanItsStart) {
  for (const Index m : {2, 3, 5}) {
    Rng rng = stream();
    const Matrix start = weights::reduction(m, 40, rng, 400);
    RieszDescent descent(start, {});
    while (!descent.advance(10)) {
    }
    const double exponent = static_cast<double>(m * m);
    const double energy = weights::log_riesz_energy(descent.best(), exponent);
    EXPECT_LT(energy, weights::log_riesz_energy(start, exponent) - 0.1);
    EXPECT_NEAR(energy, descent.best_log_energy(), 1e-9 * std::abs(energy) + 1e-9);
    expect_on_simplex(descent.best());
    EXPECT_EQ((descent.best().array() == 1.0).count(), m) << "the corners are members";
  }
}

TEST(Weights, TheRieszDesignOfTwoObjectivesIsEquallySpaced) {
  const Matrix w = design(RieszWeights{}, 2, 11);
  std::vector<double> first(w.row(0).begin(), w.row(0).end());
  std::ranges::sort(first);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_NEAR(first[i], static_cast<double>(i) / 10, 0.01);
  }
}

TEST(Weights, ADesignInterruptedAtEverySliceEndsEqual) {
  const WeightMethod method = RieszWeights{.iterations = 60};
  const Matrix expected = design(method, 3, 400);  // 25 iterations a slice
  WeightDesign one(method, 3, 400);
  int slices = 0;
  while (!one.ready()) {
    one.advance(stream());
    ++slices;
    StateIo out = StateIo::writer();
    one.persist(out);
    WeightDesign next(method, 3, 400);
    StateIo in = StateIo::reader(out.bytes());
    next.persist(in);
    one = std::move(next);
  }
  EXPECT_GE(slices, 4);
  EXPECT_EQ(one.weights(), expected);
}

TEST(Weights, AutoTakesALatticeWhereThereIsOne) {
  EXPECT_EQ(design(AutoWeights{}, 3, 91), weights::simplex_lattice(3, 12));
  EXPECT_EQ(design(AutoWeights{}, 2, 37), weights::simplex_lattice(2, 36));
  EXPECT_EQ(design(AutoWeights{}, 3, 400), weights::hammersley(3, 400));
}

TEST(Weights, LatticesNameTheNearestPopulations) {
  try {
    const WeightDesign refused(SimplexLatticeWeights{}, 3, 100);
    FAIL() << "100 is the size of no lattice";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::invalid_argument);
    EXPECT_THAT(error.what(), testing::HasSubstr("91 or 105"));
  }
  EXPECT_THROW(WeightDesign(TwoLayerWeights{}, 8, 155), Error);
  EXPECT_NO_THROW(WeightDesign(TwoLayerWeights{}, 8, 156));
  EXPECT_THROW(WeightDesign(IncrementalWeights{}, 3, 11), Error);
}

}  // namespace
}  // namespace vilfredo
