#include "vilfredo/algorithms/compression/additive_allocation.hpp"

#include "subset_sums.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <utility>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMostEntries = 5e7;

std::map<int, std::vector<Index>> units_by_group(const CompressionLayout& layout) {
  std::map<int, std::vector<Index>> out;
  for (std::size_t u = 0; u < layout.units.size(); ++u) {
    out[layout.units[u].group].push_back(static_cast<Index>(u));
  }
  return out;
}

// Decodes the best total not above `target`, or only `target` itself.
bool decode_within(const AdditiveAllocation& table,
                   std::int64_t target,
                   bool exact,
                   VectorOut levels) {
  if (exact && !table.rounded()) {
    return table.decode(target, levels);
  }
  double best = kInfinity;
  std::int64_t best_total = 0;
  for (const std::int64_t total : table.totals()) {
    if (total <= target && table.error(total) < best) {
      best = table.error(total);
      best_total = total;
    }
  }
  return std::isfinite(best) && table.decode(best_total, levels);
}

}  // namespace

AdditiveAllocation::AdditiveAllocation(const CompressionLayout& layout,
                                       const std::vector<Index>& units,
                                       const LevelErrors& errors,
                                       std::int64_t most_buckets)
    : units_(units) {
  if (layout.has_activity()) {
    throw Error(Errc::unsupported,
                "errors that add up need units that are always active; some are owned here");
  }
  std::int64_t largest = 0;
  for (const Index u : units) {
    const auto index = static_cast<std::size_t>(u);
    if (index >= errors.size() || errors[index].size() != layout.units[index].size.size()) {
      throw Error(Errc::invalid_argument,
                  fmt::format("unit {} needs one error for each of its {} levels", u,
                              layout.units[index].size.size()));
    }
    size_.push_back(layout.units[index].size);
    const std::int64_t least = *std::ranges::min_element(size_.back());
    smallest_ += least;
    for (std::int64_t& size : size_.back()) {
      size -= least;
    }
    largest += *std::ranges::max_element(size_.back());
  }
  step_ = std::max<std::int64_t>(1, detail::size_step(size_));
  width_ = largest / step_ + 1;
  if (static_cast<double>(width_) * static_cast<double>(units.size()) > kMostEntries) {
    rounded_ = true;
    step_ = (largest + most_buckets - 1) / most_buckets;
    width_ = most_buckets + static_cast<std::int64_t>(units.size()) + 1;
  }
  solve(errors);
}

std::int64_t AdditiveAllocation::steps_of(Index unit, int level) const {
  const std::int64_t size = size_[static_cast<std::size_t>(unit)][static_cast<std::size_t>(level)];
  return (size + step_ - 1) / step_;
}

void AdditiveAllocation::solve(const LevelErrors& errors) {
  const auto width = static_cast<std::size_t>(width_);
  error_.assign(width, kInfinity);
  error_[0] = 0;
  choice_.assign(width * units_.size(), 0);
  std::vector<double> next(width);
  for (std::size_t i = 0; i < units_.size(); ++i) {
    std::ranges::fill(next, kInfinity);
    std::uint16_t* choice = choice_.data() + i * width;
    const std::vector<double>& error = errors[static_cast<std::size_t>(units_[i])];
    for (std::size_t l = 0; l < error.size(); ++l) {
      if (!std::isfinite(error[l])) {
        continue;
      }
      const auto used =
          static_cast<std::size_t>(steps_of(static_cast<Index>(i), static_cast<int>(l)));
      for (std::size_t c = used; c < width; ++c) {
        const double sum = error_[c - used] + error[l];
        if (sum < next[c]) {
          next[c] = sum;
          choice[c] = static_cast<std::uint16_t>(l);
        }
      }
    }
    std::swap(error_, next);
  }
}

std::vector<std::int64_t> AdditiveAllocation::totals() const {
  std::vector<std::int64_t> out;
  for (std::size_t c = 0; c < error_.size(); ++c) {
    if (std::isfinite(error_[c])) {
      out.push_back(smallest_ + static_cast<std::int64_t>(c) * step_);
    }
  }
  return out;
}

// -1: below everything or, with exact sizes, between two steps.
std::int64_t AdditiveAllocation::bucket(std::int64_t total) const {
  const std::int64_t above = total - smallest_;
  if (above < 0 || (!rounded_ && above % step_ != 0)) {
    return -1;
  }
  const std::int64_t at = above / step_;
  return at < width_ ? at : (rounded_ ? width_ - 1 : -1);
}

double AdditiveAllocation::error(std::int64_t total) const {
  const std::int64_t at = bucket(total);
  return at < 0 ? kInfinity : error_[static_cast<std::size_t>(at)];
}

bool AdditiveAllocation::decode(std::int64_t total, VectorOut levels) const {
  if (!std::isfinite(error(total))) {
    return false;
  }
  auto at = static_cast<std::size_t>(bucket(total));
  for (std::size_t i = units_.size(); i-- > 0;) {
    const int l = choice_[i * static_cast<std::size_t>(width_) + at];
    levels[units_[i]] = l;
    at -= static_cast<std::size_t>(steps_of(static_cast<Index>(i), l));
  }
  return true;
}

bool allocate_additively(const LevelSpace& space,
                         const LevelErrors& errors,
                         std::int64_t target,
                         VectorOut levels) {
  const CompressionLayout& layout = space.layout();
  const bool exact = space.aim() == LevelSpace::Aim::exactly;
  bool found = true;
  bool rounded = false;
  if (layout.group_budgets.empty()) {
    std::vector<Index> all(static_cast<std::size_t>(space.units()));
    std::iota(all.begin(), all.end(), Index{0});
    const AdditiveAllocation table(layout, all, errors);
    found = decode_within(table, target, exact, levels);
    rounded = table.rounded();
  } else {
    const auto groups = units_by_group(layout);
    for (const CompressionLayout::GroupBudget& share : layout.group_budgets) {
      const AdditiveAllocation table(layout, groups.at(share.group), errors);
      found = decode_within(table, share.size, true, levels) && found;
      rounded = rounded || table.rounded();
    }
  }
  if (found && rounded) {
    Rng fixed(0, Purpose::user, 0);
    return space.repair(fixed, levels, target, space.aim());
  }
  return found;
}

}  // namespace vilfredo
