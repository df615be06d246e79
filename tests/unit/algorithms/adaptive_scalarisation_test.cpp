// Adaptive scalarising functions: their formulas and limits, and what solvers make of them.
#include "boundary_digests.hpp"

#include <vilfredo/algorithms/decomposition/moead.hpp>
#include <vilfredo/algorithms/decomposition/moead_de.hpp>
#include <vilfredo/algorithms/decomposition/moead_dra.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/json_text.hpp>
#include <vilfredo/core/run.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A quarter of a circle around the origin: concave, which sums cannot follow. Two more variables
/// only make things worse.
AnyProblem circle() {
  ProblemInfo info;
  info.name = "circle";
  info.n_var = 3;
  info.n_obj = 2;
  info.lower = Vector::Zero(3);
  info.upper = Vector::Ones(3);
  info.threads = ThreadSafety::concurrent;
  return make_problem(info, [](MatrixIn x, EvalOut out) {
    for (Index j = 0; j < x.cols(); ++j) {
      const double r = 1 + x(1, j) + x(2, j);
      const double angle = x(0, j) * std::acos(0.0);
      out.f(0, j) = r * std::cos(angle);
      out.f(1, j) = r * std::sin(angle);
    }
  });
}

RunOptions budget(std::uint64_t evaluations) {
  RunOptions options;
  options.max_evaluations = evaluations;
  return options;
}

Vector vec(double a, double b) {
  return (Vector(2) << a, b).finished();
}

TEST(AdaptiveScalarisation, PasRunsFromTheSumToTheMaximum) {
  const Vector f = vec(3, 5);
  const Vector w = vec(0.25, 0.75);
  const Vector z = vec(1, 2);
  EXPECT_NEAR(scalarisations::pas(f, w, z, 1, 1e-6), 2 / 0.25 + 3 / 0.75, 1e-12);
  EXPECT_NEAR(scalarisations::pas(f, w, z, 2, 1e-6), std::sqrt(64.0 + 16.0), 1e-12);
  EXPECT_EQ(scalarisations::pas(f, w, z, kInfinity, 1e-6), 8.0);
  EXPECT_EQ(scalarisations::pas(z, w, z, 3, 1e-6), 0.0);
}

TEST(AdaptiveScalarisation, LwsIsASumInsideTheConeAndFarAboveOutside) {
  const Vector w = vec(0.5, 0.5);
  const Vector z = vec(1, 1);
  const double cosine = std::cos(0.3);
  // Equal weights: sum (d / w) / sum (1 / w) is the mean of d.
  EXPECT_NEAR(scalarisations::lws(vec(3, 3), w, z, cosine, 1e-6), 2.0, 1e-12);
  EXPECT_NEAR(scalarisations::lws(vec(3, 2.5), w, z, cosine, 1e-6), 1.75, 1e-12);
  const double near = scalarisations::lws(vec(3, 1.5), w, z, cosine, 1e-6);
  const double far = scalarisations::lws(vec(3, 1), w, z, cosine, 1e-6);
  EXPECT_GT(near, 1e99);
  EXPECT_GT(far, near);
  EXPECT_EQ(scalarisations::lws(z, w, z, cosine, 1e-6), 0.0);
}

TEST(AdaptiveScalarisation, MsfAndPsfFollowTheirFormulasAndEndAtTchebycheff) {
  const Vector f = vec(3, 5);
  const Vector w = vec(0.25, 0.75);
  const Vector z = vec(1, 2);
  const double maximum = scalarisations::tchebycheff_inv(f, w, z);
  EXPECT_EQ(scalarisations::msf(f, w, z, 0, 1e-6), maximum);
  EXPECT_EQ(scalarisations::psf(f, w, z, 0, 1e-6), maximum);
  EXPECT_NEAR(scalarisations::msf(f, w, z, 3, 1e-6), 8 * std::pow(8.0 / 4.0, 3), 1e-12);
  // d = (2, 3): its part along w is (d.w / w.w) w = (2.75 / 0.625) w = (1.1, 3.3).
  EXPECT_NEAR(scalarisations::psf(f, w, z, 2, 1e-6), 8 + 2 * std::sqrt(0.81 + 0.09), 1e-12);
  EXPECT_NEAR(scalarisations::msf(vec(3, 2), w, z, 1, 1e-6), 8e6, 1e-3) << "the ratio is bounded";
}

TEST(AdaptiveScalarisation, RefuseVectorsOfDifferentSizes) {
  EXPECT_THROW((void)scalarisations::pas(vec(1, 2), Vector::Ones(3), vec(0, 0), 2, 1e-6), Error);
}

TEST(AdaptiveScalarisation, APenaltyThatDoesNotMoveIsPbi) {
  MoeadDe fixed(circle().info(), {.population = 30, .scalarisation = Pbi{.theta = 5}});
  MoeadDe moving(
      circle().info(),
      {.population = 30, .scalarisation = AdaptivePbi{.theta_first = 5, .theta_last = 5}});
  MoeadDe other(circle().info(), {.population = 30, .scalarisation = AdaptivePbi{}});
  (void)run(fixed, circle(), budget(2000));
  (void)run(moving, circle(), budget(2000));
  (void)run(other, circle(), budget(2000));
  EXPECT_EQ(fixed.population().x, moving.population().x);
  EXPECT_NE(fixed.population().x, other.population().x);
}

