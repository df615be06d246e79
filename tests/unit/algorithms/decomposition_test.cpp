#include "boundary_digests.hpp"
#include "scripted.hpp"

#include <vilfredo/algorithms/decomposition/moead.hpp>
#include <vilfredo/algorithms/decomposition/moead_batch.hpp>
#include <vilfredo/algorithms/decomposition/moead_de.hpp>
#include <vilfredo/algorithms/decomposition/moead_dra.hpp>
#include <vilfredo/core/run.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <vector>

namespace vilfredo {
namespace {

using scripted::Scripted;

/// ZDT1 in n variables.
AnyProblem zdt1(Index n) {
  ProblemInfo info;
  info.name = "zdt1_of_the_test";
  info.n_var = n;
  info.n_obj = 2;
  info.lower = Vector::Zero(n);
  info.upper = Vector::Ones(n);
  info.threads = ThreadSafety::concurrent;
  return make_problem(info, [n](MatrixIn x, EvalOut out) {
    for (Index j = 0; j < x.cols(); ++j) {
      double sum = 0;
      for (Index k = 1; k < n; ++k) {
        sum += x(k, j);
      }
      const double g = 1 + 9 * sum / static_cast<double>(n - 1);
      out.f(0, j) = x(0, j);
      out.f(1, j) = g * (1 - std::sqrt(x(0, j) / g));
    }
  });
}

/// Three objectives on a sphere, one variable that only makes things worse.
AnyProblem sphere3() {
  ProblemInfo info;
  info.name = "sphere3";
  info.n_var = 4;
  info.n_obj = 3;
  info.lower = Vector::Zero(4);
  info.upper = Vector::Ones(4);
  info.threads = ThreadSafety::concurrent;
  return make_problem(info, [](MatrixIn x, EvalOut out) {
    for (Index j = 0; j < x.cols(); ++j) {
      const double r = 1 + x(2, j) + 2 * x(3, j);
      const double a = x(0, j) * 1.5;
      const double b = x(1, j) * 1.5;
      out.f(0, j) = r * std::cos(a) * std::cos(b);
      out.f(1, j) = 10 * r * std::cos(a) * std::sin(b);
      out.f(2, j) = r * std::sin(a);
    }
  });
}

RunOptions budget(std::uint64_t evaluations, std::uint64_t seed = 1) {
  RunOptions options;
  options.max_evaluations = evaluations;
  options.seed = seed;
  return options;
}

/// Runs to the end, calling `look(solver)` after every iteration.
template <class S, class Look>
void watch(S& solver, const AnyProblem& problem, const RunOptions& options, Look&& look) {
  Run run(AnySolver::reference(solver), problem, options);
  while (run.advance()) {
    look(solver);
  }
}

// --- the update rule -----------------------------------------------------------------------------

TEST(Decomposition, UpdatesAHandWorkedExample) {
  // Weights (0,1), (1/2,1/2), (1,0); zero weights count as 1/8; z* = (1, 1) throughout.
  Scripted problem({{{4, 1}}, {{1, 3}}, {{5, 3}}, {{3, 2}}, {{1, 9}}});
  // At first: slot 0 (4,1): max(3/8, 0); slot 1 (1,3): max(0, 1); slot 2 (5,3): max(4, 2/8).
  // (3,2): slot 0: max(2/8, 1), no; slot 1: max(1, 1/2), a tie, yes; slot 2: max(2, 1/8), yes.
  // (1,9): slot 0: max(0, 8), no; slot 1: max(0, 4), no; slot 2: max(0, 1), yes.
  Moead solver(problem.info(), {.population = 3,
                                .neighbours = 3,
                                .scalarisation = Tchebycheff{.zero_weight = 0.125},
                                .weights = SimplexLatticeWeights{}});
  std::vector<Matrix> f;
  std::vector<Vector> values;
  watch(solver, problem, budget(5), [&](const Moead& s) {
    f.push_back(s.population().f);
    values.push_back(s.decomposition().values());
  });
  ASSERT_EQ(f.size(), 3U);
  EXPECT_EQ(solver.decomposition().weights(), (Matrix(2, 3) << 0, 0.5, 1, 1, 0.5, 0).finished());
  EXPECT_EQ(values[0], (Vector(3) << 0.375, 1, 4).finished());
  EXPECT_EQ(f[1], (Matrix(2, 3) << 4, 3, 3, 1, 2, 2).finished());
  EXPECT_EQ(values[1], (Vector(3) << 0.375, 1, 2).finished());
  EXPECT_EQ(f[2], (Matrix(2, 3) << 4, 3, 1, 1, 2, 9).finished());
  EXPECT_EQ(values[2], (Vector(3) << 0.375, 1, 1).finished());
  EXPECT_EQ(solver.decomposition().ideal(), Vector::Ones(2));
  EXPECT_EQ(solver.population().ids[1], 3U) << "a copied solution keeps its id";
}

const std::vector<Scalarisation>& all_scalarisations() {
  static const std::vector<Scalarisation> all = {Tchebycheff{},
                                                 TchebycheffInv{},
                                                 WeightedSum{},
                                                 WeightedLp{},
                                                 AugmentedTchebycheff{},
                                                 ModifiedTchebycheff{},
                                                 Asf{},
                                                 Aasf{},
                                                 Pbi{},
                                                 InvertedPbi{},
                                                 SmoothTchebycheff{},
                                                 WeightedProduct{},
                                                 Exponential{},
                                                 Pas{},
                                                 Lws{},
                                                 Msf{},
                                                 Psf{},
                                                 AdaptivePbi{},
                                                 Alternating{}};
  return all;
}

TEST(Decomposition, ValuesAreTheScalarisationOfEachSlotsSolution) {
  for (const Scalarisation& chosen : all_scalarisations()) {
    if (std::holds_alternative<InvertedPbi>(chosen)) {
      continue;  // measured from the nadir of the last generation
    }
    const AnyProblem problem = sphere3();
    MoeadDe solver(problem.info(), {.population = 91, .scalarisation = chosen});
    (void)run(solver, problem, budget(600));
    const Decomposition& d = solver.decomposition();
    const Vector values = d.values();
    // weighted_sum and exponential are applied to the difference to the ideal point.
    const Vector zero = Vector::Zero(3);
    for (Index i = 0; i < 91; ++i) {
      const double expected =
          scalarisations::value(chosen, solver.population().f.col(i) - d.ideal(),
                                d.weights().col(i), zero, zero, d.shapes()[i]);
      ASSERT_NEAR(values[i], expected, 1e-12 * std::max(1.0, std::abs(expected)))
          << "alternative " << chosen.index() << " slot " << i;
    }
  }
}

template <class S>
void expect_descent(const AnyProblem& problem,
                    const typename S::Options& options,
                    std::uint64_t evaluations) {
  S solver(problem.info(), options);
  Vector values;
  Vector ideal;
  int improvements = 0;
  watch(solver, problem, budget(evaluations), [&](const S& s) {
    if (s.population().size() == 0) {
      return;  // the weights are still being made
    }
    const Vector now = s.decomposition().values();
    const Vector& z = s.decomposition().ideal();
    if (values.size() > 0) {
      ASSERT_TRUE((z.array() <= ideal.array()).all()) << "the ideal point rose";
      if (z == ideal) {
        ASSERT_TRUE((now.array() <= values.array()).all()) << "a slot got worse";
        improvements += (now.array() < values.array()).any() ? 1 : 0;
      }
    }
    values = now;
    ideal = z;
  });
  EXPECT_GT(improvements, 10);
}

TEST(Decomposition, NoSlotEverGetsWorseAndTheIdealNeverRises) {
  for (const Scalarisation& chosen : all_scalarisations()) {
    const bool moves = std::holds_alternative<Pas>(chosen) || std::holds_alternative<Msf>(chosen) ||
                       std::holds_alternative<Psf>(chosen) ||
                       std::holds_alternative<AdaptivePbi>(chosen);
    if (moves || std::holds_alternative<InvertedPbi>(chosen)) {
      continue;  // valued anew in every generation
    }
    expect_descent<Moead>(zdt1(8), {.population = 30, .neighbours = 10, .scalarisation = chosen},
                          1500);
    expect_descent<MoeadDe>(sphere3(),
                            {.population = 36, .neighbours = 10, .scalarisation = chosen}, 1500);
  }
  expect_descent<MoeadDra>(zdt1(8), {.population = 60}, 2000);
}

TEST(Decomposition, OneOffspringTakesAtMostTheGivenNumberOfSlots) {
  for (const Index limit : {1, 2, 5}) {
    const AnyProblem problem = zdt1(6);
    MoeadDe solver(problem.info(), {.population = 40, .replacements = limit});
    std::vector<Id> before;
    Index most = 0;
    watch(solver, problem, budget(1500), [&](const MoeadDe& s) {
      const std::vector<Id>& now = s.population().ids;
      Index changed = 0;
      for (std::size_t i = 0; i < before.size(); ++i) {
        changed += now[i] != before[i] ? 1 : 0;
      }
      most = std::max(most, changed);
      before = now;
    });
    EXPECT_EQ(most, limit);
  }
}

/// Chi-square statistic of counts against equal probabilities.
double chi_square(const std::vector<double>& counts) {
  double total = 0;
  for (const double c : counts) {
    total += c;
  }
  const double expected = total / static_cast<double>(counts.size());
  double out = 0;
  for (const double c : counts) {
    out += (c - expected) * (c - expected) / expected;
  }
  return out;
}

TEST(Decomposition, WhatIsReplacedIsDistributedAsInARandomOrderStoppedAfterTheLimit) {
  // Every slot would take the offspring, so a random order stopped after two replacements takes
  // each of the 45 pairs of ten slots equally often, from the neighbourhood as from the whole
  // population.
  for (const double delta : {0.0, 1.0}) {
    std::map<std::pair<Index, Index>, std::size_t> number;
    for (Index b = 1; b < 10; ++b) {
      for (Index a = 0; a < b; ++a) {
        number.emplace(std::pair{a, b}, number.size());
      }
    }
    std::vector<double> counts(number.size());
    for (std::uint64_t seed = 1; seed <= 4500; ++seed) {
      std::vector<Scripted::Line> lines(10, {{2, 2}});
      lines.push_back({{1, 1}});
      const Scripted problem(lines);
      MoeadDe solver(problem.info(), {.population = 10, .neighbours = 10, .delta = delta});
      (void)run(solver, AnyProblem(problem), budget(11, seed));
      std::vector<Index> taken;
      for (Index i = 0; i < 10; ++i) {
        if (solver.population().f(0, i) == 1) {
          taken.push_back(i);
        }
      }
      ASSERT_EQ(taken.size(), 2U);
      ++counts[number.at({taken[0], taken[1]})];
    }
    EXPECT_LT(chi_square(counts), 98) << "44 degrees of freedom, false alarm 5e-6, delta " << delta;
  }
}

TEST(Decomposition, WithoutALimitEverySlotThatGainsIsTaken) {
  std::vector<Scripted::Line> lines(10, {{2, 2}});
  lines.push_back({{1, 1}});
  const Scripted problem(lines);
  Moead solver(problem.info(), {.population = 10, .neighbours = 10});
  (void)run(solver, AnyProblem(problem), budget(11));
  EXPECT_EQ(solver.population().f, Matrix::Ones(2, 10));
}

// --- constraints and failures
// -----------------------------------------------------------------------

TEST(Decomposition, FeasibleBeatsInfeasibleAndLessViolationBeatsMore) {
  Scripted problem({{{0, 0}, {3}},    // slot 0, infeasible by 3
                    {{9, 9}, {0}},    // slot 1, feasible
                    {{0, 0}, {1}},    // slot 2, infeasible by 1
                    {{5, 5}, {2}},    // takes slot 0 only
                    {{8, 8}, {-1}},   // feasible: takes all
                    {{1, 1}, {0.1}},  // infeasible: takes none
                    {{7, 7}, {0}}});  // takes all
  Moead solver(problem.info(), {.population = 3, .neighbours = 3});
  std::vector<Vector> first;
  std::vector<Vector> ideal;
  watch(solver, problem, budget(7), [&](const Moead& s) {
    first.emplace_back(s.population().f.row(0));
    ideal.push_back(s.decomposition().ideal());
  });
  ASSERT_EQ(first.size(), 5U);
  EXPECT_EQ(first[0], (Vector(3) << 0, 9, 0).finished());
  EXPECT_EQ(first[1], (Vector(3) << 5, 9, 0).finished());
  EXPECT_EQ(first[2], (Vector(3) << 8, 8, 8).finished());
  EXPECT_EQ(first[3], (Vector(3) << 8, 8, 8).finished());
  EXPECT_EQ(first[4], (Vector(3) << 7, 7, 7).finished());
  EXPECT_EQ(ideal[0], Vector::Constant(2, 9)) << "only feasible points move it";
  EXPECT_EQ(ideal[4], Vector::Constant(2, 7));
}

TEST(Decomposition, AFailedEvaluationTakesNoSlotAndAFailedSlotIsTakenFirst) {
  const double nan = std::nan("");
  for (const Scalarisation& chosen : all_scalarisations()) {
    if (std::holds_alternative<Lws>(chosen)) {
      continue;  // (9, 9) is in the cone of the first slot, its own solution is not
    }
    Scripted problem({{{2, 1}}, {{nan, 1}}, {{1, 2}}, {{nan, nan}}, {{0, INFINITY}}, {{9, 9}}});
    Moead solver(problem.info(), {.population = 3, .neighbours = 3, .scalarisation = chosen});
    std::vector<Population> seen;
    watch(solver, problem, budget(6), [&](const Moead& s) { seen.push_back(s.population()); });
    ASSERT_EQ(seen.size(), 4U);
    EXPECT_TRUE(std::isnan(seen[0].f(0, 1)));
    EXPECT_EQ(seen[1].ids, seen[0].ids);
    EXPECT_EQ(seen[2].ids, seen[0].ids);
    EXPECT_EQ(seen[3].f.col(1), Vector::Constant(2, 9)) << "alternative " << chosen.index();
    EXPECT_EQ(seen[3].f.col(0), seen[0].f.col(0));
    EXPECT_EQ(solver.decomposition().ideal(), Vector::Ones(2));
  }
}

TEST(Decomposition, APopulationThatFailedAltogetherRecovers) {
  const double nan = std::nan("");
  Scripted problem({{{nan, nan}}, {{nan, nan}}, {{nan, nan}}, {{nan, nan}}, {{3, 4}}});
  MoeadDe solver(problem.info(), {.population = 4, .neighbours = 3, .replacements = 0});
  (void)run(solver, AnyProblem(problem), budget(60));
  EXPECT_EQ(solver.population().f.row(0), Vector::Constant(4, 3).transpose());
}

// --- policies
// --------------------------------------------------------------------------------------

TEST(Decomposition, NormalisationMakesPowersOfTwoOfTheScaleInvisible) {
  const auto scaled = [](double factor) {
    const AnyProblem base = zdt1(5);
    ProblemInfo info = base.info();
    return make_problem(info, [base, factor](MatrixIn x, EvalOut out) {
      base.evaluate(x, EvalOut{out.f, out.g});
      out.f.row(1) *= factor;
    });
  };
  for (const Normalisation policy :
       {Normalisation::minmax_population, Normalisation::minmax_nondominated}) {
    Moead plain(zdt1(5).info(), {.population = 20, .normalisation = policy});
    Moead large(zdt1(5).info(), {.population = 20, .normalisation = policy});
    (void)run(plain, scaled(1), budget(2000));
    (void)run(large, scaled(1024), budget(2000));
    // The first generation is bred before the ranges are used, so compare what they lead to.
    EXPECT_EQ(plain.population().x, large.population().x);
    Moead none(zdt1(5).info(), {.population = 20});
    (void)run(none, scaled(1024), budget(2000));
    EXPECT_NE(plain.population().x, none.population().x);
  }
}

TEST(Decomposition, DraImprovesEverySubproblemInTheEnd) {
  const AnyProblem problem = zdt1(4);
  MoeadDra solver(problem.info(), {.population = 100});
  std::uint64_t iterations = 0;
  watch(solver, problem, budget(100 + 20 * 60), [&](const MoeadDra&) { ++iterations; });
  EXPECT_EQ(iterations, 1 + 20U * 60);
  EXPECT_LT(solver.decomposition().values().maxCoeff(), 1.0);
}

TEST(Decomposition, AGenerationOfTheBatchedSolverIsOneAsk) {
  const AnyProblem problem = zdt1(4);
  MoeadBatch solver(problem.info(), {.population = 30});
  int iterations = 0;
  watch(solver, problem, budget(30 * 11), [&](const MoeadBatch&) { ++iterations; });
  EXPECT_EQ(iterations, 11);
  Moead sequential(problem.info(), {.population = 30});
  (void)run(sequential, problem, budget(30 * 11));
  EXPECT_NE(solver.population().x, sequential.population().x);
}

TEST(Decomposition, AskedPointsAreInsideTheBoxAndOfTheirKind) {
  class Inspector final : public Observer {
   public:
    explicit Inspector(ProblemInfo info) : info_(std::move(info)) {}

    void evaluated(const Told& told, Index granted) override {
      for (Index j = 0; j < granted; ++j) {
        for (Index k = 0; k < info_.n_var; ++k) {
          const double x = told.x(k, j);
          inside = inside && x >= info_.lower[k] && x <= info_.upper[k];
          whole = whole && (info_.kind(k) == VarKind::real || x == std::floor(x));
        }
      }
      columns += granted;
    }

    bool inside = true;
    bool whole = true;
    Index columns = 0;

   private:
    ProblemInfo info_;
  };

  ProblemInfo info = zdt1(6).info();
  info.kinds = {VarKind::real,   VarKind::integer,     VarKind::ordinal,
                VarKind::binary, VarKind::categorical, VarKind::real};
  info.lower[1] = -3;
  info.upper[1] = 9;
  info.upper[2] = 4;
  info.upper[4] = 6;
  const AnyProblem mixed = make_problem(info, [](MatrixIn x, EvalOut out) {
    out.f.row(0) = x.row(0) + x.row(1) + x.row(4);
    out.f.row(1) = 20 - x.row(1).array() + x.row(2).array() + x.row(5).array() - x.row(3).array();
  });
  for (const Repair repair : {Repair::reset, Repair::clamp, Repair::reflect, Repair::pagmo}) {
    auto inspector = std::make_shared<Inspector>(info);
    RunOptions options = budget(2000);
    options.observers = {inspector};
    MoeadDe de(info, {.population = 30, .cr = 0.9, .repair = repair});
    (void)run(de, mixed, options);
    Moead sbx(info, {.population = 30});
    (void)run(sbx, mixed, options);
    EXPECT_TRUE(inspector->inside && inspector->whole);
    EXPECT_EQ(inspector->columns, 4000);
  }
}

TEST(Decomposition, WindowsGiveTheSameBitsForAnyNumberOfThreads) {
  const AnyProblem problem = zdt1(6);
  RunOptions options = budget(900);
  options.window = 5;
  Matrix expected;
  for (const int threads : {1, 2, 8}) {
    options.threads = threads;
    MoeadDe solver(problem.info(), {.population = 40});
    (void)run(solver, problem, options);
    if (threads == 1) {
      expected = solver.population().x;
    }
    EXPECT_EQ(solver.population().x, expected) << threads << " threads";
  }
  options.window = 1;
  MoeadDe one(problem.info(), {.population = 40});
  (void)run(one, problem, options);
  EXPECT_NE(one.population().x, expected) << "the window is part of a run's identity";
}

TEST(Decomposition, ResumesBitForBitAlsoInTheMiddleOfTheWeightsAndOfAWindow) {
  RunOptions options = budget(190);
  boundary_digests::expect_resumable<Moead>(
      sphere3(), {.population = 160, .neighbours = 10, .weights = RieszWeights{.iterations = 320}},
      options, 1);
  options = budget(400);
  options.window = 4;
  boundary_digests::expect_resumable<MoeadDe>(zdt1(5), {.population = 30}, options, 7);
  options.window = 1;
  boundary_digests::expect_resumable<MoeadDra>(zdt1(5), {.population = 40}, options, 11);
  boundary_digests::expect_resumable<MoeadBatch>(
      zdt1(5), {.population = 20, .normalisation = Normalisation::minmax_nondominated}, options, 1);
}

// --- refusals
// ------------------------------------------------------------------------------------------

template <class S>
void expect_refused(const ProblemInfo& info,
                    const typename S::Options& options,
                    Errc code,
                    const std::string& text) {
  try {
    const S solver(info, options);
    FAIL() << "accepted; expected: " << text;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_THAT(error.what(), testing::HasSubstr(text));
  }
}

TEST(Decomposition, RefusesWhatItCannotSolveWithASentence) {
  const ProblemInfo good = zdt1(4).info();
  ProblemInfo single = good;
  single.n_obj = 1;
  expect_refused<Moead>(single, {}, Errc::unsupported, "needs at least two");
  ProblemInfo open = good;
  open.upper[2] = INFINITY;
  expect_refused<MoeadDe>(open, {}, Errc::unsupported, "finite bounds");
  ProblemInfo ordered = good;
  ordered.kinds.assign(4, VarKind::permutation);
  expect_refused<MoeadDra>(ordered, {}, Errc::unsupported, "permutations");
  expect_refused<Moead>(good, {.population = 10}, Errc::invalid_argument,
                        "at most the population of 10");
  expect_refused<Moead>(good, {.normalisation = Normalisation::fixed}, Errc::unsupported,
                        "known ideal and nadir");
  expect_refused<MoeadDe>(good, {.delta = 1.5}, Errc::invalid_argument, "delta");
  expect_refused<MoeadBatch>(sphere3().info(), {.weights = SimplexLatticeWeights{}},
                             Errc::invalid_argument, "91 or 105");
}

}  // namespace
}  // namespace vilfredo
