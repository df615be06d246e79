// The indicators of this component by name.
#pragma once

#include "vilfredo/core/registry.hpp"

namespace vilfredo {

/// Adds averaged_hausdorff, epsilon_additive, epsilon_multiplicative, gd, gd_plus, hypervolume
/// (alias hv), igd, igd_plus and r2.
void register_builtin_indicators(IndicatorRegistry& registry);

}  // namespace vilfredo
