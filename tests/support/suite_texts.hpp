// Suites for tests that run the program.
#pragma once

#include <string>

namespace vilfredo::suite {

/// 2 problems x 2 solvers x 4 replicates, short runs.
inline std::string small_suite_text(int evaluations = 2000,
                                    int replicates = 4,
                                    const std::string& second = "dtlz2") {
  return R"({
  "schema": 1,
  "name": "small",
  "seed": { "root": 7 },
  "replicates": { "count": )" +
         std::to_string(replicates) + R"( },
  "problems": [ { "id": "zdt1", "type": "zdt1" }, { "type": ")" +
         second + R"(" } ],
  "solvers": [ { "id": "moead", "type": "moead", "params": { "population": 50 } },
               { "id": "random", "type": "random_search" } ],
  "budgets": [ { "id": "short", "evaluations": )" +
         std::to_string(evaluations) + R"( } ],
  "indicators": [ { "id": "hv", "type": "hv" }, { "id": "igdp", "type": "igd_plus" } ],
  "trace": { "evaluations": { "per_decade": 5, "multiples": [1] }, "indicators": [ "hv" ] }
})";
}

}  // namespace vilfredo::suite
