// The archive and the trace of one run.
#pragma once

#include "vilfredo/core/pareto_archive.hpp"
#include "vilfredo/core/run.hpp"

#include <optional>
#include <vector>

namespace vilfredo::detail {

class Recorder {
 public:
  Recorder(const ProblemInfo& info, const RunOptions& options);

  /// True if columns need to be shown at all.
  [[nodiscard]] bool active() const { return active_; }

  /// Column j became evaluation number `evaluations` of the run.
  void record(const Told& told, Index column, std::uint64_t evaluations, double seconds);
  /// The last row, if the schedule has not just written it.
  void finish(std::uint64_t evaluations, double seconds);

  [[nodiscard]] const std::vector<TraceRow>& rows() const { return rows_; }

  [[nodiscard]] Population archive_members() const;

  /// Set once a target was reached or progress stalled.
  [[nodiscard]] StopReason fired() const { return fired_; }

  /// Evaluations at which record() wants the time.
  [[nodiscard]] std::uint64_t next_row() const { return next_row_; }

  void persist(StateIo& io);

 private:
  void enter(const Told& told, Index column);
  void write_row(std::uint64_t evaluations, double seconds);
  void check_rules(std::uint64_t evaluations);
  [[nodiscard]] double value_of(const AnyIndicator& indicator) const;

  ProblemInfo info_;
  std::vector<AnyIndicator> indicators_;
  std::optional<TargetRule> target_;
  std::optional<StallRule> stall_;
  TraceSchedule schedule_;
  bool active_ = false;
  bool rows_wanted_ = false;
  ParetoArchive archive_;
  std::vector<TraceRow> rows_;
  std::uint64_t next_row_ = 0;
  std::uint64_t feasible_ = 0;
  double best_violation_;
  double stall_best_;
  std::uint64_t stall_since_ = 0;
  StopReason fired_ = StopReason::none;
};

}  // namespace vilfredo::detail
