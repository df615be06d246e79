// A made-up report with the shapes of a real one: three problems with two, three and four
// objectives, four solvers of different quality, eleven replicates, three indicators.
#pragma once

#include <vilfredo/suite/report/model.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace vilfredo::suite::made_up {

/// splitmix64: a stream of numbers that is the same everywhere.
class Stream {
 public:
  explicit Stream(std::uint64_t seed) : state_(seed) {}

  double uniform() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1.0p-53;
  }

  /// Sum of uniforms: near normal, mean 0, standard deviation 1.
  double bell() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) {
      sum += uniform();
    }
    return sum;
  }

 private:
  std::uint64_t state_;
};

/// Points of a simplex-like front bent by `bend`, pushed outwards by up to `excess`.
inline Matrix made_up_front(Index objectives, Index points, double excess, Stream& stream) {
  Matrix f(objectives, points);
  for (Index j = 0; j < points; ++j) {
    Vector w(objectives);
    for (Index i = 0; i < objectives; ++i) {
      w[i] = -std::log(1 - stream.uniform());
    }
    w /= w.sum();
    const double out = 1 + excess * std::abs(stream.bell());
    for (Index i = 0; i < objectives; ++i) {
      f(i, j) = out * std::sqrt(w[i]) * (i == 1 ? 2500 : 1 + static_cast<double>(i));
    }
  }
  return f;
}

inline ReportTrace made_up_trace(Index runs, double last, double gap, Stream& stream) {
  ReportTrace trace;
  for (double cost = 100; cost <= 10000.5; cost *= std::pow(10.0, 0.05)) {
    trace.cost.push_back(std::round(cost));
  }
  trace.value.resize(static_cast<Index>(trace.cost.size()), runs);
  for (Index r = 0; r < runs; ++r) {
    const double rate = 0.6 + 0.06 * stream.bell();
    double best = 0;
    for (std::size_t c = 0; c < trace.cost.size(); ++c) {
      const double left = std::pow(trace.cost[c] / 100, -rate);
      best = std::max(best, last - gap - 0.5 * left * (1 + 0.05 * stream.bell()));
      trace.value(static_cast<Index>(c), r) = best;
    }
  }
  return trace;
}

inline ReportCell made_up_cell(Index objectives,
                               double gap,
                               std::size_t replicates,
                               Stream& stream) {
  ReportCell cell;
  for (std::size_t r = 0; r < replicates; ++r) {
    ReportRun run;
    run.replicate = r;
    const double noise = 0.004 * stream.bell();
    const double lost = gap + noise;
    run.values = {0.88 - lost, 0.002 + std::abs(lost) * 0.3, 0.1 + 0.2 * lost};
    run.evaluations = 10000;
    run.seconds = 0.4 + 0.02 * stream.uniform();
    cell.runs.push_back(run);
  }
  cell.trace = made_up_trace(static_cast<Index>(replicates), 0.88, gap, stream);
  cell.front = ReportFront{made_up_front(objectives, 100, 0.02 + 2 * gap, stream), 4};
  return cell;
}

inline void describe(Report& report) {
  report.title = "Quickstart: engineering designs";
  report.description = "Four solvers on three made-up problems, to look at the layout of a report.";
  report.generated_at = "2025-01-31 12:00 UTC";
  report.solvers = {{"moead", "moead, population 100, scalarisation tchebycheff"},
                    {"moead_de", "moead_de, repair pagmo"},
                    {"pagmo_nsga2", "NSGA-II of pagmo 2.18, population 100"},
                    {"random_search", "uniform sampling, unbounded archive"}};
  const std::string definition = "normalised by ideal and nadir of the reference set";
  report.indicators = {
      {"hv", "hypervolume", "Exact, " + definition + ".", Direction::maximise, {}, {}},
      {"igd_plus",
       "IGD+",
       "Mean over a dense reference set, " + definition + ".",
       Direction::minimise,
       {},
       {}},
      {"r2", "R2", "500 discrete weights, " + definition + ".", Direction::minimise, {}, {}}};
  report.environment = {{"processor", "a processor with <angles> & ampersands"},
                        {"compiler", "g++ 12.2.0, -O3"},
                        {"vilfredo", "0.1.0"}};
  report.configuration = "{\n  \"schema\": 1,\n  \"name\": \"quickstart\"\n}";
  report.commands = {"vilfredo run suites/quickstart.json --store quickstart.sqlite",
                     "vilfredo report quickstart.sqlite -o report"};
  report.tests.control = "moead";
}

inline Report synthetic_report(std::size_t replicates = 11) {
  Report report;
  describe(report);
  const double gaps[3][4] = {
      {0.010, 0.004, 0.011, 0.080}, {0.020, 0.021, 0.014, 0.060}, {0.015, 0.015, 0.030, 0.110}};
  const char* names[] = {"re21", "re34", "re41"};
  Stream stream(7);
  for (std::size_t p = 0; p < 3; ++p) {
    const auto objectives = static_cast<Index>(p + 2);
    ReportProblem problem;
    problem.id = names[p];
    problem.description = "made-up problem number " + std::to_string(p + 1);
    problem.budget = "10 000 evaluations";
    problem.trace_frame = "Reference point (1.1, …), normalised.";
    problem.objectives = {{"structural volume", Sense::minimise, "cm3"},
                          {"displacement", Sense::minimise, ""}};
    if (p >= 1) {
      problem.objectives.push_back({"safety", Sense::maximise, ""});
    }
    if (p >= 2) {
      problem.objectives.push_back({"cost", Sense::minimise, "EUR"});
    }
    problem.reference = ReportReference{made_up_front(objectives, 2500, 0, stream), p == 0,
                                        "2500 points", "0123456789abcdef0123456789abcdef"};
    report.problems.push_back(problem);
    for (std::size_t s = 0; s < 4; ++s) {
      report.cells.push_back(made_up_cell(objectives, gaps[p][s], replicates, stream));
    }
  }
  for (ReportIndicator& indicator : report.indicators) {
    indicator.frames.assign(3, {"reference point (1.1, 1.1)", "fedcba9876543210fedcba"});
  }
  ReportRun& failed = report.cell(2, 3).runs.back();
  failed.state = RunState::failed;
  failed.message = "killed by signal 9";
  return report;
}

/// One indicator "e", the runs' values problem by problem and solver by solver.
inline Report small(const std::vector<std::vector<std::vector<double>>>& values, Direction better) {
  Report report;
  report.indicators = {{"e", "error", "", better, {}, {}}};
  for (std::size_t p = 0; p < values.size(); ++p) {
    ReportProblem problem;
    problem.id = "p";
    problem.id += std::to_string(p + 1);
    problem.objectives = {{"f1", Sense::minimise, ""}, {"f2", Sense::minimise, ""}};
    report.problems.push_back(problem);
    for (std::size_t s = 0; s < values[p].size(); ++s) {
      if (p == 0) {
        report.solvers.emplace_back();
        report.solvers.back().id = "s";
        report.solvers.back().id += std::to_string(s + 1);
      }
      ReportCell cell;
      for (std::size_t r = 0; r < values[p][s].size(); ++r) {
        ReportRun run;
        run.replicate = r;
        run.values = {values[p][s][r]};
        cell.runs.push_back(run);
      }
      report.cells.push_back(cell);
    }
  }
  return report;
}

inline std::vector<double> ramp(double start, std::size_t n = 12) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) {
    values.push_back(start + 0.01 * static_cast<double>(i * i));
  }
  return values;
}

}  // namespace vilfredo::suite::made_up
