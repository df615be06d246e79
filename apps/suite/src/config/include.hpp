// One tree out of a suite and the files it includes.
#pragma once

#include "config/documents.hpp"

#include <vilfredo/suite/config/faults.hpp>
#include <vilfredo/suite/config/located.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace vilfredo::suite {

/// Included files come first, in their order, each file once; then the file itself. Entries of
/// problems, solvers, budgets and indicators are joined: one with a known id is merged over the
/// earlier one. Overrides, include_only and exclude are appended. Other objects merge, other values
/// are replaced.
[[nodiscard]] Located read_with_includes(const std::filesystem::path& path,
                                         Documents& documents,
                                         ConfigFaults& faults);

/// The id of an entry as written, or its type where it has none; empty if neither is a text.
[[nodiscard]] std::string written_id(const Located& entry);

}  // namespace vilfredo::suite
