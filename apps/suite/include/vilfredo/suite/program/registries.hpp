// Everything this program was built with.
#pragma once

#include <vilfredo/core/registry.hpp>

namespace vilfredo::suite {

/// Problems, environments, solvers and indicators of the library and, where it is built in, pagmo.
[[nodiscard]] Registries builtin_registries();

}  // namespace vilfredo::suite
