// How long fitting and asking a Gaussian process takes. Prints; asserts nothing.
#include <vilfredo/core/gaussian_process.hpp>

#include <fmt/core.h>

#include <cmath>
#include <ctime>

namespace {

using namespace vilfredo;

constexpr Index kVariables = 10;
constexpr Index kCandidates = 1000;

double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Matrix points(Index n, std::uint64_t index) {
  Rng rng(20, Purpose::design, index);
  Matrix out(kVariables, n);
  rng.fill_uniform({out.data(), static_cast<std::size_t>(out.size())});
  return out;
}

/// Waves, products and a square; half of the variables do nothing.
Vector values(const Matrix& x) {
  Vector out(x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    out[j] =
        std::sin(5 * x(0, j)) + x(1, j) * x(2, j) + 0.3 * std::cos(4 * x(3, j)) + x(4, j) * x(4, j);
  }
  return out;
}

void measure(Index n) {
  const Matrix x = points(n, 0);
  const Vector y = values(x);
  GaussianProcessFitReport report;
  double start = processor_seconds();
  const GaussianProcess model =
      fit_gaussian_process(x, y, {}, Rng(20, Purpose::model, 0), nullptr, &report);
  const double fit = processor_seconds() - start;
  const Matrix candidates = points(kCandidates, 1);
  GaussianPrediction prediction;
  start = processor_seconds();
  model.predict(candidates, prediction, PredictGradients::yes);
  const double predict = processor_seconds() - start;
  const Vector truth = values(candidates);
  const double error = std::sqrt((prediction.mean - truth).squaredNorm() / kCandidates);
  fmt::print("| {} | {:.2f} | {} | {:.0f} | {:.1e} |\n", n, fit, report.evaluations,
             1e6 * predict / kCandidates, error);
}

}  // namespace

int main() {
  fmt::print("Matern 5/2, {} length-scales, default options, one thread, processor time\n\n",
             kVariables);
  fmt::print(
      "| points | fit, s | likelihoods | prediction with gradients, µs per point | error |\n"
      "|---|---|---|---|---|\n");
  for (const Index n : {100, 500, 1000, 2000}) {
    measure(n);
  }
  return 0;
}
