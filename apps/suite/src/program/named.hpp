// Names on the command line, with their options, against the registries.
#pragma once

#include <vilfredo/core/registry.hpp>
#include <vilfredo/suite/spec/spec_string.hpp>

#include <string>
#include <string_view>

namespace vilfredo::suite {

/// A problem or environment with all its parameters.
struct NamedWorld {
  std::string type;
  Value params;  ///< resolved
  int revision = 1;
  AnyWorld world;
  WorldInfo info;
};

/// Throws Error{not_found} or Error{invalid_argument}, the latter with every faulty option.
[[nodiscard]] NamedWorld named_world(std::string_view text, const Registries& registries);

struct NamedSolver {
  std::string type;
  Value params;  ///< resolved
  AnySolver solver;
};

/// Throws Error{unsupported} too.
[[nodiscard]] NamedSolver named_solver(std::string_view text,
                                       const WorldInfo& info,
                                       const Registries& registries);

/// Throws Error{invalid_argument} if there are faults, naming what they are about.
void throw_usage(const Faults& faults, std::string_view about);

}  // namespace vilfredo::suite
