#include <vilfredo/algorithms/operators/variation.hpp>
#include <vilfredo/core/error.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace vilfredo {
namespace {

ProblemInfo real_info(Index n, double lower, double upper) {
  ProblemInfo info;
  info.name = "box";
  info.n_var = n;
  info.n_obj = 2;
  info.lower = Vector::Constant(n, lower);
  info.upper = Vector::Constant(n, upper);
  return info;
}

Box unit_box(Index n) {
  return {real_info(n, 0, 1), "test"};
}

Draws draws_for(std::uint64_t index) {
  Draws draws;
  draws.restart({99, Purpose::variation, index});
  return draws;
}

Vector random_point(const Box& box, std::uint64_t index) {
  Rng rng(5, Purpose::user, index);
  Vector x(box.size());
  operators::uniform_column(box, rng, x.data());
  return x;
}

/// Sum, sum of squares and count.
struct Moments {
  void add(double x) {
    ++n;
    sum += x;
    squares += x * x;
  }

  [[nodiscard]] double mean() const { return sum / n; }

  [[nodiscard]] double variance() const { return squares / n - mean() * mean(); }

  double n = 0;
  double sum = 0;
  double squares = 0;
};

TEST(Draws, AreTheStreamInOrderHoweverManyTheLastOffspringNeeded) {
  Rng rng(99, Purpose::variation, 4);
  std::vector<double> expected(60);
  for (double& u : expected) {
    u = rng.uniform();
  }
  for (const Index before : {0, 10, 16, 17, 40, 100}) {
    Draws draws = draws_for(3);
    (void)draws.take(before);
    draws.restart({99, Purpose::variation, 4});
    std::vector<double> got = {draws.next()};
    const double* many = draws.take(30);
    got.insert(got.end(), many, many + 30);
    draws.reserve(5);
    ASSERT_GE(draws.count_ahead(), 5);
    got.insert(got.end(), draws.ahead(), draws.ahead() + 5);
    draws.skip(5);
    while (got.size() < expected.size()) {
      got.push_back(draws.next());
    }
    EXPECT_EQ(got, expected) << "after " << before;
  }
}

// --- simulated binary crossover ----------------------------------------------------------------

/// The bounded form as printed, with std::pow.
double sbx_gene(double p, double q, double lower, double upper, double u, double eta) {
  const double v = 4 * u;
  if (v < 2 || std::abs(p - q) <= 1e-14) {
    return p;
  }
  const bool high = v >= 3;
  const double draw = v - (high ? 3 : 2);
  const double lo = std::min(p, q);
  const double hi = std::max(p, q);
  const double beta = 1 + 2 * (high ? upper - hi : lo - lower) / (hi - lo);
  const double alpha = 2 - std::pow(beta, -(eta + 1));
  const double spread = draw * alpha <= 1 ? std::pow(draw * alpha, 1 / (eta + 1))
                                          : std::pow(1 / (2 - draw * alpha), 1 / (eta + 1));
  const double child = 0.5 * (lo + hi + (high ? spread : -spread) * (hi - lo));
  return std::min(std::max(child, lower), upper);
}

TEST(Sbx, EqualsThePrintedFormulaGeneByGene) {
  for (const Index n : {1, 2, 3, 7, 8, 9, 15, 30, 63, 64, 65, 200}) {
    for (const double eta : {0.0, 2.5, 15.0, 20.0, 100.0}) {
      const Box box(real_info(n, -2, 3), "test");
      const Vector p = random_point(box, static_cast<std::uint64_t>(n));
      Vector q = random_point(box, static_cast<std::uint64_t>(n) + 1000);
      q[0] = p[0];  // too close: passive
      Draws draws = draws_for(1);
      Draws same = draws_for(1);
      const double* u = same.take(n);
      Vector y = Vector::Constant(n, 1e9);
      operators::sbx(p.data(), q.data(), box, {.eta = eta}, draws, y.data());
      for (Index k = 0; k < n; ++k) {
        EXPECT_NEAR(y[k], sbx_gene(p[k], q[k], -2, 3, u[k], eta), 1e-11)
            << "n " << n << " eta " << eta << " gene " << k;
      }
    }
  }
}

TEST(Sbx, CrossesHalfOfTheGenesAndCentresOnTheParents) {
  const Index n = 16;
  const Box box(real_info(n, -1000, 1000), "test");
  Vector p = Vector::Constant(n, -1);
  const Vector q = Vector::Constant(n, 1);
  Moments changed;
  Moments child;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    Draws draws = draws_for(i);
    Vector y(n);
    operators::sbx(p.data(), q.data(), box, {.eta = 20}, draws, y.data());
    for (Index k = 0; k < n; ++k) {
      changed.add(y[k] != p[k] ? 1 : 0);
      if (y[k] != p[k]) {
        child.add(y[k]);
      }
    }
  }
  EXPECT_NEAR(changed.mean(), 0.5, 5 * 0.5 / std::sqrt(changed.n));
  EXPECT_NEAR(child.mean(), 0, 5 / std::sqrt(child.n));  // |child| is close to 1
}

