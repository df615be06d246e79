// Overrides and --set: which of them touch an entry, and how.
#pragma once

#include <vilfredo/suite/config/suite_file.hpp>
#include <vilfredo/suite/plan/plan.hpp>

#include <string_view>
#include <vector>

namespace vilfredo::suite {

/// Reports overrides that set what cannot be overridden, and --set below an id that is not there.
void check_rules(const SuiteFile& suite, ConfigFaults& faults);

/// Applies what rule `rule` sets below "/problem", "/solver" or "/budget".
void apply_override(const OverrideRule& rule,
                    std::string_view word,
                    Located& body,
                    ConfigFaults& faults);
/// True if the rule sets anything below that word.
[[nodiscard]] bool touches(const OverrideRule& rule, std::string_view word);

/// Applies every --set below this entry of a list.
void apply_command_line(const SuiteFile& suite,
                        std::string_view list,
                        const Entry& entry,
                        Located& body,
                        ConfigFaults& faults);

}  // namespace vilfredo::suite
