// What pagmo cannot do, said before it is tried.
#pragma once

#include "vilfredo/core/problem_info.hpp"

#include <string_view>

namespace vilfredo::interop {

/// Throws Error{unsupported} for noise and for permutations, which no pagmo problem can have.
void refuse_without_counterpart(const ProblemInfo& info, std::string_view who);
/// The above, and infinite bounds and categories, in which no pagmo algorithm can move.
void refuse_unsearchable(const ProblemInfo& info, std::string_view who);

enum class WholeNumbers : bool { refused, allowed };
enum class FixedVariables : bool { refused, allowed };

/// The above, and what pagmo's multi-objective algorithms refuse: one objective, constraints, and
/// by choice whole-numbered variables and variables with equal bounds.
void refuse_unless_multi_objective(const ProblemInfo& info,
                                   std::string_view who,
                                   WholeNumbers whole,
                                   FixedVariables fixed);

}  // namespace vilfredo::interop
