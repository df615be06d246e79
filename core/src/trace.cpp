#include "vilfredo/core/trace.hpp"

#include <algorithm>
#include <cmath>

namespace vilfredo {

std::uint64_t TraceSchedule::next_after(std::uint64_t evaluations) const {
  std::uint64_t best = std::numeric_limits<std::uint64_t>::max();
  const auto consider = [&](double candidate) {
    if (candidate > static_cast<double>(evaluations)) {
      best = std::min(best, static_cast<std::uint64_t>(candidate));
    }
  };
  const int decade =
      evaluations == 0 ? 0
                       : static_cast<int>(std::floor(std::log10(static_cast<double>(evaluations))));
  for (int d = std::max(0, decade - 1); d <= decade + 1; ++d) {
    const double base = std::pow(10.0, d);
    for (int i = 0; i < per_decade; ++i) {
      consider(std::round(base * std::pow(10.0, static_cast<double>(i) / per_decade)));
    }
    for (const std::int64_t multiple : multiples) {
      consider(static_cast<double>(multiple) * base);
    }
  }
  return best;
}

std::vector<std::uint64_t> trace_points(const TraceSchedule& schedule, std::uint64_t budget) {
  std::vector<std::uint64_t> out;
  for (std::uint64_t at = schedule.next_after(0); at < budget; at = schedule.next_after(at)) {
    out.push_back(at);
  }
  out.push_back(budget);
  return out;
}

void TraceRow::persist(StateIo& io) {
  io("evaluations", evaluations);
  io("seconds", seconds);
  io("archive_size", archive_size);
  io("feasible", feasible);
  io("best_violation", best_violation);
  io("values", values);
}

}  // namespace vilfredo
