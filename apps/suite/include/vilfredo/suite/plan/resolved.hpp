// A plan as JSON: what "config resolve" prints, and what a store keeps so that a plan can be gone
// on with after its suite file was changed or lost.
#pragma once

#include <vilfredo/suite/plan/plan.hpp>

#include <set>
#include <string>

namespace vilfredo::suite {

/// Every problem, solver, budget and indicator with all parameters, and the cells with their keys.
/// Points of files are written out; values of maximised objectives are in their own sense.
[[nodiscard]] Value resolved(const Plan& plan);

/// The plan back, with the revisions and so the keys that it was made with. Throws
/// Error{not_found} for a type that is not registered, and Error{store_damaged} if the text is no
/// plan or gives other keys than it says.
[[nodiscard]] Plan plan_from_resolved(const Value& resolved, const Registries& registries);

/// The problems, solvers and indicators whose revision here is not the plan's, for people:
/// "moead (revision 1 then, 2 here)". Their stored results can be read, but not continued or
/// compared with new ones.
[[nodiscard]] std::set<std::string> changed_since(const Plan& plan, const Registries& registries);

}  // namespace vilfredo::suite
