#include "vilfredo/interop/pagmo/udp.hpp"

#include "checks.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <vector>

namespace vilfredo::interop {

namespace {

/// What a default-constructed Udp holds: f = x on [0, 1].
struct Placeholder {
  [[nodiscard]] ProblemInfo info() const {
    return {.name = "placeholder",
            .n_var = 1,
            .n_obj = 1,
            .lower = Vector::Zero(1),
            .upper = Vector::Ones(1),
            .threads = ThreadSafety::concurrent};
  }

  void evaluate(MatrixIn x, EvalOut out) const { out.f = x; }
};

using Size = pagmo::vector_double::size_type;

}  // namespace

Udp::Udp() : Udp(AnyProblem(Placeholder{})) {}

Udp::Udp(AnyProblem problem) : problem_(std::move(problem)) {
  refuse_without_counterpart(problem_.info(), "pagmo");
  rows_ = RowOrder(problem_.info());
}

// pagmo makes a copy per thread where thread safety is basic, so a copy must share nothing then.
Udp::Udp(const Udp& other)
    : problem_(other.problem_.info().threads == ThreadSafety::clone_per_thread
                   ? other.problem_.clone()
                   : other.problem_),
      rows_(other.rows_) {}

Udp& Udp::operator=(const Udp& other) {
  if (this != &other) {
    *this = Udp(other);
  }
  return *this;
}

pagmo::vector_double Udp::evaluate(const double* xs, Index n) const {
  const ProblemInfo& info = problem_.info();
  Matrix reordered;
  const double* columns = xs;
  if (!rows_.identity()) {
    reordered.resize(info.n_var, n);
    for (Index j = 0; j < n; ++j) {
      rows_.from_pagmo(xs + j * info.n_var, reordered.col(j).data(), info.n_var);
    }
    columns = reordered.data();
  }
  const Index height = info.n_obj + info.n_con;
  pagmo::vector_double fitness(static_cast<Size>(height * n));
  Eigen::Map<Matrix> all(fitness.data(), height, n);
  const Eigen::Map<const Matrix> x(columns, info.n_var, n);
  problem_.evaluate(x, EvalOut{all.topRows(info.n_obj), all.bottomRows(info.n_con)});
  for (Index k = 0; k < info.n_con; ++k) {
    all.row(info.n_obj + k).array() -= info.constraint_tolerance(k);
  }
  return fitness;
}

pagmo::vector_double Udp::fitness(const pagmo::vector_double& x) const {
  return evaluate(x.data(), 1);
}

pagmo::vector_double Udp::batch_fitness(const pagmo::vector_double& xs) const {
  return evaluate(xs.data(), static_cast<Index>(xs.size()) / problem_.info().n_var);
}

std::pair<pagmo::vector_double, pagmo::vector_double> Udp::get_bounds() const {
  const ProblemInfo& info = problem_.info();
  pagmo::vector_double lower(static_cast<Size>(info.n_var));
  pagmo::vector_double upper(static_cast<Size>(info.n_var));
  rows_.to_pagmo(info.lower.data(), lower.data(), info.n_var);
  rows_.to_pagmo(info.upper.data(), upper.data(), info.n_var);
  return {std::move(lower), std::move(upper)};
}

Size Udp::get_nobj() const {
  return static_cast<Size>(problem_.info().n_obj);
}

Size Udp::get_nic() const {
  return static_cast<Size>(problem_.info().n_con);
}

Size Udp::get_nix() const {
  return static_cast<Size>(rows_.whole());
}

bool Udp::has_gradient() const {
  return problem_.has_jacobian() && problem_.info().n_con == 0;
}

pagmo::vector_double Udp::gradient(const pagmo::vector_double& x) const {
  const ProblemInfo& info = problem_.info();
  Matrix ours(info.n_var, 1);
  rows_.from_pagmo(x.data(), ours.data(), info.n_var);
  Matrix jacobian(info.n_var * info.n_obj, 1);
  problem_.jacobian(ours, jacobian);
  // Our column is n_var x n_obj column by column, pagmo's vector n_obj x n_var row by row: the same
  // sequence but for the order of the variables.
  pagmo::vector_double out(static_cast<Size>(jacobian.size()));
  for (Index k = 0; k < info.n_obj; ++k) {
    rows_.to_pagmo(jacobian.data() + k * info.n_var, out.data() + k * info.n_var, info.n_var);
  }
  return out;
}

pagmo::thread_safety Udp::get_thread_safety() const {
  switch (problem_.info().threads) {
    case ThreadSafety::concurrent:
      return pagmo::thread_safety::constant;
    case ThreadSafety::clone_per_thread:
      return pagmo::thread_safety::basic;
    case ThreadSafety::unsafe:
      break;
  }
  return pagmo::thread_safety::none;
}

std::string Udp::get_name() const {
  return problem_.info().name;
}

std::string Udp::get_extra_info() const {
  const ProblemInfo& info = problem_.info();
  std::string out;
  for (Index k = 0; k < info.n_obj; ++k) {
    const Objective objective = info.objective(k);
    out += fmt::format("\tObjective {}: {}{}\n", k + 1, objective.name,
                       objective.sense == Sense::maximise ? ", maximised (negated here)" : "");
  }
  return out;
}

pagmo::problem to_pagmo(const AnyProblem& problem) {
  return pagmo::problem{Udp{problem}};
}

}  // namespace vilfredo::interop
