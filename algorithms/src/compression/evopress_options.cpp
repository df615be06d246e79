#include "vilfredo/algorithms/compression/evopress_options.hpp"

#include "vilfredo/algorithms/compression/measurement.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

namespace vilfredo {
namespace {

struct Preset {
  Index offspring;
  std::vector<EvopressStage> stages;
  Index generations;  // 0: k (n - k) / 1.5
  Index patience;
  Index start_candidates;  // 0: 1 if the uniform allocation meets the budget, else 32
  SwitchCount switches;
};

Preset preset_values(EvopressPreset preset) {
  constexpr auto kTwo = SwitchCount::min_of_two;
  switch (preset) {
    case EvopressPreset::depth:
      return {32, {{2, 2048}, {1, 32768}}, 0, 0, 64, kTwo};
    case EvopressPreset::quantisation:
      return {128, {{16, 2048}, {4, 16384}, {1, 131072}}, 150, 0, 0, kTwo};
    case EvopressPreset::super_fast:
      return {16, {{1, 512}, {1, 8192}}, 400, 0, 0, kTwo};
    case EvopressPreset::tuned:
      return {16, {{4, 2048}, {2, 16384}, {1, 65536}}, 400, 50, 0, SwitchCount::mostly_one};
    case EvopressPreset::automatic:
    case EvopressPreset::sparsity:
      break;
  }
  return {64, {{8, 2048}, {2, 16384}, {1, 65536}}, 400, 0, 0, kTwo};
}

EvopressPreset resolved(EvopressPreset preset, const LevelSpace& space) {
  if (preset != EvopressPreset::automatic) {
    return preset;
  }
  for (Index u = 0; u < space.units(); ++u) {
    if (space.level_count(u) > 2) {
      return EvopressPreset::sparsity;
    }
  }
  return EvopressPreset::depth;
}

// Units that the uniform allocation of the budget leaves below their largest level, or none if
// there is no such allocation.
Index units_reduced(const LevelSpace& space) {
  Vector levels(space.units());
  if (!space.uniform(levels, space.layout().budget, space.aim())) {
    return 0;
  }
  Index reduced = 0;
  for (Index u = 0; u < space.units(); ++u) {
    reduced += space.rank(u, levels[u]) + 1 < space.level_count(u) ? 1 : 0;
  }
  return reduced;
}

bool all_at_one_rank(const LevelSpace& space) {
  Vector levels(space.units());
  if (!space.uniform(levels, space.layout().budget, space.aim())) {
    return false;
  }
  const int first = space.rank(0, levels[0]);
  for (Index u = 1; u < space.units(); ++u) {
    if (space.rank(u, levels[u]) != first) {
      return false;
    }
  }
  return true;
}

int spread_level(const ProblemInfo& info, std::size_t stage, std::size_t stages) {
  if (stages == 1) {
    return info.final_level();
  }
  const double share = static_cast<double>(stage) / static_cast<double>(stages - 1);
  return static_cast<int>(std::lround(share * info.final_level()));
}

std::vector<EvopressPlan::Stage> plan_stages(std::vector<EvopressStage> stages,
                                             bool of_preset,
                                             const ProblemInfo& info) {
  std::vector<EvopressPlan::Stage> out;
  const bool in_tokens = !of_preset || info.cost_unit == "tokens";
  for (std::size_t j = 0; j < stages.size(); ++j) {
    const bool spread = !in_tokens || stages[j].tokens == 0;
    const int level =
        spread ? spread_level(info, j, stages.size()) : fidelity_for(info, stages[j].tokens);
    if (!info.stochastic && !out.empty() && out.back().level == level) {
      out.pop_back();
    }
    out.push_back({stages[j].survivors, level});
  }
  return out;
}

}  // namespace

void EvopressSettings::check(const EvopressSettings& settings) {
  Index before = settings.stages.empty() ? 1 : settings.stages.front().survivors;
  for (const EvopressStage& stage : settings.stages) {
    if (stage.survivors > before) {
      throw Error(Errc::invalid_argument,
                  fmt::format("a stage keeps {} of {} survivors", stage.survivors, before));
    }
    before = stage.survivors;
  }
  if (before != 1) {
    throw Error(Errc::invalid_argument,
                fmt::format("the last stage keeps the next parent, one survivor, not {}", before));
  }
}

EvopressPlan plan_for(const EvopressSettings& settings,
                      const ProblemInfo& info,
                      const LevelSpace& space) {
  const Preset preset = preset_values(resolved(settings.preset, space));
  EvopressPlan plan;
  plan.offspring = settings.offspring > 0 ? settings.offspring : preset.offspring;
  plan.stages = plan_stages(settings.stages.empty() ? preset.stages : settings.stages,
                            settings.stages.empty(), info);
  switch (settings.switches) {
    case EvopressSwitches::of_preset:
      plan.switches = preset.switches;
      break;
    case EvopressSwitches::one:
      plan.switches = SwitchCount::one;
      break;
    case EvopressSwitches::min_of_two:
      plan.switches = SwitchCount::min_of_two;
      break;
    case EvopressSwitches::mostly_one:
      plan.switches = SwitchCount::mostly_one;
      break;
  }
  plan.generations = settings.generations > 0 ? settings.generations : preset.generations;
  if (plan.generations == 0) {
    // With a budget per cell the cell in the middle needs most.
    const Index k =
        info.compression->size_objective >= 0 ? space.units() / 2 : units_reduced(space);
    const double published = static_cast<double>(k * (space.units() - k)) / 1.5;
    plan.generations = std::max<Index>(1, static_cast<Index>(published));
  }
  plan.patience = settings.patience >= 0 ? settings.patience : preset.patience;
  plan.start_candidates =
      settings.start_candidates > 0 ? settings.start_candidates : preset.start_candidates;
  if (plan.start_candidates == 0) {
    plan.start_candidates = all_at_one_rank(space) ? 1 : 32;
  }
  plan.additive = settings.additive;
  return plan;
}

Index damage_objective(const ProblemInfo& info, std::string_view solver) {
  if (info.compression == nullptr) {
    throw Error(Errc::unsupported, fmt::format("{} needs a compression layout", solver))
        .with("problem", info.name);
  }
  if (info.n_obj == 1 && info.compression->size_objective < 0) {
    return 0;
  }
  if (info.n_obj == 2 && info.compression->size_objective >= 0) {
    return 1 - info.compression->size_objective;
  }
  throw Error(Errc::unsupported,
              fmt::format("{} minimises one damage; the size may be a second objective", solver))
      .with("problem", info.name)
      .with("objectives", std::to_string(info.n_obj));
}

}  // namespace vilfredo
