// What a run records on the way: an archive of all that was found, and values of indicators at
// scheduled numbers of evaluations.
#pragma once

#include "vilfredo/core/indicator.hpp"
#include "vilfredo/core/pareto_archive.hpp"
#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/state.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace vilfredo {

/// At which numbers of evaluations a row is due: `per_decade` of them per power of ten and every
/// multiple listed times every power of ten.
struct TraceSchedule {
  int per_decade = 20;
  std::vector<std::int64_t> multiples = {1, 2, 5};

  /// The first point after `evaluations`.
  [[nodiscard]] std::uint64_t next_after(std::uint64_t evaluations) const;
};

struct TraceRow {
  std::uint64_t evaluations = 0;
  double seconds = 0;  ///< wall time since the start; never part of a digest
  std::uint64_t archive_size = 0;
  std::uint64_t feasible = 0;                                       ///< feasible columns seen
  double best_violation = std::numeric_limits<double>::infinity();  ///< smallest seen
  std::vector<double> values;  ///< of the indicators, in their order; NaN before a feasible point

  void persist(StateIo& io);
};

/// The schedule's points below and at `budget`, in order.
[[nodiscard]] std::vector<std::uint64_t> trace_points(const TraceSchedule& schedule,
                                                      std::uint64_t budget);

}  // namespace vilfredo
