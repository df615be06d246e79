// The parts of Pareto set learning: preferences, scalarisations with gradients, the gradient of
// many particles as one loss, and the choice of a batch.
#include <vilfredo/algorithms/gradient/stein.hpp>
#include <vilfredo/algorithms/pareto_set/improvement_selection.hpp>
#include <vilfredo/algorithms/pareto_set/preferences.hpp>
#include <vilfredo/algorithms/pareto_set/set_gradient.hpp>
#include <vilfredo/algorithms/pareto_set/set_scalarisation.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/neural/initialiser.hpp>
#include <vilfredo/core/neural/mlp.hpp>
#include <vilfredo/indicators/hypervolume.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace vilfredo {
namespace {

Matrix uniform_points(Index rows, Index cols, std::uint64_t seed) {
  Rng rng(seed, Purpose::user, 1);
  Matrix out(rows, cols);
  for (Index i = 0; i < out.size(); ++i) {
    out.data()[i] = rng.uniform();
  }
  return out;
}

void expect_on_simplex(const Matrix& w) {
  for (Index j = 0; j < w.cols(); ++j) {
    EXPECT_GE(w.col(j).minCoeff(), 0);
    EXPECT_NEAR(w.col(j).sum(), 1, 1e-12);
  }
}

Matrix drawn(const PreferenceMethod& method, Index n_obj, Index n) {
  PreferenceSampler sampler(method, n_obj);
  Rng rng(4, Purpose::user, 0);
  Matrix out(n_obj, n);
  sampler.draw(rng, out);
  return out;
}

TEST(Preferences, DirichletDrawsHaveTheirVariance) {
  for (const double a : {0.05, 0.2, 1.0, 3.5}) {
    constexpr Index kDraws = 40'000;
    const Matrix w = drawn(DirichletPreferences{.concentration = a}, 3, kDraws);
    expect_on_simplex(w);
    const double variance = 2.0 / (9.0 * (3 * a + 1));
    for (Index k = 0; k < 3; ++k) {
      const double mean = w.row(k).mean();
      EXPECT_NEAR(mean, 1.0 / 3.0, 5 * std::sqrt(variance / kDraws));
      EXPECT_NEAR((w.row(k).array() - mean).square().mean(), variance, 0.04 * variance) << a;
    }
  }
}

TEST(Preferences, StrataHoldOneDrawEach) {
  const Matrix w = drawn(StratifiedPreferences{}, 2, 10);
  expect_on_simplex(w);
  std::set<int> strata;
  for (Index j = 0; j < 10; ++j) {
    strata.insert(static_cast<int>(std::floor(w(0, j) * 400.0 / 40.2)));
  }
  EXPECT_GE(strata.size(), 9U);
  expect_on_simplex(drawn(StratifiedPreferences{.divisions = 3}, 3, 64));
}

TEST(Preferences, MembersOfAFixedSetComeOnceBeforeAnyRepeats) {
  for (const PreferenceMethod& method : {PreferenceMethod(DasDennisPreferences{.divisions = 4}),
                                         PreferenceMethod(EnergyPreferences{.points = 15})}) {
    const Matrix w = drawn(method, 3, 15);
    expect_on_simplex(w);
    std::set<std::vector<double>> distinct;
    for (Index j = 0; j < w.cols(); ++j) {
      distinct.emplace(w.col(j).data(), w.col(j).data() + 3);
    }
    EXPECT_EQ(distinct.size(), 15U);
  }
  EXPECT_THROW(PreferenceSampler(DirichletPreferences{.concentration = 0}, 2), Error);
}

TEST(Preferences, SofteningKeepsThemOnTheSimplex) {
  Matrix w = Matrix::Identity(3, 3);
  soften_preferences(0.3, w);
  expect_on_simplex(w);
  EXPECT_DOUBLE_EQ(w(0, 0), 0.8);
  EXPECT_DOUBLE_EQ(w(1, 0), 0.1);
}

const std::vector<SetScalarisation>& every_scalarisation() {
  static const std::vector<SetScalarisation> all = {Tchebycheff{},
                                                    TchebycheffInv{},
                                                    AugmentedTchebycheff{.rho = 0.05},
                                                    SmoothTchebycheff{.mu = 0.1},
                                                    Pbi{.theta = 3},
                                                    WeightedSum{},
                                                    AugmentedTchebycheffInv{.rho = 0.05}};
  return all;
}

TEST(SetScalarisation, GradientsAgreeWithDifferences) {
  constexpr double kStep = 1e-6;
  for (std::size_t which = 0; which < every_scalarisation().size(); ++which) {
    const SetScalarisation& chosen = every_scalarisation()[which];
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Vector q = uniform_points(4, 1, seed).col(0).array() - (seed % 2 == 0 ? 0.5 : 0.0);
      Vector w = uniform_points(4, 1, seed + 100).col(0);
      w /= w.sum();
      const Vector z = Vector::Constant(4, -0.1);
      Vector gradient(4);
      Vector ignored(4);
      (void)scalarisations::value_and_gradient(chosen, q, w, z, gradient);
      for (Index k = 0; k < 4; ++k) {
        Vector high = q;
        Vector low = q;
        high[k] += kStep;
        low[k] -= kStep;
        const double slope =
            (scalarisations::value_and_gradient(chosen, high, w, z, ignored).value -
             scalarisations::value_and_gradient(chosen, low, w, z, ignored).value) /
            (2 * kStep);
        EXPECT_NEAR(gradient[k], slope, 1e-6 * std::max(1.0, std::abs(slope)))
            << which << ", " << seed;
      }
    }
  }
}

