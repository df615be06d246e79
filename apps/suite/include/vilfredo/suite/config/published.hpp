// Results of others, as a suite quotes them for its tables.
#pragma once

#include <vilfredo/core/value.hpp>
#include <vilfredo/suite/config/faults.hpp>
#include <vilfredo/suite/config/located.hpp>

#include <string>
#include <utility>
#include <vector>

namespace vilfredo::suite {

/// One method's published values of one indicator. Shown, never tested against.
struct PublishedResult {
  std::string name;       ///< heading of its column: "SVH-PSL"
  std::string indicator;  ///< id in the suite
  std::string source;     ///< paper, table or figure, which statistic, how sure
  std::vector<std::pair<std::string, double>> values;  ///< by id of the problem
};

/// The list "published" of a suite; each element has name, indicator, values and may have source.
[[nodiscard]] std::vector<PublishedResult> read_published(const Located& tree,
                                                          ConfigFaults& faults);

/// As a stored plan keeps it, and back. Throws Error{invalid_config} if it is damaged.
[[nodiscard]] Value value_of_published(const std::vector<PublishedResult>& published);
[[nodiscard]] std::vector<PublishedResult> published_from(const Value& stored);

}  // namespace vilfredo::suite
