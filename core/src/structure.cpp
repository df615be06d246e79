#include "vilfredo/core/structure.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace vilfredo {
namespace {

using Unit = CompressionLayout::Unit;

[[noreturn]] void broken(std::string sentence) {
  throw Error(Errc::invalid_argument, std::move(sentence));
}

void check_unit(const CompressionLayout& layout, std::size_t index) {
  const Unit& unit = layout.units[index];
  if (unit.size.empty()) {
    broken(fmt::format("unit \"{}\" has no levels", unit.name));
  }
  if (*std::ranges::min_element(unit.size) < 0) {
    broken(fmt::format("unit \"{}\" has a negative size", unit.name));
  }
  if (!unit.labels.empty() && unit.labels.size() != unit.size.size()) {
    broken(fmt::format("unit \"{}\" has {} labels for {} levels", unit.name, unit.labels.size(),
                       unit.size.size()));
  }
  if (unit.owner == -1) {
    return;
  }
  if (unit.owner < 0 || unit.owner >= static_cast<Index>(index)) {
    broken(fmt::format("unit \"{}\" has number {}; its owner must come earlier, not be {}",
                       unit.name, index, unit.owner));
  }
  const auto levels = layout.units[static_cast<std::size_t>(unit.owner)].size.size();
  for (const int level : unit.owner_levels) {
    if (level < 0 || static_cast<std::size_t>(level) >= levels) {
      broken(fmt::format("unit \"{}\" exists at level {} of its owner, which has levels 0 to {}",
                         unit.name, level, levels - 1));
    }
  }
  if (unit.owner_levels.empty()) {
    broken(fmt::format("unit \"{}\" exists at no level of its owner", unit.name));
  }
}

struct Reach {
  std::int64_t smallest = 0;
  std::int64_t largest = 0;
};

void check_group_budgets(const CompressionLayout& layout, const std::map<int, Reach>& reach) {
  if (layout.group_budgets.empty()) {
    return;
  }
  if (!layout.exact_budget || layout.has_activity()) {
    broken("budgets of groups need an exact budget and units that are always active");
  }
  std::map<int, Reach> left = reach;
  std::int64_t total = 0;
  for (const CompressionLayout::GroupBudget& share : layout.group_budgets) {
    const auto found = left.find(share.group);
    if (found == left.end()) {
      broken(fmt::format("group {} has a budget twice or no units", share.group));
    }
    if (share.size < found->second.smallest || share.size > found->second.largest) {
      broken(fmt::format("a budget of {} for group {} cannot be met: its sizes run from {} to {}",
                         share.size, share.group, found->second.smallest, found->second.largest));
    }
    total += share.size;
    left.erase(found);
  }
  if (!left.empty()) {
    broken(fmt::format("group {} has no budget while others have", left.begin()->first));
  }
  if (total != layout.budget) {
    broken(fmt::format("the budgets of the groups total {}, not {}", total, layout.budget));
  }
}

}  // namespace

bool CompressionLayout::has_activity() const {
  return std::ranges::any_of(units, [](const Unit& unit) { return unit.owner >= 0; });
}

bool CompressionLayout::is_active(Index unit, VectorIn levels) const {
  for (const Unit* one = &units[static_cast<std::size_t>(unit)]; one->owner >= 0;
       one = &units[static_cast<std::size_t>(one->owner)]) {
    const auto level = static_cast<int>(levels[one->owner]);
    if (std::ranges::find(one->owner_levels, level) == one->owner_levels.end()) {
      return false;
    }
  }
  return true;
}

std::int64_t CompressionLayout::total_size(VectorIn levels) const {
  if (levels.size() != unit_count()) {
    broken(fmt::format("{} levels for {} units", levels.size(), unit_count()));
  }
  for (std::size_t i = 0; i < units.size(); ++i) {
    const double level = levels[static_cast<Index>(i)];
    const std::vector<std::int64_t>& size = units[i].size;
    if (!(level >= 0) || level != std::floor(level) || level >= static_cast<double>(size.size())) {
      broken(fmt::format("level {} of unit {} (\"{}\") is not a whole number in [0, {}]", level, i,
                         units[i].name, size.size() - 1));
    }
  }
  std::int64_t total = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (is_active(static_cast<Index>(i), levels)) {
      total += units[i].size[static_cast<std::size_t>(levels[static_cast<Index>(i)])];
    }
  }
  return total;
}

void CompressionLayout::canonicalise(VectorOut levels) const {
  // Owners come earlier, so a unit is looked at after everything it depends on.
  for (Index i = 0; i < unit_count(); ++i) {
    if (!is_active(i, levels)) {
      levels[i] = 0;
    }
  }
}

void CompressionLayout::check() const {
  if (units.empty()) {
    broken("a compression layout needs at least one unit");
  }
  Reach all;
  std::map<int, Reach> reach;
  for (std::size_t i = 0; i < units.size(); ++i) {
    check_unit(*this, i);
    const std::int64_t least = *std::ranges::min_element(units[i].size);
    const std::int64_t most = *std::ranges::max_element(units[i].size);
    all.smallest += units[i].owner < 0 ? least : 0;
    all.largest += most;
    reach[units[i].group].smallest += least;
    reach[units[i].group].largest += most;
  }
  if (budget < all.smallest || (exact_budget && budget > all.largest)) {
    broken(fmt::format("a budget of {} cannot be met: total sizes run from {} to {}", budget,
                       all.smallest, all.largest));
  }
  check_group_budgets(*this, reach);
}

}  // namespace vilfredo
