#include "vilfredo/algorithms/compression/level_switch.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace vilfredo {
namespace {

// A group without a possible switch, or a child already there, is drawn again this often.
constexpr int kAttempts = 100;

const CompressionLayout& layout_of(const ProblemInfo& info) {
  if (info.compression == nullptr) {
    throw Error(Errc::unsupported, "level_switch needs a compression layout")
        .with("problem", info.name);
  }
  return *info.compression;
}

// The difference between neighbouring sizes, one for the whole layout.
std::int64_t common_step(const CompressionLayout& layout,
                         const std::vector<std::vector<int>>& level) {
  std::int64_t step = 0;
  for (std::size_t u = 0; u < layout.units.size(); ++u) {
    const CompressionLayout::Unit& unit = layout.units[u];
    for (std::size_t r = 1; r < level[u].size(); ++r) {
      const std::int64_t rise = unit.size[static_cast<std::size_t>(level[u][r])] -
                                unit.size[static_cast<std::size_t>(level[u][r - 1])];
      if (step == 0) {
        step = rise;
      }
      if (rise != step || rise == 0) {
        throw Error(Errc::unsupported,
                    "level_switch needs sizes that rise by one step, the same for all units")
            .with("unit", unit.name)
            .with("steps", fmt::format("{} and {}", step, rise));
      }
    }
  }
  return step;
}

}  // namespace

LevelRanks::LevelRanks(const CompressionLayout& layout) {
  layout.check();
  if (!layout.exact_budget) {
    throw Error(Errc::unsupported, "level_switch needs an exact budget; this one is at most");
  }
  if (layout.has_activity() || !layout.group_budgets.empty()) {
    throw Error(Errc::unsupported,
                "level_switch needs units that are always active and one budget for all groups");
  }
  std::map<int, std::size_t> group_number;
  std::int64_t largest = 0;
  for (const CompressionLayout::Unit& unit : layout.units) {
    std::vector<int> by_size(unit.size.size());
    std::iota(by_size.begin(), by_size.end(), 0);
    std::stable_sort(by_size.begin(), by_size.end(), [&unit](int a, int b) {
      return unit.size[static_cast<std::size_t>(a)] < unit.size[static_cast<std::size_t>(b)];
    });
    std::vector<int> rank(by_size.size());
    for (std::size_t r = 0; r < by_size.size(); ++r) {
      rank[static_cast<std::size_t>(by_size[r])] = static_cast<int>(r);
    }
    largest += unit.size[static_cast<std::size_t>(by_size.back())];
    const std::size_t group = group_number.emplace(unit.group, group_number.size()).first->second;
    group_.resize(group_number.size());
    group_[group].push_back(static_cast<Index>(group_of_.size()));
    group_of_.push_back(group);
    level_.push_back(std::move(by_size));
    rank_.push_back(std::move(rank));
  }
  const std::int64_t step = common_step(layout, level_);
  const std::int64_t excess = largest - layout.budget;
  if (step == 0 ? excess != 0 : excess % step != 0) {
    throw Error(Errc::unsupported, "the budget cannot be met in steps of the levels' sizes")
        .with("budget", std::to_string(layout.budget))
        .with("largest", std::to_string(largest))
        .with("step", std::to_string(step));
  }
  steps_down_ = step == 0 ? 0 : excess / step;
}

int LevelRanks::rank(Index unit, double level) const {
  return rank_[static_cast<std::size_t>(unit)][static_cast<std::size_t>(level)];
}

double LevelRanks::level(Index unit, int rank) const {
  return level_[static_cast<std::size_t>(unit)][static_cast<std::size_t>(rank)];
}

bool LevelRanks::can_raise(Index unit, double level) const {
  const auto ranks = static_cast<int>(level_[static_cast<std::size_t>(unit)].size());
  return rank(unit, level) + 1 < ranks;
}

void LevelRanks::start(Rng& rng, VectorOut levels) const {
  std::vector<Index> lowerable;
  for (Index u = 0; u < units(); ++u) {
    levels[u] = level_[static_cast<std::size_t>(u)].back();
    if (can_lower(u, levels[u])) {
      lowerable.push_back(u);
    }
  }
  for (std::int64_t step = 0; step < steps_down_; ++step) {
    const auto pick = rng.below(lowerable.size());
    const Index u = lowerable[pick];
    levels[u] = level(u, rank(u, levels[u]) - 1);
    if (!can_lower(u, levels[u])) {
      lowerable[pick] = lowerable.back();
      lowerable.pop_back();
    }
  }
}

