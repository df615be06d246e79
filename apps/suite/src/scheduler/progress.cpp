#include <vilfredo/suite/scheduler/progress.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo::suite {
namespace {

constexpr std::size_t kRemembered = 101;

bool is_open(StoredState state) {
  return state == StoredState::pending || state == StoredState::leased;
}

}  // namespace

void Progress::Seen::add(double value) {
  if (recent.size() < kRemembered) {
    recent.push_back(value);
  } else {
    recent[next] = value;
    next = (next + 1) % kRemembered;
  }
  quartiles.reset();
}

Progress::Quartiles Progress::Seen::spread() const {
  if (!quartiles) {
    std::vector<double> sorted = recent;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t last = sorted.size() - 1;
    quartiles = Quartiles{sorted[last / 4], sorted[last - last / 4]};
  }
  return *quartiles;
}

Progress::Progress(std::vector<RunKind> kinds, std::vector<std::string> labels, int jobs)
    : kinds_(std::move(kinds)),
      labels_(std::move(labels)),
      states_(kinds_.size(), StoredState::pending),
      jobs_(static_cast<std::size_t>(jobs)) {
  for (std::size_t run = 0; run < kinds_.size(); ++run) {
    Open& open = open_[kinds_[run].cell];
    open.example = run;
    ++open.runs;
  }
}

void Progress::mark(std::size_t run, StoredState state) {
  const StoredState before = states_[run];
  states_[run] = state;
  if (is_open(before) && !is_open(state)) {
    --open_[kinds_[run].cell].runs;
  } else if (!is_open(before) && is_open(state)) {
    ++open_[kinds_[run].cell].runs;
  }
  done_ = done_ + (state == StoredState::done ? 1 : 0) - (before == StoredState::done ? 1 : 0);
  failed_ =
      failed_ + (state == StoredState::failed ? 1 : 0) - (before == StoredState::failed ? 1 : 0);
}

void Progress::finished(std::size_t run, double seconds, std::uint64_t evaluations) {
  mark(run, StoredState::done);
  ++finished_here_;
  evaluations_ += evaluations;
  const RunKind& kind = kinds_[run];
  by_cell_[kind.cell].add(seconds);
  if (kind.budget > 0) {
    by_solver_[kind.solver].add(seconds / kind.budget);
  }
  all_.add(seconds);
}

double Progress::now() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

double Progress::evaluations_per_second() const {
  std::uint64_t running = 0;
  for (const JobStatus& job : jobs_) {
    running += job.run.load() >= 0 ? job.evaluations.load() : 0;
  }
  const double seconds = now();
  return seconds > 0 ? static_cast<double>(evaluations_ + running) / seconds : 0;
}

Progress::Quartiles Progress::predicted(const RunKind& kind) const {
  if (const auto cell = by_cell_.find(kind.cell); cell != by_cell_.end()) {
    return cell->second.spread();
  }
  const auto solver = by_solver_.find(kind.solver);
  if (solver != by_solver_.end() && kind.budget > 0) {
    const Quartiles per_unit = solver->second.spread();
    return {per_unit.low * kind.budget, per_unit.high * kind.budget};
  }
  return all_.spread();
}

std::optional<EtaRange> Progress::eta() const {
  constexpr std::size_t kNeeded = 3;
  if (finished_here_ < kNeeded) {
    return std::nullopt;
  }
  EtaRange work;
  for (const auto& [cell, open] : open_) {
    if (open.runs > 0) {
      const Quartiles each = predicted(kinds_[open.example]);
      work.low += each.low * static_cast<double>(open.runs);
      work.high += each.high * static_cast<double>(open.runs);
    }
  }
  for (const JobStatus& job : jobs_) {
    if (const std::int64_t run = job.run.load(); run >= 0) {
      const Quartiles each = predicted(kinds_[static_cast<std::size_t>(run)]);
      work.low -= each.low * job.share.load();
      work.high -= each.high * job.share.load();
    }
  }
  const auto workers = static_cast<double>(jobs_.size());
  return EtaRange{std::max(0.0, work.low) / workers, std::max(0.0, work.high) / workers};
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) {
    return fmt::format("{} s", whole);
  }
  if (whole < 3600) {
    return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  }
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace vilfredo::suite
