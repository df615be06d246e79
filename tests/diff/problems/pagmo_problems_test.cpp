// ZDT and DTLZ against the same problems of pagmo, hypervolumes of fronts by pagmo's algorithm.
#ifdef VILFREDO_HAVE_PAGMO

#include "problem_evaluation.hpp"

#include <vilfredo/problems/synthetic/dtlz.hpp>
#include <vilfredo/problems/synthetic/vlmop.hpp>
#include <vilfredo/problems/synthetic/zdt.hpp>

#include <gtest/gtest.h>
#include <pagmo/problems/dtlz.hpp>
#include <pagmo/problems/zdt.hpp>
#include <pagmo/utils/hypervolume.hpp>

#include <cmath>
#include <numbers>
#include <vector>

namespace vilfredo {
namespace {

std::vector<double> to_std(VectorIn x) {
  return {x.data(), x.data() + x.size()};
}

template <class Foreign>
void expect_equal(const AnyProblem& ours, const Foreign& theirs) {
  constexpr double kTolerance = 1e-12;
  const ProblemInfo& info = ours.info();
  const auto [lower, upper] = theirs.get_bounds();
  ASSERT_EQ(to_std(info.lower), lower) << info.name;
  ASSERT_EQ(to_std(info.upper), upper) << info.name;
  const Matrix x = testing::random_solutions(info, 200, 11);
  const Matrix f = testing::evaluate(ours, x).f;
  for (Index j = 0; j < x.cols(); ++j) {
    const std::vector<double> expected = theirs.fitness(to_std(x.col(j)));
    ASSERT_EQ(static_cast<Index>(expected.size()), info.n_obj);
    for (Index k = 0; k < info.n_obj; ++k) {
      const double e = expected[static_cast<std::size_t>(k)];
      ASSERT_NEAR(f(k, j), e, kTolerance * std::max(1.0, std::abs(e)))
          << info.name << " objective " << k + 1;
    }
  }
}

TEST(AgainstPagmo, ZdtInSeveralDimensions) {
  for (const unsigned n : {2U, 3U, 6U, 10U, 30U, 31U}) {
    expect_equal(Zdt1({.n_var = n}), pagmo::zdt(1, n));
    expect_equal(Zdt2({.n_var = n}), pagmo::zdt(2, n));
    expect_equal(Zdt3({.n_var = n}), pagmo::zdt(3, n));
    expect_equal(Zdt4({.n_var = n}), pagmo::zdt(4, n));
    expect_equal(Zdt6({.n_var = n}), pagmo::zdt(6, n));
  }
}

TEST(AgainstPagmo, DtlzInSeveralShapes) {
  for (const unsigned m : {2U, 3U, 5U, 8U}) {
    for (const unsigned n : {m, m + 4, m + 9}) {
      if (n == m) {
        continue;  // pagmo wants at least two distance variables
      }
      const DtlzOptions options{.n_obj = m, .n_var = n};
      expect_equal(Dtlz1(options), pagmo::dtlz(1, n, m));
      expect_equal(Dtlz2(options), pagmo::dtlz(2, n, m));
      expect_equal(Dtlz3(options), pagmo::dtlz(3, n, m));
      expect_equal(Dtlz4(options), pagmo::dtlz(4, n, m, 100));
      expect_equal(Dtlz5(options), pagmo::dtlz(5, n, m));
      expect_equal(Dtlz6(options), pagmo::dtlz(6, n, m));
      expect_equal(Dtlz7(options), pagmo::dtlz(7, n, m));
    }
  }
}

double hypervolume_of_front(const AnyProblem& problem,
                            Index n,
                            const std::vector<double>& reference) {
  const Matrix front = problem.front(n);
  std::vector<std::vector<double>> points;
  for (Index j = 0; j < front.cols(); ++j) {
    // Points on the reference's boundary add nothing, but pagmo refuses those beyond it.
    points.push_back(to_std(front.col(j)));
  }
  return pagmo::hypervolume(points, true).compute(reference);
}

/// Volume of the positive orthant of the unit ball.
double ball_orthant(int m) {
  return std::pow(std::numbers::pi, m / 2.0) / (std::pow(2.0, m) * std::tgamma(m / 2.0 + 1));
}

/// A finite set lies below the whole front by what lies between its points.
void expect_just_below(double found, double whole, double gap, const char* what) {
  EXPECT_LT(found, whole) << what;
  EXPECT_GT(found, whole - gap) << what;
}

TEST(HypervolumeOfFronts, TwoObjectives) {
  constexpr Index kPoints = 20000;
  const std::vector<double> reference = {1.1, 1.1};
  // Between neighbours of a front of n points at most about 1/(2n) is missing.
  constexpr double kGap = 1e-4;
  expect_just_below(hypervolume_of_front(Zdt1(), kPoints, reference), 0.1 + 2.0 / 3 + 0.11, kGap,
                    "zdt1");
  expect_just_below(hypervolume_of_front(Zdt2(), kPoints, reference), 0.21 + 1.0 / 3, kGap, "zdt2");
  expect_just_below(hypervolume_of_front(Zdt4(), kPoints, reference), 0.1 + 2.0 / 3 + 0.11, kGap,
                    "zdt4");
  // Six digits of published values.
  EXPECT_NEAR(hypervolume_of_front(Zdt3(), kPoints, reference), 1.331763, kGap);
  EXPECT_NEAR(hypervolume_of_front(Zdt6(), kPoints, reference), 0.507878, kGap);
  EXPECT_NEAR(hypervolume_of_front(Vlmop1(), kPoints, {4.4, 4.4}), 17.6 - 8.0 / 3 + 1.76, 1e-3);
  for (const Index n : {1, 2, 6}) {
    EXPECT_NEAR(hypervolume_of_front(Vlmop2({.n_var = n}), kPoints, reference), 0.552113, kGap);
  }
  expect_just_below(hypervolume_of_front(Dtlz2({.n_obj = 2}), kPoints, reference),
                    1.21 - ball_orthant(2), kGap, "dtlz2");
}

TEST(HypervolumeOfFronts, ThreeAndMoreObjectives) {
  const std::vector<double> half(3, 0.55);
  expect_just_below(hypervolume_of_front(Dtlz1(), 5000, half), 0.55 * 0.55 * 0.55 - 0.125 / 6, 2e-3,
                    "dtlz1");
  const std::vector<double> one(3, 1.1);
  for (const AnyProblem& problem :
       {AnyProblem(Dtlz2()), AnyProblem(Dtlz3()), AnyProblem(Dtlz4())}) {
    expect_just_below(hypervolume_of_front(problem, 5000, one), 1.331 - ball_orthant(3), 2e-2,
                      problem.info().name.c_str());
  }
  expect_just_below(hypervolume_of_front(Dtlz2({.n_obj = 5}), 500, std::vector<double>(5, 1.1)),
                    std::pow(1.1, 5) - ball_orthant(5), 0.2, "dtlz2 with five objectives");
  // A lower bound from 3000 points of a grid's front.
  EXPECT_GT(hypervolume_of_front(Vlmop3(), 3000, {11, 66, 1.1}), 671.70);
}

}  // namespace
}  // namespace vilfredo

#endif
