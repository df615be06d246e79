// A problem, solver or indicator on the command line: "dtlz2:n_obj=3,n_var=12".
#pragma once

#include <vilfredo/core/value.hpp>

#include <string>
#include <string_view>

namespace vilfredo::suite {

struct NamedParams {
  std::string name;
  Value params = Value::Object{};
};

/// NAME[:KEY=VALUE,KEY=VALUE…]. A value is JSON if it can be read so (numbers, true, false, null),
/// else text; "@file.json" is read from that file, and in place of a KEY=VALUE it gives several
/// keys at once. A dot in a key goes into a nested option: "crossover=sbx,crossover.eta=15" is
/// {"crossover": {"type": "sbx", "eta": 15}}.
/// Throws Error{invalid_argument} for text that is not of this form or gives a key twice, and
/// Error{not_found}, {io} or {invalid_config} for a file.
[[nodiscard]] NamedParams parse_spec(std::string_view text);

}  // namespace vilfredo::suite
