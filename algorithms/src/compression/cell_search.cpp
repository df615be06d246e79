// Asking: starts, children, stages, the end. What is told is in cell_search_told.cpp.
#include "vilfredo/algorithms/compression/cell_search.hpp"

#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <utility>

namespace vilfredo {
namespace {

// A child that is already there is drawn again this often.
constexpr int kAttempts = 100;

}  // namespace

void CellSearch::Batch::add(VectorIn levels, Index to_cell) {
  if (x.cols() < size() + 1) {
    x.conservativeResize(levels.size(), std::max<Index>(8, 2 * size()));
  }
  x.col(size()) = levels;
  cell.push_back(to_cell);
}

bool CellSearch::Batch::contains(VectorIn levels) const {
  for (Index j = 0; j < size(); ++j) {
    if (x.col(j) == levels) {
      return true;
    }
  }
  return false;
}

CellSearch::CellSearch(const ProblemInfo& info,
                       std::string_view solver,
                       const EvopressSettings& settings,
                       const CellMoves& moves,
                       Index searches,
                       std::vector<std::int64_t> targets)
    : info_(info),
      space_(info.compression),
      damage_(damage_objective(info, solver)),
      moves_(moves),
      searches_(searches),
      target_(std::move(targets)) {
  check_options(settings);
  plan_ = plan_for(settings, info, space_);
  if (plan_.additive != AdditiveUse::none && space_.layout().has_activity()) {
    throw Error(Errc::unsupported,
                "an additive optimum needs units that are always active; some are owned here")
        .with("problem", info.name);
  }
  phase_ = plan_.additive == AdditiveUse::none ? Phase::start : Phase::measure;
  parents_.resize(info.n_var, info.n_obj, info.n_con, cells());
  parents_.x.setZero();
  parents_.f.setZero();
  parents_.g.setZero();
  std::ranges::fill(parents_.ids, Id{0});
  occupied_.assign(target_.size(), 0);
  finalists_.resize(info.n_var, info.n_obj, info.n_con, 0);
  show();
}

Index CellSearch::cell_of(VectorIn levels) const {
  const auto at = std::ranges::lower_bound(target_, space_.total_size(levels));
  return static_cast<Index>(at - target_.begin());  // cells() if too large for all
}

Ask CellSearch::ask(Context& context) {
  for (;;) {
    switch (phase_) {
      case Phase::measure:
        return ask_measurements(context);
      case Phase::start:
        return ask_start(context);
      case Phase::children:
        if (stage_ == 0) {
          measure_generation(context.progress());
          if (!search_is_over(context)) {
            make_children(context);
          }
          if (batch_.size() == 0) {
            end_search(context);
            continue;
          }
        }
        return ask_stage(context);
      case Phase::final:
        if (batch_.size() > 0) {
          Ask ask = ask_columns(context, batch_, kFinalLevel);
          if (info_.stochastic) {
            ask.sample = kScoringSample;
          }
          return ask;
        }
        phase_ = Phase::done;
        continue;
      case Phase::done:
        return Ask::finished();
    }
  }
}

Ask CellSearch::ask_columns(Context& context, const Batch& batch, int level) {
  Ask ask = context.new_ask(batch.size());
  ask.x = batch.x.leftCols(batch.size());
  ask.level = level;
  if (!batch.ids.empty()) {
    ask.ids = batch.ids;
  }
  if (info_.stochastic) {
    ask.sample = ++samples_;
  }
  return ask;
}

Ask CellSearch::ask_measurements(Context& context) {
  batch_ = {};
  const Matrix genomes = single_unit_genomes(space_);
  for (Index j = 0; j < genomes.cols(); ++j) {
    batch_.add(genomes.col(j), 0);
  }
  return ask_columns(context, batch_, plan_.stages.back().level);
}

Ask CellSearch::ask_start(Context& context) {
  batch_ = {};
  Vector levels(space_.units());
  const auto consider = [&](bool found) {
    if (found && cell_of(levels) < cells()) {
      batch_.add(levels, cell_of(levels));
    }
  };
  for (Index cell = 0; cell < cells(); ++cell) {
    if (plan_.start_candidates == 1 && search_ == 0) {
      consider(space_.uniform(levels, target(cell), space_.aim()));
    } else {
      for (Index i = 0; i < plan_.start_candidates; ++i) {
        Rng rng = context.rng(Purpose::design, starts_made_++);
        consider(space_.random(rng, levels, target(cell), space_.aim()));
      }
    }
    if (plan_.additive == AdditiveUse::start && search_ == 0) {
      consider(allocate_additively(space_, errors_, target(cell), levels));
    }
  }
  if (batch_.size() == 0) {
    throw Error(Errc::unsupported, "no choice of levels was found that meets the budget")
        .with("problem", info_.name)
        .with("budget", std::to_string(target_.back()));
  }
  return ask_columns(context, batch_, plan_.stages.front().level);
}

bool CellSearch::search_is_over(Context& context) const {
  const Index turns = cells();
  return generation_ >= plan_.generations * turns ||
         (plan_.patience > 0 && stale_ >= plan_.patience * turns) || budget_is_over(context);
}

// Whether one more generation and the end would not fit. A column of the end takes no larger share
// of the budget than one of the last stage, times what its fidelity costs more.
bool CellSearch::budget_is_over(Context& context) const {
  if (generation_share_ == 0) {
    return false;
  }
  const auto cost = [&](int level) {
    return static_cast<double>(info_.level_cost[static_cast<std::size_t>(level)]);
  };
  const double ratio = cost(info_.final_level()) / cost(plan_.stages.back().level);
  const Index columns = finalists_.size() + (plan_.additive == AdditiveUse::none ? 2 : 3) * cells();
  const double of_end =
      generation_share_ / static_cast<double>(last_columns_) * ratio * static_cast<double>(columns);
  return context.progress() + generation_share_ + of_end > 1;
}

void CellSearch::measure_generation(double progress) {
  if (progress_before_ >= 0) {
    generation_share_ = std::max(generation_share_, progress - progress_before_);
  }
  progress_before_ = progress;
}

void CellSearch::make_children(Context& context) {
  batch_ = std::exchange(pending_, {});
  for (Index turn = 0; turn < cells(); ++turn) {
    const Index cell = (cell_ + turn) % cells();
    if (!occupied(cell)) {
      continue;
    }
    Vector child(space_.units());
    for (Index i = batch_.size(); i < plan_.offspring; ++i) {
      if (make_child(cell, children_made_++, context, child)) {
        batch_.add(child, cell_of(child));
      }
    }
    if (batch_.size() > 0) {
      cell_ = (cell + 1) % cells();
      batch_.ids = context.new_ids(batch_.size());
      return;
    }
  }
  context.event("info", "no unit can move: the search ends");
}

// False if every attempt gave a genome that is already there or outside all cells.
bool CellSearch::make_child(Index cell, std::uint64_t number, Context& context, VectorOut out) {
  Rng rng = context.rng(Purpose::variation, number);
  const bool others = moves_.step + moves_.cross > 0;
  const double move = others ? context.rng(Purpose::exploration, number).uniform() : 1;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    out = parents_.x.col(cell);
    bool moved = true;
    if (move < moves_.step) {
      moved = space_.step(rng, out, rng.below(2) == 0 ? -1 : 1);
    } else if (move < moves_.step + moves_.cross) {
      moved = cross(cell, rng, out);
    } else {
      const int switches = draw_switches(plan_.switches, rng);
      for (int s = 0; s < switches && moved; ++s) {
        moved = space_.switch_levels(rng, out, target(cell), space_.aim());
      }
    }
    if (!moved) {
      continue;
    }
    space_.layout().canonicalise(out);
    const Index to = cell_of(out);
    if (to < cells() && out != parents_.x.col(cell) &&
        !(occupied(to) && out == parents_.x.col(to)) && !batch_.contains(out)) {
      return true;
    }
  }
  return false;
}