TEST(Sbx, WithProbabilityZeroTheChildIsTheFirstParent) {
  const Box box = unit_box(5);
  const Vector p = random_point(box, 1);
  const Vector q = random_point(box, 2);
  Draws draws = draws_for(0);
  Vector y(5);
  operators::sbx(p.data(), q.data(), box, {.probability = 0}, draws, y.data());
  EXPECT_EQ(y, p);
}

TEST(Sbx, StaysInTheBoxFromParentsOnItsFaces) {
  const Box box = unit_box(33);
  for (std::uint64_t i = 0; i < 300; ++i) {
    Vector p = random_point(box, i);
    Vector q = random_point(box, i + 500);
    for (Index k = 0; k < 33; k += 3) {
      p[k] = 0;
      q[k + 1] = 1;
    }
    Draws draws = draws_for(i);
    Vector y(33);
    operators::sbx(p.data(), q.data(), box, {.eta = 1}, draws, y.data());
    EXPECT_GE(y.minCoeff(), 0);
    EXPECT_LE(y.maxCoeff(), 1);
  }
}

// --- differential evolution and repair
// -------------------------------------------------------------

TEST(Differential, IsBasePlusScaledDifferenceInsideTheBox) {
  const Box box(real_info(13, -100, 100), "test");
  const Vector a = Vector::LinSpaced(13, 0, 12);
  const Vector b = Vector::LinSpaced(13, 12, 0);
  const Vector base = Vector::LinSpaced(13, 3, 4);
  for (const Repair repair : {Repair::reset, Repair::clamp, Repair::reflect, Repair::pagmo}) {
    Draws draws = draws_for(0);
    Vector y(13);
    operators::differential({base.data(), a.data(), b.data()}, box, {.f = 0.7, .repair = repair},
                            draws, y.data());
    EXPECT_TRUE(y.isApprox(base + 0.7 * (a - b), 1e-15));
  }
}

TEST(Differential, RepairsAsTheirNamesSay) {
  // Gene 0 steps to 1.3 and gene 1 to -0.2; parents at 0.9 and 0.1.
  const Box box = unit_box(2);
  const Vector base = (Vector(2) << 0.9, 0.1).finished();
  const Vector a = (Vector(2) << 0.8, 0.0).finished();
  const Vector b = (Vector(2) << 0.0, 0.6).finished();
  Moments reset[2];
  Moments toward[2];
  for (std::uint64_t i = 0; i < 20000; ++i) {
    Vector y(2);
    Draws draws = draws_for(i);
    operators::differential({base.data(), a.data(), b.data()}, box, {.repair = Repair::clamp},
                            draws, y.data());
    ASSERT_EQ(y, (Vector(2) << 1, 0).finished());
    operators::differential({base.data(), a.data(), b.data()}, box, {.repair = Repair::reflect},
                            draws, y.data());
    ASSERT_TRUE(y.isApprox((Vector(2) << 0.7, 0.2).finished(), 1e-15));
    operators::differential({base.data(), a.data(), b.data()}, box, {.repair = Repair::reset},
                            draws, y.data());
    reset[0].add(y[0]);
    reset[1].add(y[1]);
    draws = draws_for(i);
    operators::differential({base.data(), a.data(), b.data()}, box, {.repair = Repair::pagmo},
                            draws, y.data());
    ASSERT_TRUE(y[0] >= 0.9 && y[0] <= 1.0 && y[1] >= 0.0 && y[1] <= 0.1);
    toward[0].add(y[0]);
    toward[1].add(y[1]);
  }
  for (int k = 0; k < 2; ++k) {
    EXPECT_NEAR(reset[k].mean(), 0.5, 5 * std::sqrt(1.0 / 12 / 20000));
    EXPECT_NEAR(reset[k].variance(), 1.0 / 12, 0.003);
    EXPECT_NEAR(toward[k].mean(), k == 0 ? 0.95 : 0.05, 5 * 0.1 * std::sqrt(1.0 / 12 / 20000));
    EXPECT_NEAR(toward[k].variance(), 0.01 / 12, 3e-5);
  }
}

