// The table of one indicator: medians, ranks, and rank tests of every solver against a control.
#pragma once

#include <vilfredo/suite/report/model.hpp>
#include <vilfredo/suite/statistics/descriptive.hpp>
#include <vilfredo/suite/statistics/many_sample.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace vilfredo::suite {

/// A solver beside the control on one problem, after correction.
enum class Verdict { untested, better, worse, similar };

/// "▲", "▼", "≈", or nothing where there was no test.
[[nodiscard]] std::string_view symbol(Verdict verdict);

struct PairwiseTest {
  double p = 1;           ///< raw, two-sided
  double p_adjusted = 1;  ///< within the table
  double a12 = 0.5;       ///< probability that a run of the solver has the larger value
  double shift = 0;       ///< Hodges-Lehmann: solver minus control; NaN where infinities leave none
  std::size_t n = 0;      ///< runs of the solver, or pairs
};

struct ComparedCell {
  Summary summary;          ///< over the finished runs that have a value
  std::size_t failed = 0;   ///< runs; they rank below every value
  std::size_t pending = 0;  ///< runs not yet done; in no statistic
  double rank = std::numeric_limits<double>::quiet_NaN();  ///< of the median in its row; 1 is best
  bool best = false;                                       ///< rank shares the smallest of the row
  std::optional<PairwiseTest> test;  ///< absent for the control and where a sample is empty
  Verdict verdict = Verdict::untested;
};

/// How often a solver differs from the control over the problems.
struct Tally {
  std::size_t better = 0;
  std::size_t similar = 0;
  std::size_t worse = 0;
};

struct IndicatorTable {
  std::size_t indicator = 0;  ///< position in report.indicators
  std::size_t control = 0;    ///< position in report.solvers
  std::size_t solvers = 0;
  std::vector<ComparedCell> cells;  ///< as Report::cells
  std::vector<Tally> tallies;       ///< one per solver
  std::vector<double> mean_ranks;   ///< one per solver, over the ranked problems; NaN if none
  std::size_t ranked_problems = 0;  ///< rows in which every solver has a rank
  /// Over the ranked problems; absent with fewer than two solvers or two such problems.
  std::optional<Friedman> friedman;
  double critical_difference = std::numeric_limits<double>::quiet_NaN();  ///< Nemenyi, at alpha
  std::size_t family = 0;       ///< number of tests corrected together
  std::size_t fewest_runs = 0;  ///< least number of values and failures in a compared cell
  std::vector<std::string> warnings;

  [[nodiscard]] const ComparedCell& cell(std::size_t problem, std::size_t solver) const {
    return cells[problem * solvers + solver];
  }
};

/// Fewer runs per cell than this draw a warning: differences of medians are then mostly noise.
inline constexpr std::size_t kFewRuns = 11;

/// Ranks and tests use every run that ended; a failed run is worse than any value. Paired seeds are
/// compared by the signed-rank test over the replicates that both solvers ended, independent ones
/// by Mann-Whitney. Throws what check(report) throws, and Error{invalid_argument} if there is no
/// such indicator. Cost: O(cells * runs^2) for the shifts.
[[nodiscard]] IndicatorTable compare(const Report& report, std::size_t indicator);

/// The test, the correction, the size of the family and the control, in one sentence.
[[nodiscard]] std::string describe_tests(const Report& report, const IndicatorTable& table);

/// What came out, in plain sentences: health of the runs first, then one paragraph per indicator.
[[nodiscard]] std::vector<std::string> verdicts(const Report& report,
                                                const std::vector<IndicatorTable>& tables);

}  // namespace vilfredo::suite