bool LevelRanks::switch_levels(Rng& rng, VectorOut levels) const {
  std::vector<Index> candidates;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    // The group of a uniformly chosen unit: probability proportional to its units.
    const std::size_t drawn = rng.below(static_cast<std::uint64_t>(units()));
    const std::vector<Index>& group = group_[group_of_[drawn]];
    candidates.clear();
    std::ranges::copy_if(group, std::back_inserter(candidates),
                         [&](Index u) { return can_lower(u, levels[u]); });
    if (candidates.empty()) {
      continue;
    }
    const Index down = candidates[rng.below(candidates.size())];
    candidates.clear();
    std::ranges::copy_if(group, std::back_inserter(candidates),
                         [&](Index u) { return u != down && can_raise(u, levels[u]); });
    if (candidates.empty()) {
      continue;
    }
    const Index up = candidates[rng.below(candidates.size())];
    levels[down] = level(down, rank(down, levels[down]) - 1);
    levels[up] = level(up, rank(up, levels[up]) + 1);
    return true;
  }
  return false;
}

LevelSwitch::LevelSwitch(const ProblemInfo& info, const Options& options)
    : info_(info), options_(options), ranks_(layout_of(info)) {
  check_options(options);
  if (info.stochastic) {
    throw Error(Errc::unsupported, "level_switch measures its parent once and cannot rank noise")
        .with("problem", info.name);
  }
  weights_ = simplex_lattice(info.n_obj, options.divisions);
}

Ask LevelSwitch::ask(Context& context) {
  if (parents_.size() == 0) {
    Ask ask = context.new_ask(weights_.cols());
    for (Index search = 0; search < weights_.cols(); ++search) {
      Rng rng = context.rng(Purpose::design, static_cast<std::uint64_t>(search));
      ranks_.start(rng, ask.x.col(search));
    }
    return ask;
  }
  children_.resize(info_.n_var, weights_.cols() * options_.offspring);
  search_of_.clear();
  for (Index search = 0; search < weights_.cols(); ++search) {
    add_children(search, context);
  }
  if (search_of_.empty()) {
    return Ask::finished();
  }
  const auto drawn = static_cast<Index>(search_of_.size());
  Ask ask = context.new_ask(drawn);
  ask.x = children_.leftCols(drawn);
  return ask;
}

void LevelSwitch::add_children(Index search, Context& context) {
  const Index first = static_cast<Index>(search_of_.size());
  for (Index i = 0; i < options_.offspring; ++i) {
    Rng rng = context.rng(Purpose::variation, offspring_++);
    const Index here = static_cast<Index>(search_of_.size());
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      if (!mutate(rng, parents_.x.col(search), children_.col(here))) {
        continue;
      }
      bool seen = false;
      for (Index other = first; other < here && !seen; ++other) {
        seen = children_.col(other) == children_.col(here);
      }
      if (!seen) {
        search_of_.push_back(search);
        break;
      }
    }
  }
}

// False if the child could not be made or equals its parent.
bool LevelSwitch::mutate(Rng& rng, VectorIn parent, VectorOut child) const {
  child = parent;
  const int switches = draw_switches(options_.switches, rng);
  for (int s = 0; s < switches; ++s) {
    if (!ranks_.switch_levels(rng, child)) {
      return false;
    }
  }
  return child != parent;
}

void LevelSwitch::tell(const Told& told, Context& /*context*/) {
  const auto take = [&](Index child, Index search) {
    parents_.x.col(search) = told.x.col(child);
    parents_.f.col(search) = told.f.col(child);
    parents_.g.col(search) = told.g.col(child);
    parents_.ids[static_cast<std::size_t>(search)] = told.ids[static_cast<std::size_t>(child)];
  };
  if (parents_.size() == 0) {
    parents_.resize(info_.n_var, info_.n_obj, info_.n_con, told.size());
    for (Index search = 0; search < told.size(); ++search) {
      take(search, search);
    }
    return;
  }
  for (Index child = 0; child < told.size(); ++child) {
    const Index search = search_of_[static_cast<std::size_t>(child)];
    if (told.ok(child) && replaces(told, child, search)) {
      take(child, search);
    }
  }
}

// Feasible before infeasible, then the weighted sum; a tie goes to the child. A parent whose own
// evaluation failed (NaN) gives way to any child.
bool LevelSwitch::replaces(const Told& told, Index child, Index search) const {
  if (!parents_.f.col(search).allFinite()) {
    return true;
  }
  const double excess = info_.violation(told.g.col(child).data());
  const double excess_parent = info_.violation(parents_.g.col(search).data());
  if (excess != excess_parent) {
    return excess < excess_parent;
  }
  const double* w = weights_.col(search).data();
  return ordered_dot(w, told.f.col(child).data(), info_.n_obj) <=
         ordered_dot(w, parents_.f.col(search).data(), info_.n_obj);
}

void LevelSwitch::persist(StateIo& io) {
  io("parents", parents_);
  io("offspring", offspring_);
}

}  // namespace vilfredo
