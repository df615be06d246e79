#include "vilfredo/algorithms/compression/level_space.hpp"

#include "subset_sums.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace vilfredo {
namespace {

// A switch or a random genome that does not work out is drawn again this often.
constexpr int kAttempts = 100;
// Times a repair may overshoot and begin again.
constexpr int kOvershoots = 32;

}  // namespace

LevelSpace::LevelSpace(std::shared_ptr<const CompressionLayout> layout)
    : layout_(std::move(layout)) {
  if (layout_ == nullptr) {
    throw Error(Errc::unsupported, "a compression layout is needed");
  }
  layout_->check();
  activity_ = layout_->has_activity();
  std::map<int, std::size_t> group_number;
  for (const CompressionLayout::Unit& unit : layout_->units) {
    std::vector<int> by_size(unit.size.size());
    std::iota(by_size.begin(), by_size.end(), 0);
    std::stable_sort(by_size.begin(), by_size.end(), [&unit](int a, int b) {
      return unit.size[static_cast<std::size_t>(a)] < unit.size[static_cast<std::size_t>(b)];
    });
    std::vector<int> rank(by_size.size());
    for (std::size_t r = 0; r < by_size.size(); ++r) {
      rank[static_cast<std::size_t>(by_size[r])] = static_cast<int>(r);
    }
    smallest_ += unit.owner < 0 ? unit.size[static_cast<std::size_t>(by_size.front())] : 0;
    largest_ += unit.size[static_cast<std::size_t>(by_size.back())];
    const std::size_t group = group_number.emplace(unit.group, group_number.size()).first->second;
    group_.resize(group_number.size());
    group_[group].push_back(static_cast<Index>(group_of_.size()));
    group_of_.push_back(group);
    level_.push_back(std::move(by_size));
    rank_.push_back(std::move(rank));
  }
  if (layout_->group_budgets.empty()) {
    scope_.emplace_back(static_cast<std::size_t>(units()));
    std::iota(scope_.back().begin(), scope_.back().end(), Index{0});
    scope_budget_.push_back(layout_->budget);
  }
  for (const CompressionLayout::GroupBudget& share : layout_->group_budgets) {
    scope_.push_back(group_[group_number.at(share.group)]);
    scope_budget_.push_back(share.size);
  }
  scope_of_.resize(static_cast<std::size_t>(units()));
  for (std::size_t s = 0; s < scope_.size(); ++s) {
    for (const Index u : scope_[s]) {
      scope_of_[static_cast<std::size_t>(u)] = s;
    }
  }
  if (layout_->exact_budget && !activity_) {
    for (std::size_t s = 0; s < scope_.size(); ++s) {
      check_budget(scope_[s], scope_budget_[s]);
    }
  }
}

void LevelSpace::check_budget(const Scope& scope, std::int64_t target) const {
  std::vector<std::vector<std::int64_t>> sizes;
  for (const Index u : scope) {
    sizes.push_back(layout_->units[static_cast<std::size_t>(u)].size);
  }
  const auto nearest = detail::nearest_totals(sizes, target);
  if (!nearest || (nearest->below == target)) {
    return;
  }
  throw Error(Errc::invalid_argument,
              fmt::format("no choice of levels totals exactly {}; the nearest totals are {} and {}",
                          target, nearest->below, nearest->above));
}

std::int64_t LevelSpace::total_size(VectorIn levels) const {
  std::int64_t total = 0;
  for (Index u = 0; u < units(); ++u) {
    if (!activity_ || layout_->is_active(u, levels)) {
      total += unit_size(u, levels[u]);
    }
  }
  return total;
}

std::int64_t LevelSpace::size_of(const Scope& scope, VectorIn levels) const {
  if (activity_) {
    return total_size(levels);  // one scope then
  }
  std::int64_t total = 0;
  for (const Index u : scope) {
    total += unit_size(u, levels[u]);
  }
  return total;
}

std::int64_t LevelSpace::change(VectorIn levels, Index unit, int level) const {
  if (!activity_) {
    return unit_size(unit, level) - unit_size(unit, levels[unit]);
  }
  Vector moved = levels;
  moved[unit] = level;
  return total_size(moved) - total_size(levels);
}

