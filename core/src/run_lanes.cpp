#include "run_lanes.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

namespace vilfredo::detail {

EpisodeLane::EpisodeLane(const AnyEnvironment& environment, std::uint64_t key, std::uint32_t number)
    : environment_(environment),
      key_(key),
      number_(number),
      observation_(Vector::Zero(environment.info().n_obs)),
      reward_(Vector::Zero(environment.info().n_obj)) {}

void EpisodeLane::start(std::uint32_t episode) {
  rng_ = Rng(key_, Purpose::environment, pack(number_, episode));
  next_episode_ = episode + 1;
  actions_.clear();
  steps_ = 0;
  over_ = false;
  reward_.setZero();
  environment_.reset(rng_, observation_);
}

void EpisodeLane::reset() {
  start(next_episode_);
}

EpisodeEnd EpisodeLane::apply(VectorIn action) {
  EpisodeEnd end = environment_.step(action, rng_, observation_, reward_);
  ++steps_;
  if (end == EpisodeEnd::running && steps_ >= environment_.info().max_episode_steps) {
    end = EpisodeEnd::truncated;
  }
  over_ = end != EpisodeEnd::running;
  return end;
}

EpisodeEnd EpisodeLane::step(VectorIn action) {
  if (over_) {
    throw Error(Errc::internal, "a lane was stepped after the end of its episode; reset it first");
  }
  if (remaining_ == 0) {
    throw Error(Errc::internal, "a task stepped more often than it was granted");
  }
  if (action.size() != environment_.info().actions.size()) {
    throw Error(Errc::internal, fmt::format("an action has {} entries; {} are needed",
                                            action.size(), environment_.info().actions.size()));
  }
  --remaining_;
  actions_.insert(actions_.end(), action.data(), action.data() + action.size());
  return apply(action);
}

void EpisodeLane::persist(StateIo& io) {
  std::uint32_t episodes = next_episode_;
  std::vector<double> actions = actions_;
  bool over = over_;
  io("episodes", episodes);
  io("actions", actions);
  io("over", over);
  if (!io.reading()) {
    return;
  }
  next_episode_ = episodes;
  over_ = true;
  if (episodes > 0) {
    start(episodes - 1);
    const auto size = static_cast<std::size_t>(environment_.info().actions.size());
    for (std::size_t at = 0; at + size <= actions.size(); at += size) {
      (void)apply(Eigen::Map<const Vector>(actions.data() + at, static_cast<Index>(size)));
    }
    actions_ = std::move(actions);
  }
  over_ = over;
}

void LaneSet::ensure(Index count) {
  while (static_cast<Index>(lanes_.size()) < count) {
    const auto number = first_number_ + static_cast<std::uint32_t>(lanes_.size());
    lanes_.push_back(std::make_unique<EpisodeLane>(environment_, key_, number));
  }
}

void LaneSet::persist(StateIo& io) {
  auto count = static_cast<Index>(lanes_.size());
  io("count", count);
  ensure(count);
  for (Index i = 0; i < count; ++i) {
    io(std::to_string(i), (*this)[i]);
  }
}

}  // namespace vilfredo::detail
