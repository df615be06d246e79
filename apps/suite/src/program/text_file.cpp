#include "program/text_file.hpp"

#include <vilfredo/core/file.hpp>
#include <vilfredo/suite/program/console.hpp>

namespace vilfredo::suite {

void write_text(const std::string& path, std::string_view text) {
  if (path == "-") {
    Console::print(text);
  } else {
    write_file_atomically(path, text);
  }
}

}  // namespace vilfredo::suite
