// Entries of the registries as text and JSON.
#pragma once

#include <vilfredo/core/registry.hpp>

#include <string>

namespace vilfredo::suite {

[[nodiscard]] Value description_json(const EntryDescription& description);
[[nodiscard]] Value traits_json(const SolverTraits& traits);
/// "exact budget, resumable, deterministic"; what is not promised is left out.
[[nodiscard]] std::string traits_text(const SolverTraits& traits);
[[nodiscard]] Value world_json(const WorldInfo& info);

/// Name, summary, paper and a table of options, each line ended.
[[nodiscard]] std::string description_text(const EntryDescription& description,
                                           std::string_view kind);
/// Variables, objectives, constraints and reference values, each line ended.
[[nodiscard]] std::string world_text(const WorldInfo& info);

}  // namespace vilfredo::suite
