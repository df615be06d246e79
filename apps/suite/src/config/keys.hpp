// Which keys a suite file knows: the one list behind reading, messages and the JSON Schema.
#pragma once

#include <vilfredo/suite/config/faults.hpp>
#include <vilfredo/suite/config/located.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite {

/// A list of entries: "solvers", whose elements are each a "solver".
struct ListRules {
  std::string list;
  std::string word;
  std::vector<std::string> keys;  ///< of an entry, apart from id, type, grid, zip and id_format
  bool has_type = true;
};

/// problems, solvers, budgets, indicators.
[[nodiscard]] std::span<const ListRules> list_rules();
[[nodiscard]] const ListRules& rules_of(std::string_view list);
/// Keys that only an entry in its list may have: id, type (where there are types), grid, zip,
/// id_format.
[[nodiscard]] std::vector<std::string> entry_only_keys(const ListRules& rules);

/// Keys at the top of a file of a kind, or of a suite for an unknown kind.
[[nodiscard]] std::vector<std::string> top_keys(std::string_view kind);
[[nodiscard]] std::vector<std::string> kinds();
[[nodiscard]] std::vector<std::string> selector_keys();

/// A fault for each member that is not in `known`; words of other tools are recognised.
void check_keys(const Located& object, std::span<const std::string> known, ConfigFaults& faults);
/// True if the node is an object, else a fault.
[[nodiscard]] bool is_object(const Located& node, ConfigFaults& faults);

}  // namespace vilfredo::suite