TEST(Differential, DrawsOncePerGeneOutsideInTheOrderOfTheGenes) {
  for (const Index n : {1, 2, 3, 5, 7, 8, 9, 12, 16, 23, 30, 64, 100}) {
    const Box box = unit_box(n);
    for (std::uint64_t i = 0; i < 40; ++i) {
      const Vector base = random_point(box, i);
      const Vector a = random_point(box, i + 100);
      const Vector b = random_point(box, i + 200);
      Draws draws = draws_for(i);
      Draws same = draws_for(i);
      Vector y(n);
      operators::differential({base.data(), a.data(), b.data()}, box,
                              {.f = 1.5, .repair = Repair::pagmo}, draws, y.data());
      for (Index k = 0; k < n; ++k) {
        double expected = base[k] + 1.5 * (a[k] - b[k]);
        if (expected < 0) {
          expected = same.next() * base[k];
        } else if (expected > 1) {
          expected = base[k] + same.next() * (1 - base[k]);
        }
        ASSERT_NEAR(y[k], expected, 1e-15) << "n " << n << " gene " << k;
      }
      ASSERT_EQ(draws.next(), same.next()) << "n " << n << ": drew another number";
    }
  }
}

TEST(Differential, CrossesAtTheGivenRateAndAlwaysOneGene) {
  const Index n = 12;
  const Box box(real_info(n, -10, 10), "test");
  const Vector base = Vector::Zero(n);
  const Vector a = Vector::Ones(n);
  const Vector b = -Vector::Ones(n);
  for (const Repair repair : {Repair::clamp, Repair::pagmo}) {
    Moments taken;
    for (std::uint64_t i = 0; i < 5000; ++i) {
      Draws draws = draws_for(i);
      Vector y(n);
      operators::differential({base.data(), a.data(), b.data()}, box,
                              {.f = 0.5, .cr = 0.3, .repair = repair}, draws, y.data());
      const auto changed = static_cast<double>((y.array() == 1.0).count());
      ASSERT_GE(changed, 1);
      taken.add(changed);
    }
    const double expected = 1 + 0.3 * (n - 1);
    EXPECT_NEAR(taken.mean(), expected, 5 * std::sqrt(0.21 * (n - 1) / 5000));
  }
}

// --- polynomial mutation
// -----------------------------------------------------------------------------

double polynomial_gene(double y, double r, double eta) {
  if (r <= 0.5) {
    return y + std::pow(2 * r + (1 - 2 * r) * std::pow(1 - y, eta + 1), 1 / (eta + 1)) - 1;
  }
  return y + 1 - std::pow(2 * (1 - r) + 2 * (r - 0.5) * std::pow(y, eta + 1), 1 / (eta + 1));
}

TEST(PolynomialMutation, EqualsThePrintedFormula) {
  const Box box = unit_box(9);
  for (const double eta : {0.0, 3.3, 20.0}) {
    const PolynomialMutation mutation(box, {.probability = 1, .eta = eta});
    Vector y = random_point(box, 3);
    const Vector before = y;
    Draws draws = draws_for(8);
    Draws same = draws_for(8);
    mutation(box, draws, y.data());
    for (Index k = 0; k < 9; ++k) {
      (void)same.next();  // the skip, which is 0
      EXPECT_NEAR(y[k], polynomial_gene(before[k], same.next(), eta), 1e-11);
    }
  }
}

TEST(PolynomialMutation, MutatesEveryGeneWithTheGivenProbability) {
  struct Case {
    Index n;
    double probability;
  };

  for (const Case& c : {Case{30, 0}, Case{30, 0.3}, Case{5, 0.9}, Case{1, 0.5}, Case{3000, 0}}) {
    const Box box = unit_box(c.n);
    const PolynomialMutation mutation(box, {.probability = c.probability});
    const double p = c.probability > 0 ? c.probability : 1.0 / static_cast<double>(c.n);
    const Vector start = Vector::Constant(c.n, 0.5);
    Vector hits = Vector::Zero(c.n);
    Moments count;
    const std::uint64_t trials = c.n > 100 ? 4000 : 20000;
    for (std::uint64_t i = 0; i < trials; ++i) {
      Vector y = start;
      Draws draws = draws_for(i);
      mutation(box, draws, y.data());
      const Vector changed = (y.array() != 0.5).cast<double>();
      hits += changed;
      count.add(changed.sum());
    }
    const auto n = static_cast<double>(c.n);
    const auto t = static_cast<double>(trials);
    EXPECT_NEAR(count.mean(), n * p, 5 * std::sqrt(n * p * (1 - p) / t));
    EXPECT_NEAR(count.variance(), n * p * (1 - p), 0.1 * n * p * (1 - p) + 1e-9);
    const double deviation = std::sqrt(p * (1 - p) / t);
    EXPECT_LE((hits / t - Vector::Constant(c.n, p)).cwiseAbs().maxCoeff(), 6 * deviation);
  }
}

