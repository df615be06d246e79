// What the search does with what it is told, and its state.
#include "vilfredo/algorithms/compression/cell_search.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace vilfredo {

void CellSearch::tell(const Told& told, Context& context) {
  switch (phase_) {
    case Phase::measure:
      errors_ = single_unit_errors(space_, told, damage_);
      phase_ = Phase::start;
      break;
    case Phase::start:
      tell_start(told);
      break;
    case Phase::children:
      tell_stage(told, context);
      break;
    case Phase::final:
      tell_final(told);
      break;
    case Phase::done:
      break;
  }
}

bool CellSearch::better(const Told& told, Index a, Index b) const {
  if (told.ok(a) != told.ok(b)) {
    return told.ok(a);
  }
  if (told.ok(a)) {
    const double excess_a = info_.violation(told.g.col(a).data());
    const double excess_b = info_.violation(told.g.col(b).data());
    if (excess_a != excess_b) {
      return excess_a < excess_b;
    }
    if (told.f(damage_, a) != told.f(damage_, b)) {
      return told.f(damage_, a) < told.f(damage_, b);
    }
  }
  return a < b;
}

// The best `count` columns of the batch that belong to a cell, best first.
std::vector<Index> CellSearch::best_of(const Told& told, Index cell, Index count) const {
  std::vector<Index> out;
  for (Index j = 0; j < batch_.size(); ++j) {
    if (batch_.cell[static_cast<std::size_t>(j)] == cell) {
      out.push_back(j);
    }
  }
  std::ranges::sort(out, [&](Index a, Index b) { return better(told, a, b); });
  if (static_cast<Index>(out.size()) > count) {
    out.resize(static_cast<std::size_t>(count));
  }
  return out;
}

void CellSearch::tell_start(const Told& told) {
  for (Index cell = 0; cell < cells(); ++cell) {
    const std::vector<Index> best = best_of(told, cell, 1);
    if (!best.empty()) {
      adopt(told, best.front(), cell);
      occupied_[static_cast<std::size_t>(cell)] = 1;
    }
  }
  batch_ = {};
  phase_ = Phase::children;
  show();
}

void CellSearch::adopt(const Told& told, Index column, Index cell) {
  parents_.x.col(cell) = told.x.col(column);
  parents_.f.col(cell) = told.f.col(column);
  parents_.g.col(cell) = told.g.col(column);
  parents_.ids[static_cast<std::size_t>(cell)] = told.ids[static_cast<std::size_t>(column)];
}

void CellSearch::tell_stage(const Told& told, Context& context) {
  if (stage_ + 1 == plan_.stages.size()) {
    settle(told, context);
    return;
  }
  std::vector<Index> cells_here = batch_.cell;
  std::ranges::sort(cells_here);
  cells_here.erase(std::unique(cells_here.begin(), cells_here.end()), cells_here.end());
  std::vector<Index> kept;
  for (const Index cell : cells_here) {
    const std::vector<Index> best = best_of(told, cell, plan_.stages[stage_].survivors);
    kept.insert(kept.end(), best.begin(), best.end());
  }
  std::ranges::sort(kept);
  Batch survivors;
  for (const Index j : kept) {
    survivors.add(batch_.x.col(j), batch_.cell[static_cast<std::size_t>(j)]);
    survivors.ids.push_back(batch_.ids[static_cast<std::size_t>(j)]);
  }
  batch_ = std::move(survivors);
  ++stage_;
}

// The last stage: children and, behind them, the parents of the touched cells.
void CellSearch::settle(const Told& told, Context& context) {
  bool improved = false;
  std::vector<Index> winner(static_cast<std::size_t>(cells()), -1);
  for (Index cell = 0; cell < cells(); ++cell) {
    const std::vector<Index> best = best_of(told, cell, 1);
    if (best.empty()) {
      continue;
    }
    Index column = best.front();
    const auto at = std::ranges::lower_bound(touched_, cell);
    if (at != touched_.end() && *at == cell) {
      const Index parent = batch_.size() + static_cast<Index>(at - touched_.begin());
      if (!better(told, column, parent)) {
        column = parent;
      }
      const bool level =
          told.ok(parent) && told.ok(column) && told.f(damage_, parent) == told.f(damage_, column);
      improved = improved || (column != parent && !level);
    } else {
      improved = true;
    }
    winner[static_cast<std::size_t>(cell)] = column;
    if (told.ok(column) || !occupied(cell)) {
      adopt(told, column, cell);
      occupied_[static_cast<std::size_t>(cell)] = 1;
    }
  }
  stale_ = improved ? 0 : stale_ + 1;
  push_up(told, winner, context);
  batch_ = {};
  touched_.clear();
  stage_ = 0;
  ++generation_;
  context.metric("generation", static_cast<double>(generation_));
  show();
}

