// A JSON Schema for editors, out of the same declarations that files are read with.
#pragma once

#include <vilfredo/core/registry.hpp>
#include <vilfredo/core/value.hpp>

namespace vilfredo::suite {

/// Draft 07, of a suite file and of the files it may include. It accepts every file that is read
/// without a fault; rules that join two values (ids that must exist, a population that must fit the
/// budget) are beyond it.
[[nodiscard]] Value json_schema(const Registries& registries);

/// The parameters of one type.
[[nodiscard]] Value json_schema(const std::vector<FieldDescription>& fields);

}  // namespace vilfredo::suite
