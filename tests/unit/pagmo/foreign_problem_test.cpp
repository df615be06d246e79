#include "vilfredo/interop/pagmo/foreign_problem.hpp"

#include "toy_problems.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/interop/pagmo/registry.hpp"
#include "vilfredo/interop/pagmo/udp.hpp"

#include <gtest/gtest.h>
#include <pagmo/problem.hpp>
#include <pagmo/problems/hock_schittkowsky_71.hpp>
#include <pagmo/problems/inventory.hpp>
#include <pagmo/problems/minlp_rastrigin.hpp>
#include <pagmo/problems/zdt.hpp>

#include <vector>

namespace vilfredo::interop {
namespace {

Matrix random_columns(const ProblemInfo& info, Index n) {
  Rng rng(3, Purpose::user, 0);
  Matrix x(info.n_var, n);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < info.n_var; ++i) {
      x(i, j) = rng.uniform(info.lower[i], info.upper[i]);
      if (info.kind(i) != VarKind::real) {
        x(i, j) = std::round(x(i, j));
      }
    }
  }
  return x;
}

struct Values {
  Matrix f;
  Matrix g;
};

Values evaluate(const AnyProblem& problem, const Matrix& x) {
  Values out{Matrix(problem.info().n_obj, x.cols()), Matrix(problem.info().n_con, x.cols())};
  problem.evaluate(x, EvalOut{out.f, out.g});
  return out;
}

TEST(FromPagmo, GivesTheValuesAndTheShapeOfTheProblem) {
  const pagmo::problem theirs{pagmo::zdt{3, 12}};
  const AnyProblem ours = from_pagmo(theirs);
  EXPECT_EQ(ours.info().name, theirs.get_name());
  EXPECT_EQ(ours.info().n_var, 12);
  EXPECT_EQ(ours.info().n_obj, 2);
  EXPECT_EQ(ours.info().threads, ThreadSafety::clone_per_thread);
  const Matrix x = random_columns(ours.info(), 20);
  const Values values = evaluate(ours, x);
  for (Index j = 0; j < x.cols(); ++j) {
    const auto f = theirs.fitness({x.col(j).data(), x.col(j).data() + 12});
    EXPECT_EQ(values.f(0, j), f[0]);
    EXPECT_EQ(values.f(1, j), f[1]);
  }
  EXPECT_EQ(from_pagmo(theirs, "mine").info().name, "mine");
}

TEST(FromPagmo, EvaluatesABatchAsItsColumnsWithOneCallIfItCan) {
  const toys::Zdt1 counted;
  // There and back: our batch goes through pagmo's flat vectors twice.
  const AnyProblem ours = from_pagmo(to_pagmo(AnyProblem(counted)));
  const Matrix x = random_columns(ours.info(), 9);
  const Values batch = evaluate(ours, x);
  const Values direct = evaluate(AnyProblem(toys::Zdt1{}), x);
  EXPECT_EQ(batch.f, direct.f);
  EXPECT_EQ(counted.evaluated(), 9U);
  for (Index j = 0; j < 9; ++j) {
    EXPECT_EQ(evaluate(ours, x.col(j)).f, batch.f.col(j));
  }
}

TEST(FromPagmo, TurnsEqualitiesIntoDistancesWithinTheTolerance) {
  pagmo::problem theirs{pagmo::hock_schittkowsky_71{}};  // one equality, one inequality
  theirs.set_c_tol({1e-3, 0.5});
  const AnyProblem ours = from_pagmo(theirs);
  ASSERT_EQ(ours.info().n_con, 2);
  EXPECT_EQ(ours.info().constraint_tolerance(0), 0.0);
  EXPECT_EQ(ours.info().constraint_tolerance(1), 0.5);
  const Matrix x = random_columns(ours.info(), 10);
  const Values values = evaluate(ours, x);
  int feasible = 0;
  for (Index j = 0; j < x.cols(); ++j) {
    const pagmo::vector_double at{x.col(j).data(), x.col(j).data() + 4};
    const auto f = theirs.fitness(at);
    EXPECT_EQ(values.g(0, j), std::abs(f[1]) - 1e-3);
    EXPECT_EQ(values.g(1, j), f[2]);
    EXPECT_EQ(ours.info().violation(values.g.col(j).data()) == 0, theirs.feasibility_x(at));
    feasible += theirs.feasibility_x(at) ? 1 : 0;
  }
  EXPECT_LT(feasible, 10);
}

TEST(FromPagmo, OffersAGradientAsTheJacobianOfTheObjectivesAlone) {
  const AnyProblem ours = from_pagmo(pagmo::problem{pagmo::hock_schittkowsky_71{}});
  ASSERT_TRUE(ours.has_jacobian());
  const Matrix x = random_columns(ours.info(), 4);
  Matrix jac(4, 4);
  ours.jacobian(x, jac);
  EXPECT_LT((jac - numerical_jacobian(ours, x)).cwiseAbs().maxCoeff(), 1e-4);
  EXPECT_FALSE(from_pagmo(pagmo::problem{pagmo::zdt{1, 5}}).has_jacobian());
}

