#include <vilfredo/algorithms/registry.hpp>
#include <vilfredo/indicators/point_measures.hpp>
#include <vilfredo/indicators/registry.hpp>
#include <vilfredo/problems/environments/registry.hpp>
#include <vilfredo/problems/registry.hpp>
#include <vilfredo/suite/program/registries.hpp>

#ifdef VILFREDO_HAVE_PAGMO
#include <vilfredo/interop/pagmo/registry.hpp>
#endif

namespace vilfredo::suite {

Registries builtin_registries() {
  Registries out;
  register_builtin_problems(out.problems);
  register_builtin_environments(out.environments);
  register_builtin_solvers(out.solvers);
  register_builtin_indicators(out.indicators);
#ifdef VILFREDO_HAVE_PAGMO
  interop::register_pagmo_problems(out.problems);
  interop::register_pagmo_solvers(out.solvers);
#endif
  return out;
}

const PointMeasureRegistry& builtin_point_measures() {
  static const PointMeasureRegistry registry = [] {
    PointMeasureRegistry out;
    register_builtin_point_measures(out);
    return out;
  }();
  return registry;
}

}  // namespace vilfredo::suite
