#include "vilfredo/core/problem.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo {

AnyProblem AnyProblem::clone() const {
  return AnyProblem(model_->clone());
}

void AnyProblem::lacks(const ProblemInfo& info, const char* what) {
  throw Error(Errc::unsupported, fmt::format("this problem has no {}", what))
      .with("problem", info.name);
}

void AnyProblem::complete(ProblemInfo& info) {
  info.check();
  const bool derivable = info.ideal.known() && info.nadir.known();
  if (!info.reference_point.known() && derivable) {
    info.reference_point.value = info.ideal.value + 1.1 * (info.nadir.value - info.ideal.value);
    info.reference_point.provenance = "ideal + 1.1 (nadir - ideal)";
  }
}

namespace {

struct FunctionProblem {
  ProblemInfo given;
  std::function<void(MatrixIn, EvalOut)> function;

  [[nodiscard]] const ProblemInfo& info() const { return given; }

  void evaluate(MatrixIn x, EvalOut out) const { function(x, out); }
};

}  // namespace

AnyProblem make_problem(ProblemInfo info, std::function<void(MatrixIn x, EvalOut out)> evaluate) {
  if (!evaluate) {
    throw Error(Errc::invalid_argument, "make_problem needs a function");
  }
  // The default of ProblemInfo is right for a class, whose copies share nothing; a lambda may
  // capture anything, so the same value here means that the caller did not say.
  if (info.threads == ThreadSafety::clone_per_thread) {
    info.threads = ThreadSafety::unsafe;
  }
  if (info.name.empty()) {
    info.name = "function";
  }
  return FunctionProblem{std::move(info), std::move(evaluate)};
}

Matrix numerical_jacobian(const AnyProblem& problem, MatrixIn x) {
  constexpr double kStep = 6.0554544523933429e-06;  // cube root of the machine epsilon
  const ProblemInfo& info = problem.info();
  Matrix jac(info.n_var * info.n_obj, x.cols());
  Matrix pair(info.n_var, 2);
  Matrix f(info.n_obj, 2);
  Matrix g(info.n_con, 2);
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < info.n_var; ++i) {
      const double range = info.upper[i] - info.lower[i];
      const double scale =
          std::isfinite(range) && range > 0 ? range : std::max(1.0, std::abs(x(i, j)));
      pair.col(0) = x.col(j);
      pair.col(1) = x.col(j);
      pair(i, 0) = std::max(info.lower[i], x(i, j) - kStep * scale);
      pair(i, 1) = std::min(info.upper[i], x(i, j) + kStep * scale);
      problem.evaluate(pair, EvalOut{f, g});
      for (Index k = 0; k < info.n_obj; ++k) {
        jac(k * info.n_var + i, j) = (f(k, 1) - f(k, 0)) / (pair(i, 1) - pair(i, 0));
      }
    }
  }
  return jac;
}

}  // namespace vilfredo
