#include "bridge.hpp"

#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo::interop {

Bridge::Bridge(const ProblemInfo& info, double worst)
    : info_(info), rows_(info), worst_(worst), log_(info.n_obj, info.n_con) {}

void Bridge::encode(Id id, const double* f, const double* g, double* fitness) const {
  if (std::isnan(f[0])) {
    const double rank = worst_ * (1.0 + std::ldexp(static_cast<double>(id), -40));
    std::fill(fitness, fitness + height(), rank);
    return;
  }
  std::copy(f, f + info_.n_obj, fitness);
  for (Index k = 0; k < info_.n_con; ++k) {
    fitness[info_.n_obj + k] = g[k] - info_.constraint_tolerance(k);
  }
}

void Bridge::decode(const double* fitness, double* f, double* g) const {
  if (fitness[0] >= worst_) {
    std::fill(f, f + info_.n_obj, std::numeric_limits<double>::quiet_NaN());
    std::fill(g, g + info_.n_con, std::numeric_limits<double>::quiet_NaN());
    return;
  }
  std::copy(fitness, fitness + info_.n_obj, f);
  for (Index k = 0; k < info_.n_con; ++k) {
    g[k] = fitness[info_.n_obj + k] + info_.constraint_tolerance(k);
  }
}

pagmo::vector_double Bridge::evaluate(const double* columns, Index n) {
  pagmo::vector_double fitness(static_cast<std::size_t>(n * height()));
  const Index answered = answer_from_log(columns, n, fitness.data());
  if (answered < n) {
    evaluate_live(columns + answered * info_.n_var, n - answered,
                  fitness.data() + answered * height());
  }
  return fitness;
}

Index Bridge::answer_from_log(const double* columns, Index n, double* fitness) {
  const Index count = std::min(n, log_.size() - next_);
  for (Index j = 0; j < count; ++j, ++next_) {
    if (log_.hash(next_) != hash_column(columns + j * info_.n_var, info_.n_var)) {
      throw Error(Errc::internal, "a pagmo algorithm did not repeat its own step");
    }
    encode(log_.id(next_), log_.f(next_), log_.g(next_), fitness + j * height());
  }
  return count;
}

void Bridge::evaluate_live(const double* columns, Index n, double* fitness) {
  if (context_ == nullptr) {
    throw Error(Errc::internal, "pagmo evaluated a solver's problem outside of its step");
  }
  if (end_ == End::open && context_->progress() >= 1) {
    throw BudgetUsed{};
  }
  Ask ask = context_->new_ask(n);
  for (Index j = 0; j < n; ++j) {
    rows_.from_pagmo(columns + j * info_.n_var, ask.x.col(j).data(), info_.n_var);
  }
  const Outcomes& outcomes = context_->evaluate(ask);
  for (Index j = 0; j < n; ++j) {
    const double* f = outcomes.f.col(j).data();
    const double* g = outcomes.g.data() + j * info_.n_con;
    const Id id = ask.ids[static_cast<std::size_t>(j)];
    log_.add(hash_column(columns + j * info_.n_var, info_.n_var), id, f, g);
    encode(id, f, g, fitness + j * height());
  }
  next_ = log_.size();
}

pagmo::vector_double BridgeProblem::fitness(const pagmo::vector_double& x) const {
  return bridge_ == nullptr ? pagmo::vector_double{0.0} : bridge_->evaluate(x.data(), 1);
}

pagmo::vector_double BridgeProblem::batch_fitness(const pagmo::vector_double& xs) const {
  return bridge_ == nullptr
             ? pagmo::vector_double(xs.size(), 0.0)
             : bridge_->evaluate(xs.data(), static_cast<Index>(xs.size()) / bridge_->info().n_var);
}

std::pair<pagmo::vector_double, pagmo::vector_double> BridgeProblem::get_bounds() const {
  if (bridge_ == nullptr) {
    return {{0.0}, {1.0}};
  }
  const ProblemInfo& info = bridge_->info();
  pagmo::vector_double lower(static_cast<std::size_t>(info.n_var));
  pagmo::vector_double upper(static_cast<std::size_t>(info.n_var));
  bridge_->rows().to_pagmo(info.lower.data(), lower.data(), info.n_var);
  bridge_->rows().to_pagmo(info.upper.data(), upper.data(), info.n_var);
  return {std::move(lower), std::move(upper)};
}

pagmo::vector_double::size_type BridgeProblem::get_nobj() const {
  return bridge_ == nullptr ? 1 : static_cast<std::size_t>(bridge_->info().n_obj);
}

pagmo::vector_double::size_type BridgeProblem::get_nic() const {
  return bridge_ == nullptr ? 0 : static_cast<std::size_t>(bridge_->info().n_con);
}

pagmo::vector_double::size_type BridgeProblem::get_nix() const {
  return bridge_ == nullptr ? 0 : static_cast<std::size_t>(bridge_->rows().whole());
}

std::string BridgeProblem::get_name() const {
  return bridge_ == nullptr ? "placeholder" : bridge_->info().name;
}

}  // namespace vilfredo::interop