TEST(SetScalarisation, AgreesWithTheFunctionsOfDecompositionAboveTheIdealPoint) {
  const std::vector<Scalarisation> theirs = {Tchebycheff{},
                                             TchebycheffInv{},
                                             AugmentedTchebycheff{.rho = 0.05},
                                             SmoothTchebycheff{.mu = 0.1},
                                             Pbi{.theta = 3},
                                             WeightedSum{}};
  for (std::size_t which = 0; which < theirs.size(); ++which) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Vector q = uniform_points(3, 1, seed).col(0);
      Vector w = uniform_points(3, 1, seed + 100).col(0);
      w[static_cast<Index>(seed % 3)] = seed % 4 == 0 ? 0 : w[static_cast<Index>(seed % 3)];
      w /= w.sum();
      const Vector z = Vector::Constant(3, -0.1);
      Vector ignored(3);
      EXPECT_DOUBLE_EQ(
          scalarisations::value_and_gradient(every_scalarisation()[which], q, w, z, ignored).value,
          scalarisations::value(theirs[which], q, w, z, Vector::Ones(3)))
          << which << ", " << seed;
    }
  }
}

TEST(SetScalarisation, BoundsBelowTheIdealPointArePushedFurtherDown) {
  Vector gradient(2);
  const ScalarisedValue value = scalarisations::value_and_gradient(
      Tchebycheff{}, Vector{{-1.0, -3.0}}, Vector{{0.5, 0.5}}, Vector::Zero(2), gradient);
  EXPECT_EQ(value.value, -0.5);
  EXPECT_EQ(value.active, 0);
  EXPECT_EQ(gradient, (Vector{{0.5, 0.0}}));
}

/// A smooth stand-in for surrogates: two objectives of three variables and their derivatives.
struct Objectives {
  [[nodiscard]] static Matrix values(const Matrix& x) {
    Matrix q(2, x.cols());
    for (Index j = 0; j < x.cols(); ++j) {
      q(0, j) = x.col(j).squaredNorm() + std::sin(3 * x(0, j));
      q(1, j) = (x.col(j).array() - 0.7).square().sum() + x(1, j) * x(2, j);
    }
    return q;
  }

