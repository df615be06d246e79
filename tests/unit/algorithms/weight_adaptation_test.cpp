#include "boundary_digests.hpp"

#include <vilfredo/algorithms/decomposition/moead.hpp>
#include <vilfredo/algorithms/decomposition/moead_de.hpp>
#include <vilfredo/algorithms/decomposition/moead_dra.hpp>
#include <vilfredo/algorithms/decomposition/weight_adaptation.hpp>
#include <vilfredo/core/run.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace vilfredo {
namespace {

/// Two arcs with a gap between them: uniform weights waste sub-problems on the gap.
AnyProblem split_front() {
  ProblemInfo info;
  info.name = "split_front";
  info.n_var = 4;
  info.n_obj = 2;
  info.lower = Vector::Zero(4);
  info.upper = Vector::Ones(4);
  info.threads = ThreadSafety::concurrent;
  return make_problem(info, [](MatrixIn x, EvalOut out) {
    for (Index j = 0; j < x.cols(); ++j) {
      const double t = x(0, j) < 0.5 ? 0.2 * x(0, j) : 0.9 + 0.2 * (x(0, j) - 0.5);
      const double worse = x.col(j).tail(3).sum();
      out.f(0, j) = t + worse;
      out.f(1, j) = 1 - t + worse;
    }
  });
}

RunOptions budget(std::uint64_t evaluations) {
  RunOptions options;
  options.max_evaluations = evaluations;
  options.seed = 3;
  return options;
}

TEST(WeightAdaptation, TheTransformationInvertsAndIsItsOwnInverse) {
  const Matrix w = (Matrix(3, 2) << 0.2, 0.6, 0.3, 0.1, 0.5, 0.3).finished();
  const Matrix once = weights::ws_transformation(w);
  for (Index i = 0; i < 2; ++i) {
    EXPECT_NEAR(once.col(i).sum(), 1, 1e-15);
    for (Index j = 1; j < 3; ++j) {
      EXPECT_NEAR(once(j, i) / once(0, i), w(0, i) / w(j, i), 1e-13);
    }
  }
  EXPECT_TRUE(weights::ws_transformation(once).isApprox(w, 1e-14));
}

TEST(WeightAdaptation, TheTransformedWeightOfADirectionHasItsOptimumThere) {
  // On the line f1 + f2 = 1, Tchebycheff under the transformed weight is least where f is along d.
  const Vector direction = (Vector(2) << 0.3, 0.7).finished();
  const Vector w = weights::ws_transformation(direction);
  double best = 1e9;
  double where = 0;
  for (int i = 0; i <= 1000; ++i) {
    const Vector f = (Vector(2) << i / 1000.0, 1 - i / 1000.0).finished();
    const double value = scalarisations::tchebycheff(f, w, Vector::Zero(2));
    if (value < best) {
      best = value;
      where = f[0];
    }
  }
  EXPECT_NEAR(where, 0.3, 1e-9);
}

TEST(WeightAdaptation, SparsityIsTheProductOfTheNearestDistances) {
  const Matrix f = (Matrix(2, 4) << 0, 3, 0, 10, 0, 0, 4, 10).finished();
  EXPECT_DOUBLE_EQ(weights::sparsity_level(f.col(0), f, 0), 3.0 * 4.0);
  EXPECT_DOUBLE_EQ(weights::sparsity_level(f.col(0), f), 0.0) << "counting itself";
  EXPECT_DOUBLE_EQ(weights::sparsity_level(f.col(1), f, 1), 3.0 * 5.0);
}

TEST(WeightAdaptation, ThinningRemovesTheMostCrowdedFirst) {
  // Positions on a line; 0.50 and 0.51 are closest, and of the two 0.51 has the nearer next one.
  const Matrix f = (Matrix(2, 5) << 0, 0.5, 0.51, 0.9, 1.9, 0, 0, 0, 0, 0).finished();
  EXPECT_EQ(weights::thinned_by_sparsity(f, 4), (std::vector<Index>{0, 1, 3, 4}));
  EXPECT_EQ(weights::thinned_by_sparsity(f, 5).size(), 5U);
}

TEST(WeightAdaptation, TheNewWeightHasItsOptimumAtThePoint) {
  const Vector f = (Vector(2) << 1.25, 2.75).finished();
  const Vector ideal = Vector::Ones(2);
  EXPECT_TRUE(weights::weight_towards(f, ideal, true)
                  .isApprox((Vector(2) << 0.125, 0.875).finished(), 1e-5));
  EXPECT_TRUE(weights::weight_towards(f, ideal, false)
                  .isApprox((Vector(2) << 0.875, 0.125).finished(), 1e-5));
}

TEST(WeightAdaptation, ExchangesMoveSubproblemsFromTheCrowdToTheGap) {
  Matrix f(2, 6);
  f.row(0) << 0, 0.01, 0.02, 0.03, 0.5, 1;
  f.row(1) = 1 - f.row(0).array();
  const Matrix archive = (Matrix(2, 3) << 0.015, 0.75, 0.26, 0.985, 0.25, 0.74).finished();
  const auto exchanges = weights::sparsity_exchanges(f, archive, Vector::Zero(2), 2, true);
  ASSERT_EQ(exchanges.size(), 2U);
  std::vector<Index> members;
  for (const weights::Exchange& exchange : exchanges) {
    EXPECT_LT(exchange.slot, 4) << "only the crowd gives up";
    EXPECT_NEAR(exchange.weight[0], archive(0, exchange.member), 1e-5);
    members.push_back(exchange.member);
  }
  std::ranges::sort(members);
  EXPECT_EQ(members, (std::vector<Index>{1, 2}));
}

TEST(WeightAdaptation, PsaPushesAwayFromTheNearestArchiveMember) {
  const Matrix f = (Matrix(2, 1) << 1, 2).finished();
  const Matrix archive = (Matrix(2, 3) << 1, 0.5, 5, 2, 2.5, 0).finished();  // itself, near, far
  Matrix w = Matrix::Constant(2, 1, 0.5);
  weights::psa_step(f, archive, 1.1, w);
  // Worse in the first objective than (0.5, 2.5), better in the second.
  const double a = 0.5 / 1.1;
  const double b = 0.5 * 1.1;
  EXPECT_NEAR(w(0, 0), a / (a + b), 1e-15);
  EXPECT_NEAR(w(1, 0), b / (a + b), 1e-15);
  Matrix same = Matrix::Constant(2, 1, 0.5);
  weights::psa_step(f, archive.leftCols(1), 1.1, same);
  EXPECT_EQ(same, Matrix::Constant(2, 1, 0.5));
}

Index distinct_solutions(const Population& population) {
  std::vector<Id> ids = population.ids;
  std::ranges::sort(ids);
  return std::unique(ids.begin(), ids.end()) - ids.begin();
}

TEST(WeightAdaptation, AdaptedWeightsFindMoreDistinctSolutionsOfASplitFront) {
  const AnyProblem problem = split_front();
  Moead plain(problem.info(), {.population = 40});
  (void)run(plain, problem, budget(8000));
  for (const WeightAdaptation& adaptation :
       {WeightAdaptation{AwaAdaptation{.from = 0.2, .generations = 5}},
        WeightAdaptation{UrawAdaptation{}}}) {
    Moead adapted(problem.info(), {.population = 40, .adaptation = adaptation});
    (void)run(adapted, problem, budget(8000));
    EXPECT_GT(distinct_solutions(adapted.population()), distinct_solutions(plain.population()));
    const Matrix& w = adapted.decomposition().weights();
    EXPECT_NE(w, plain.decomposition().weights());
    EXPECT_TRUE(w.colwise().sum().isApprox(Matrix::Ones(1, 40), 1e-12));
    // Values are kept in step with the weights.
    const Vector values = adapted.decomposition().values();
    for (Index i = 0; i < 40; ++i) {
      EXPECT_DOUBLE_EQ(values[i],
                       scalarisations::tchebycheff(adapted.population().f.col(i), w.col(i),
                                                   adapted.decomposition().ideal()));
    }
  }
}

TEST(WeightAdaptation, EveryRuleResumesBitForBit) {
  for (const WeightAdaptation& adaptation :
       {WeightAdaptation{AwaAdaptation{.from = 0.2, .generations = 2}},
        WeightAdaptation{UrawAdaptation{}}, WeightAdaptation{PsaAdaptation{.generations = 3}}}) {
    boundary_digests::expect_resumable<MoeadDe>(
        split_front(), {.population = 24, .adaptation = adaptation}, budget(400), 13);
  }
  boundary_digests::expect_resumable<MoeadDra>(
      split_front(), {.population = 30, .adaptation = UrawAdaptation{}}, budget(400), 13);
}

}  // namespace
}  // namespace vilfredo
