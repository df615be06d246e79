// A plan as JSON: what "config resolve" prints, and what a store keeps so that a plan can be gone
// on with after its suite file was changed or lost.
#pragma once

#include <vilfredo/suite/plan/plan.hpp>

namespace vilfredo::suite {

/// Every problem, solver, budget and indicator with all parameters, and the cells with their keys.
/// Points of files are written out; values of maximised objectives are in their own sense.
[[nodiscard]] Value resolved(const Plan& plan);

/// The plan back. Throws Error{unsupported} if a revision here differs from the plan's, so that its
/// results could not be continued, Error{not_found} for a type that is not registered, and
/// Error{store_damaged} if the text is no plan or gives other keys than it says.
[[nodiscard]] Plan plan_from_resolved(const Value& resolved, const Registries& registries);

}  // namespace vilfredo::suite
