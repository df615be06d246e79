// The reference sets that were compiled in (see VilfredoEmbed.cmake, which writes the table).
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace vilfredo::detail {

struct EmbeddedSet {
  std::string_view name;  ///< of the file, without .csv
  const double* values;   ///< rows * columns, row by row
  std::size_t rows;
  std::size_t columns;
  std::string_view provenance;  ///< the # lines, each ended by a line feed
  std::string_view sha256;      ///< of the file's bytes, in hexadecimal
};

/// Sorted by name.
[[nodiscard]] std::span<const EmbeddedSet> embedded_sets();

}  // namespace vilfredo::detail
