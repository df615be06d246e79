// Where a program writes: results to standard output alone, everything else to standard error.
#pragma once

#include <string_view>

namespace vilfredo::suite {

class Console {
 public:
  /// Results. Throws Error{io} if they cannot be written.
  static void print(std::string_view text);
  /// What a person may want to know: a line, with its line end added.
  static void say(std::string_view line);
  /// "warning: …".
  static void warn(std::string_view sentence);
};

}  // namespace vilfredo::suite
