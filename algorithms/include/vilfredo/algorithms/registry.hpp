// The solvers of this library, by name.
#pragma once

#include "vilfredo/core/registry.hpp"

namespace vilfredo {

/// Adds every solver of vilfredo::algorithms.
void register_builtin_solvers(SolverRegistry& registry);

}  // namespace vilfredo
