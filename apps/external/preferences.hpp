// Learned trade-offs for preferences that a person types.
#pragma once

#include "session.hpp"

#include <string>
#include <string_view>

namespace vilfredo::external {

/// Weights of the objectives, from "0.3,0.7": not negative, scaled to sum 1. Throws
/// Error{invalid_argument}.
[[nodiscard]] Vector preference_from(std::string_view text, const ProblemInfo& info);

/// The solution that the session's solver learned for a preference, as lines for a person; with
/// `evaluate` the simulator is run there, outside the budget, and the journal keeps the result.
[[nodiscard]] std::string learned_point(const Session& session,
                                        const Vector& preference,
                                        bool evaluate);

/// Throws Error{unsupported}, naming the solvers that do, if preferences are asked of a solver type
/// that learns no set, and Error{invalid_argument} for a faulty preference.
void check_preferences(const Request& request,
                       const std::string& type,
                       const ProblemInfo& info,
                       const Registries& registries);

/// Answers every preference of the request; "-" stands for the lines of standard input, of which a
/// faulty one is said and skipped.
void answer(const Session& session, const Request& request);

}  // namespace vilfredo::external
