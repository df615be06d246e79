#include "vilfredo/algorithms/gflownet/tabular_tb.hpp"

#include "vilfredo/algorithms/gflownet/exact_flow.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace vilfredo {
namespace {

constexpr double kMeanDecay = 0.9;
constexpr double kSquareDecay = 0.999;
constexpr double kAdamEpsilon = 1e-8;

const ConstructionGraph& graph_of(const ProblemInfo& info) {
  if (info.construction == nullptr) {
    throw Error(Errc::unsupported, "tabular_tb needs a construction graph")
        .with("problem", info.name);
  }
  if (info.stochastic) {
    throw Error(Errc::unsupported, "tabular_tb needs rewards without noise")
        .with("problem", info.name);
  }
  return *info.construction;
}

Vector per_objective(const std::vector<double>& given,
                     double otherwise,
                     Index n_obj,
                     const char* option) {
  if (given.empty()) {
    return Vector::Constant(n_obj, otherwise);
  }
  if (static_cast<Index>(given.size()) != n_obj) {
    throw Error(
        Errc::invalid_argument,
        fmt::format("tabular_tb.{} has {} entries for {} objectives", option, given.size(), n_obj));
  }
  return Eigen::Map<const Vector>(given.data(), n_obj);
}

void require_offsets(const ProblemInfo& info, const std::vector<double>& offset) {
  for (Index k = 0; k < info.n_obj && offset.empty(); ++k) {
    const Objective objective = info.objective(k);
    if (objective.sense == Sense::minimise) {
      throw Error(
          Errc::unsupported,
          fmt::format("a reward must not be negative: objective \"{}\" is minimised, so set "
                      "reward_offset to a value it stays below",
                      objective.name))
          .with("problem", info.name);
    }
  }
}

void adam_step(Matrix& parameters,
               const Matrix& gradient,
               double rate,
               std::uint64_t step,
               AdamMoments& moments) {
  const auto t = static_cast<double>(step);
  const double mean_correction = 1 - std::pow(kMeanDecay, t);
  const double square_correction = 1 - std::pow(kSquareDecay, t);
  for (Index i = 0; i < parameters.size(); ++i) {
    const double slope = gradient.data()[i];
    double& mean = moments.mean.data()[i];
    double& square = moments.square.data()[i];
    mean = kMeanDecay * mean + (1 - kMeanDecay) * slope;
    square = kSquareDecay * square + (1 - kSquareDecay) * slope * slope;
    parameters.data()[i] -=
        rate * (mean / mean_correction) / (std::sqrt(square / square_correction) + kAdamEpsilon);
  }
}

}  // namespace

void AdamMoments::persist(StateIo& io) {
  io("mean", mean);
  io("square", square);
}

TabularTb::TabularTb(const ProblemInfo& info, const Options& options)
    : info_(info), options_(options), graph_(graph_of(info)), archive_(info.n_obj, 1) {
  check_options(options);
  graph_.check();
  require_offsets(info, options.reward_offset);
  preference_ = per_objective(options.preference, 1.0, info.n_obj, "preference");
  offset_ = per_objective(options.reward_offset, 0.0, info.n_obj, "reward_offset");
  scale_ = per_objective(options.reward_scale, 1.0, info.n_obj, "reward_scale");
  const double total = ordered_sum(preference_.data(), info.n_obj);
  if (!(total > 0)) {
    throw Error(Errc::invalid_argument, "tabular_tb.preference is zero for every objective");
  }
  preference_ /= total;

  objects_ = graph_.object_count();
  logits_.setZero(graph_.actions(), graph_.states());
  log_z_.setZero(1, 1);
  adam_logits_ = {.mean = logits_, .square = logits_};
  adam_log_z_ = {.mean = log_z_, .square = log_z_};
  seen_.assign(static_cast<std::size_t>(graph_.states()), 0);
  log_reward_.setZero(graph_.states());
  g_.setZero(info.n_con, graph_.states());
  refresh_population();
}

double TabularTb::log_reward(const double* f, const double* g) const {
  const double sum = ordered_sum(
      info_.n_obj, [&](Index k) { return preference_[k] * scale_[k] * (offset_[k] - f[k]); });
  const double reward = info_.violation(g) > 0 ? 0.0 : sum;
  return options_.beta * std::log(std::max(options_.reward_floor, reward));
}

Ask TabularTb::ask(Context& context) {
  Ask ask = context.new_ask(options_.batch);
  trajectories_.resize(static_cast<std::size_t>(options_.batch));
  for (Index j = 0; j < options_.batch; ++j) {
    Rng rng = context.rng(Purpose::exploration, trajectories_drawn_++);
    gflownet::Trajectory& trajectory = trajectories_[static_cast<std::size_t>(j)];
    gflownet::sample_trajectory(graph_, logits_, options_.epsilon, rng, trajectory);
    info_.construction->decode(static_cast<ConstructionGraph::State>(trajectory.object),
                               ask.x.col(j));
  }
  return ask;
}

void TabularTb::tell(const Told& told, Context& context) {
  record(told);
  update(told, context);
  context.metric("log_z", log_z());
  context.metric("coverage", static_cast<double>(objects_seen_) / static_cast<double>(objects_));
  if (objects_seen_ > 0 && updates_ % static_cast<std::uint64_t>(options_.exact_interval) == 0) {
    compare_with_target(context);
  }
}

