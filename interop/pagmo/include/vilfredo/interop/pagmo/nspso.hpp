// NSPSO, a particle swarm with non-dominated sorting, as pagmo 2 implements it. Velocities and
// personal bests are kept between steps (pagmo's memory = true). population() is the swarm as it
// moves, which is what pagmo returns, not the personal bests.
#pragma once

#include "vilfredo/interop/pagmo/solver.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace vilfredo::interop {

enum class PagmoDiversity : std::uint8_t { crowding_distance, niche_count, max_min };

constexpr auto enum_names(PagmoDiversity /*tag*/) {
  return std::array{
      EnumName<PagmoDiversity>{"crowding_distance", PagmoDiversity::crowding_distance},
      EnumName<PagmoDiversity>{"niche_count", PagmoDiversity::niche_count},
      EnumName<PagmoDiversity>{"max_min", PagmoDiversity::max_min}};
}

struct PagmoNspsoOptions {
  Index population = 100;
  Index generations_per_step = 1;
  double inertia = 0.6;
  double cognitive_force = 2;
  double social_force = 2;
  double velocity_scaling = 1;
  double velocity_limit = 0.5;
  Index leader_range = 60;
  PagmoDiversity diversity = PagmoDiversity::crowding_distance;

  static constexpr auto fields() {
    using O = PagmoNspsoOptions;
    return std::tuple{
        field("population", &O::population, at_least(2), "particles"),
        field("generations_per_step", &O::generations_per_step, closed(1, 1e9),
              "generations per call of evolve"),
        field("inertia", &O::inertia, closed(0, 1), "omega"),
        field("cognitive_force", &O::cognitive_force, above(0), "c1, towards the personal best"),
        field("social_force", &O::social_force, above(0), "c2, towards the leader"),
        field("velocity_scaling", &O::velocity_scaling, above(0), "chi"),
        field("velocity_limit", &O::velocity_limit, open_closed(0, 1),
              "largest velocity as a share of the box"),
        field("leader_range", &O::leader_range, closed(1, 100),
              "leaders are drawn from this best percentage of the front"),
        field("diversity", &O::diversity, "what the front is sorted by")};
  }
};

static_assert(Options<PagmoNspsoOptions>);

/// Li, "A non-dominated sorting particle swarm optimizer for multiobjective optimization",
/// GECCO 2003; the code is pagmo's. Real variables only.
class PagmoNspso : public PagmoSolver {
 public:
  static constexpr std::string_view kName = "pagmo_nspso";
  static constexpr std::string_view kSummary = "NSPSO of pagmo 2";
  static constexpr std::string_view kPaper = "Li 2003, GECCO";
  using Options = PagmoNspsoOptions;

  /// Throws Error{unsupported} for constraints, one objective, noise, unbounded and whole-numbered
  /// variables; Error{invalid_argument} for options out of range.
  explicit PagmoNspso(const ProblemInfo& info, const PagmoNspsoOptions& options = {});

  [[nodiscard]] const PagmoNspsoOptions& options() const { return options_; }

 private:
  PagmoNspsoOptions options_;
};

}  // namespace vilfredo::interop
