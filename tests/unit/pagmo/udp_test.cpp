#include "vilfredo/interop/pagmo/udp.hpp"

#include "toy_problems.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/rng.hpp"

#include <gtest/gtest.h>
#include <pagmo/problem.hpp>
#include <pagmo/problems/zdt.hpp>
#include <pagmo/utils/gradients_and_hessians.hpp>

#include <cmath>

namespace vilfredo::interop {
namespace {

pagmo::vector_double random_vector(Rng& rng, const pagmo::problem& problem) {
  const auto [lower, upper] = problem.get_bounds();
  pagmo::vector_double x(lower.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = rng.uniform(lower[i], upper[i]);
    if (i >= problem.get_ncx()) {
      x[i] = std::round(x[i]);
    }
  }
  return x;
}

TEST(Udp, IsAValidProblemWhenDefaultConstructed) {
  const pagmo::problem problem{Udp{}};
  EXPECT_EQ(problem.get_nobj(), 1U);
  EXPECT_EQ(problem.fitness({0.25}), pagmo::vector_double{0.25});
}

TEST(Udp, GivesTheValuesOfPagmosOwnZdt1) {
  const pagmo::problem ours = to_pagmo(AnyProblem(toys::Zdt1{}));
  const pagmo::problem theirs{pagmo::zdt{1, 30}};
  EXPECT_EQ(ours.get_bounds(), theirs.get_bounds());
  Rng rng(1, Purpose::user, 0);
  for (int trial = 0; trial < 200; ++trial) {
    const auto x = random_vector(rng, ours);
    const auto a = ours.fitness(x);
    const auto b = theirs.fitness(x);
    EXPECT_NEAR(a[0], b[0], 1e-15);
    EXPECT_NEAR(a[1], b[1], 4e-15);
  }
}

TEST(Udp, EvaluatesABatchAsItsColumns) {
  for (const AnyProblem& problem :
       {AnyProblem(toys::Zdt1{}), AnyProblem(toys::Mixed{}), AnyProblem(toys::Constrained{})}) {
    const pagmo::problem udp = to_pagmo(problem);
    ASSERT_TRUE(udp.has_batch_fitness());
    Rng rng(2, Purpose::user, 0);
    pagmo::vector_double flat;
    pagmo::vector_double expected;
    for (int j = 0; j < 17; ++j) {
      const auto x = random_vector(rng, udp);
      const auto f = udp.fitness(x);
      flat.insert(flat.end(), x.begin(), x.end());
      expected.insert(expected.end(), f.begin(), f.end());
    }
    EXPECT_EQ(udp.batch_fitness(flat), expected) << problem.info().name;
  }
}

TEST(Udp, PutsWholeNumberedVariablesLast) {
  const pagmo::problem udp = to_pagmo(AnyProblem(toys::Mixed{}));
  EXPECT_EQ(udp.get_nix(), 3U);
  EXPECT_EQ(udp.get_ncx(), 2U);
  EXPECT_EQ(udp.get_lb(), (pagmo::vector_double{0, -1, -2, 0, 0}));
  EXPECT_EQ(udp.get_ub(), (pagmo::vector_double{1, 1, 3, 1, 4}));
  // Ours: integer -1, real 0.5, binary 1, ordinal 3, real -0.5.
  const auto f = udp.fitness({0.5, -0.5, -1, 1, 3});
  EXPECT_EQ(f, (pagmo::vector_double{-1 + 5 + 0.5, 4 - 3 + 0.25 + 1}));
}

TEST(Udp, HandsConstraintsOnAsInequalitiesWithinTheirTolerance) {
  const pagmo::problem udp = to_pagmo(AnyProblem(toys::Constrained{}));
  EXPECT_EQ(udp.get_nic(), 2U);
  EXPECT_EQ(udp.get_nec(), 0U);
  EXPECT_EQ(udp.fitness({1.25}), (pagmo::vector_double{1.25, -1.25, 0.0, -0.75}));
  EXPECT_TRUE(udp.feasibility_x({1.25}));
  EXPECT_FALSE(udp.feasibility_x({1.26}));
  EXPECT_FALSE(udp.feasibility_x({0.49}));
}

TEST(Udp, OffersTheJacobianAsAGradient) {
  const pagmo::problem udp = to_pagmo(AnyProblem(toys::Zdt1{5}));
  ASSERT_TRUE(udp.has_gradient());
  const pagmo::vector_double x{0.3, 0.2, 0.9, 0.4, 0.6};
  const auto exact = udp.gradient(x);
  const auto estimate = pagmo::estimate_gradient_h(
      [&](const pagmo::vector_double& at) { return udp.fitness(at); }, x);
  ASSERT_EQ(exact.size(), estimate.size());
  for (std::size_t i = 0; i < exact.size(); ++i) {
    EXPECT_NEAR(exact[i], estimate[i], 1e-6) << i;
  }
  EXPECT_FALSE(to_pagmo(AnyProblem(toys::Mixed{})).has_gradient());
}

/// f_k = sum of a_ki x_i, with a real variable behind an integer one.
class MixedLinear {
 public:
  [[nodiscard]] ProblemInfo info() const {
    ProblemInfo info;
    info.name = "toy_linear";
    info.n_var = 3;
    info.n_obj = 2;
    info.lower = Vector::Zero(3);
    info.upper = Vector::Constant(3, 4.0);
    info.kinds = {VarKind::integer, VarKind::real, VarKind::real};
    return info;
  }

