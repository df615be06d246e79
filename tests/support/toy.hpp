// Small problems and solvers for tests of the core: each shows one ability and nothing else.
#pragma once

#include <vilfredo/core/core.hpp>

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace toy {

using namespace vilfredo;

/// Schaffer's problem in n variables: f = |x|^2, |x - 2|^2.
class Schaffer {
 public:
  explicit Schaffer(Index n_var = 3) {
    info_.name = "schaffer";
    info_.n_var = n_var;
    info_.n_obj = 2;
    info_.lower = Vector::Constant(n_var, -4);
    info_.upper = Vector::Constant(n_var, 4);
    info_.threads = ThreadSafety::concurrent;
  }

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  [[nodiscard]] ProblemInfo& mutable_info() { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const {
    for (Index j = 0; j < x.cols(); ++j) {
      out.f(0, j) = ordered_sum(x.rows(), [&](Index i) { return x(i, j) * x(i, j); });
      out.f(1, j) = ordered_sum(x.rows(), [&](Index i) { return (x(i, j) - 2) * (x(i, j) - 2); });
    }
  }

 private:
  ProblemInfo info_;
};

/// Fails in ways chosen by the first variable: throws below -3, NaN in [-3, -2), infinite [-2, -1).
class Failing {
 public:
  Failing() {
    base_.mutable_info().chunk = 4;
    base_.mutable_info().name = "failing";
  }

  [[nodiscard]] const ProblemInfo& info() const { return base_.info(); }

  void evaluate(MatrixIn x, EvalOut out) const {
    base_.evaluate(x, out);
    for (Index j = 0; j < x.cols(); ++j) {
      if (x(0, j) < -3) {
        throw std::runtime_error("the simulator fell over");
      }
      if (x(0, j) < -2) {
        out.f(0, j) = std::nan("");
      } else if (x(0, j) < -1) {
        out.f(1, j) = INFINITY;
      }
    }
  }

 private:
  Schaffer base_;
};

/// Schaffer's problem with normal noise on both objectives.
class Noisy {
 public:
  Noisy() {
    base_.mutable_info().stochastic = true;
    base_.mutable_info().name = "noisy";
  }

  [[nodiscard]] const ProblemInfo& info() const { return base_.info(); }

  void evaluate(MatrixIn x, EvalOut out, std::span<Rng> streams) const {
    base_.evaluate(x, out);
    for (Index j = 0; j < x.cols(); ++j) {
      out.f(0, j) += streams[static_cast<std::size_t>(j)].normal();
      out.f(1, j) += streams[static_cast<std::size_t>(j)].normal();
    }
  }

 private:
  Schaffer base_;
};

struct SamplerOptions {
  Index batch = 5;
  Index working_every = 0;
  Index finish_after = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("batch", &SamplerOptions::batch, at_least(1), "columns per ask"),
        field("working_every", &SamplerOptions::working_every, at_least(0), "pause between asks"),
        field("finish_after", &SamplerOptions::finish_after, at_least(0), "asks; 0: never")};
  }
};

/// Walks at random from the best sum of objectives: small, but its state matters.
class Walker {
 public:
  using Options = SamplerOptions;
  static constexpr std::string_view kName = "walker";
  static constexpr SolverTraits kTraits = {.overlap = true};

  Walker(const ProblemInfo& info, const Options& options) : info_(info), options_(options) {
    best_ = info.lower;
    population_.resize(info.n_var, info.n_obj, info.n_con, 0);
  }

  [[nodiscard]] Ask ask(Context& context) {
    ++turn_;
    if (options_.finish_after > 0 && asks_ >= options_.finish_after) {
      return Ask::finished();
    }
    if (options_.working_every > 0 && turn_ % options_.working_every == 0) {
      return Ask::working();
    }
    Ask out = context.new_ask(options_.batch);
    Rng rng = context.rng(Purpose::variation, static_cast<std::uint64_t>(asks_++));
    for (Index j = 0; j < out.x.cols(); ++j) {
      for (Index i = 0; i < out.x.rows(); ++i) {
        const double step = rng.uniform(-1, 1);
        out.x(i, j) = asks_ == 1 ? rng.uniform(info_.lower[i], info_.upper[i])
                                 : std::clamp(best_[i] + step, info_.lower[i], info_.upper[i]);
      }
    }
    return out;
  }