TEST(AdaptiveScalarisation, ThePenaltyGrowsWithTheBudgetAndAlphaFades) {
  Moead pbi(circle().info(), {.population = 30, .scalarisation = AdaptivePbi{}});
  (void)run(pbi, circle(), budget(3000));
  EXPECT_NEAR(pbi.decomposition().shapes()[7], 10.0, 0.1);
  Moead psf(circle().info(), {.population = 31, .scalarisation = Psf{.beta = 4}});
  vilfredo::Run one(AnySolver::reference(psf), circle(), budget(3100));
  double first = 0;
  while (one.advance()) {
    first = one.view().evaluations == 32 ? psf.decomposition().shapes()[15] : first;
  }
  EXPECT_NEAR(first, 4 * 2 * 0.5 * 0.99, 1e-12) << "beta n_obj min w, one hundredth used";
  EXPECT_LT(psf.decomposition().shapes()[15], 0.1);
  EXPECT_EQ(psf.decomposition().shapes()[0], 0.0) << "a corner has a weight of zero";
}

/// Largest angle between a member and its direction among the middle half of the sub-problems.
double largest_angle(const Decomposition& d) {
  double out = 0;
  const Index n = d.population().size();
  for (Index i = n / 4; i < 3 * n / 4; ++i) {
    const Vector off = d.population().f.col(i) - d.ideal();
    const double cosine = off.dot(d.weights().col(i)) / (off.norm() * d.weights().col(i).norm());
    out = std::max(out, std::acos(std::min(cosine, 1.0)));
  }
  return out;
}

TEST(AdaptiveScalarisation, OnAConcaveFrontPasLeavesTheSumAndMeetsItsRays) {
  Moead pas(circle().info(), {.population = 41, .neighbours = 10, .scalarisation = Pas{}});
  (void)run(pas, circle(), budget(8000));
  const Vector shapes = pas.decomposition().shapes();
  Index large = 0;
  for (Index i = 10; i < 31; ++i) {
    large += shapes[i] >= 4 ? 1 : 0;
  }
  EXPECT_GE(large, 15);
  EXPECT_LT(largest_angle(pas.decomposition()), 0.15);
  Moead sum(circle().info(), {.population = 41, .neighbours = 10, .scalarisation = WeightedSum{}});
  (void)run(sum, circle(), budget(8000));
  EXPECT_GT(largest_angle(sum.decomposition()), 0.4) << "a sum keeps to the ends";
}

TEST(AdaptiveScalarisation, LwsKeepsEverySubproblemInItsCone) {
  MoeadDe lws(circle().info(), {.population = 41, .neighbours = 10, .scalarisation = Lws{}});
  (void)run(lws, circle(), budget(8000));
  const Decomposition& d = lws.decomposition();
  for (Index i = 0; i < 41; ++i) {
    EXPECT_LT(d.values()[i], scalarisations::kOutsideCone) << "sub-problem " << i;
  }
  for (Index i = 1; i < 40; ++i) {
    // Evenly spaced in w: the mean angle to the neighbours on both sides, to the first order.
    EXPECT_NEAR(std::acos(d.shapes()[i]), 0.025 / d.weights().col(i).squaredNorm(), 0.002);
  }
  EXPECT_LT(largest_angle(d), 0.06);
}

TEST(AdaptiveScalarisation, AlternatingSubproblemsHaveSumAndMaximumInTurn) {
  Moead solver(circle().info(), {.population = 20, .scalarisation = Alternating{}});
  (void)run(solver, circle(), budget(200));
  for (Index i = 0; i < 20; ++i) {
    EXPECT_EQ(solver.decomposition().shapes()[i], static_cast<double>(i % 2));
  }
}

TEST(AdaptiveScalarisation, AreChosenByNameInJson) {
  const auto chosen = [](const char* text) {
    return options_from<MoeadOptions>(parse_json(text).value).scalarisation;
  };
  const Scalarisation psf = chosen(R"({"scalarisation": {"type": "psf", "beta": 3}})");
  ASSERT_TRUE(std::holds_alternative<Psf>(psf));
  EXPECT_EQ(std::get<Psf>(psf).beta, 3);
  EXPECT_TRUE(std::holds_alternative<Pas>(chosen(R"({"scalarisation": "pas"})")));
  EXPECT_TRUE(std::holds_alternative<Lws>(chosen(R"({"scalarisation": "lws"})")));
  EXPECT_TRUE(std::holds_alternative<Msf>(chosen(R"({"scalarisation": "msf"})")));
  EXPECT_TRUE(std::holds_alternative<AdaptivePbi>(chosen(R"({"scalarisation": "adaptive_pbi"})")));
  EXPECT_TRUE(std::holds_alternative<Alternating>(chosen(R"({"scalarisation": "alternating"})")));
}

TEST(AdaptiveScalarisation, ResumesBitForBit) {
  for (const Scalarisation& chosen :
       {Scalarisation(Pas{}), Scalarisation(Lws{}), Scalarisation(Msf{}), Scalarisation(Psf{}),
        Scalarisation(AdaptivePbi{}), Scalarisation(Alternating{})}) {
    boundary_digests::expect_resumable<MoeadDe>(
        circle(), {.population = 24, .neighbours = 8, .scalarisation = chosen}, budget(150), 37);
  }
  boundary_digests::expect_resumable<MoeadDra>(circle(), {.population = 40, .scalarisation = Pas{}},
                                               budget(150), 41);
}

}  // namespace
}  // namespace vilfredo
