// Where a value of a planned run comes from.
#pragma once

#include <vilfredo/suite/plan/plan.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite {

struct Explanation {
  struct Step {
    std::string layer;  ///< "default of moead", "defaults", "override", …
    std::string place;  ///< "suite.json:12:7"; empty for a default
    Value value;
  };

  std::string cell;         ///< "re21/moead/10k"
  std::string pointer;      ///< "/solver/params/population"
  Value value;              ///< as planned
  std::vector<Step> steps;  ///< what set it, earliest first: the last one won
};

/// `run` is the name of a cell ("re21/moead/10k") or the beginning of a run's or cell's key, at
/// least 6 digits; `pointer` starts with /problem, /solver or /budget. Throws Error{not_found} for
/// an unknown run or value, Error{invalid_config} if the suite has faults.
[[nodiscard]] Explanation explain(const SuiteFile& suite,
                                  const Registries& registries,
                                  std::string_view run,
                                  std::string_view pointer);

/// A few lines of text: the value, then a line per step.
[[nodiscard]] std::string describe(const Explanation& explanation);

}  // namespace vilfredo::suite
