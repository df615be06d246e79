// Strict reading of JSON: duplicate keys, non-finite numbers and trailing text are faults, and
// every value remembers where it stood.
#pragma once

#include "vilfredo/core/value.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo {

/// One thing wrong in a configuration, found at a JSON pointer.
struct Fault {
  std::string pointer;     ///< "/solvers/0/params/populaton"
  std::string sentence;    ///< "unknown key \"populaton\""
  std::string suggestion;  ///< "population", or empty
  std::string allowed;     ///< "population | neighbours | …" or ">= 3", or empty
};

using Faults = std::vector<Fault>;

/// "…at /pointer: sentence; did you mean …; allowed …" without a place.
[[nodiscard]] std::string describe(const Fault& fault);
/// Throws Error{invalid_config} with every fault, one per line, if there are any.
void throw_if_any(const Faults& faults);

/// 1-based; 0 if unknown.
struct TextPosition {
  int line = 0;
  int column = 0;
};

struct ParsedJson {
  Value value;
  /// Pointer of each member and element to where its key (or element) starts.
  std::map<std::string, TextPosition, std::less<>> positions;
  Faults faults;  ///< syntax errors and duplicate keys; positions hold the place of each
};

enum class JsonSyntax { plain, with_comments };

/// Never throws on bad text: what is wrong is in `faults`.
[[nodiscard]] ParsedJson parse_json(std::string_view text, JsonSyntax syntax = JsonSyntax::plain);
/// The same for trusted text: throws Error{invalid_config} on any fault.
[[nodiscard]] Value json_value(std::string_view text);

}  // namespace vilfredo
