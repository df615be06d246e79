#include "vilfredo/algorithms/gradient/moo_svgd.hpp"

#include "vilfredo/algorithms/gradient/min_norm.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo {
namespace {

constexpr double kCompatMargin = 1e-6;
constexpr double kCompatFull = 0.999;
constexpr double kSmallestNorm = 1e-12;

MooSvgdOptions resolved(MooSvgdOptions options) {
  check_options(options);
  if (options.mode == MethodMode::compat) {
    options.kernel.bandwidth = BandwidthRule::inverted_median;
  }
  if (options.kernel.scope != KernelScope::global) {
    throw Error(Errc::invalid_argument,
                "moo_svgd compares whole objective vectors: its kernel is "
                "global");
  }
  return options;
}

void require(bool holds, const ProblemInfo& info, const char* sentence) {
  if (!holds) {
    throw Error(Errc::unsupported, sentence).with("problem", info.name);
  }
}

void check_problem(const ProblemInfo& info, MethodMode mode) {
  require(info.differentiable, info,
          "moo_svgd follows gradients and this problem offers no Jacobian");
  require(info.n_con == 0, info, "moo_svgd knows no constraints");
  require(!info.stochastic, info, "moo_svgd needs exact gradients; this problem is stochastic");
  require(info.all_real() && info.permutations.empty(), info, "moo_svgd moves real variables only");
  require(info.all_bounded(), info, "moo_svgd steps in the unit box: every bound must be finite");
  require(info.n_obj >= 2, info, "moo_svgd needs at least two objectives");
  require(mode == MethodMode::strict || info.n_obj == 2, info,
          "the public code of MOO-SVGD has two objectives; use mode strict");
}

/// The weight of the first of two gradients as the public code has it.
double compat_weight(double g11, double g12, double g22) {
  double weight = (g22 - g12) / (g11 + g22 - 2 * g12);
  weight = g12 >= g11 ? kCompatFull : weight;
  return g12 >= g22 ? 1 - kCompatFull : weight;
}

/// Every row of `gradients` ((n_var * n_obj) x N) divided by its norm.
void normalise_rows(Matrix& gradients) {
  for (Index r = 0; r < gradients.rows(); ++r) {
    const double norm = std::sqrt(
        ordered_sum(gradients.cols(), [&](Index j) { return gradients(r, j) * gradients(r, j); }));
    gradients.row(r) /= std::max(norm, kSmallestNorm);
  }
}

}  // namespace

MooSvgd::MooSvgd(const ProblemInfo& info, const Options& options)
    : info_(info),
      options_(resolved(options)),
      kernel_(options_.kernel),
      optimiser_(AdamOptions{.learning_rate = options_.learning_rate},
                 info.n_var * options_.particles),
      position_(info.n_var * options_.particles),
      succeeded_(Matrix::Zero(info.n_var, options_.particles)),
      has_succeeded_(static_cast<std::size_t>(options_.particles), 0) {
  check_problem(info, options_.mode);
  population_.resize(info.n_var, info.n_obj, 0, 0);
}

void MooSvgd::draw(Context& context, Index particle) {
  const auto number = static_cast<std::uint32_t>(particle);
  Rng rng = context.rng(Purpose::design, pack(static_cast<std::uint32_t>(iteration_), number));
  for (Index i = 0; i < info_.n_var; ++i) {
    position_[particle * info_.n_var + i] = rng.uniform();
  }
}

void MooSvgd::place(Index particle, Matrix& x) const {
  for (Index i = 0; i < info_.n_var; ++i) {
    const double value = info_.lower[i] + unit_range(i) * position_[particle * info_.n_var + i];
    x(i, particle) = std::clamp(value, info_.lower[i], info_.upper[i]);
  }
}

Ask MooSvgd::ask(Context& context) {
  if (iteration_ == 0) {
    for (Index j = 0; j < options_.particles; ++j) {
      draw(context, j);
    }
    clip();
  }
  Ask ask = context.new_ask(options_.particles);
  ask.need = Need::values_and_jacobian;
  for (Index j = 0; j < options_.particles; ++j) {
    place(j, ask.x);
  }
  return ask;
}