  void tell(const Told& told, Context& context) {
    for (Index j = 0; j < told.size(); ++j) {
      if (told.ok(j) && told.f.col(j).sum() < best_value_) {
        best_value_ = told.f.col(j).sum();
        best_ = told.x.col(j);
      }
    }
    population_.x = told.x;
    population_.f = told.f;
    population_.g = told.g;
    population_.ids = told.ids;
    context.metric("best", best_value_);
  }

  [[nodiscard]] const Population& population() const { return population_; }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io) {
    io("turn", turn_);
    io("asks", asks_);
    io("best", best_);
    io("best_value", best_value_);
    io("population", population_);
  }

 private:
  ProblemInfo info_;
  Options options_;
  Index turn_ = 0;
  Index asks_ = 0;
  Vector best_;
  double best_value_ = 1e300;
  Population population_;
};

/// A walk on a line of `n` cells: right pays objective 1 at the end, left pays objective 2.
class Line {
 public:
  [[nodiscard]] EnvironmentInfo info() const {
    EnvironmentInfo out;
    out.name = "line";
    out.n_obs = 1;
    out.tabular_states = 9;
    out.actions.count = 2;
    out.n_obj = 2;
    out.max_episode_steps = 12;
    return out;
  }

  void reset(Rng& rng, VectorOut observation) {
    at_ = 3 + rng.index_below(3);
    observation[0] = static_cast<double>(at_);
  }

  EpisodeEnd step(VectorIn action, Rng& rng, VectorOut observation, VectorOut reward) {
    const bool slip = rng.uniform() < 0.1;
    at_ += (action[0] > 0.5) != slip ? 1 : -1;
    observation[0] = static_cast<double>(at_);
    reward[0] = at_ == 8 ? 1 : 0;
    reward[1] = at_ == 0 ? 1 : 0;
    return at_ == 0 || at_ == 8 ? EpisodeEnd::terminated : EpisodeEnd::running;
  }

 private:
  Index at_ = 0;
};

/// Tries actions at random on several lanes and remembers the mean reward.
class Stroller {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "stroller";

  Stroller(const EnvironmentInfo& info, const Options& /*options*/) : info_(info) {
    population_.resize(1, info.n_obj, 0, 1);
    population_.x.setZero();
    population_.f.setZero();
  }

  [[nodiscard]] Status step(RolloutContext& context) {
    constexpr Index kTasks = 3;
    Matrix gained = Matrix::Zero(info_.n_obj, kTasks);
    context.rollouts(kTasks, 7, [&](Index task, Lane& lane) {
      Rng rng = context.rng(Purpose::exploration, pack(static_cast<std::uint32_t>(steps_),
                                                       static_cast<std::uint32_t>(task)));
      Vector action(1);
      while (lane.granted()) {
        if (lane.needs_reset()) {
          lane.reset();
        }
        action[0] = static_cast<double>(rng.below(2));
        (void)lane.step(action);
        gained.col(task) += lane.reward();
      }
    });
    ++steps_;
    for (Index task = 0; task < kTasks; ++task) {
      population_.f.col(0) -= gained.col(task);
    }
    context.metric("gained", population_.f(0, 0));
    return Status::evaluate;
  }

  [[nodiscard]] const Population& population() const { return population_; }

  void persist(StateIo& io) {
    io("steps", steps_);
    io("population", population_);
  }

 private:
  EnvironmentInfo info_;
  std::uint64_t steps_ = 0;
  Population population_;
};

}  // namespace toy
