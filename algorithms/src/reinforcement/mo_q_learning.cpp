#include "vilfredo/algorithms/reinforcement/mo_q_learning.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace vilfredo {
namespace {

Index state_of(const Lane& lane) {
  return static_cast<Index>(lane.observation()[0]);
}

}  // namespace

MoQLearning::MoQLearning(const EnvironmentInfo& info, const Options& options)
    : info_(info), options_(options) {
  check_options(options);
  if (info.tabular_states < 1) {
    throw Error(Errc::unsupported, "mo_q_learning needs an environment with numbered observations")
        .with("environment", info.name);
  }
  if (info.actions.kind != ActionSpace::Kind::discrete) {
    throw Error(Errc::unsupported, "mo_q_learning needs discrete actions")
        .with("environment", info.name);
  }
  discount_ = options.learning_discount > 0 ? options.learning_discount : info.discount;
  weights_ = simplex_lattice(info.n_obj, options.divisions);
  const Learner fresh{
      .q = Matrix::Zero(info.n_obj, info.actions.count * info.tabular_states),
      .best = Vector::Constant(info.n_obj, -std::numeric_limits<double>::infinity())};
  learners_.assign(static_cast<std::size_t>(weights_.cols()), fresh);
  policies_.resize(info.tabular_states, info.n_obj, 0, 0);
  policies_.format = "tabular/1";
}

Status MoQLearning::step(RolloutContext& context) {
  // The lanes step copies: if the budget ends inside, nothing here has changed.
  std::vector<Learner> learners = learners_;
  const auto round = static_cast<std::uint32_t>(rounds_);
  context.rollouts(weights_.cols(), options_.interval, [&](Index task, Lane& lane) {
    const Rng rng =
        context.rng(Purpose::exploration, pack(static_cast<std::uint32_t>(task), round));
    train(learners[static_cast<std::size_t>(task)], task, lane, rng);
  });
  Population policies = greedy_policies(learners);
  evaluate(context, policies);

  learners_ = std::move(learners);
  policies_ = std::move(policies);
  ++rounds_;
  context.metric("epsilon", epsilon_at(rounds_ * options_.interval));
  return Status::working;
}

void MoQLearning::train(Learner& learner, Index task, Lane& lane, Rng rng) const {
  std::uint64_t steps = rounds_ * options_.interval;
  Vector action(1);
  while (lane.granted()) {
    if (lane.needs_reset()) {
      lane.reset();
    }
    const Index state = state_of(lane);
    const Index chosen = rng.uniform() < epsilon_at(steps) ? rng.index_below(info_.actions.count)
                                                           : greedy(learner, task, state, &rng);
    action[0] = static_cast<double>(chosen);
    const EpisodeEnd end = lane.step(action);
    learn(learner, task, state * info_.actions.count + chosen, lane, end == EpisodeEnd::terminated,
          rng);
    ++steps;
  }
}

void MoQLearning::learn(
    Learner& learner, Index task, Index taken, const Lane& lane, bool terminated, Rng& rng) const {
  const Index actions = info_.actions.count;
  const Index next = state_of(lane);
  const Index best = terminated ? 0 : greedy(learner, task, next, &rng);
  for (Index o = 0; o < info_.n_obj; ++o) {
    const double future = terminated ? 0.0 : discount_ * learner.q(o, next * actions + best);
    double& q = learner.q(o, taken);
    q += options_.learning_rate * (lane.reward()[o] + future - q);
    learner.best[o] = std::max(learner.best[o], q);
  }
}

double MoQLearning::score(const Learner& learner, const double* weights, const double* q) const {
  if (options_.scalarisation == QScalarisation::linear) {
    return ordered_dot(weights, q, info_.n_obj);
  }
  double furthest = 0;
  for (Index o = 0; o < info_.n_obj; ++o) {
    if (std::isfinite(learner.best[o])) {
      const double utopian = learner.best[o] + options_.tau;
      furthest = std::max(furthest, weights[o] * std::abs(q[o] - utopian));
    }
  }
  return -furthest;
}

// The best action of a state; of equal ones the lowest, or one drawn uniformly from `ties`.
Index MoQLearning::greedy(const Learner& learner, Index task, Index state, Rng* ties) const {
  const double* weights = weights_.col(task).data();
  Index best = 0;
  double best_score = -std::numeric_limits<double>::infinity();
  std::uint64_t equal = 0;
  for (Index a = 0; a < info_.actions.count; ++a) {
    const double here =
        score(learner, weights, learner.q.col(state * info_.actions.count + a).data());
    if (here > best_score) {
      best = a;
      best_score = here;
      equal = 1;
    } else if (here == best_score && ties != nullptr && ties->below(++equal) == 0) {
      best = a;  // the i-th of equal ones replaces with probability 1 / i
    }
  }
  return best;
}

double MoQLearning::epsilon_at(std::uint64_t steps) const {
  if (steps >= options_.epsilon_steps) {
    return options_.final_epsilon;
  }
  const double share = static_cast<double>(steps) / static_cast<double>(options_.epsilon_steps);
  return options_.epsilon + share * (options_.final_epsilon - options_.epsilon);
}

Population MoQLearning::greedy_policies(const std::vector<Learner>& learners) const {
  Population out;
  out.format = policies_.format;
  out.resize(info_.tabular_states, info_.n_obj, 0, weights_.cols());
  for (Index task = 0; task < weights_.cols(); ++task) {
    for (Index state = 0; state < info_.tabular_states; ++state) {
      out.x(state, task) = static_cast<double>(
          greedy(learners[static_cast<std::size_t>(task)], task, state, nullptr));
    }
  }
  return out;
}

// Scores the policies that differ from those of the last evaluation; the others keep id and score.
void MoQLearning::evaluate(RolloutContext& context, Population& policies) const {
  const Index tasks = policies.size();
  std::vector<Index> changed;
  for (Index task = 0; task < tasks; ++task) {
    if (policies_.size() == tasks && policies_.x.col(task) == policies.x.col(task)) {
      policies.f.col(task) = policies_.f.col(task);
      policies.ids[static_cast<std::size_t>(task)] = policies_.ids[static_cast<std::size_t>(task)];
    } else {
      changed.push_back(task);
    }
  }
  if (changed.empty()) {
    return;
  }
  const std::vector<Id> ids = context.new_ids(static_cast<Index>(changed.size()));
  for (std::size_t i = 0; i < changed.size(); ++i) {
    policies.ids[static_cast<std::size_t>(changed[i])] = ids[i];
  }
  const auto episodes = static_cast<std::uint64_t>(options_.evaluation_episodes);
  const auto rollout = [&](Index task, Lane& lane) {
    if (!std::ranges::binary_search(changed, task)) {
      return;
    }
    Vector sum = Vector::Zero(info_.n_obj);
    Vector action(1);
    for (std::uint64_t episode = 0; episode < episodes; ++episode) {
      lane.reset();
      double factor = 1;
      EpisodeEnd end = EpisodeEnd::running;
      while (end == EpisodeEnd::running) {
        action[0] = policies.x(state_of(lane), task);
        end = lane.step(action);
        sum += factor * lane.reward();
        factor *= info_.discount;
      }
    }
    policies.f.col(task) = -sum / static_cast<double>(episodes);
  };
  context.rollouts(tasks, info_.max_episode_steps * episodes, rollout, Account::evaluation);
}

void MoQLearning::Learner::persist(StateIo& io) {
  io("q", q);
  io("best", best);
}

void MoQLearning::persist(StateIo& io) {
  io("learners", learners_);
  io("policies", policies_);
  io("rounds", rounds_);
}

}  // namespace vilfredo
