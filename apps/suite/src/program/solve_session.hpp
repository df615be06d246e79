// What a solve is: everything that a checkpoint must name to be continued without arguments.
#pragma once

#include <vilfredo/core/registry.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/suite/program/commands.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vilfredo::suite {

struct SolveSession {
  std::string problem;
  Value problem_params;
  std::string solver;
  Value solver_params;
  std::optional<std::uint64_t> evaluations;
  std::optional<std::uint64_t> cost;
  std::optional<double> seconds;
  std::uint64_t seed = 0;
  int window = 1;
  bool archive = false;
  bool trace = false;
  std::vector<std::string> indicators;  ///< as on the command line
};

/// Throws Error{invalid_argument} where something is missing or contradicts the world.
[[nodiscard]] SolveSession session_of(const SolveRequest& request, const Registries& registries);
/// Of the run saved in a file. Throws Error{not_found}, {io} or {store_damaged}.
[[nodiscard]] SolveSession saved_session(const std::filesystem::path& checkpoint);
/// Throws Error{invalid_argument} if the command line asks for something else than was saved.
void check_agrees(const SolveRequest& request, const SolveSession& saved);

/// Rides along in the run's state and puts the session there.
[[nodiscard]] std::shared_ptr<Observer> session_observer(const SolveSession& session);

}  // namespace vilfredo::suite