// Moves of active units by one rank.
std::vector<LevelSpace::Move> LevelSpace::steps(VectorIn levels,
                                                const Scope& scope,
                                                int towards) const {
  std::vector<Move> out;
  for (const Index u : scope) {
    const int to = rank(u, levels[u]) + (towards > 0 ? 1 : -1);
    if (to < 0 || to >= level_count(u) || (activity_ && !layout_->is_active(u, levels))) {
      continue;
    }
    out.push_back({change(levels, u, level(u, to)), u, level(u, to)});
  }
  return out;
}

std::vector<LevelSpace::Move> LevelSpace::all_moves(VectorIn levels, const Scope& scope) const {
  std::vector<Move> out;
  for (const Index u : scope) {
    if (activity_ && !layout_->is_active(u, levels)) {
      continue;
    }
    for (int l = 0; l < level_count(u); ++l) {
      if (l != static_cast<int>(levels[u])) {
        out.push_back({change(levels, u, l), u, l});
      }
    }
  }
  return out;
}

bool LevelSpace::step(Rng& rng, VectorOut levels, int towards) const {
  Scope all(static_cast<std::size_t>(units()));
  std::iota(all.begin(), all.end(), Index{0});
  const std::vector<Move> moves = steps(levels, all, towards);
  if (moves.empty()) {
    return false;
  }
  const Move& move = moves[rng.below(moves.size())];
  levels[move.unit] = move.level;
  return true;
}

// A unit of the group that goes a rank up: one that uses exactly what was freed, else any.
std::optional<LevelSpace::Move> LevelSpace::raise_for(
    Rng& rng, VectorIn levels, const Scope& group, Index lowered, std::int64_t freed) const {
  std::vector<Move> moves = steps(levels, group, 1);
  std::erase_if(moves, [&](const Move& move) { return move.unit == lowered; });
  if (std::ranges::any_of(moves, [&](const Move& move) { return move.change == freed; })) {
    std::erase_if(moves, [&](const Move& move) { return move.change != freed; });
  }
  if (moves.empty()) {
    return std::nullopt;
  }
  return moves[rng.below(moves.size())];
}

bool LevelSpace::switch_levels(Rng& rng, VectorOut levels, std::int64_t target, Aim aim) const {
  const Vector before = levels;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    // The group of a uniformly drawn unit: probability proportional to its units.
    const std::uint64_t drawn = rng.below(static_cast<std::uint64_t>(units()));
    const Scope& group = group_[group_of_[drawn]];
    const std::vector<Move> lower = steps(levels, group, -1);
    if (lower.empty()) {
      continue;
    }
    const Move& down = lower[rng.below(lower.size())];
    levels[down.unit] = down.level;
    const std::optional<Move> up = raise_for(rng, levels, group, down.unit, -down.change);
    if (up) {
      levels[up->unit] = up->level;
      const std::size_t s = scope_of_[drawn];
      const std::int64_t goal = scope_.size() == 1 ? target : scope_budget_[s];
      if (repair_scope(rng, levels, scope_[s], goal, aim) && levels != before) {
        return true;
      }
    }
    levels = before;
  }
  return false;
}

bool LevelSpace::finish_exactly(Rng& rng,
                                VectorOut levels,
                                const Scope& scope,
                                std::int64_t need) const {
  std::vector<Move> moves = all_moves(levels, scope);
  std::vector<Move> fits;
  std::ranges::copy_if(moves, std::back_inserter(fits),
                       [&](const Move& move) { return move.change == need; });
  if (!fits.empty()) {
    const Move& move = fits[rng.below(fits.size())];
    levels[move.unit] = move.level;
    return true;
  }
  std::ranges::stable_sort(moves, {}, &Move::change);
  const std::size_t n = moves.size();
  const std::size_t first = n == 0 ? 0 : rng.below(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Move& one = moves[(first + i) % n];
    // Not equal_range: its result does not compile with clang 14.
    const std::int64_t wanted = need - one.change;
    const auto low = std::ranges::lower_bound(moves, wanted, {}, &Move::change);
    const auto high = std::ranges::upper_bound(moves, wanted, {}, &Move::change);
    const auto count = static_cast<std::size_t>(high - low);
    const std::size_t start = count == 0 ? 0 : rng.below(count);
    for (std::size_t k = 0; k < count; ++k) {
      const Move& two = *(low + static_cast<std::ptrdiff_t>((start + k) % count));
      if (two.unit == one.unit) {
        continue;
      }
      const Vector before = levels;
      levels[one.unit] = one.level;
      levels[two.unit] = two.level;
      // Changes add up unless one of the units owns the other.
      if (!activity_ || total_size(levels) - total_size(before) == need) {
        return true;
      }
      levels = before;
    }
  }
  return false;
}