  [[nodiscard]] static Vector slope(const Matrix& x, Index j, Index k) {
    Vector out = 2 * x.col(j);
    if (k == 0) {
      out[0] += 3 * std::cos(3 * x(0, j));
    } else {
      out.array() -= 1.4;
      out[1] += x(2, j);
      out[2] += x(1, j);
    }
    return out;
  }
};

/// The sum of all particles' Stein directions by the definition: a backward pass for every
/// particle, one more for the sum of every row of the kernel matrix, and a loop over all pairs.
Vector literal_direction(const Mlp<double>& net,
                         MlpPass<double>& pass,
                         const Matrix& x,
                         const Matrix& drive,
                         const Matrix& choice,
                         const ParticleKernel& kernel,
                         double alpha) {
  const Index n = x.cols();
  const Index parameters = net.parameters().size();
  const Matrix q = Objectives::values(x);
  Matrix gradients(parameters, n);
  for (Index j = 0; j < n; ++j) {
    Matrix cotangent = Matrix::Zero(3, n);
    cotangent.col(j) = drive.col(j);
    net.backward(pass, cotangent, gradients.col(j));
  }
  for (Index p = 0; p < parameters; ++p) {
    gradients.row(p) /= std::max(gradients.row(p).norm(), 1e-12);
  }
  Vector total = Vector::Zero(parameters);
  for (Index i = 0; i < n; ++i) {
    Matrix cotangent = Matrix::Zero(3, n);
    Vector phi = Vector::Zero(parameters);
    for (Index j = 0; j < n; ++j) {
      phi += kernel.matrix()(i, j) * gradients.col(j);
      for (Index k = 0; k < 2; ++k) {
        const double rate = kernel.inverse_bandwidths()[k];
        const double d = q(k, i) - q(k, j);
        const double slope = -2 * rate * d * choice(k, j) * std::exp(-rate * d * d);
        cotangent.col(i) += slope * Objectives::slope(x, i, k);
        cotangent.col(j) -= slope * Objectives::slope(x, j, k);
      }
    }
    Vector repulsion(parameters);
    net.backward(pass, cotangent, repulsion);
    total += (phi + alpha * repulsion) / static_cast<double>(n);
  }
  return total;
}

TEST(CoordinatewiseGradient, EqualsTheDoubleLoopOverParticles) {
  constexpr Index kParticles = 9;
  constexpr double kAlpha = 0.3;
  Mlp<double> net(
      {.inputs = 2, .hidden = {12, 10}, .outputs = 3, .output_activation = Activation::sigmoid});
  Rng rng(8, Purpose::model, 0);
  initialise(net, {}, rng);
  const Matrix preferences = drawn(DirichletPreferences{}, 2, kParticles);
  MlpPass<double> pass;
  const Matrix x = net.forward(preferences, pass);
  const Matrix q = Objectives::values(x);
  Matrix drive(3, kParticles);
  Matrix choice = Matrix::Zero(2, kParticles);
  for (Index j = 0; j < kParticles; ++j) {
    const Index active = preferences(0, j) * q(0, j) > preferences(1, j) * q(1, j) ? 0 : 1;
    choice(active, j) = 1;
    drive.col(j) = preferences(active, j) * Objectives::slope(x, j, active);
  }
  ParticleKernel kernel({.scope = KernelScope::local});
  kernel.compute(q, choice);
  const Vector expected = literal_direction(net, pass, x, drive, choice, kernel, kAlpha);

  Matrix repulsion = Matrix::Zero(3, kParticles);
  for (Index j = 0; j < kParticles; ++j) {
    for (Index k = 0; k < 2; ++k) {
      repulsion.col(j) +=
          kAlpha / kParticles * kernel.sum_gradient()(k, j) * Objectives::slope(x, j, k);
    }
  }
  const Vector weights = kernel.column_sums() / kParticles;
  CoordinatewiseScratch<double> scratch;
  Vector gradient;
  coordinatewise_gradient(net, pass, drive, weights, repulsion, scratch, gradient);
  EXPECT_GT(expected.norm(), 1);
  EXPECT_LE((gradient - expected).norm(), 1e-12 * expected.norm());
  // The repulsion is a visible part of it.
  Vector without;
  coordinatewise_gradient<double>(net, pass, drive, weights, Matrix::Zero(3, kParticles), scratch,
                                  without);
  EXPECT_GT((gradient - without).norm(), 1e-3 * expected.norm());
}

