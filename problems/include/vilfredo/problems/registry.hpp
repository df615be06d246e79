// The problems that come with the library.
#pragma once

#include "vilfredo/core/registry.hpp"

namespace vilfredo {

/// Adds every problem of this component. Throws Error{internal} if a name is taken.
void register_builtin_problems(ProblemRegistry& registry);

}  // namespace vilfredo
