#include "problem_evaluation.hpp"

#include <vilfredo/core/dominance.hpp>
#include <vilfredo/problems/synthetic/dtlz.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

std::vector<AnyProblem> all(const DtlzOptions& options) {
  return {Dtlz1(options), Dtlz2(options), Dtlz3(options), Dtlz4(options),
          Dtlz5(options), Dtlz6(options), Dtlz7(options)};
}

TEST(Dtlz, DefaultsAreThoseOfThePaper) {
  const Index distance_variables[] = {5, 10, 10, 10, 10, 10, 20};
  for (const Index m : {Index{2}, Index{3}, Index{8}}) {
    const auto problems = all({.n_obj = m});
    for (std::size_t i = 0; i < problems.size(); ++i) {
      EXPECT_EQ(problems[i].info().n_var, m - 1 + distance_variables[i]);
      EXPECT_EQ(problems[i].info().n_obj, m);
    }
  }
}

TEST(Dtlz, RefusesImpossibleShapesByName) {
  for (const DtlzOptions& options :
       {DtlzOptions{.n_obj = 1}, DtlzOptions{.n_obj = 0}, DtlzOptions{.n_obj = 3, .n_var = 2},
        DtlzOptions{.n_obj = 3, .n_var = -1}}) {
    try {
      const Dtlz2 problem(options);
      ADD_FAILURE() << options.n_obj << " objectives of " << options.n_var << " were accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Errc::invalid_argument);
      EXPECT_NE(std::string(error.what()).find("n_"), std::string::npos) << error.what();
    }
  }
  EXPECT_NO_THROW(Dtlz2({.n_obj = 3, .n_var = 3}));
}

TEST(Dtlz, ParetoSetMapsOntoTheFrontColumnByColumn) {
  for (const Index m : {Index{2}, Index{3}, Index{4}, Index{8}}) {
    for (const AnyProblem& problem : all({.n_obj = m})) {
      if (!problem.has_front()) {
        continue;
      }
      for (const Index n : {Index{1}, Index{50}, Index{400}}) {
        const Matrix front = problem.front(n);
        const Matrix images = testing::evaluate(problem, problem.pareto_set(n)).f;
        ASSERT_EQ(front.cols(), images.cols()) << problem.info().name;
        EXPECT_LE((front - images).cwiseAbs().maxCoeff(), 1e-12) << problem.info().name << " " << m;
      }
    }
  }
}

TEST(Dtlz, FrontsSatisfyTheirEquations) {
  for (const Index m : {Index{2}, Index{3}, Index{5}, Index{10}}) {
    const auto problems = all({.n_obj = m});
    const Matrix plane = problems[0].front(500);
    for (Index j = 0; j < plane.cols(); ++j) {
      EXPECT_NEAR(plane.col(j).sum(), 0.5, 1e-15);
    }
    for (std::size_t i = 1; i < 4; ++i) {
      const Matrix sphere = problems[i].front(500);
      for (Index j = 0; j < sphere.cols(); ++j) {
        EXPECT_NEAR(sphere.col(j).squaredNorm(), 1, 1e-14);
      }
    }
  }
}

TEST(Dtlz, FrontsHaveAboutTheNumberOfPointsAskedFor) {
  // Lattices: the largest binomial coefficient C(H+2, 2) within 1000 is 990.
  EXPECT_EQ(Dtlz2().front(1000).cols(), 990);
  EXPECT_EQ(Dtlz2({.n_obj = 2}).front(1000).cols(), 1000);
  EXPECT_EQ(Dtlz2().front(1).cols(), 3);
  EXPECT_EQ(Dtlz5().front(77).cols(), 77);
  EXPECT_EQ(Dtlz7().front(1000).cols(), 31 * 31);
  EXPECT_EQ(Dtlz7({.n_obj = 20}).front(1000).cols(), 1000);
}

TEST(Dtlz, ManyObjectiveFrontsHaveInnerPoints) {
  const Matrix front = Dtlz1({.n_obj = 10}).front(300);
  EXPECT_EQ(front.cols(), 220 + 55);
  Index inner = 0;
  for (Index j = 0; j < front.cols(); ++j) {
    inner += (front.col(j).array() > 0).all() ? 1 : 0;
  }
  EXPECT_EQ(inner, 55);
  EXPECT_EQ(static_cast<Index>(non_dominated(front, Duplicates::first_only).size()), front.cols());
}

TEST(Dtlz, CurveIsTheFrontForUpToThreeObjectivesOnly) {
  for (const Index m : {Index{4}, Index{6}}) {
    for (const AnyProblem& problem :
         {AnyProblem(Dtlz5({.n_obj = m})), AnyProblem(Dtlz6({.n_obj = m}))}) {
      EXPECT_FALSE(problem.has_front());
      EXPECT_FALSE(problem.info().nadir.known());
      EXPECT_THROW((void)problem.front(10), Error);
      const Matrix images = testing::evaluate(problem, problem.pareto_set(30)).f;
      for (Index j = 0; j < images.cols(); ++j) {
        EXPECT_NEAR(images.col(j).norm(), 1, 1e-12);
      }
    }
  }
  const Matrix front = Dtlz5().front(50);
  EXPECT_TRUE((front.row(0).array() == front.row(1).array()).all());
}

TEST(Dtlz, Dtlz7HasAPatchForEveryChoiceOfPieces) {
  for (const Index m : {Index{2}, Index{3}, Index{4}}) {
    const Matrix front = Dtlz7({.n_obj = m}).front(2000);
    std::set<Index> patches;
    for (Index j = 0; j < front.cols(); ++j) {
      Index patch = 0;
      for (Index i = 0; i + 1 < m; ++i) {
        const double v = front(i, j);
        EXPECT_TRUE((v >= 0 && v <= 0.251412) || (v >= 0.631626 && v <= 0.859401)) << v;
        patch = 2 * patch + (v > 0.5 ? 1 : 0);
      }
      patches.insert(patch);
    }
    EXPECT_EQ(static_cast<Index>(patches.size()), Index{1} << (m - 1));
  }
  // Published values of the lowest last objective.
  const Index objectives[] = {2, 3, 5, 8, 10};
  const double lowest[] = {2.307004, 2.614009, 3.228017, 4.149031, 4.763039};
  for (int i = 0; i < 5; ++i) {
    const Dtlz7 problem({.n_obj = objectives[i]});
    EXPECT_NEAR(problem.info().ideal.value[objectives[i] - 1], lowest[i], 1e-6);
  }
  const Matrix many = Dtlz7({.n_obj = 20}).front(400);
  EXPECT_EQ(static_cast<Index>(non_dominated(many, Duplicates::first_only).size()), many.cols());
}

TEST(Dtlz, JacobianEqualsCentralDifferencesInEveryShape) {
  for (const Index m : {Index{2}, Index{4}, Index{7}}) {
    for (const Index n : {m, m + 6}) {
      for (const AnyProblem& problem : all({.n_obj = m, .n_var = n})) {
        const Matrix x = 0.8 * testing::random_solutions(problem.info(), 5, 12).array() + 0.1;
        Matrix jac(m * n, x.cols());
        problem.jacobian(x, jac);
        const Matrix numerical = numerical_jacobian(problem, x);
        const double scale = std::max(1.0, numerical.cwiseAbs().maxCoeff());
        EXPECT_LE((jac - numerical).cwiseAbs().maxCoeff(), 2e-7 * scale)
            << problem.info().name << " " << m << " " << n;
      }
    }
  }
}

}  // namespace
}  // namespace vilfredo