bool LevelSpace::repair_scope(
    Rng& rng, VectorOut levels, const Scope& scope, std::int64_t target, Aim aim) const {
  std::int64_t need = target - size_of(scope, levels);
  int overshoots = 0;
  while (need != 0) {
    const int towards = need > 0 ? 1 : -1;
    std::vector<Move> moves = steps(levels, scope, towards);
    std::erase_if(moves, [&](const Move& move) { return move.change * towards <= 0; });
    std::vector<Move> fitting;
    std::ranges::copy_if(moves, std::back_inserter(fitting),
                         [&](const Move& move) { return std::abs(move.change) <= std::abs(need); });
    if (fitting.empty()) {
      if (finish_exactly(rng, levels, scope, need)) {
        return true;
      }
      if (aim == Aim::at_most && need > 0) {
        return true;
      }
      if (moves.empty() || overshoots++ == kOvershoots) {
        return false;
      }
      fitting = std::move(moves);
    }
    const Move& move = fitting[rng.below(fitting.size())];
    levels[move.unit] = move.level;
    need -= move.change;
  }
  return true;
}

bool LevelSpace::repair(Rng& rng, VectorOut levels, std::int64_t target, Aim aim) const {
  if (scope_.size() == 1) {
    return repair_scope(rng, levels, scope_.front(), target, aim);
  }
  bool done = target == layout_->budget;
  for (std::size_t s = 0; s < scope_.size(); ++s) {
    done = repair_scope(rng, levels, scope_[s], scope_budget_[s], aim) && done;
  }
  return done;
}

bool LevelSpace::random(Rng& rng, VectorOut levels, std::int64_t target, Aim aim) const {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    for (Index u = 0; u < units(); ++u) {
      levels[u] = level(u, level_count(u) - 1);
    }
    if (repair(rng, levels, target, aim)) {
      layout_->canonicalise(levels);
      return true;
    }
  }
  return false;
}

bool LevelSpace::uniform_scope(VectorOut levels,
                               const Scope& scope,
                               std::int64_t target,
                               Aim aim) const {
  const auto set_share = [&](double share) {
    for (const Index u : scope) {
      // A hair above, so that a share which is a whole rank up to rounding is that rank.
      levels[u] = level(u, static_cast<int>(share * (level_count(u) - 1) + 1e-9));
    }
  };
  double low = 0;
  double high = 1;
  set_share(1);
  if (size_of(scope, levels) <= target) {
    low = 1;
  }
  for (int i = 0; i < 50 && low < 1; ++i) {
    const double middle = (low + high) / 2;
    set_share(middle);
    (size_of(scope, levels) <= target ? low : high) = middle;
  }
  set_share(low);
  std::vector<Move> up = steps(levels, scope, 1);
  std::erase_if(up, [](const Move& move) { return move.change <= 0; });
  const std::int64_t need = target - size_of(scope, levels);
  std::int64_t all = 0;
  for (const Move& move : up) {
    all += move.change;
  }
  // Every so-many-th of them, so that the share raised is the share of size still free.
  double carried = 0;
  std::int64_t used = 0;
  for (const Move& move : up) {
    carried += static_cast<double>(need) / static_cast<double>(all);
    if (carried >= 1 - 1e-9 && used + move.change <= need) {
      carried -= 1;
      used += move.change;
      levels[move.unit] = move.level;
    }
  }
  Rng fixed(0, Purpose::user, 0);
  return repair_scope(fixed, levels, scope, target, aim);
}

bool LevelSpace::uniform(VectorOut levels, std::int64_t target, Aim aim) const {
  bool done = scope_.size() == 1 || target == layout_->budget;
  for (std::size_t s = 0; s < scope_.size(); ++s) {
    done = uniform_scope(levels, scope_[s], scope_.size() == 1 ? target : scope_budget_[s], aim) &&
           done;
  }
  layout_->canonicalise(levels);
  return done;
}

}  // namespace vilfredo