TEST(PolynomialMutation, LeavesFixedVariablesAlone) {
  ProblemInfo info = real_info(4, 0, 1);
  info.lower[2] = info.upper[2] = 0.25;
  const Box box(info, "test");
  const PolynomialMutation mutation(box, {.probability = 1});
  Vector y = Vector::Constant(4, 0.25);
  Draws draws = draws_for(0);
  mutation(box, draws, y.data());
  EXPECT_EQ(y[2], 0.25);
  EXPECT_TRUE(y.allFinite());
}

// --- kinds
// ---------------------------------------------------------------------------------------------

TEST(Kinds, DiscreteGenesStayWholeAndCategoriesReachEveryLevel) {
  ProblemInfo info = real_info(4, 0, 3);
  info.kinds = {VarKind::integer, VarKind::categorical, VarKind::binary, VarKind::ordinal};
  info.upper[2] = 1;
  const Box box(info, "test");
  const PolynomialMutation mutation(box, {.probability = 0.5});
  std::vector<int> levels(4);
  for (std::uint64_t i = 0; i < 500; ++i) {
    const Vector p = random_point(box, i);
    const Vector q = random_point(box, i + 1000);
    const Vector r = random_point(box, i + 2000);
    for (const bool sbx : {true, false}) {
      Draws draws = draws_for(i);
      Vector y(4);
      if (sbx) {
        operators::sbx(p.data(), q.data(), box, {}, draws, y.data());
      } else {
        operators::differential({p.data(), q.data(), r.data()}, box, {}, draws, y.data());
      }
      mutation(box, draws, y.data());
      operators::round_discrete(box, y.data());
      for (Index k = 0; k < 4; ++k) {
        ASSERT_EQ(y[k], std::round(y[k]));
        ASSERT_GE(y[k], 0);
        ASSERT_LE(y[k], info.upper[k]);
      }
      ++levels[static_cast<std::size_t>(y[1])];
    }
  }
  for (const int hits : levels) {
    EXPECT_NEAR(hits, 250, 80);
  }
}

TEST(Kinds, CategoriesMutateToAnyOtherLevelEquallyOften) {
  ProblemInfo info = real_info(1, 0, 4);
  info.kinds = {VarKind::categorical};
  const Box box(info, "test");
  const PolynomialMutation mutation(box, {.probability = 1});
  std::vector<double> hits(5);
  for (std::uint64_t i = 0; i < 8000; ++i) {
    Vector y = Vector::Constant(1, 2.0);
    Draws draws = draws_for(i);
    mutation(box, draws, y.data());
    ++hits[static_cast<std::size_t>(y[0])];
  }
  EXPECT_EQ(hits[2], 0);
  for (const std::size_t level : {0U, 1U, 3U, 4U}) {
    EXPECT_NEAR(hits[level], 2000, 5 * std::sqrt(8000 * 0.25 * 0.75));
  }
}

TEST(Kinds, InitialLevelsAreEquallyLikely) {
  ProblemInfo info = real_info(1, 0, 2);
  info.kinds = {VarKind::integer};
  const Box box(info, "test");
  std::vector<double> hits(3);
  for (std::uint64_t i = 0; i < 9000; ++i) {
    ++hits[static_cast<std::size_t>(random_point(box, i)[0])];
  }
  for (const double count : hits) {
    EXPECT_NEAR(count, 3000, 5 * std::sqrt(9000 * 2.0 / 9));
  }
}

TEST(Kinds, BoxRefusesPermutationsAndInfiniteBounds) {
  ProblemInfo info = real_info(3, 0, 2);
  info.kinds.assign(3, VarKind::permutation);
  EXPECT_THROW(Box(info, "moead"), Error);
  ProblemInfo open = real_info(2, 0, INFINITY);
  try {
    const Box refused(open, "moead");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::unsupported);
  }
}

}  // namespace
}  // namespace vilfredo