  void evaluate(MatrixIn x, EvalOut out) const { out.f = slope_.transpose() * x; }

  void jacobian(MatrixIn /*x*/, MatrixOut jac) const {
    for (Index j = 0; j < jac.cols(); ++j) {
      jac.col(j) = Eigen::Map<const Vector>(slope_.data(), slope_.size());
    }
  }

 private:
  Matrix slope_ = Matrix{{1, 2}, {3, 4}, {5, 6}};  // n_var x n_obj
};

TEST(Udp, ReordersTheGradientLikeTheVariables) {
  const pagmo::problem udp = to_pagmo(AnyProblem(MixedLinear{}));
  EXPECT_EQ(udp.gradient({1, 1, 2}), (pagmo::vector_double{3, 5, 1, 4, 6, 2}));
}

class Cloned {
 public:
  Cloned() = default;

  Cloned(const Cloned& other) : copies_(other.copies_), info_(other.info_) { ++*copies_; }

  Cloned(Cloned&&) = default;
  Cloned& operator=(const Cloned&) = delete;

  explicit Cloned(ThreadSafety threads) { info_.threads = threads; }

  [[nodiscard]] ProblemInfo info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const { out.f = x; }

  [[nodiscard]] std::shared_ptr<int> copies() const { return copies_; }

 private:
  std::shared_ptr<int> copies_ = std::make_shared<int>(0);
  ProblemInfo info_ = {.name = "toy_cloned",
                       .n_var = 1,
                       .n_obj = 1,
                       .lower = Vector::Zero(1),
                       .upper = Vector::Ones(1)};
};

TEST(Udp, MapsThreadSafetyAndClonesWhereACopyMustShareNothing) {
  const auto copies_made = [](ThreadSafety threads, pagmo::thread_safety expected) {
    Cloned problem(threads);
    const std::shared_ptr<int> copies = problem.copies();
    const pagmo::problem udp = to_pagmo(AnyProblem(std::move(problem)));
    EXPECT_EQ(udp.get_thread_safety(), expected);
    const int before = *copies;
    const pagmo::problem copy = udp;
    return *copies - before;
  };
  EXPECT_EQ(copies_made(ThreadSafety::concurrent, pagmo::thread_safety::constant), 0);
  EXPECT_EQ(copies_made(ThreadSafety::clone_per_thread, pagmo::thread_safety::basic), 1);
  EXPECT_EQ(copies_made(ThreadSafety::unsafe, pagmo::thread_safety::none), 0);
}

TEST(Udp, RefusesNoiseAndPermutationsWithASentence) {
  ProblemInfo info = toys::Zdt1{3}.info();
  info.stochastic = true;
  try {
    (void)to_pagmo(AnyProblem(toys::Described(info)));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::unsupported);
    EXPECT_NE(error.sentence().find("stochastic"), std::string::npos);
  }
  info.stochastic = false;
  info.lower = Vector::Zero(3);
  info.upper = Vector::Constant(3, 2.0);
  info.kinds.assign(3, VarKind::permutation);
  info.permutations = {{0, 3}};
  EXPECT_THROW((void)to_pagmo(AnyProblem(toys::Described(info))), Error);
}

}  // namespace
}  // namespace vilfredo::interop
