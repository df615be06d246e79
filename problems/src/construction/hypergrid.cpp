#include "vilfredo/problems/construction/hypergrid.hpp"

#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <cmath>
#include <memory>
#include <numbers>
#include <string>

namespace vilfredo {
namespace {

double branin(double a, double b) {
  constexpr double kPi = std::numbers::pi;
  const double u = 15 * a - 5;
  const double v = 15 * b;
  const double valley = v - 5.1 * u * u / (4 * kPi * kPi) + 5 * u / kPi - 6;
  return 1 - (valley * valley + 10 * (1 - 1 / (8 * kPi)) * std::cos(u) + 10) / 308.13;
}

double currin(double a, double b) {
  const double rise = 1 - std::exp(-1 / (2 * b + 1e-10));
  const double above = ((2300 * a + 1900) * a + 2092) * a + 60;
  const double below = ((100 * a + 500) * a + 4) * a + 20;
  return rise * above / below / 13.77;
}

double shubert(double x1, double x2) {
  double first = 0;
  double second = 0;
  for (int i = 1; i <= 5; ++i) {
    first += i * std::cos((i + 1) * (-1.5 * x1) + i);
    second += i * std::cos((i + 1) * (-1.5 * x2) + i);
  }
  return (first * second + 186.8) / 397;
}

double beale(double x1, double x2) {
  const double t1 = 1.5 - x1 + x1 * x2;
  const double t2 = 2.25 - x1 + x1 * x2 * x2;
  const double t3 = 2.625 - x1 + x1 * x2 * x2 * x2;
  return (t1 * t1 + t2 * t2 + t3 * t3) / 38.8;
}

}  // namespace

double grid_function(GridFunction function, double x1, double x2) {
  const double a = x1 / 2 + 0.5;
  const double b = x2 / 2 + 0.5;
  switch (function) {
    case GridFunction::branin:
      return branin(a, b);
    case GridFunction::currin:
      return currin(a, b);
    case GridFunction::shubert:
      return shubert(x1, x2);
    case GridFunction::beale:
      return beale(x1, x2);
    case GridFunction::sphere:
      return (x1 * x1 + x2 * x2) / 2;
  }
  throw Error(Errc::internal, "unknown grid function");
}

void HypergridGraph::legal(State state, std::span<bool> legal) const {
  const bool open = !ends_by_force(state);
  for (bool& flag : legal) {
    flag = open;
  }
}

bool HypergridGraph::ends_by_force(State state) const {
  return state / side_ == side_ - 1 || state % side_ == side_ - 1;
}

ConstructionGraph::State HypergridGraph::apply(State state, int action) const {
  return action == 0 ? state + side_ : state + 1;
}

void HypergridGraph::parents(State state, std::vector<Parent>& out) const {
  out.clear();
  const auto add = [&](State parent, int action) {
    if (!ends_by_force(parent)) {
      out.push_back({.state = parent, .action = action});
    }
  };
  if (state / side_ > 0) {
    add(state - side_, 0);
  }
  if (state % side_ > 0) {
    add(state - 1, 1);
  }
}

void HypergridGraph::decode(State state, VectorOut x) const {
  x[0] = static_cast<double>(state / side_);
  x[1] = static_cast<double>(state % side_);
}

void HypergridOptions::check(const HypergridOptions& options) {
  if (options.objectives.empty()) {
    throw Error(Errc::invalid_argument, "objectives is empty: name at least one function");
  }
}

Hypergrid::Hypergrid(const Options& options) : options_(options) {
  check_options(options);
  info_.name = kName;
  info_.n_var = 2;
  info_.n_obj = static_cast<Index>(options.objectives.size());
  info_.n_con = 1;
  info_.lower = Vector::Zero(2);
  info_.upper = Vector::Constant(2, static_cast<double>(options.side - 1));
  info_.kinds = {VarKind::integer, VarKind::integer};
  info_.variable_names = {"s1", "s2"};
  for (const GridFunction function : options.objectives) {
    info_.objectives.push_back({std::string(enum_name(function)), Sense::maximise, ""});
  }
  info_.constraint_names = {"reachable"};
  info_.threads = ThreadSafety::concurrent;
  info_.construction = std::make_shared<HypergridGraph>(options.side);
  const Matrix points = front(0);
  info_.ideal = {.value = points.rowwise().minCoeff(), .provenance = "exact"};
  info_.nadir = {.value = points.rowwise().maxCoeff(), .provenance = "exact"};
  info_.reference_point = {.value = Vector::Zero(info_.n_obj),
                           .provenance = "zero, the least scaled value"};
}

void Hypergrid::evaluate(MatrixIn x, EvalOut out) const {
  const double last = static_cast<double>(options_.side - 1);
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < 2; ++i) {
      if (!(x(i, j) >= 0 && x(i, j) <= last) || x(i, j) != std::floor(x(i, j))) {
        throw Error(Errc::invalid_argument, "a coordinate must be a whole number within its bounds")
            .with("problem", std::string(kName))
            .with(info_.variable_name(i), std::to_string(x(i, j)));
      }
    }
    for (Index k = 0; k < info_.n_obj; ++k) {
      out.f(k, j) = -grid_function(options_.objectives[static_cast<std::size_t>(k)],
                                   2 * x(0, j) / last - 1, 2 * x(1, j) / last - 1);
    }
    // At most one coordinate at its end.
    out.g(0, j) = (x(0, j) == last ? 1.0 : 0.0) + (x(1, j) == last ? 1.0 : 0.0) - 1.0;
  }
}

Matrix Hypergrid::all_objects() const {
  const auto states = static_cast<Index>(info_.construction->enumerable_states());
  Matrix x(2, states);
  for (Index s = 0; s < states; ++s) {
    info_.construction->decode(static_cast<ConstructionGraph::State>(s), x.col(s));
  }
  return x;
}

Matrix Hypergrid::pareto_set(Index /*n*/) const {
  const Matrix x = all_objects();
  Matrix f(info_.n_obj, x.cols());
  Matrix g(1, x.cols());
  evaluate(x, {f, g});
  const std::vector<Index> best = non_dominated(f, Duplicates::first_only);
  Matrix out(2, static_cast<Index>(best.size()));
  for (std::size_t i = 0; i < best.size(); ++i) {
    out.col(static_cast<Index>(i)) = x.col(best[i]);
  }
  return out;
}

Matrix Hypergrid::front(Index n) const {
  const Matrix x = pareto_set(n);
  Matrix f(info_.n_obj, x.cols());
  Matrix g(1, x.cols());
  evaluate(x, {f, g});
  return f;
}

}  // namespace vilfredo
