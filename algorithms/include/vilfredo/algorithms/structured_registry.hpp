// Solvers for environments and for problems with a structure, for the registry of this component.
#pragma once

#include "vilfredo/core/registry.hpp"

namespace vilfredo {

void register_structured_solvers(SolverRegistry& registry);

}  // namespace vilfredo
