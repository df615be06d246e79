// Genomes of a compression layout: their sizes, moves that keep the budget, and repair.
//
// A genome is a column of levels. Levels are also addressed by rank: rank 0 is a unit's smallest
// level; levels of equal size are ordered by number.
#pragma once

#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/structure.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace vilfredo {

/// Pure; shares the layout. All genomes passed in hold legal levels. Where the text says O(n L), n
/// are the units and L their levels; layouts with owned units cost n times that.
class LevelSpace {
 public:
  /// Whether a total must be met or may stay below, where what is left cannot be filled.
  enum class Aim : std::uint8_t { exactly, at_most };

  /// Throws Error{unsupported} without a layout and Error{invalid_argument} if the layout is broken
  /// or, as far as subset sums of its sizes are small enough to be tabulated, if no genome has
  /// exactly the budget asked (the nearest totals are named).
  explicit LevelSpace(std::shared_ptr<const CompressionLayout> layout);

  [[nodiscard]] const CompressionLayout& layout() const { return *layout_; }

  [[nodiscard]] Index units() const { return static_cast<Index>(level_.size()); }

  [[nodiscard]] int level_count(Index unit) const {
    return static_cast<int>(level_[static_cast<std::size_t>(unit)].size());
  }

  [[nodiscard]] int rank(Index unit, double level) const {
    return rank_[static_cast<std::size_t>(unit)][static_cast<std::size_t>(level)];
  }

  [[nodiscard]] int level(Index unit, int rank) const {
    return level_[static_cast<std::size_t>(unit)][static_cast<std::size_t>(rank)];
  }

  [[nodiscard]] std::int64_t unit_size(Index unit, double level) const {
    return layout_->units[static_cast<std::size_t>(unit)].size[static_cast<std::size_t>(level)];
  }

  /// Of the active units; levels are not checked.
  [[nodiscard]] std::int64_t total_size(VectorIn levels) const;
  /// By how much the total grows if `unit` goes to `level`. O(1), O(n) with owned units.
  [[nodiscard]] std::int64_t change(VectorIn levels, Index unit, int level) const;

  /// Smallest and largest total that any genome can have (with owned units: bounds of them).
  [[nodiscard]] std::int64_t smallest_total() const { return smallest_; }

  [[nodiscard]] std::int64_t largest_total() const { return largest_; }

  /// A switch: in a group drawn with probability proportional to its units, one uniformly drawn
  /// unit goes a rank down and another one a rank up, drawn uniformly among those that restore the
  /// total exactly, or if there is none among all, and repair() to `target` does the rest. Where
  /// groups have budgets, those are kept instead of `target`. False, with `levels` unchanged, if no
  /// attempt out of a bounded number met the target with another genome.
  bool switch_levels(Rng& rng, VectorOut levels, std::int64_t target, Aim aim) const;

  /// Moves one uniformly drawn active unit a rank up (`towards` > 0) or down; false if none can.
  bool step(Rng& rng, VectorOut levels, int towards) const;

  /// Brings the total to `target` (each group's to its own budget where groups have budgets):
  /// uniformly drawn units move one rank as long as that does not overshoot; what is left is made
  /// up by one unit, or by two, that fit exactly; if there are none a move overshoots and all
  /// begins again, a bounded number of times. With Aim::at_most what cannot be filled is left free.
  /// False if the target was not met; `levels` is then legal but of another total.
  bool repair(Rng& rng, VectorOut levels, std::int64_t target, Aim aim) const;

  /// A random genome of that total: repair() from all units at their largest level, tried a bounded
  /// number of times. For units with two levels of one size, uniform over all such genomes.
  bool random(Rng& rng, VectorOut levels, std::int64_t target, Aim aim) const;

  /// The genome of that total in which all units are at the same rank, or as nearly so as possible:
  /// units one rank higher are spread evenly. No randomness.
  bool uniform(VectorOut levels, std::int64_t target, Aim aim) const;

  /// How the layout means its budget.
  [[nodiscard]] Aim aim() const { return layout_->exact_budget ? Aim::exactly : Aim::at_most; }

 private:
  struct Move {
    std::int64_t change = 0;
    Index unit = 0;
    int level = 0;
  };

  using Scope = std::vector<Index>;

  void check_budget(const Scope& scope, std::int64_t target) const;
  [[nodiscard]] std::int64_t size_of(const Scope& scope, VectorIn levels) const;
  [[nodiscard]] std::vector<Move> steps(VectorIn levels, const Scope& scope, int towards) const;
  [[nodiscard]] std::vector<Move> all_moves(VectorIn levels, const Scope& scope) const;
  [[nodiscard]] std::optional<Move> raise_for(
      Rng& rng, VectorIn levels, const Scope& group, Index lowered, std::int64_t freed) const;
  bool repair_scope(
      Rng& rng, VectorOut levels, const Scope& scope, std::int64_t target, Aim aim) const;
  bool finish_exactly(Rng& rng, VectorOut levels, const Scope& scope, std::int64_t need) const;
  [[nodiscard]] bool uniform_scope(VectorOut levels,
                                   const Scope& scope,
                                   std::int64_t target,
                                   Aim aim) const;

  std::shared_ptr<const CompressionLayout> layout_;
  std::vector<std::vector<int>> level_;  // per unit: level of each rank
  std::vector<std::vector<int>> rank_;   // per unit: rank of each level
  std::vector<Scope> group_;             // units of each group
  std::vector<std::size_t> group_of_;
  std::vector<Scope> scope_;  // units that share a budget
  std::vector<std::size_t> scope_of_;
  std::vector<std::int64_t> scope_budget_;
  bool activity_ = false;
  std::int64_t smallest_ = 0;
  std::int64_t largest_ = 0;
};

}  // namespace vilfredo
