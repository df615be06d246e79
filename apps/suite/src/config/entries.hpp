// Lists of a suite: defaults merged in, grids expanded, ids checked.
#pragma once

#include "config/keys.hpp"

#include <vilfredo/suite/config/suite_file.hpp>

#include <vector>

namespace vilfredo::suite {

/// The entries of one list of the merged tree, in order.
[[nodiscard]] std::vector<Entry> read_entries(const Located& tree,
                                              const ListRules& rules,
                                              ConfigFaults& faults);

/// Checks "defaults" itself: only known words, only keys that an entry may have.
void check_defaults(const Located& tree, ConfigFaults& faults);

[[nodiscard]] std::vector<OverrideRule> read_overrides(const Located& tree, ConfigFaults& faults);
/// "include_only" or "exclude".
[[nodiscard]] std::vector<Selector> read_selectors(const Located& tree,
                                                   std::string_view key,
                                                   ConfigFaults& faults);

}  // namespace vilfredo::suite
