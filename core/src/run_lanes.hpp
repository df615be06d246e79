// Episode streams of a vectorised environment.
#pragma once

#include "vilfredo/core/environment.hpp"
#include "vilfredo/core/solver.hpp"

#include <memory>
#include <vector>

namespace vilfredo::detail {

/// One lane: an environment of its own, the number of its episode and the actions since its start,
/// from which a saved run restores it by replay.
class EpisodeLane final : public Lane {
 public:
  EpisodeLane(const AnyEnvironment& environment, std::uint64_t key, std::uint32_t number);

  [[nodiscard]] const Vector& observation() const override { return observation_; }

  [[nodiscard]] const Vector& reward() const override { return reward_; }

  EpisodeEnd step(VectorIn action) override;
  void reset() override;

  [[nodiscard]] bool granted() const override { return remaining_ > 0; }

  [[nodiscard]] bool needs_reset() const override { return over_; }

  void grant(std::uint64_t steps) { remaining_ = steps; }

  [[nodiscard]] std::uint64_t unused() const { return remaining_; }

  /// Ends the current episode without a step, so that the next use begins with a reset.
  void abandon() { over_ = true; }

  void persist(StateIo& io);

 private:
  EpisodeEnd apply(VectorIn action);
  void start(std::uint32_t episode);

  AnyEnvironment environment_;
  std::uint64_t key_;
  std::uint32_t number_;
  Rng rng_;
  std::uint32_t next_episode_ = 0;
  std::vector<double> actions_;
  std::uint64_t steps_ = 0;
  std::uint64_t remaining_ = 0;
  bool over_ = true;
  Vector observation_;
  Vector reward_;
};

/// Lanes 0 .. n-1 of one account, made on demand.
class LaneSet {
 public:
  LaneSet(AnyEnvironment environment, std::uint64_t key, std::uint32_t first_number)
      : environment_(std::move(environment)), key_(key), first_number_(first_number) {}

  void ensure(Index count);

  [[nodiscard]] EpisodeLane& operator[](Index i) { return *lanes_[static_cast<std::size_t>(i)]; }

  void persist(StateIo& io);

 private:
  AnyEnvironment environment_;
  std::uint64_t key_;
  std::uint32_t first_number_;
  std::vector<std::unique_ptr<EpisodeLane>> lanes_;
};

}  // namespace vilfredo::detail
