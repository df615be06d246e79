// Text to a file or to standard output.
#pragma once

#include <string>
#include <string_view>

namespace vilfredo::suite {

/// "-" is standard output; other files are replaced atomically. Throws Error{io}.
void write_text(const std::string& path, std::string_view text);

}  // namespace vilfredo::suite
