// How an archive finds the members that matter to a new point.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace vilfredo::detail {

/// Where the archive holds a member.
using Slot = std::uint32_t;

/// Mutually non-dominated points, none equal to another, each with its slot. What it answers is a
/// function of the set of points alone, whatever its inner shape, so an archive that is saved and
/// loaded, or pinned to another instruction set, goes on identically.
class MemberIndex {
 public:
  virtual ~MemberIndex() = default;

  /// False if a member weakly dominates f. Otherwise `dominated` holds the slots of the members
  /// that f dominates, in no particular order.
  [[nodiscard]] virtual bool admits(const double* f, std::vector<Slot>& dominated) = 0;
  /// Follows an admits() of the same f that said true: what f dominates leaves, f enters at `slot`.
  virtual void replace(const std::vector<Slot>& dominated, Slot slot, const double* f) = 0;
  virtual void remove(Slot slot, const double* f) = 0;
  /// The member f moved from one slot to another.
  virtual void rename(Slot from, Slot to, const double* f) = 0;
  /// Starts afresh with the columns of f (n_obj x n), column j at slot j.
  virtual void build(const double* f, Index n) = 0;
};

[[nodiscard]] std::unique_ptr<MemberIndex> make_member_index(Index n_obj);

}  // namespace vilfredo::detail
