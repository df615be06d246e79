// What EvoPress and its front share: published settings, their resolution for a problem.
#pragma once

#include "vilfredo/algorithms/compression/level_space.hpp"
#include "vilfredo/algorithms/compression/switch_count.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem_info.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

/// One step of the selection of a generation.
struct EvopressStage {
  Index survivors = 1;
  std::uint64_t tokens = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("survivors", &EvopressStage::survivors, at_least(1), "children kept"),
        field("tokens", &EvopressStage::tokens,
              "cost of an evaluation in the problem's unit: its cheapest fidelity that costs at "
              "least so much; 0: fidelities spread evenly over the stages")};
  }
};

/// Settings of the paper's three applications, of its fast variant, and our own.
enum class EvopressPreset : std::uint8_t {
  automatic,     ///< depth if no unit has more than two levels, else sparsity
  depth,         ///< 32 children; 2 on 2048 tokens, 1 on 32768; k (n - k) / 1.5 generations
  sparsity,      ///< 64; 8 on 2048, 2 on 16384, 1 on 65536; 400
  quantisation,  ///< 128; 16 on 2048, 4 on 16384, 1 on 131072; 150
  super_fast,    ///< 16; 1 on 512, 1 on 8192; 400
  tuned          ///< 16; 4 on 2048, 2 on 16384, 1 on 65536; 400, patience 50, mostly one switch
};

constexpr auto enum_names(EvopressPreset) {
  using enum EvopressPreset;
  return std::array{
      EnumName<EvopressPreset>{"automatic", automatic},
      EnumName<EvopressPreset>{"depth", depth},
      EnumName<EvopressPreset>{"sparsity", sparsity},
      EnumName<EvopressPreset>{"quantisation", quantisation},
      EnumName<EvopressPreset>{"super_fast", super_fast},
      EnumName<EvopressPreset>{"tuned", tuned},
  };
}

enum class EvopressSwitches : std::uint8_t { of_preset, one, min_of_two, mostly_one };

constexpr auto enum_names(EvopressSwitches) {
  using enum EvopressSwitches;
  return std::array{EnumName<EvopressSwitches>{"of_preset", of_preset},
                    EnumName<EvopressSwitches>{"one", one},
                    EnumName<EvopressSwitches>{"min_of_two", min_of_two},
                    EnumName<EvopressSwitches>{"mostly_one", mostly_one}};
}

/// What the optimum of an additive model of the damage is used for.
enum class AdditiveUse : std::uint8_t {
  none,
  finalist,  ///< it competes at the end
  start      ///< it competes at the end and is a start
};

constexpr auto enum_names(AdditiveUse) {
  using enum AdditiveUse;
  return std::array{EnumName<AdditiveUse>{"none", none},
                    EnumName<AdditiveUse>{"finalist", finalist},
                    EnumName<AdditiveUse>{"start", start}};
}

struct EvopressSettings {
  EvopressPreset preset = EvopressPreset::automatic;
  Index offspring = 0;
  std::vector<EvopressStage> stages = {};
  EvopressSwitches switches = EvopressSwitches::of_preset;
  Index generations = 0;
  Index patience = -1;
  Index start_candidates = 0;
  AdditiveUse additive = AdditiveUse::none;

  static constexpr auto fields() {
    return std::tuple{
        field("preset", &EvopressSettings::preset, "settings for whatever is not set below"),
        field("offspring", &EvopressSettings::offspring, at_least(0),
              "lambda, children per generation; 0: of the preset"),
        field("stages", &EvopressSettings::stages,
              "multi-step selection, the parent competes in the last; empty: of the preset"),
        field("switches", &EvopressSettings::switches, "level switches per child"),
        field("generations", &EvopressSettings::generations, at_least(0),
              "per search (and cell); 0: of the preset"),
        field("patience", &EvopressSettings::patience, at_least(-1),
              "generations (per cell) without a new parent that end a search; 0: none do; -1: of "
              "the preset"),
        field(
            "start_candidates", &EvopressSettings::start_candidates, at_least(0),
            "random starts of which the best on the first stage's tokens is taken; 1: the uniform "
            "allocation; 0: of the preset"),
        field("additive", &EvopressSettings::additive,
              "measure every level of every unit by itself and use the additive optimum")};
  }

  /// Throws Error{invalid_argument} unless survivors fall towards one at the last stage.
  static void check(const EvopressSettings& settings);
};

/// Settings resolved for one problem.
struct EvopressPlan {
  struct Stage {
    Index survivors = 1;
    int level = 0;  ///< fidelity of the problem
  };

  Index offspring = 0;
  std::vector<Stage> stages;
  SwitchCount switches = SwitchCount::min_of_two;
  Index generations = 0;
  Index patience = 0;  ///< 0: none
  Index start_candidates = 1;
  AdditiveUse additive = AdditiveUse::none;
};

/// Fills in the preset. On a problem that is not stochastic, stages of equal fidelity would measure
/// the same twice: only the last of them stays.
[[nodiscard]] EvopressPlan plan_for(const EvopressSettings& settings,
                                    const ProblemInfo& info,
                                    const LevelSpace& space);

/// Row of the objective that is searched: the only one, or of two the one that is not the size.
/// Throws Error{unsupported} for other problems or without a compression layout; `solver` is who
/// refuses.
[[nodiscard]] Index damage_objective(const ProblemInfo& info, std::string_view solver);

}  // namespace vilfredo
