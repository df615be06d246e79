#include "vilfredo/interop/pagmo/foreign_problem.hpp"

#include <pagmo/problem.hpp>
#include <pagmo/threading.hpp>
#include <pagmo/types.hpp>

#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

namespace vilfredo::interop {

namespace {

ThreadSafety thread_safety_of(const pagmo::problem& problem) {
  switch (problem.get_thread_safety()) {
    case pagmo::thread_safety::constant:
      return ThreadSafety::concurrent;
    case pagmo::thread_safety::basic:
      return ThreadSafety::clone_per_thread;
    default:
      return ThreadSafety::unsafe;
  }
}

ProblemInfo info_of(const pagmo::problem& problem, std::string name) {
  ProblemInfo info;
  info.name = name.empty() ? problem.get_name() : std::move(name);
  info.n_var = static_cast<Index>(problem.get_nx());
  info.n_obj = static_cast<Index>(problem.get_nobj());
  info.n_con = static_cast<Index>(problem.get_nc());
  const auto bounds = problem.get_bounds();
  info.lower = Eigen::Map<const Vector>(bounds.first.data(), info.n_var);
  info.upper = Eigen::Map<const Vector>(bounds.second.data(), info.n_var);
  const std::size_t whole = problem.get_nix();
  if (whole > 0) {
    info.kinds.assign(problem.get_ncx(), VarKind::real);
    info.kinds.insert(info.kinds.end(), whole, VarKind::integer);
  }
  // An equality enters as |c| - c_tol with tolerance 0, an inequality as it is with c_tol.
  const pagmo::vector_double tolerance = problem.get_c_tol();
  const auto equalities = static_cast<Index>(problem.get_nec());
  info.tolerance = Vector::Zero(info.n_con);
  for (Index k = equalities; k < info.n_con; ++k) {
    info.tolerance[k] = tolerance[static_cast<std::size_t>(k)];
  }
  info.stochastic = problem.is_stochastic();
  info.threads = thread_safety_of(problem);
  return info;
}

/// What the deterministic and the stochastic kind share.
class Foreign {
 public:
  Foreign(const pagmo::problem& problem, std::string name)
      : problem_(problem), info_(info_of(problem, std::move(name))) {}

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

 protected:
  [[nodiscard]] const pagmo::problem& problem() const { return problem_; }

  /// Objectives, equalities, inequalities of one column.
  void store(const double* fitness, Index column, EvalOut& out) const {
    for (Index k = 0; k < info_.n_obj; ++k) {
      out.f(k, column) = fitness[k];
    }
    const pagmo::vector_double tolerance = problem_.get_c_tol();
    const auto equalities = static_cast<Index>(problem_.get_nec());
    for (Index k = 0; k < info_.n_con; ++k) {
      const double c = fitness[info_.n_obj + k];
      out.g(k, column) = k < equalities ? std::abs(c) - tolerance[static_cast<std::size_t>(k)] : c;
    }
  }

  [[nodiscard]] pagmo::vector_double column(MatrixIn x, Index j) const {
    const double* first = x.data() + j * x.outerStride();
    return {first, first + info_.n_var};
  }

 private:
  pagmo::problem problem_;
  ProblemInfo info_;
};

class DeterministicForeign : public Foreign {
 public:
  using Foreign::Foreign;

  void evaluate(MatrixIn x, EvalOut out) const {
    if (!problem().has_batch_fitness()) {
      for (Index j = 0; j < x.cols(); ++j) {
        store(problem().fitness(column(x, j)).data(), j, out);
      }
      return;
    }
    pagmo::vector_double flat(static_cast<std::size_t>(x.size()));
    Eigen::Map<Matrix>(flat.data(), x.rows(), x.cols()) = x;
    const pagmo::vector_double fitness = problem().batch_fitness(flat);
    for (Index j = 0; j < x.cols(); ++j) {
      store(fitness.data() + j * static_cast<Index>(problem().get_nf()), j, out);
    }
  }

  [[nodiscard]] bool has_jacobian() const { return problem().has_gradient(); }

  /// pagmo lists the entries of its sparsity pattern (all, if it declares none) in order of
  /// (function, variable); the constraints' entries are left out.
  void jacobian(MatrixIn x, MatrixOut jac) const {
    const pagmo::sparsity_pattern pattern = problem().gradient_sparsity();
    for (Index j = 0; j < x.cols(); ++j) {
      const pagmo::vector_double gradient = problem().gradient(column(x, j));
      jac.col(j).setZero();
      for (std::size_t entry = 0; entry < pattern.size(); ++entry) {
        const auto k = static_cast<Index>(pattern[entry].first);
        if (k < info().n_obj) {
          jac(k * info().n_var + static_cast<Index>(pattern[entry].second), j) = gradient[entry];
        }
      }
    }
  }
};

class StochasticForeign : public Foreign {
 public:
  using Foreign::Foreign;

  void evaluate(MatrixIn x, EvalOut out, std::span<Rng> streams) const {
    pagmo::problem seeded = problem();  // the seed is state, and evaluation has none
    for (Index j = 0; j < x.cols(); ++j) {
      seeded.set_seed(static_cast<unsigned>(streams[static_cast<std::size_t>(j)].bits() >> 32U));
      store(seeded.fitness(column(x, j)).data(), j, out);
    }
  }
};

}  // namespace

AnyProblem from_pagmo(const pagmo::problem& problem, std::string name) {
  if (problem.is_stochastic()) {
    return AnyProblem(StochasticForeign(problem, std::move(name)));
  }
  return AnyProblem(DeterministicForeign(problem, std::move(name)));
}

}  // namespace vilfredo::interop