// A stretch of units from the parent of a nearby cell; then repaired to the nearest target.
bool CellSearch::cross(Index cell, Rng& rng, VectorOut child) const {
  std::vector<Index> others;
  for (Index other = 0; other < cells(); ++other) {
    if (other != cell && std::abs(other - cell) <= moves_.reach && occupied(other)) {
      others.push_back(other);
    }
  }
  if (others.empty()) {
    return false;
  }
  const Index other = others[rng.below(others.size())];
  const Index first = rng.index_below(space_.units());
  const Index count = 1 + rng.index_below(space_.units() - first);
  child.segment(first, count) = parents_.x.col(other).segment(first, count);
  const std::int64_t size = space_.total_size(child);
  const auto above = std::ranges::lower_bound(target_, size);
  std::int64_t nearest = above == target_.end() ? target_.back() : *above;
  if (above != target_.begin() && above != target_.end() && size - *(above - 1) < *above - size) {
    nearest = *(above - 1);
  }
  return space_.repair(rng, child, nearest, space_.aim());
}

Ask CellSearch::ask_stage(Context& context) {
  if (stage_ + 1 < plan_.stages.size()) {
    return ask_columns(context, batch_, plan_.stages[stage_].level);
  }
  Batch with_parents = batch_;
  touched_ = batch_.cell;
  std::ranges::sort(touched_);
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  std::erase_if(touched_, [&](Index cell) { return !occupied(cell); });
  for (const Index cell : touched_) {
    with_parents.add(parents_.x.col(cell), cell);
    with_parents.ids.push_back(parents_.ids[static_cast<std::size_t>(cell)]);
  }
  last_columns_ =
      last_columns_ == 0 ? with_parents.size() : std::min(last_columns_, with_parents.size());
  return ask_columns(context, with_parents, plan_.stages.back().level);
}

// Another search, or the end.
void CellSearch::end_search(Context& context) {
  for (Index cell = 0; cell < cells(); ++cell) {
    if (occupied(cell)) {
      keep_finalist(cell);
    }
  }
  ++search_;
  stage_ = 0;
  if (search_ < searches_ && !budget_is_over(context)) {
    std::ranges::fill(occupied_, std::uint8_t{0});
    pending_ = {};
    generation_ = 0;
    stale_ = 0;
    progress_before_ = -1;
    phase_ = Phase::start;
    return;
  }
  collect_finalists(context);
  phase_ = Phase::final;
}

// Values of parents count in the end only if they are exact ones at the final fidelity.
bool CellSearch::values_are_final() const {
  return !info_.stochastic && plan_.stages.back().level == info_.final_level();
}

void CellSearch::collect_finalists(Context& context) {
  batch_ = {};
  Batch known;
  for (Index j = 0; j < finalists_.size(); ++j) {
    Batch& to = values_are_final() ? known : batch_;
    if (!to.contains(finalists_.x.col(j))) {
      to.add(finalists_.x.col(j), 0);
      to.ids.push_back(finalists_.ids[static_cast<std::size_t>(j)]);
    }
  }
  Vector levels(space_.units());
  const auto consider = [&](bool found) {
    if (found && !batch_.contains(levels) && !known.contains(levels)) {
      batch_.add(levels, 0);
      batch_.ids.push_back(context.new_ids(1).front());
    }
  };
  for (Index cell = 0; cell < cells(); ++cell) {
    consider(space_.uniform(levels, target(cell), space_.aim()));
    if (plan_.additive != AdditiveUse::none) {
      consider(allocate_additively(space_, errors_, target(cell), levels));
    }
  }
}

}  // namespace vilfredo
