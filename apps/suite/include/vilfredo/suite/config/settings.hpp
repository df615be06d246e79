// The parts of a suite that are no lists: how often, from which seed, what is recorded, how it is
// executed and reported.
#pragma once

#include <vilfredo/core/options.hpp>
#include <vilfredo/core/trace.hpp>
#include <vilfredo/suite/report/model.hpp>
#include <vilfredo/suite/statistics/correction.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace vilfredo::suite {

constexpr auto enum_names(Pairing) {
  return std::array{EnumName<Pairing>{"paired", Pairing::paired},
                    EnumName<Pairing>{"independent", Pairing::independent}};
}

constexpr auto enum_names(Correction) {
  return std::array{EnumName<Correction>{"none", Correction::none},
                    EnumName<Correction>{"holm", Correction::holm},
                    EnumName<Correction>{"bonferroni", Correction::bonferroni},
                    EnumName<Correction>{"benjamini_hochberg", Correction::benjamini_hochberg}};
}

/// Written {"root": 42, "pairing": "paired"}; the root is an integer or its digits as text.
struct SeedSettings {
  std::uint64_t root = 0;
  Pairing pairing = Pairing::paired;
};

/// Raising `count` later adds runs and changes none.
struct Replicates {
  std::int64_t first = 0;
  std::int64_t count = 1;

  static constexpr auto fields() {
    return std::tuple{
        field("first", &Replicates::first, closed(0, 1e15), "number of the first replicate"),
        field("count", &Replicates::count, closed(1, 1e6), "replicates of each cell")};
  }
};

/// Which set of a run is scored and tabulated.
enum class Score : std::uint8_t {
  final,   ///< feasible non-dominated members of the last population
  archive  ///< all non-dominated feasible solutions evaluated
};

constexpr auto enum_names(Score) {
  return std::array{EnumName<Score>{"final", Score::final},
                    EnumName<Score>{"archive", Score::archive}};
}

/// What runs record on the way. Never part of a run's identity.
struct TraceSettings {
  bool archive = false;                   ///< keep the archive of every run
  std::optional<TraceSchedule> schedule;  ///< rows are recorded at these numbers of evaluations
  std::vector<std::string> indicators;    ///< ids; measured at each row
};

enum class AfterFailedEvaluation : std::uint8_t { mark_failed };

constexpr auto enum_names(AfterFailedEvaluation) {
  return std::array{
      EnumName<AfterFailedEvaluation>{"mark_failed", AfterFailedEvaluation::mark_failed}};
}

enum class AfterFailedRun : std::uint8_t { go_on, stop };

constexpr auto enum_names(AfterFailedRun) {
  return std::array{EnumName<AfterFailedRun>{"continue", AfterFailedRun::go_on},
                    EnumName<AfterFailedRun>{"stop", AfterFailedRun::stop}};
}

struct EvaluationFailures {
  AfterFailedEvaluation then = AfterFailedEvaluation::mark_failed;

  static constexpr auto fields() {
    return std::tuple{field("then", &EvaluationFailures::then,
                            "a failed evaluation has no objective values and ranks last")};
  }
};

struct RunFailures {
  int retries = 0;
  AfterFailedRun then = AfterFailedRun::go_on;

  static constexpr auto fields() {
    return std::tuple{
        field("retries", &RunFailures::retries, closed(0, 100),
              "further attempts at a run that ended with an error"),
        field("then", &RunFailures::then, "what becomes of the other runs after the last attempt")};
  }
};

struct FailureSettings {
  EvaluationFailures evaluation;
  RunFailures run;

  static constexpr auto fields() {
    return std::tuple{field("evaluation", &FailureSettings::evaluation,
                            "evaluations that throw or give no number"),
                      field("run", &FailureSettings::run, "runs that end with an error")};
  }
};

/// How runs are executed. Never part of a run's identity.
struct ExecutionSettings {
  Index jobs = 0;
  Index threads_per_run = 1;
  std::string store;

  static constexpr auto fields() {
    return std::tuple{field("jobs", &ExecutionSettings::jobs, closed(0, 4096),
                            "runs at once; 0: as many as there are cores"),
                      field("threads_per_run", &ExecutionSettings::threads_per_run, closed(1, 4096),
                            "threads inside one run; results do not depend on it"),
                      field("store", &ExecutionSettings::store,
                            "file of the results; empty: the suite's name with .sqlite")};
  }
};

enum class ReportFormat : std::uint8_t { html, markdown, csv };

constexpr auto enum_names(ReportFormat) {
  return std::array{EnumName<ReportFormat>{"html", ReportFormat::html},
                    EnumName<ReportFormat>{"md", ReportFormat::markdown},
                    EnumName<ReportFormat>{"csv", ReportFormat::csv}};
}

enum class CostAxis : std::uint8_t { logarithmic, linear };

constexpr auto enum_names(CostAxis) {
  return std::array{EnumName<CostAxis>{"logarithmic", CostAxis::logarithmic},
                    EnumName<CostAxis>{"linear", CostAxis::linear}};
}

/// How results are shown. Never part of a run's identity.
struct ReportSettings {
  std::vector<ReportFormat> formats = {ReportFormat::html, ReportFormat::markdown};
  std::string control;
  double alpha = 0.05;
  Correction correction = Correction::holm;
  CostAxis cost_axis = CostAxis::logarithmic;
  bool means = false;

  static constexpr auto fields() {
    return std::tuple{
        field("formats", &ReportSettings::formats, "files to write"),
        field("control", &ReportSettings::control,
              "id of the solver that the others are tested against; empty: the first"),
        field("alpha", &ReportSettings::alpha, open(0, 1), "level of the tests"),
        field("correction", &ReportSettings::correction,
              "of the p-values of one table for their number"),
        field("cost_axis", &ReportSettings::cost_axis, "of the curves of quality over cost"),
        field("means", &ReportSettings::means,
              "tabulate means and standard deviations as well; always where results of others are "
              "published in the suite")};
  }
};

static_assert(Options<Replicates> && Options<FailureSettings> && Options<ExecutionSettings> &&
              Options<ReportSettings>);

}  // namespace vilfredo::suite
