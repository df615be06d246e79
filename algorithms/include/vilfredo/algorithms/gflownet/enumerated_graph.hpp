// A construction graph small enough to hold: every state and edge, laid out for sweeps.
#pragma once

#include "vilfredo/core/structure.hpp"

#include <cstdint>
#include <vector>

namespace vilfredo {

/// States 0 .. states-1 in topological order. Two actions that lead from one state to the same
/// other count as two edges throughout.
class EnumeratedGraph {
 public:
  /// O(states * actions) calls. Throws Error{unsupported} if the graph does not number its states.
  explicit EnumeratedGraph(const ConstructionGraph& graph);

  [[nodiscard]] Index states() const { return static_cast<Index>(parent_count_.size()); }

  /// Including "stop", the last one.
  [[nodiscard]] Index actions() const { return actions_; }

  [[nodiscard]] Index stop() const { return actions_ - 1; }

  [[nodiscard]] Index initial() const { return initial_; }

  [[nodiscard]] bool legal(Index state, Index action) const {
    return legal_[at(state, action)] != 0;
  }

  /// The state an action leads to; `action` is legal and not "stop".
  [[nodiscard]] Index child(Index state, Index action) const {
    return static_cast<Index>(child_[at(state, action)]);
  }

  [[nodiscard]] bool ends_by_force(Index state) const {
    return forced_[static_cast<std::size_t>(state)] != 0;
  }

  /// A finished object: construction may or must end here.
  [[nodiscard]] bool is_object(Index state) const {
    return ends_by_force(state) || legal(state, stop());
  }

  /// As told by ConstructionGraph::parents: the reciprocal of the uniform backward policy.
  [[nodiscard]] int parent_count(Index state) const {
    return parent_count_[static_cast<std::size_t>(state)];
  }

  [[nodiscard]] Index object_count() const;

  /// Throws Error{invalid_argument} unless edges lead to higher states, a state that ends by force
  /// has no legal action, every state has a way on or ends, and each state has exactly as many
  /// parents as edges lead to it. A backward policy over wrong parents learns a wrong distribution.
  void check() const;

 private:
  [[nodiscard]] std::size_t at(Index state, Index action) const {
    return static_cast<std::size_t>(state * actions_ + action);
  }

  Index actions_ = 0;
  Index initial_ = 0;
  std::vector<std::uint8_t> legal_;   // actions x states
  std::vector<std::uint32_t> child_;  // actions x states; 0 where not legal or stop
  std::vector<std::uint8_t> forced_;
  std::vector<int> parent_count_;
};

}  // namespace vilfredo
