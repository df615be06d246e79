// From a planned run to one that can be started.
#pragma once

#include <vilfredo/core/run.hpp>
#include <vilfredo/suite/plan/plan.hpp>

namespace vilfredo::suite {

struct PreparedRun {
  AnyWorld world;
  AnySolver solver;
  RunOptions options;
};

/// Own copies of world and solver, and options with seed, scope, replicate, budget, window,
/// archive, trace and threads. Checkpoints, observers and stop signals are the caller's to add. May
/// be called from many threads at once.
[[nodiscard]] PreparedRun instantiate(const Plan& plan,
                                      const RunSpec& run,
                                      const Registries& registries);

}  // namespace vilfredo::suite