TEST(FromPagmo, ReadsASparseGradient) {
  struct Sparse {
    [[nodiscard]] pagmo::vector_double fitness(const pagmo::vector_double& x) const {
      return {x[1] * x[1], x[0], x[0] + x[2]};
    }

    [[nodiscard]] std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
      return {{0, 0, 0}, {1, 1, 1}};
    }

    [[nodiscard]] std::size_t get_nobj() const { return 2; }

    [[nodiscard]] std::size_t get_nic() const { return 1; }

    [[nodiscard]] pagmo::vector_double gradient(const pagmo::vector_double& x) const {
      return {2 * x[1], 1, 1, 1};
    }

    [[nodiscard]] pagmo::sparsity_pattern gradient_sparsity() const {
      return {{0, 1}, {1, 0}, {2, 0}, {2, 2}};
    }
  };

  const AnyProblem ours = from_pagmo(pagmo::problem{Sparse{}});
  Matrix jac(6, 1);
  ours.jacobian(Vector{{0.5, 0.25, 0.75}}, jac);
  EXPECT_EQ(jac, (Matrix{{0}, {0.5}, {0}, {1}, {0}, {0}}));
}

TEST(FromPagmo, MarksTheLastVariablesAsIntegers) {
  const AnyProblem ours = from_pagmo(pagmo::problem{pagmo::minlp_rastrigin{2, 3}});
  EXPECT_EQ(ours.info().kinds, (std::vector<VarKind>{VarKind::real, VarKind::real, VarKind::integer,
                                                     VarKind::integer, VarKind::integer}));
}

TEST(FromPagmo, DrawsTheNoiseOfAColumnFromItsStream) {
  const AnyProblem ours = from_pagmo(pagmo::problem{pagmo::inventory{4, 10, 1}});
  ASSERT_TRUE(ours.info().stochastic);
  const Matrix x = random_columns(ours.info(), 1).replicate(1, 3);
  const auto noisy = [&](std::vector<std::uint64_t> indices) {
    std::vector<Rng> streams;
    for (const std::uint64_t index : indices) {
      streams.emplace_back(5, Purpose::noise, index);
    }
    Values out{Matrix(1, x.cols()), Matrix(0, x.cols())};
    ours.evaluate(x, {.level = 0, .streams = streams}, EvalOut{out.f, out.g});
    return out.f;
  };
  const Matrix first = noisy({1, 2, 1});
  EXPECT_NE(first(0), first(1));
  EXPECT_EQ(first(0), first(2));
  EXPECT_EQ(noisy({1, 2, 1}), first);
  EXPECT_EQ(noisy({2, 1, 2})(0), first(1));
}

TEST(PagmoProblems, AreRegisteredWithTheirParameters) {
  ProblemRegistry registry;
  register_pagmo_problems(registry);
  EXPECT_EQ(registry.names(),
            (std::vector<std::string>{"pagmo_cec2009", "pagmo_dtlz", "pagmo_wfg", "pagmo_zdt"}));
  const AnyProblem zdt5 =
      registry.make("pagmo_zdt", Value(Value::Object{{"id", 5}, {"param", 11}}));
  EXPECT_EQ(zdt5.info().name, "pagmo_zdt5");
  EXPECT_EQ(zdt5.info().n_var, 80);
  const AnyProblem dtlz2 = registry.make("pagmo_dtlz");
  EXPECT_EQ(dtlz2.info().n_obj, 3);
  EXPECT_EQ(dtlz2.info().n_var, 12);
  const AnyProblem cf1 =
      registry.make("pagmo_cec2009", Value(Value::Object{{"id", 1}, {"constrained", true}}));
  EXPECT_EQ(cf1.info().name, "pagmo_cf1");
  EXPECT_EQ(cf1.info().n_con, 1);
}

TEST(PagmoProblems, RefuseWfg8WithTheReasonAndNonsenseAsAConfigurationFault) {
  ProblemRegistry registry;
  register_pagmo_problems(registry);
  try {
    (void)registry.make("pagmo_wfg", Value(Value::Object{{"id", 8}}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::invalid_config);
    EXPECT_NE(std::string(error.what()).find("already transformed"), std::string::npos);
  }
  EXPECT_NO_THROW((void)registry.make("pagmo_wfg", Value(Value::Object{{"id", 9}})));
  try {
    (void)registry.make("pagmo_dtlz", Value(Value::Object{{"n_var", 3}, {"n_obj", 3}}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::invalid_config);
  }
}

}  // namespace
}  // namespace vilfredo::interop
