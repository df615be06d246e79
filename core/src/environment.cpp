#include "vilfredo/core/environment.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

namespace vilfredo {

Objective EnvironmentInfo::objective(Index k) const {
  return objectives.empty() ? Objective{fmt::format("r{}", k + 1), Sense::maximise, ""}
                            : objectives[static_cast<std::size_t>(k)];
}

void EnvironmentInfo::check() const {
  const auto broken = [this](std::string sentence) {
    throw Error(Errc::invalid_argument, std::move(sentence)).with("environment", name);
  };
  if (n_obs < 1) {
    broken("an environment needs at least one observation entry");
  }
  if (n_obj < 1) {
    broken("an environment needs at least one reward");
  }
  if (!objectives.empty() && static_cast<Index>(objectives.size()) != n_obj) {
    broken(fmt::format("{} objectives named for {} rewards", objectives.size(), n_obj));
  }
  if (actions.kind == ActionSpace::Kind::discrete && actions.count < 1) {
    broken("a discrete action space needs at least one action");
  }
  if (actions.kind == ActionSpace::Kind::box &&
      (actions.lower.size() < 1 || actions.lower.size() != actions.upper.size())) {
    broken(fmt::format("{} lower and {} upper action bounds", actions.lower.size(),
                       actions.upper.size()));
  }
  if (max_episode_steps < 1) {
    broken("an environment needs a time limit of at least one step");
  }
  if (!(discount > 0 && discount <= 1)) {
    broken(fmt::format("the discount is {}; allowed (0, 1]", discount));
  }
}

void AnyEnvironment::lacks_front(const EnvironmentInfo& info) {
  throw Error(Errc::unsupported, "this environment has no known front")
      .with("environment", info.name);
}

}  // namespace vilfredo
