// Environments: stepped worlds with a vector reward.
//
// An environment holds the state of one episode. It never resets itself: after a step that ends the
// episode the last observation stays readable until reset(). Rewards enter in their own sense (most
// are maximised); whoever builds a Population from returns negates those.
#pragma once

#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace vilfredo {

enum class EpisodeEnd : std::uint8_t {
  running,
  terminated,  ///< the task itself ended: no future reward
  truncated    ///< only the time limit ended it: the future is cut off, not over
};

struct ActionSpace {
  enum class Kind : std::uint8_t { discrete, box };

  Kind kind = Kind::discrete;
  Index count = 0;    ///< discrete: number of actions, passed as one whole number
  Vector lower = {};  ///< box: one entry per dimension
  Vector upper = {};

  /// Entries of the action vector.
  [[nodiscard]] Index size() const { return kind == Kind::discrete ? 1 : lower.size(); }
};

struct EnvironmentInfo {
  std::string name = {};
  Index n_obs = 0;
  /// Number of distinct observations if they are one whole number 0 .. n-1 in the first entry
  /// (tabular worlds), else 0.
  Index tabular_states = 0;
  ActionSpace actions = {};
  Index n_obj = 0;
  std::vector<Objective> objectives = {};  ///< n_obj, or empty: r1, r2, … maximised
  std::uint64_t max_episode_steps = 0;     ///< time limit after which an episode is truncated
  double discount = 1.0;                   ///< of the returns that are scored
  Anchor ideal = {};                       ///< in the rewards' own sense
  Anchor nadir = {};                       ///< in the rewards' own sense
  Anchor reference_point = {};             ///< in the rewards' own sense
  int revision = 1;

  [[nodiscard]] Objective objective(Index k) const;
  /// Throws Error{invalid_argument} with the first rule broken.
  void check() const;
};

template <class E>
concept Environment =
    requires(E& e, const E& c, Rng& rng, VectorIn action, VectorOut obs, VectorOut reward) {
  { c.info() } -> std::convertible_to<EnvironmentInfo>;
  { e.reset(rng, obs) } -> std::same_as<void>;
  { e.step(action, rng, obs, reward) } -> std::same_as<EpisodeEnd>;
}

&&std::copy_constructible<E>;

/// Knows its exact Pareto front of discounted returns (n_obj x M, in the rewards' own sense).
template <class E>
concept EnvironmentWithFront = Environment<E> && requires(const E& e) {
  { e.front() } -> std::convertible_to<Matrix>;
};

class AnyEnvironment;

/// What an AnyEnvironment can be made of.
template <class E>
concept EnvironmentValue =
    !std::same_as<std::remove_cvref_t<E>, AnyEnvironment> && Environment<std::remove_cvref_t<E>>;

/// Any environment, as a value; a copy is an independent episode.
class AnyEnvironment {
 public:
  AnyEnvironment() = default;

  template <EnvironmentValue E>
  AnyEnvironment(E&& environment)  // NOLINT(google-explicit-constructor): an implicit handle
      : model_(std::make_unique<Model<std::remove_cvref_t<E>>>(std::forward<E>(environment))) {}

  AnyEnvironment(const AnyEnvironment& other)
      : model_(other.model_ ? other.model_->clone() : nullptr) {}

  AnyEnvironment& operator=(const AnyEnvironment& other) {
    model_ = other.model_ ? other.model_->clone() : nullptr;
    return *this;
  }

  AnyEnvironment(AnyEnvironment&&) noexcept = default;
  AnyEnvironment& operator=(AnyEnvironment&&) noexcept = default;
  ~AnyEnvironment() = default;

  [[nodiscard]] bool valid() const { return model_ != nullptr; }

  [[nodiscard]] const EnvironmentInfo& info() const { return model_->info; }

  void reset(Rng& rng, VectorOut observation) { model_->reset(rng, observation); }

  /// `reward` has n_obj entries. The time limit is the caller's business (Lane applies it).
  [[nodiscard]] EpisodeEnd step(VectorIn action,
                                Rng& rng,
                                VectorOut observation,
                                VectorOut reward) {
    return model_->step(action, rng, observation, reward);
  }

  [[nodiscard]] bool has_front() const { return model_->has_front(); }

  /// Throws Error{unsupported} if has_front() is false.
  [[nodiscard]] Matrix front() const { return model_->front(); }

 private:
  struct Base {
    virtual ~Base() = default;
    virtual void reset(Rng& rng, VectorOut observation) = 0;
    virtual EpisodeEnd step(VectorIn action, Rng& rng, VectorOut observation, VectorOut reward) = 0;
    [[nodiscard]] virtual bool has_front() const = 0;
    [[nodiscard]] virtual Matrix front() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Base> clone() const = 0;

    EnvironmentInfo info;
  };

  [[noreturn]] static void lacks_front(const EnvironmentInfo& info);

  template <class E>
  struct Model final : Base {
    explicit Model(E e) : environment(std::move(e)) {
      this->info = environment.info();
      this->info.check();
    }

    void reset(Rng& rng, VectorOut observation) override { environment.reset(rng, observation); }

    EpisodeEnd step(VectorIn action, Rng& rng, VectorOut observation, VectorOut reward) override {
      return environment.step(action, rng, observation, reward);
    }

    [[nodiscard]] bool has_front() const override { return EnvironmentWithFront<E>; }

    [[nodiscard]] Matrix front() const override {
      if constexpr (EnvironmentWithFront<E>) {
        return environment.front();
      } else {
        lacks_front(this->info);
      }
    }

    [[nodiscard]] std::unique_ptr<Base> clone() const override {
      return std::make_unique<Model>(environment);
    }

    E environment;
  };

  std::unique_ptr<Base> model_;
};

}  // namespace vilfredo
