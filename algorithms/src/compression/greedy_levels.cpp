#include "vilfredo/algorithms/compression/allocation_solvers.hpp"
#include "vilfredo/algorithms/compression/evopress_options.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>

namespace vilfredo {

GreedyLevels::GreedyLevels(const ProblemInfo& info, const Options& options)
    : info_(info),
      options_(options),
      space_(info.compression),
      damage_(damage_objective(info, kName)),
      levels_(space_.units()) {
  check_options(options);
  if (space_.layout().has_activity() || !space_.layout().group_budgets.empty()) {
    throw Error(Errc::unsupported,
                "greedy_levels needs units that are always active and one budget for all groups")
        .with("problem", info.name);
  }
  for (Index u = 0; u < space_.units(); ++u) {
    levels_[u] = space_.level(u, backward() ? 0 : space_.level_count(u) - 1);
  }
  population_.resize(info.n_var, info.n_obj, info.n_con, 0);
}

bool GreedyLevels::reached() const {
  if (movable().empty()) {
    return true;
  }
  if (space_.layout().size_objective >= 0 && !backward()) {
    return false;  // every size is wanted
  }
  const std::int64_t total = space_.total_size(levels_);
  return backward() ? total >= space_.layout().budget : total <= space_.layout().budget;
}

std::vector<Index> GreedyLevels::movable() const {
  std::vector<Index> out;
  for (Index u = 0; u < space_.units(); ++u) {
    const int rank = space_.rank(u, levels_[u]);
    if (backward() ? rank + 1 < space_.level_count(u) : rank > 0) {
      out.push_back(u);
    }
  }
  return out;
}

void GreedyLevels::move(Index unit) {
  levels_[unit] = space_.level(unit, space_.rank(unit, levels_[unit]) + (backward() ? 1 : -1));
}

Ask GreedyLevels::ask(Context& context) {
  if (phase_ == Phase::done) {
    return Ask::finished();
  }
  if (phase_ == Phase::moves && reached()) {
    arrive(context);
  }
  if (phase_ == Phase::final) {
    return finalists_.ask(context, info_);
  }
  Matrix genomes;
  if (options_.direction == GreedyDirection::one_shot) {
    genomes = single_unit_genomes(space_);
  } else {
    const std::vector<Index> units = movable();
    genomes.resize(space_.units(), static_cast<Index>(units.size()) + 1);
    genomes.colwise() = levels_;
    for (std::size_t i = 0; i < units.size(); ++i) {
      const Index u = units[i];
      genomes(u, static_cast<Index>(i) + 1) =
          space_.level(u, space_.rank(u, levels_[u]) + (backward() ? 1 : -1));
    }
  }
  Ask ask = context.new_ask(genomes.cols());
  ask.x = genomes;
  ask.level = fidelity_for(info_, options_.tokens);
  if (info_.stochastic) {
    ask.sample = kScoringSample + ++samples_;
  }
  return ask;
}

void GreedyLevels::tell(const Told& told, Context& context) {
  if (phase_ == Phase::final) {
    population_ = Finalists::scored(told);
    phase_ = Phase::done;
    return;
  }
  context.metric("damage", told.ok(0) ? told.f(damage_, 0) : 0.0);
  finalists_.add(levels_);
  if (options_.direction == GreedyDirection::one_shot) {
    walk(single_unit_errors(space_, told, damage_));
    arrive(context);
    return;
  }
  const std::vector<Index> units = movable();
  const double base = told.ok(0) ? told.f(damage_, 0) : 0.0;
  double best = std::numeric_limits<double>::infinity();
  Index chosen = -1;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto column = static_cast<Index>(i) + 1;
    if (!told.ok(column)) {
      continue;
    }
    const auto size = static_cast<double>(
        std::abs(space_.change(levels_, units[i], static_cast<int>(told.x(units[i], column)))));
    const double price = (told.f(damage_, column) - base) / std::max(1.0, size);
    if (price < best) {
      best = price;
      chosen = units[i];
    }
  }
  if (chosen < 0) {
    context.event("warning", "every move failed: the walk ends here");
    arrive(context);
    return;
  }
  move(chosen);
}

// All moves in the order of damages that were measured once.
void GreedyLevels::walk(const LevelErrors& errors) {
  while (!reached()) {
    double best = std::numeric_limits<double>::infinity();
    Index chosen = movable().front();
    for (const Index u : movable()) {
      const std::vector<double>& error = errors[static_cast<std::size_t>(u)];
      const int next = space_.level(u, space_.rank(u, levels_[u]) - 1);
      const auto freed = static_cast<double>(-space_.change(levels_, u, next));
      const double price =
          (error[static_cast<std::size_t>(next)] - error[static_cast<std::size_t>(levels_[u])]) /
          std::max(1.0, freed);
      if (price < best) {
        best = price;
        chosen = u;
      }
    }
    move(chosen);
    finalists_.add(levels_);
  }
}

void GreedyLevels::arrive(Context& context) {
  const CompressionLayout& layout = space_.layout();
  if (layout.size_objective < 0) {
    finalists_ = {};
    Rng rng = context.rng(Purpose::variation, 0);
    if (!space_.repair(rng, levels_, layout.budget, space_.aim())) {
      context.event("warning", "the walk passed the budget and no repair was found");
    }
  }
  finalists_.add(levels_);
  phase_ = Phase::final;
}

void GreedyLevels::persist(StateIo& io) {
  io("phase", phase_);
  io("levels", levels_);
  io("samples", samples_);
  io("finalists", finalists_);
  io("population", population_);
}

}  // namespace vilfredo
