// A set of evaluated solutions, as a structure of arrays.
#pragma once

#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/state.hpp"
#include "vilfredo/core/types.hpp"

#include <string>
#include <vector>

namespace vilfredo {

struct Population {
  Matrix x = {};  ///< n_var x N; integers, states and parameters are doubles too
  Matrix f = {};  ///< n_obj x N; NaN where the evaluation failed
  Matrix g = {};  ///< n_con x N
  std::vector<Id> ids = {};
  std::string format = {};  ///< encoding of x: "" are the variables, else e.g. "mlp64x64/1"

  [[nodiscard]] Index size() const { return f.cols(); }

  void resize(Index n_var, Index n_obj, Index n_con, Index n);
  /// The columns listed, in that order.
  [[nodiscard]] Population select(const std::vector<Index>& columns) const;
  void persist(StateIo& io);
};

/// The members to score: feasible, evaluated, non-dominated, one of each set of equal objectives
/// kept (lowest column). If nothing is feasible: the least infeasible ones, and `feasible` is
/// false.
struct Scored {
  Population members;
  bool feasible = true;
};

[[nodiscard]] Scored scored_members(const Population& population, const ProblemInfo& info);

}  // namespace vilfredo
