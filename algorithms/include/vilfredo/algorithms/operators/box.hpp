// The box that variation stays in, with the kinds of its variables.
#pragma once

#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/types.hpp"

#include <string_view>
#include <vector>

namespace vilfredo {

/// Finite bounds and the variables that are not real. Copied out of a ProblemInfo once.
class Box {
 public:
  struct Discrete {
    Index gene = 0;
    VarKind kind = VarKind::integer;
  };

  Box() = default;

  /// Throws Error{unsupported}, naming `solver`, for infinite bounds and permutations.
  Box(const ProblemInfo& info, std::string_view solver);

  [[nodiscard]] Index size() const { return lower_.size(); }

  [[nodiscard]] const double* lower() const { return lower_.data(); }

  [[nodiscard]] const double* upper() const { return upper_.data(); }

  /// Every variable that is not real, in ascending order.
  [[nodiscard]] const std::vector<Discrete>& discrete() const { return discrete_; }

 private:
  Vector lower_;
  Vector upper_;
  std::vector<Discrete> discrete_;
};

}  // namespace vilfredo
