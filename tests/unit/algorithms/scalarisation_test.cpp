#include "test_paths.hpp"

#include <vilfredo/algorithms/decomposition/scalarisation.hpp>
#include <vilfredo/core/rng.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

using namespace scalarisations;

Vector vector_of(const nlohmann::json& values) {
  Vector out(static_cast<Index>(values.size()));
  for (Index i = 0; i < out.size(); ++i) {
    out[i] = values[static_cast<std::size_t>(i)].get<double>();
  }
  return out;
}

/// A point, a weight and an ideal point below it, drawn from a fixed stream.
struct Drawn {
  Vector f;
  Vector w;
  Vector z;
};

Drawn drawn(Index m, std::uint64_t index) {
  Rng rng(3, Purpose::user, index);
  Drawn out{Vector(m), Vector(m), Vector(m)};
  for (Index j = 0; j < m; ++j) {
    out.z[j] = rng.uniform(-1, 1);
    out.f[j] = out.z[j] + rng.uniform(0, 3);
    out.w[j] = rng.uniform(0.05, 1);
  }
  out.w /= out.w.sum();
  return out;
}

TEST(Scalarisation, MatchesTheIndependentlyComputedFixture) {
  std::ifstream file(std::string(VILFREDO_TEST_DATA) + "/algorithms/scalarising.json");
  ASSERT_TRUE(file) << "the fixture is missing";
  const nlohmann::json fixture = nlohmann::json::parse(file);
  ASSERT_EQ(fixture["cases"].size(), 12U);
  constexpr double kZero = 1e-4;  // the fixture's convention for all functions
  for (const auto& one : fixture["cases"]) {
    const Vector f = vector_of(one["f"]);
    const Vector w = vector_of(one["w"]);
    const Vector z = vector_of(one["ideal"]);
    const Vector nadir = vector_of(one["nadir"]);
    const double rho = one["params"]["rho"].get<double>();
    const std::map<std::string, double> ours = {
        {"weighted_sum", weighted_sum(f, w)},
        {"weighted_lp_2", weighted_lp(f, w, z, 2)},
        {"weighted_lp_4", weighted_lp(f, w, z, 4)},
        {"tchebycheff", tchebycheff(f, w, z, kZero)},
        {"tchebycheff_inv", tchebycheff_inv(f, w, z, kZero)},
        {"augmented_tchebycheff", augmented_tchebycheff(f, w, z, rho, kZero)},
        {"modified_tchebycheff", modified_tchebycheff(f, w, z, rho, kZero)},
        {"asf", asf(f, w, z, kZero)},
        {"aasf", aasf(f, w, z, rho, kZero)},
        {"pbi", pbi(f, w, z, one["params"]["theta"].get<double>())},
        {"inverted_pbi_to_minimise",
         inverted_pbi(f, w, nadir, one["params"]["theta_inv"].get<double>())},
        {"smooth_tchebycheff", smooth_tchebycheff(f, w, z, one["params"]["mu"].get<double>())}};
    for (const auto& [name, expected] : one["values"].items()) {
      ASSERT_TRUE(ours.contains(name)) << name;
      const auto value = expected.get<double>();
      EXPECT_NEAR(ours.at(name), value, 1e-12 * std::max(1.0, std::abs(value))) << name;
    }
  }
}

TEST(Scalarisation, SmoothTchebycheffLiesBetweenTheMaximumAndItPlusMuLogM) {
  for (const Index m : {2, 3, 5, 12}) {
    for (std::uint64_t i = 0; i < 50; ++i) {
      const auto [f, w, z] = drawn(m, i);
      for (const double mu : {1e-6, 1e-3, 0.1, 10.0}) {
        const double top = (w.array() * (f - z).array()).maxCoeff();
        const double smooth = smooth_tchebycheff(f, w, z, mu);
        EXPECT_GE(smooth, top);
        EXPECT_LE(smooth, top + mu * std::log(static_cast<double>(m)) * (1 + 1e-12) + 1e-15);
      }
    }
  }
}

TEST(Scalarisation, SmoothTchebycheffDoesNotOverflow) {
  const Vector f = Vector::Constant(3, 1e6);
  const Vector w = Vector::Constant(3, 1.0 / 3);
  const Vector z = Vector::Zero(3);
  EXPECT_NEAR(smooth_tchebycheff(f, w, z, 1e-3), 1e6 / 3 + 1e-3 * std::log(3.0), 1e-9);
}

TEST(Scalarisation, TheSetFunctionOfOneSolutionIsTheSmoothMaximum) {
  const auto [f, w, z] = drawn(4, 7);
  const Matrix one = f;
  EXPECT_NEAR(smooth_tchebycheff_set(one, w, z, 0.2), smooth_tchebycheff(f, w, z, 0.2), 1e-12);
}

