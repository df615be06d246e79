// Whole files: read at once, replaced atomically.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace vilfredo {

/// Throws Error{not_found} if there is no such file, Error{io} if it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Writes a temporary file beside `path`, syncs it and renames it over `path`, so that a reader
/// sees the old or the new text and a full disk loses nothing. A symbolic link is followed; devices
/// and pipes are written to as they are. Throws Error{io}.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

}  // namespace vilfredo