// A smaller genome that beats the parent of a larger cell on the same sample is filled up to that
// cell's size and joins the next generation.
void CellSearch::push_up(const Told& told, const std::vector<Index>& winner, Context& context) {
  for (Index small = 0; small + 1 < cells(); ++small) {
    const Index column = winner[static_cast<std::size_t>(small)];
    if (column < 0 || !told.ok(column)) {
      continue;
    }
    for (Index large = small + 1; large < cells(); ++large) {
      const Index beaten = winner[static_cast<std::size_t>(large)];
      if (beaten < 0) {
        continue;
      }
      if (better(told, column, beaten) && pending_.size() + 1 < plan_.offspring) {
        Vector levels = told.x.col(column);
        Rng rng = context.rng(Purpose::selection, pushes_++);
        if (space_.repair(rng, levels, target(large), space_.aim()) && cell_of(levels) == large) {
          space_.layout().canonicalise(levels);
          if (!pending_.contains(levels)) {
            pending_.add(levels, large);
          }
        }
      }
      break;
    }
  }
}

void CellSearch::keep_finalist(Index cell) {
  const Index at = finalists_.size();
  Population more;
  more.resize(info_.n_var, info_.n_obj, info_.n_con, at + 1);
  more.x.leftCols(at) = finalists_.x;
  more.f.leftCols(at) = finalists_.f;
  more.g.leftCols(at) = finalists_.g;
  std::ranges::copy(finalists_.ids, more.ids.begin());
  more.x.col(at) = parents_.x.col(cell);
  more.f.col(at) = parents_.f.col(cell);
  more.g.col(at) = parents_.g.col(cell);
  more.ids.back() = parents_.ids[static_cast<std::size_t>(cell)];
  finalists_ = std::move(more);
}

void CellSearch::tell_final(const Told& told) {
  Population scored;
  const Index known = values_are_final() ? finalists_.size() : 0;
  scored.resize(info_.n_var, info_.n_obj, info_.n_con, known + told.size());
  if (known > 0) {
    scored.x.leftCols(known) = finalists_.x;
    scored.f.leftCols(known) = finalists_.f;
    scored.g.leftCols(known) = finalists_.g;
    std::ranges::copy(finalists_.ids, scored.ids.begin());
  }
  scored.x.rightCols(told.size()) = told.x;
  scored.f.rightCols(told.size()) = told.f;
  scored.g.rightCols(told.size()) = told.g;
  std::ranges::copy(told.ids, scored.ids.begin() + known);
  std::vector<Index> sound;
  for (Index j = 0; j < scored.size(); ++j) {
    if (scored.f.col(j).allFinite()) {
      sound.push_back(j);
    }
  }
  if (!sound.empty()) {
    shown_ = scored.select(sound);
  }
  batch_ = {};
  phase_ = Phase::done;
}

void CellSearch::show() {
  Population all = finalists_;
  std::vector<Index> sound;
  for (Index j = 0; j < all.size(); ++j) {
    if (all.f.col(j).allFinite()) {
      sound.push_back(j);
    }
  }
  all = all.select(sound);
  std::vector<Index> here;
  for (Index cell = 0; cell < cells(); ++cell) {
    if (occupied(cell) && parents_.f.col(cell).allFinite()) {
      here.push_back(cell);
    }
  }
  const Population parents = parents_.select(here);
  shown_.resize(info_.n_var, info_.n_obj, info_.n_con, all.size() + parents.size());
  shown_.x << all.x, parents.x;
  shown_.f << all.f, parents.f;
  if (info_.n_con > 0) {
    shown_.g << all.g, parents.g;
  }
  std::ranges::copy(all.ids, shown_.ids.begin());
  std::ranges::copy(parents.ids, shown_.ids.begin() + all.size());
}

void CellSearch::Batch::persist(StateIo& io) {
  io("x", x);
  io("ids", ids);
  io("cell", cell);
}

void CellSearch::persist(StateIo& io) {
  io("phase", phase_);
  io("parents", parents_);
  io("occupied", occupied_);
  io("batch", batch_);
  io("pending", pending_);
  io("stage", stage_);
  io("cell", cell_);
  io("touched", touched_);
  io("errors", errors_);
  io("finalists", finalists_);
  io("shown", shown_);
  io("children_made", children_made_);
  io("starts_made", starts_made_);
  io("samples", samples_);
  io("pushes", pushes_);
  io("generation", generation_);
  io("stale", stale_);
  io("search", search_);
  io("progress_before", progress_before_);
  io("generation_share", generation_share_);
  io("last_columns", last_columns_);
}

}  // namespace vilfredo
