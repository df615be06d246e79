// What some problems add to boxes and objectives: a compression layout or a construction graph.
// Both are pure and uncounted: asking them costs no budget. A solver that needs one refuses a
// problem without it; every other solver sees an ordinary problem.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace vilfredo {

/// A search space of units (layers, blocks), each at one of several levels with an integer size.
/// Column x of the problem has one row per unit: the level, a whole number in [0, levels).
struct CompressionLayout {
  struct Unit {
    std::string name;
    std::vector<std::int64_t> size;        ///< of each level, >= 0; any order, usually falling
    int group = 0;                         ///< units of a group may exchange levels
    std::vector<std::string> labels = {};  ///< of the levels, or empty
    /// Gene activity: the unit exists only while unit `owner` (an earlier one, itself active) is at
    /// one of `owner_levels`; else its gene says nothing and its size is 0. -1: always.
    Index owner = -1;
    std::vector<int> owner_levels = {};
  };

  /// What one group must total, where groups have budgets of their own.
  struct GroupBudget {
    int group = 0;
    std::int64_t size = 0;
  };

  std::vector<Unit> units;
  std::int64_t budget = 0;   ///< total size that a solution must have (or not exceed)
  bool exact_budget = true;  ///< true: the total equals `budget`; false: at most
  /// Empty: groups share `budget`. Else one for each group, together `budget`; needs exact_budget
  /// and units that are always active.
  std::vector<GroupBudget> group_budgets = {};
  /// The objective that is the total size, known without an evaluation; -1: none is.
  Index size_objective = -1;

  [[nodiscard]] Index unit_count() const { return static_cast<Index>(units.size()); }

  /// True if some unit has an owner.
  [[nodiscard]] bool has_activity() const;
  /// Whether unit `unit` exists in this column of levels.
  [[nodiscard]] bool is_active(Index unit, VectorIn levels) const;
  /// Total size of the active units of one column of levels. Throws Error{invalid_argument} on a
  /// level out of range, of an inactive unit too.
  [[nodiscard]] std::int64_t total_size(VectorIn levels) const;
  /// Sets the genes of inactive units to level 0, so that equal models have equal columns.
  void canonicalise(VectorOut levels) const;
  /// Throws Error{invalid_argument}: no units, a unit without levels, a negative size, an owner
  /// that does not come earlier, a budget outside what sizes can total, budgets of groups that do
  /// not add up, …
  void check() const;
};

/// A finite directed acyclic graph of partial objects with one source: what a generative flow
/// network walks. States are numbers given by the problem. All functions are pure.
class ConstructionGraph {
 public:
  using State = std::uint64_t;

  struct Parent {
    State state = 0;
    int action = 0;
  };

  virtual ~ConstructionGraph() = default;

  [[nodiscard]] virtual State initial() const = 0;
  /// Number of actions, the last one being "stop".
  [[nodiscard]] virtual int action_count() const = 0;

  [[nodiscard]] int stop_action() const { return action_count() - 1; }

  /// Which actions are legal in `state`; `legal` has action_count() entries. A state that ends by
  /// force has none (and is nobody's parent).
  virtual void legal(State state, std::span<bool> legal) const = 0;
  /// True if the object is complete without a decision to stop.
  [[nodiscard]] virtual bool ends_by_force(State state) const = 0;
  /// Next state; `action` is legal and not "stop".
  [[nodiscard]] virtual State apply(State state, int action) const = 0;
  /// Every (state, action) that leads to `state`, without stop edges.
  virtual void parents(State state, std::vector<Parent>& out) const = 0;

  /// Number of states if they are 0 .. n-1 in topological order (small instances), else 0.
  [[nodiscard]] virtual std::uint64_t enumerable_states() const { return 0; }

  /// The column of the problem that a finished object stands for.
  virtual void decode(State state, VectorOut x) const = 0;
};

}  // namespace vilfredo
