// A problem or an indicator that computes other numbers has another revision.
#include "revision_digests.hpp"

#include <vilfredo/core/core.hpp>
#include <vilfredo/core/hash.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

const Registries& registries() {
  static const Registries all = suite::builtin_registries();
  return all;
}

std::string bytes_of(const Matrix& m) {
  std::string out(static_cast<std::size_t>(m.size()) * sizeof(double), '\0');
  if (!out.empty()) {
    std::memcpy(out.data(), m.data(), out.size());
  }
  return out;
}

/// Whole numbers where variables are discrete; unbounded variables near 0.
Matrix points_of(const ProblemInfo& info, Index n) {
  Matrix x(info.n_var, n);
  Rng rng(derive_key(1, "law", 0), Purpose::design, 0);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < info.n_var; ++i) {
      const double lower = std::isfinite(info.lower[i]) ? info.lower[i] : -1;
      const double upper = std::isfinite(info.upper[i]) ? info.upper[i] : 1;
      x(i, j) = rng.uniform(lower, upper);
      if (info.kind(i) != VarKind::real) {
        x(i, j) = std::round(x(i, j));
      }
    }
  }
  return x;
}

class ProblemRevision : public testing::TestWithParam<std::string> {};

TEST_P(ProblemRevision, KeepsItsBitsUnlessItsRevisionSaysOtherwise) {
  const AnyProblem problem = registries().problems.make(GetParam());
  const ProblemInfo& info = problem.info();
  if (info.stochastic) {
    GTEST_SKIP() << "its digest would be of the noise";
  }
  const Matrix x = points_of(info, 16);
  Matrix f = Matrix::Zero(info.n_obj, x.cols());
  Matrix g = Matrix::Zero(info.n_con, x.cols());
  for (Index j = 0; j < x.cols(); ++j) {  // one by one, as problems that take one column ask for
    problem.evaluate(x.col(j), EvalOut{.f = f.col(j), .g = g.col(j)});
  }
  expect_digest_of_revision("problem/" + GetParam() + "/" + std::to_string(info.revision),
                            sha256_hex(bytes_of(f) + bytes_of(g)));
}

INSTANTIATE_TEST_SUITE_P(Registry,
                         ProblemRevision,
                         testing::ValuesIn(registries().problems.names()),
                         [](const auto& test) { return test.param; });

/// A front of forty points, some of them dominated, and what it can be measured against.
struct Measured {
  ReferenceFrame frame;
  Matrix front;
};

Measured measured(Index n_obj) {
  Rng rng(derive_key(1, "law", 0), Purpose::design, 1);
  const auto cloud = [&rng, n_obj](Index n, double radius) {
    Matrix f(n_obj, n);
    for (Index j = 0; j < n; ++j) {
      for (Index k = 0; k < n_obj; ++k) {
        f(k, j) = 0.05 + rng.uniform(0, 1);
      }
      f.col(j) *= radius * (1 + 0.2 * rng.uniform(0, 1)) / f.col(j).norm();
    }
    return f;
  };
  Measured out;
  out.front = cloud(40, 1.0);
  out.frame.ideal = Vector::Zero(n_obj);
  out.frame.nadir = Vector::Constant(n_obj, 1.5);
  out.frame.reference = Vector::Constant(n_obj, 1.5);
  out.frame.reference_set = cloud(60, 0.9);
  return out;
}

class IndicatorRevision : public testing::TestWithParam<std::string> {};

TEST_P(IndicatorRevision, KeepsItsBitsUnlessItsRevisionSaysOtherwise) {
  const IndicatorEntry& entry = registries().indicators.at(GetParam());
  std::string values;
  for (const Index n_obj : {2, 3, 5}) {
    const Measured ground = measured(n_obj);
    try {
      const AnyIndicator indicator = entry.make(ground.frame, {});
      values += bytes_of(Matrix::Constant(1, 1, indicator(ground.front).value));
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), Errc::unsupported) << error.what();
    }
  }
  ASSERT_FALSE(values.empty());
  expect_digest_of_revision(
      "indicator/" + GetParam() + "/" + std::to_string(entry.description.revision),
      sha256_hex(values));
}

INSTANTIATE_TEST_SUITE_P(Registry,
                         IndicatorRevision,
                         testing::ValuesIn(registries().indicators.names()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace vilfredo
