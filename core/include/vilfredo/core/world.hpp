// A world is a problem or an environment: what a run is about.
#pragma once

#include "vilfredo/core/environment.hpp"
#include "vilfredo/core/problem.hpp"

#include <string>
#include <variant>

namespace vilfredo {

using WorldInfo = std::variant<ProblemInfo, EnvironmentInfo>;
using AnyWorld = std::variant<AnyProblem, AnyEnvironment>;

[[nodiscard]] WorldInfo info_of(const AnyWorld& world);
[[nodiscard]] const std::string& name_of(const WorldInfo& info);
[[nodiscard]] Index objective_count(const WorldInfo& info);
[[nodiscard]] Objective objective_of(const WorldInfo& info, Index k);
/// What a budget counts here: "evaluations", "environment_steps", "tokens", …
[[nodiscard]] std::string cost_unit(const WorldInfo& info);
[[nodiscard]] int revision_of(const WorldInfo& info);

/// Ideal, nadir and reference point, in the minimised sense for both kinds of world.
struct Anchors {
  Anchor ideal;
  Anchor nadir;
  Anchor reference_point;
};

[[nodiscard]] Anchors anchors_of(const WorldInfo& info);
/// The known front in the minimised sense (about `n` points if it is continuous); 0 columns if
/// none.
[[nodiscard]] Matrix known_front(const AnyWorld& world, Index n);

}  // namespace vilfredo