// Objects evaluated for the first time: their reward, and whether they are non-dominated.
void TabularTb::record(const Told& told) {
  bool changed = false;
  for (Index j = 0; j < told.size(); ++j) {
    const Index state = trajectories_[static_cast<std::size_t>(j)].object;
    std::uint8_t& seen = seen_[static_cast<std::size_t>(state)];
    if (!told.ok(j) || seen != 0) {
      continue;
    }
    seen = 1;
    ++objects_seen_;
    log_reward_[state] = log_reward(told.f.col(j).data(), told.g.col(j).data());
    g_.col(state) = told.g.col(j);
    if (info_.violation(told.g.col(j).data()) == 0) {
      const auto number = static_cast<double>(state);
      const Id id = told.ids[static_cast<std::size_t>(j)];
      changed |= archive_.insert(id, told.f.col(j).data(), &number);
    }
  }
  if (changed) {
    refresh_population();
  }
}

void TabularTb::update(const Told& told, Context& context) {
  const auto evaluated = std::ranges::count(told.outcome, Outcome::ok);
  if (evaluated == 0) {
    return;
  }
  const double share = 1.0 / static_cast<double>(evaluated);
  Matrix gradient = Matrix::Zero(logits_.rows(), logits_.cols());
  double gradient_log_z = 0;
  double loss = 0;
  for (Index j = 0; j < told.size(); ++j) {
    if (!told.ok(j)) {
      continue;
    }
    const gflownet::Trajectory& trajectory = trajectories_[static_cast<std::size_t>(j)];
    const double delta = gflownet::balance_residual(graph_, logits_, log_z(), trajectory,
                                                    log_reward_[trajectory.object]);
    loss += share * delta * delta;
    gradient_log_z += 2 * share * delta;
    gflownet::add_residual_gradient(graph_, logits_, trajectory, 2 * share * delta, gradient);
  }
  // The schedule reads progress only if there is one, because progress under a budget of time alone
  // costs the run its determinism.
  const double rate =
      options_.final_rate < 1 ? std::pow(options_.final_rate, context.progress()) : 1.0;
  apply_gradient(gradient, gradient_log_z, rate);
  context.metric("loss", loss);
}

void TabularTb::apply_gradient(Matrix& gradient, double gradient_log_z, double rate) {
  Matrix slope_log_z = Matrix::Constant(1, 1, gradient_log_z);
  const double norm = std::sqrt(ordered_dot(gradient.data(), gradient.data(), gradient.size()) +
                                gradient_log_z * gradient_log_z);
  if (norm > options_.clip) {
    gradient *= options_.clip / norm;
    slope_log_z *= options_.clip / norm;
  }
  ++updates_;
  const double rate_logits = rate * options_.learning_rate;
  const double rate_log_z = rate * options_.learning_rate_log_z;
  if (options_.optimiser == GradientStep::sgd) {
    logits_ -= rate_logits * gradient;
    log_z_ -= rate_log_z * slope_log_z;
    return;
  }
  adam_step(logits_, gradient, rate_logits, updates_, adam_logits_);
  adam_step(log_z_, slope_log_z, rate_log_z, updates_, adam_log_z_);
}

// Objects never seen have an unknown reward; they count as worth nothing until all are known.
void TabularTb::compare_with_target(Context& context) const {
  constexpr double kNothing = -std::numeric_limits<double>::infinity();
  Vector known = log_reward_;
  for (Index s = 0; s < graph_.states(); ++s) {
    known[s] = seen_[static_cast<std::size_t>(s)] != 0 ? known[s] : kNothing;
  }
  const Vector p = gflownet::object_distribution(graph_, gflownet::log_policy(graph_, logits_));
  const gflownet::DistributionError error =
      gflownet::distribution_error(graph_, p, gflownet::target_distribution(graph_, known));
  context.metric("l1_sum_seen", error.l1_sum);
  if (objects_seen_ == objects_) {
    context.metric("l1_sum", error.l1_sum);
    context.metric("l1_mean", error.l1_mean);
    context.metric("tv", error.tv);
  }
}

void TabularTb::refresh_population() {
  population_.resize(info_.n_var, info_.n_obj, info_.n_con, archive_.size());
  const std::vector<Index> order = archive_.sorted();
  for (Index j = 0; j < archive_.size(); ++j) {
    const Index member = order[static_cast<std::size_t>(j)];
    const auto state = static_cast<Index>(archive_.x()(0, member));
    info_.construction->decode(static_cast<ConstructionGraph::State>(state), population_.x.col(j));
    population_.f.col(j) = archive_.f().col(member);
    population_.g.col(j) = g_.col(state);
    population_.ids[static_cast<std::size_t>(j)] = archive_.ids()[static_cast<std::size_t>(member)];
  }
}

void TabularTb::persist(StateIo& io) {
  io("logits", logits_);
  io("log_z", log_z_);
  io("adam_logits", adam_logits_);
  io("adam_log_z", adam_log_z_);
  io("updates", updates_);
  io("trajectories_drawn", trajectories_drawn_);
  io("seen", seen_);
  io("log_reward", log_reward_);
  io("g", g_);
  io("objects_seen", objects_seen_);
  io("archive", archive_);
  if (io.reading()) {
    refresh_population();
  }
}

}  // namespace vilfredo
