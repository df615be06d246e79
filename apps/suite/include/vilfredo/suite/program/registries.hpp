// Everything this program was built with.
#pragma once

#include <vilfredo/core/registry.hpp>
#include <vilfredo/indicators/point_measure.hpp>

namespace vilfredo::suite {

/// Problems, environments, solvers and indicators of the library and, where it is built in, pagmo.
[[nodiscard]] Registries builtin_registries();

/// What measures each point of a front.
[[nodiscard]] const PointMeasureRegistry& builtin_point_measures();

}  // namespace vilfredo::suite
