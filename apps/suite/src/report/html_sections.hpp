// Sections of the HTML report that are tables.
#pragma once

#include <vilfredo/suite/report/comparison.hpp>

#include <string>
#include <vector>

namespace vilfredo::suite::detail {

/// An HTML table of texts, which are escaped; `kind` is its class.
[[nodiscard]] std::string html_table(const std::vector<std::string>& columns,
                                     const std::vector<std::vector<std::string>>& rows,
                                     std::string_view kind = "");

/// A box with a warning.
[[nodiscard]] std::string html_warning(const std::string& text);

/// Heading, table, statement of the tests, all numbers and frames of one indicator.
[[nodiscard]] std::string html_indicator(const Report& report, const IndicatorTable& table);

/// Problems and solvers.
[[nodiscard]] std::string html_setting(const Report& report);

/// State of the runs, messages.
[[nodiscard]] std::string html_health(const Report& report);

}  // namespace vilfredo::suite::detail
