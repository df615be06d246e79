// What made a result: this program, its libraries and the machine.
#pragma once

#include <vilfredo/core/value.hpp>

#include <string>
#include <vector>

namespace vilfredo::suite {

/// An object of texts and numbers: version, commit, build, compiler, libraries, features,
/// instruction set, system, processor, cores, memory. Stored with every run.
[[nodiscard]] Value provenance();

/// Sentences for a person if this build or machine gives misleading times.
[[nodiscard]] std::vector<std::string> provenance_warnings();

[[nodiscard]] std::string version_text();

}  // namespace vilfredo::suite
