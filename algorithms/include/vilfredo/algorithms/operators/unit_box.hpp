// Columns as points of the unit cube.
#pragma once

#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/solver.hpp"
#include "vilfredo/core/types.hpp"

#include <string_view>
#include <vector>

namespace vilfredo {

/// Scales variables to [0, 1]. A variable of k whole values cuts [0, 1] into k equal cells; a value
/// stands at the middle of its cell.
class UnitBox {
 public:
  UnitBox() = default;
  /// Throws Error{unsupported}, naming `solver`, for infinite bounds and permutations.
  UnitBox(const ProblemInfo& info, std::string_view solver);

  [[nodiscard]] Index dimension() const { return lower_.size(); }

  /// Unit cube to variables, d x n, inside the bounds and whole where declared.
  [[nodiscard]] Matrix decode(MatrixIn unit) const;
  /// Variables to unit cube, d x n. A variable with equal bounds stands at 0.5.
  [[nodiscard]] Matrix encode(MatrixIn x) const;

  /// encode(decode(unit)): whole variables move to the middle of their cells.
  [[nodiscard]] Matrix snap(MatrixIn unit) const { return encode(decode(unit)); }

  /// A batch of these points, d x n. On a stochastic problem all share the scoring sample.
  [[nodiscard]] Ask ask(MatrixIn unit, Context& context) const;

 private:
  Vector lower_;
  Vector upper_;
  std::vector<bool> whole_;
  bool stochastic_;
};

}  // namespace vilfredo
