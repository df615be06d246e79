// All environments of this component.
#pragma once

#include "vilfredo/core/registry.hpp"

namespace vilfredo {

void register_builtin_environments(EnvironmentRegistry& registry);

}  // namespace vilfredo
