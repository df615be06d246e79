// One run of a plan, from its specification to what the store keeps of it.
#pragma once

#include <vilfredo/core/registry.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/suite/execute/measure.hpp>
#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/scheduler/scheduler.hpp>

#include <filesystem>

namespace vilfredo::suite {

struct ExecuteOptions {
  int threads_per_run = 1;
  std::filesystem::path checkpoints = {};  ///< folder for runs that take long; empty: none are kept
  double checkpoint_seconds = 60;
};

/// Where the checkpoint of a run lies.
[[nodiscard]] std::filesystem::path checkpoint_path(const std::filesystem::path& folder,
                                                    const RunSpec& run);

/// The frozen preferences of decoded sets: the coarsest simplex lattice of at least 100 points.
[[nodiscard]] Matrix preference_lattice(Index n_obj);

/// Solutions that a set model gives on preference_lattice(), evaluated, dominated ones too; the ids
/// are positions in the lattice, and where an evaluation failed one is missing. Empty if the solver
/// is no set model or the world no problem. `key` seeds the noise of a stochastic problem, one
/// sample for all. The evaluations are added to `scoring_cost`.
[[nodiscard]] std::optional<StoredFront> decoded_front(const AnySolver& solver,
                                                       const AnyWorld& world,
                                                       std::uint64_t key,
                                                       std::uint64_t& scoring_cost);

/// A function for the scheduler. Everything given must outlive it. Safe for many threads.
[[nodiscard]] RunFunction run_function(const Plan& plan,
                                       const MeasureKeys& keys,
                                       const Registries& registries,
                                       const ExecuteOptions& options);

}  // namespace vilfredo::suite
