#include "run_recorder.hpp"

#include <algorithm>
#include <limits>

namespace vilfredo::detail {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

Recorder::Recorder(const ProblemInfo& info, const RunOptions& options)
    : info_(info),
      indicators_(options.trace_indicators),
      target_(options.target),
      stall_(options.stall),
      schedule_(options.trace.value_or(TraceSchedule{})),
      rows_wanted_(options.trace.has_value() || options.target || options.stall),
      archive_(info.n_obj, info.n_var),
      best_violation_(kInfinity),
      stall_best_(std::numeric_limits<double>::quiet_NaN()) {
  active_ = options.archive || rows_wanted_;
  next_row_ = rows_wanted_ ? schedule_.next_after(0) : std::numeric_limits<std::uint64_t>::max();
}

void Recorder::record(const Told& told, Index column, std::uint64_t evaluations, double seconds) {
  if (told.ok(column)) {
    enter(told, column);
  }
  if (evaluations >= next_row_) {
    write_row(evaluations, seconds);
    next_row_ = schedule_.next_after(evaluations);
  }
}

void Recorder::enter(const Told& told, Index column) {
  if (told.level != kFinalLevel && told.level != info_.final_level()) {
    return;
  }
  const Id id = told.ids[static_cast<std::size_t>(column)];
  if (info_.stochastic) {
    if (told.sample != kScoringSample) {
      return;
    }
    archive_.remove(id);  // a re-scored solution replaces its entry, be it better or worse
  }
  if (info_.n_con > 0) {
    const double violation = info_.violation(told.g.col(column).data());
    best_violation_ = std::min(best_violation_, violation);
    if (violation > 0) {
      return;
    }
  } else {
    best_violation_ = 0;
  }
  ++feasible_;
  archive_.insert(id, told.f.col(column).data(), told.x.col(column).data());
}

double Recorder::value_of(const AnyIndicator& indicator) const {
  return archive_.size() == 0 ? std::numeric_limits<double>::quiet_NaN()
                              : indicator(archive_.f()).value;
}

void Recorder::write_row(std::uint64_t evaluations, double seconds) {
  TraceRow row;
  row.evaluations = evaluations;
  row.seconds = seconds;
  row.archive_size = static_cast<std::uint64_t>(archive_.size());
  row.feasible = feasible_;
  row.best_violation = best_violation_;
  for (const AnyIndicator& indicator : indicators_) {
    row.values.push_back(value_of(indicator));
  }
  rows_.push_back(std::move(row));
  check_rules(evaluations);
}

void Recorder::check_rules(std::uint64_t evaluations) {
  const auto better = [](const AnyIndicator& indicator, double a, double b) {
    return indicator.better() == Direction::maximise ? a > b : a < b;
  };
  if (target_) {
    const double value = value_of(target_->indicator);
    if (value == target_->value || better(target_->indicator, value, target_->value)) {
      fired_ = StopReason::target;
    }
  }
  if (stall_) {
    const double value = value_of(stall_->indicator);
    const double sign = stall_->indicator.better() == Direction::maximise ? 1.0 : -1.0;
    // Also true as long as the best is NaN, that is before the first feasible solution.
    if (!(sign * value <= sign * stall_best_ + stall_->epsilon)) {
      stall_best_ = value;
      stall_since_ = evaluations;
    } else if (evaluations - stall_since_ >= stall_->window) {
      fired_ = fired_ == StopReason::none ? StopReason::stalled : fired_;
    }
  }
}

void Recorder::finish(std::uint64_t evaluations, double seconds) {
  if (rows_wanted_ && evaluations > 0 &&
      (rows_.empty() || rows_.back().evaluations < evaluations)) {
    write_row(evaluations, seconds);
  }
}

Population Recorder::archive_members() const {
  const std::vector<Index> order = archive_.sorted();
  Population out;
  out.x = archive_.x()(Eigen::all, order);
  out.f = archive_.f()(Eigen::all, order);
  out.g.resize(0, 0);
  out.ids.reserve(order.size());
  for (const Index member : order) {
    out.ids.push_back(archive_.ids()[static_cast<std::size_t>(member)]);
  }
  return out;
}

void Recorder::persist(StateIo& io) {
  if (!active_) {
    return;
  }
  io("archive", archive_);
  io("rows", rows_);
  io("next_row", next_row_);
  io("feasible", feasible_);
  io("best_violation", best_violation_);
  io("stall_best", stall_best_);
  io("stall_since", stall_since_);
  io("fired", fired_);
}

}  // namespace vilfredo::detail
