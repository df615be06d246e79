// pagmo wants the whole-numbered variables behind the real ones; ours may stand anywhere.
#pragma once

#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/types.hpp"

#include <vector>

namespace vilfredo::interop {

/// The order of our rows in pagmo: real variables first, all others behind, each group as it was.
class RowOrder {
 public:
  RowOrder() = default;
  explicit RowOrder(const ProblemInfo& info);

  /// Number of rows that hold whole numbers, the last ones in pagmo.
  [[nodiscard]] Index whole() const { return whole_; }

  /// True if both orders agree.
  [[nodiscard]] bool identity() const { return ours_.empty(); }

  /// Our row at pagmo's position.
  [[nodiscard]] Index ours(Index position) const {
    return identity() ? position : ours_[static_cast<std::size_t>(position)];
  }

  /// One column of `n_var` entries each way; source and target must not overlap.
  void to_pagmo(const double* ours, double* theirs, Index n_var) const;
  void from_pagmo(const double* theirs, double* ours, Index n_var) const;

 private:
  std::vector<Index> ours_;  // at pagmo's position; empty: identity
  Index whole_ = 0;
};

}  // namespace vilfredo::interop
