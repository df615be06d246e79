// How far a suite is: counts, speed, and when it will end. Holds numbers only; rendering is apart.
#pragma once

#include <vilfredo/suite/store/records.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite {

/// What a run costs is predicted from runs like it.
struct RunKind {
  std::string cell;    ///< runs of one cell cost about the same
  std::string solver;  ///< runs of one solver do, in proportion to their budget
  double budget = 0;   ///< units of cost; 0 if only time limits it
};

/// What a worker does now; written by the worker, read by whoever draws.
struct JobStatus {
  std::atomic<std::int64_t> run{-1};  ///< position in the plan; -1: nothing
  std::atomic<std::uint64_t> evaluations{0};
  std::atomic<double> share{0};    ///< of the budget used
  std::atomic<double> started{0};  ///< seconds of Progress::now()
};

struct EtaRange {
  double low = 0;   ///< seconds, if the rest takes the lower quartiles of what was seen
  double high = 0;  ///< upper quartiles
};

class Progress {
 public:
  /// `kinds` of all runs of the plan, `labels` such as "re21 · moead · 3".
  Progress(std::vector<RunKind> kinds, std::vector<std::string> labels, int jobs);

  /// As the store has it; from the scheduler's thread, like the next one.
  void mark(std::size_t run, StoredState state);
  /// A run of this process.
  void finished(std::size_t run, double seconds, std::uint64_t evaluations);

  [[nodiscard]] JobStatus& job(int index) { return jobs_[static_cast<std::size_t>(index)]; }

  [[nodiscard]] const std::vector<JobStatus>& jobs() const { return jobs_; }

  [[nodiscard]] const std::string& label(std::size_t run) const { return labels_[run]; }

  [[nodiscard]] std::size_t total() const { return kinds_.size(); }

  [[nodiscard]] std::size_t done() const { return done_; }

  [[nodiscard]] std::size_t failed() const { return failed_; }

  /// Seconds since construction.
  [[nodiscard]] double now() const;
  /// Of this process, since it started working.
  [[nodiscard]] double evaluations_per_second() const;
  /// Until the last run ends; empty until three runs have finished.
  [[nodiscard]] std::optional<EtaRange> eta() const;

 private:
  struct Quartiles {
    double low = 0;
    double high = 0;
  };

  /// The last durations seen of one kind of run.
  struct Seen {
    std::vector<double> recent;
    std::size_t next = 0;
    mutable std::optional<Quartiles> quartiles;

    void add(double value);
    [[nodiscard]] Quartiles spread() const;
  };

  [[nodiscard]] Quartiles predicted(const RunKind& kind) const;

  std::vector<RunKind> kinds_;
  std::vector<std::string> labels_;
  std::vector<StoredState> states_;
  std::vector<JobStatus> jobs_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
  std::size_t finished_here_ = 0;
  std::uint64_t evaluations_ = 0;
  std::map<std::string, Seen> by_cell_;    // seconds
  std::map<std::string, Seen> by_solver_;  // seconds per unit of budget
  Seen all_;                               // seconds

  /// Unfinished runs of each cell; any kind of the cell stands for all.
  struct Open {
    std::size_t example = 0;
    std::size_t runs = 0;
  };

  std::map<std::string, Open> open_;
};

/// "1 h 02 min", "3 min 20 s", "12 s".
[[nodiscard]] std::string duration_text(double seconds);

/// Draws progress on standard error: on a terminal a block that is redrawn, elsewhere a plain line
/// every 30 seconds.
class ProgressDisplay {
 public:
  enum class Mode { automatic, live, plain, silent };

  ProgressDisplay(const Progress& progress, Mode mode);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// Redraws if it is time to.
  void tick();
  /// A line above the block, or simply a line.
  void note(std::string_view text);
  /// Removes the live block; the last state remains as one line.
  void finish();

 private:
  void erase();
  void draw();
  [[nodiscard]] std::string total_line() const;
  [[nodiscard]] std::string job_line(const JobStatus& job, std::size_t width) const;

  const Progress& progress_;
  Mode mode_;
  bool colour_ = false;
  int lines_ = 0;
  double last_ = 0;
  bool finished_ = false;
};

}  // namespace vilfredo::suite
