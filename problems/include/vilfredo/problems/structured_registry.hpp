// Problems with a structure and environments, for the registries of this component.
#pragma once

#include "vilfredo/core/registry.hpp"

namespace vilfredo {

/// Problems with a compression layout or a construction graph.
void register_structured_problems(ProblemRegistry& registry);

}  // namespace vilfredo