void MooSvgd::tell(const Told& told, Context& context) {
  std::vector<Index> live;
  for (Index j = 0; j < told.size(); ++j) {
    if (told.ok(j)) {
      live.push_back(j);
      succeeded_.col(j) = position_.segment(j * info_.n_var, info_.n_var);
      has_succeeded_[static_cast<std::size_t>(j)] = 1;
    }
  }
  if (!live.empty()) {
    population_.x = told.x(Eigen::all, live);
    population_.f = told.f(Eigen::all, live);
    population_.g.resize(0, static_cast<Index>(live.size()));
    population_.ids.clear();
    for (const Index j : live) {
      population_.ids.push_back(told.ids[static_cast<std::size_t>(j)]);
    }
    context.metric("longest_descent", move(told, live, context.progress()));
  }
  ++iteration_;
  retreat(told, context);
  clip();
}

/// Shortest vectors into `drive` (n_var x N); returns the largest of their norms. gradients: (n_var
/// * n_obj) x N.
double MooSvgd::driving_forces(const Matrix& gradients, MatrixOut drive) const {
  const Index n = info_.n_var;
  const Index m = info_.n_obj;
  double largest = 0;
  Matrix gramian(m, m);
  for (Index j = 0; j < gradients.cols(); ++j) {
    const double* column = gradients.col(j).data();
    for (Index a = 0; a < m; ++a) {
      for (Index b = 0; b <= a; ++b) {
        gramian(a, b) = ordered_dot(column + a * n, column + b * n, n);
        gramian(b, a) = gramian(a, b);
      }
    }
    Vector w;
    if (options_.mode == MethodMode::compat) {
      const double first = compat_weight(gramian(0, 0), gramian(0, 1), gramian(1, 1));
      w = Vector{{first, 1 - first}};
    } else {
      w = min_norm_weights(gramian);
    }
    double squared = 0;
    for (Index i = 0; i < n; ++i) {
      double sum = 0;
      for (Index k = 0; k < m; ++k) {
        sum += w[k] * column[k * n + i];
      }
      drive(i, j) = sum;
      squared += sum * sum;
    }
    largest = std::max(largest, std::sqrt(squared));
  }
  return largest;
}

/// One step of the particles that succeeded; returns the length of the longest common descent
/// direction before it, 0 where all are stationary.
double MooSvgd::move(const Told& told, const std::vector<Index>& live, double fraction) {
  const Index n = info_.n_var;
  const auto count = static_cast<Index>(live.size());
  Matrix gradients = told.jac(Eigen::all, live);
  for (Index k = 0; k < info_.n_obj; ++k) {
    for (Index i = 0; i < n; ++i) {
      gradients.row(k * n + i) *= unit_range(i);
    }
  }
  kernel_.compute(population_.f);
  Matrix repulsion = Matrix::Zero(n, count);
  for (Index j = 0; j < count; ++j) {
    for (Index k = 0; k < info_.n_obj; ++k) {
      const double slope = kernel_.sum_gradient()(k, j);
      for (Index i = 0; i < n; ++i) {
        repulsion(i, j) += slope * gradients(k * n + i, j);
      }
    }
  }
  if (options_.mode == MethodMode::compat) {
    normalise_rows(gradients);
  }
  Matrix drive(n, count);
  const double longest = driving_forces(gradients, drive);
  Matrix direction(n, count);
  stein_direction(kernel_.matrix(), drive, annealing_factor(options_.annealing, fraction),
                  repulsion, options_.alpha, direction);
  Vector full = Vector::Zero(position_.size());
  for (Index c = 0; c < count; ++c) {
    full.segment(live[static_cast<std::size_t>(c)] * n, n) = direction.col(c);
  }
  if (full.allFinite()) {
    optimiser_.step(position_, full);
  }
  return longest;
}

void MooSvgd::retreat(const Told& told, Context& context) {
  const Index n = info_.n_var;
  for (Index j = 0; j < told.size(); ++j) {
    if (told.ok(j)) {
      continue;
    }
    if (has_succeeded_[static_cast<std::size_t>(j)] == 0) {
      draw(context, j);
    } else {
      position_.segment(j * n, n) = 0.5 * (position_.segment(j * n, n) + succeeded_.col(j));
    }
  }
}

void MooSvgd::clip() {
  const double margin = options_.mode == MethodMode::compat ? kCompatMargin : 0;
  for (Index i = 0; i < position_.size(); ++i) {
    position_[i] = std::clamp(position_[i], margin, 1 - margin);
  }
}

void MooSvgd::persist(StateIo& io) {
  io("optimiser", optimiser_);
  io("position", position_);
  io("succeeded", succeeded_);
  io("has_succeeded", has_succeeded_);
  io("iteration", iteration_);
  io("population", population_);
}

}  // namespace vilfredo
