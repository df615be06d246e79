// The indicators of this component by name.
#pragma once

#include "vilfredo/core/registry.hpp"

namespace vilfredo {

/// Adds averaged_hausdorff, coco_hypervolume, cone_hypervolume, coverage, coverage_by_reference,
/// epsilon_additive, epsilon_multiplicative, expected_utility, gd, gd_plus, generalised_spread,
/// hypervolume (alias hv), igd, igd_plus, r2, r2_exact, spacing, sparsity and spread.
void register_builtin_indicators(IndicatorRegistry& registry);

}  // namespace vilfredo
