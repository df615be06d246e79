#include "vilfredo/core/bounded_minimiser.hpp"
#include "vilfredo/core/gaussian_process.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace vilfredo {
namespace {

/// Two thousand points in ten dimensions, some of them twice and all but without noise.
TEST(GaussianProcessSize, TwoThousandPointsFitPredictAndGrow) {
  if (!has_bounded_minimiser()) {
    GTEST_SKIP() << "built without LBFGS++";
  }
  constexpr Index kPoints = 2000;
  Rng rng(1, Purpose::design, 0);
  Matrix x(10, kPoints);
  for (Index k = 0; k < x.size(); ++k) {
    x.data()[k] = rng.uniform();
  }
  x.rightCols(5) = x.leftCols(5);
  const auto function = [](MatrixIn at) -> Vector {
    return ((4 * at.row(0).array()).sin() + at.row(1).array() * at.row(2).array()).transpose();
  };
  GaussianProcessOptions options;
  options.max_iterations = 8;
  GaussianProcessFitReport report;
  GaussianProcess model =
      fit_gaussian_process(x, function(x), options, Rng(2, Purpose::model, 0), nullptr, &report);
  EXPECT_EQ(report.starts, 1);
  EXPECT_EQ(model.size(), kPoints);
  Matrix q(10, 50);
  for (Index k = 0; k < q.size(); ++k) {
    q.data()[k] = rng.uniform();
  }
  GaussianPrediction p;
  model.predict(q, p, PredictGradients::yes);
  EXPECT_LT((p.mean - function(q)).cwiseAbs().maxCoeff(), 0.1);
  EXPECT_TRUE(p.deviation_gradient.allFinite());
  EXPECT_TRUE(model.leave_one_out().residual.allFinite());
  model.append(q.leftCols(3), function(q.leftCols(3)));
  model.predict(q, p);
  EXPECT_LT((p.mean - function(q)).head(3).cwiseAbs().maxCoeff(), 0.01);
}

}  // namespace
}  // namespace vilfredo