TEST(HypervolumeImprovements, AgreeWithDifferencesOfHypervolumes) {
  for (const Index m : {Index{2}, Index{3}, Index{4}}) {
    const Matrix front = uniform_points(m, 12, 2);
    const Matrix points = uniform_points(m, 30, 3).array() * 1.2 - 0.1;
    const Vector reference = Vector::Constant(m, 1.0);
    const double before = hypervolume(front, reference);
    const Vector gains = hypervolume_improvements(front, reference, points);
    for (Index c = 0; c < points.cols(); ++c) {
      Matrix all(m, 13);
      all << front, points.col(c);
      EXPECT_NEAR(gains[c], hypervolume(all, reference) - before, 1e-12) << m;
    }
  }
}

/// Candidates on a line of two objectives; deviations grow with the column.
struct Choice {
  Matrix front = Matrix{{0.0, 1.0}, {1.0, 0.0}};
  Matrix observed = Matrix{{0.0, 1.0}};
  Matrix x;
  Matrix bound;
  Matrix deviation;

  explicit Choice(const std::vector<double>& at) {
    const auto n = static_cast<Index>(at.size());
    x.resize(1, n);
    bound.resize(2, n);
    deviation.resize(2, n);
    for (Index c = 0; c < n; ++c) {
      const double t = at[static_cast<std::size_t>(c)];
      x(0, c) = t;
      bound.col(c) << t * t, (1 - t) * (1 - t);
      deviation.col(c).setConstant(1 + static_cast<double>(c));
    }
  }

  [[nodiscard]] std::vector<Index> choose(Index batch, MethodMode mode) const {
    return select_by_improvement({front, observed, x, bound, deviation}, batch, mode);
  }
};

TEST(SelectByImprovement, TakesTheMiddleThenTheQuarters) {
  const Choice choice({0.1, 0.25, 0.5, 0.75, 0.9});
  EXPECT_EQ(choice.choose(3, MethodMode::strict), (std::vector<Index>{2, 1, 3}));
  EXPECT_EQ(choice.choose(3, MethodMode::compat), (std::vector<Index>{2, 1, 3}));
}

TEST(SelectByImprovement, CompatRepeatsItselfAndStrictLeavesOutDuplicates) {
  const Choice choice({0.5, 0.5, 0.0});
  EXPECT_EQ(choice.choose(3, MethodMode::compat), (std::vector<Index>{0, 0, 0}));
  // One improves, one is a copy of it, one a copy of an observed point; what is left over is taken
  // by its deviation.
  EXPECT_EQ(choice.choose(3, MethodMode::strict), (std::vector<Index>{0, 2, 1}));
}

TEST(SelectByImprovement, StrictSeesBeyondTheEndsOfTheFront) {
  Choice choice({0.5});
  choice.front = Matrix{{0.1, 0.9}, {0.9, 0.1}};
  choice.x = Matrix{{0.3, 0.6}};
  choice.bound =
      Matrix{{0.0, 0.45}, {0.95, 0.55}};  // a new extreme, and hardly better than a chord
  choice.deviation = Matrix::Ones(2, 2);
  EXPECT_EQ(choice.choose(2, MethodMode::strict).size(), 2U);
  const Vector gains = hypervolume_improvements(choice.front, Vector{{0.9, 0.95}}, choice.bound);
  EXPECT_EQ(gains[0], 0);  // with the reference of compat the extreme adds nothing
  EXPECT_EQ(choice.choose(1, MethodMode::compat), std::vector<Index>{1});
  EXPECT_THROW((void)choice.choose(0, MethodMode::strict), Error);
}

}  // namespace
}  // namespace vilfredo