TEST(Scalarisation, TheSetFunctionTakesTheBestSolutionOfEachObjective) {
  Matrix f(2, 2);
  f << 0, 5,  //
      5, 0;
  const Vector w = Vector::Constant(2, 0.5);
  EXPECT_NEAR(smooth_tchebycheff_set(f, w, Vector::Zero(2), 1e-3), 0.5 * 0.0, 2e-3);
}

TEST(Scalarisation, WeightedLpRunsFromTheSumToTheMaximum) {
  const auto [f, w, z] = drawn(3, 1);
  EXPECT_NEAR(weighted_lp(f, w, z, 1), w.dot(f - z), 1e-12);
  EXPECT_NEAR(weighted_lp(f, w, z, 1e4), tchebycheff(f, w, z), 1e-3);
  EXPECT_NEAR(weighted_lp(f, w, z, 2, LpWeight::outside),
              std::sqrt((w.array() * (f - z).array().square()).sum()), 1e-12);
}

TEST(Scalarisation, PbiWithoutPenaltyIsTheProjectionAndWithALargeOneTheDirection) {
  const Vector w = (Vector(2) << 3, 4).finished() / 7;
  const Vector z = Vector::Zero(2);
  const Vector on_ray = 5 * w / w.norm();
  EXPECT_NEAR(pbi(on_ray, w, z, 1e6), 5, 1e-6);
  const Vector beside = on_ray + (Vector(2) << -0.8, 0.6).finished();
  EXPECT_NEAR(pbi(beside, w, z, 0), 5, 1e-12);
  EXPECT_NEAR(pbi(beside, w, z, 5), 5 + 5 * 1, 1e-12);
}

TEST(Scalarisation, AchievementFunctionsKeepTheSignOfReachableAspirations) {
  const Vector f = (Vector(2) << 1, 2).finished();
  const Vector r = (Vector(2) << 3, 3).finished();
  const Vector w = Vector::Constant(2, 0.5);
  EXPECT_DOUBLE_EQ(asf(f, w, r), -2);
  EXPECT_DOUBLE_EQ(aasf(f, w, r, 0.1), -2 + 0.1 * (-4 - 2));
  EXPECT_DOUBLE_EQ(tchebycheff_inv(f, w, r), 4);
}

TEST(Scalarisation, ZeroWeightsCountAsWhatTheCallerSays) {
  const Vector f = (Vector(2) << 3, 1).finished();
  const Vector w = (Vector(2) << 0, 1).finished();
  const Vector z = Vector::Zero(2);
  EXPECT_DOUBLE_EQ(tchebycheff(f, w, z, 0.5), 1.5);
  EXPECT_DOUBLE_EQ(tchebycheff_inv(f, w, z, 0.5), 6);
  EXPECT_DOUBLE_EQ(tchebycheff(f, w, z), 1);
  EXPECT_DOUBLE_EQ(tchebycheff_inv(f, w, z), 3e6);
}

TEST(Scalarisation, ProductAndExponentialFollowTheirFormulas) {
  const auto [f, w, z] = drawn(3, 2);
  double product = 1;
  double sum = 0;
  for (Index j = 0; j < 3; ++j) {
    product *= std::pow(f[j] - z[j] + 1, w[j]);
    sum += (std::exp(2 * w[j]) - 1) * std::exp(2 * f[j]);
  }
  EXPECT_NEAR(weighted_product(f, w, z), product, 1e-13);
  EXPECT_NEAR(exponential(f, w, 2), sum, 1e-12 * sum);
}

TEST(Scalarisation, EveryFunctionOfTheFamilyIsMonotoneInEveryObjective) {
  const std::vector<Scalarisation> all = {Tchebycheff{},
                                          TchebycheffInv{},
                                          WeightedSum{},
                                          WeightedLp{},
                                          Asf{},
                                          Aasf{},
                                          AugmentedTchebycheff{},
                                          ModifiedTchebycheff{},
                                          SmoothTchebycheff{},
                                          WeightedProduct{},
                                          Exponential{}};
  for (const Scalarisation& chosen : all) {
    for (std::uint64_t i = 0; i < 20; ++i) {
      const auto [f, w, z] = drawn(3, i);
      for (Index j = 0; j < 3; ++j) {
        Vector worse = f;
        worse[j] += 0.5;
        EXPECT_GE(value(chosen, worse, w, z, z), value(chosen, f, w, z, z)) << chosen.index();
      }
    }
  }
}

TEST(Scalarisation, RefusesVectorsOfDifferentSizes) {
  EXPECT_THROW((void)tchebycheff(Vector::Ones(2), Vector::Ones(3), Vector::Ones(2)), Error);
}

}  // namespace
}  // namespace vilfredo
