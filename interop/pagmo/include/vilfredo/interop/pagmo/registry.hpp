// What pagmo adds to the registries.
#pragma once

#include "vilfredo/core/registry.hpp"

#include <string>

namespace vilfredo::interop {

/// pagmo_maco, pagmo_moead, pagmo_nsga2, pagmo_nspso.
void register_pagmo_solvers(SolverRegistry& registry);

/// pagmo_cec2009, pagmo_dtlz, pagmo_wfg, pagmo_zdt: the suites as pagmo computes them, for
/// comparison. pagmo_wfg refuses WFG8, which pagmo computes from already transformed variables.
void register_pagmo_problems(ProblemRegistry& registry);

/// Of the pagmo this was built with, as "2.18.0".
[[nodiscard]] std::string pagmo_version();

}  // namespace vilfredo::interop
