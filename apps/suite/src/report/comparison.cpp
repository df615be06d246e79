#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/report/comparison.hpp>
#include <vilfredo/suite/statistics/two_sample.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace vilfredo::suite {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// The runs of a cell that count, with failed ones as infinitely bad.
struct Scored {
  std::vector<std::uint64_t> replicate;
  std::vector<double> value;
};

double value_of(const ReportRun& run, std::size_t indicator) {
  return run.state == RunState::done ? run.values[indicator] : kNan;
}

Scored scored(const ReportCell& cell, std::size_t indicator, Direction better) {
  const double inf = std::numeric_limits<double>::infinity();
  const double worst = better == Direction::minimise ? inf : -inf;
  Scored result;
  for (const ReportRun& run : cell.runs) {
    const double v = run.state == RunState::failed ? worst : value_of(run, indicator);
    if (!std::isnan(v)) {
      result.replicate.push_back(run.replicate);
      result.value.push_back(v);
    }
  }
  return result;
}

/// Values of the replicates that are in both, in the same order.
std::pair<std::vector<double>, std::vector<double>> paired(const Scored& a, const Scored& b) {
  std::pair<std::vector<double>, std::vector<double>> result;
  std::size_t j = 0;
  for (std::size_t i = 0; i < a.value.size(); ++i) {
    while (j < b.value.size() && b.replicate[j] < a.replicate[i]) {
      ++j;
    }
    if (j < b.value.size() && b.replicate[j] == a.replicate[i]) {
      result.first.push_back(a.value[i]);
      result.second.push_back(b.value[j]);
    }
  }
  return result;
}

/// A test result and the side it leans to: > 0 if the solver's values tend to be larger.
struct Leaning {
  PairwiseTest test;
  double lean = 0;
};

std::optional<Leaning> test_pair(const Scored& solver, const Scored& control, Pairing pairing) {
  Leaning result;
  PairwiseTest& test = result.test;
  if (pairing == Pairing::paired) {
    const auto [x, y] = paired(solver, control);
    if (x.empty()) {
      return std::nullopt;
    }
    const SignedRank r = signed_rank(x, y);
    test.p = r.p;
    test.a12 = vargha_delaney_a12(x, y);
    test.shift = hodges_lehmann_paired(x, y);
    test.n = x.size();
    result.lean = r.rank_sum_positive - r.rank_sum_negative;
    return result;
  }
  if (solver.value.empty() || control.value.empty()) {
    return std::nullopt;
  }
  test.p = mann_whitney(solver.value, control.value).p;
  test.a12 = vargha_delaney_a12(solver.value, control.value);
  test.shift = hodges_lehmann(solver.value, control.value);
  test.n = std::min(solver.value.size(), control.value.size());
  result.lean = test.a12 - 0.5;
  return result;
}

ComparedCell describe(const ReportCell& cell, std::size_t indicator) {
  ComparedCell result;
  std::vector<double> values;
  for (const ReportRun& run : cell.runs) {
    result.failed += run.state == RunState::failed ? 1 : 0;
    result.pending += run.state == RunState::pending ? 1 : 0;
    const double v = value_of(run, indicator);
    if (!std::isnan(v)) {
      values.push_back(v);
    }
  }
  result.summary = summarise(values);
  return result;
}

/// Everything of one row but the corrected p-values.
class RowOfTable {
 public:
  RowOfTable(const Report& report, std::size_t problem, std::size_t indicator)
      : better_(report.indicators[indicator].better) {
    for (std::size_t s = 0; s < report.solvers.size(); ++s) {
      const ReportCell& cell = report.cell(problem, s);
      samples.push_back(scored(cell, indicator, better_));
      cells.push_back(describe(cell, indicator));
    }
    rank();
  }

  /// The median of each solver with failures as infinitely bad; NaN where nothing ended.
  std::vector<double> medians;
  std::vector<Scored> samples;
  std::vector<ComparedCell> cells;

 private:
  void rank() {
    std::vector<double> known;
    for (const Scored& sample : samples) {
      medians.push_back(sample.value.empty() ? kNan : quantile(sample.value, 0.5));
      if (!sample.value.empty()) {
        known.push_back(better_ == Direction::minimise ? medians.back() : -medians.back());
      }
    }
    const std::vector<double> ranks = average_ranks(known);
    std::size_t next = 0;
    for (std::size_t s = 0; s < cells.size(); ++s) {
      if (!samples[s].value.empty()) {
        cells[s].rank = ranks[next++];
      }
    }
    if (!ranks.empty()) {
      const auto [low, high] = std::minmax_element(ranks.begin(), ranks.end());
      for (ComparedCell& cell : cells) {
        cell.best = *low < *high && cell.rank == *low;
      }
    }
  }

  Direction better_;
};

/// Corrects the raw p-values of the whole table and turns them into verdicts.
void judge(IndicatorTable& table,
           const std::vector<double>& leans,
           Direction better,
           const ReportTests& tests) {
  std::vector<double> raw;
  for (const ComparedCell& cell : table.cells) {
    if (cell.test) {
      raw.push_back(cell.test->p);
    }
  }
  table.family = raw.size();
  const std::vector<double> adjusted = adjust(raw, tests.correction);
  std::size_t next = 0;
  for (std::size_t c = 0; c < table.cells.size(); ++c) {
    ComparedCell& cell = table.cells[c];
    if (!cell.test) {
      continue;
    }
    cell.test->p_adjusted = adjusted[next++];
    Tally& tally = table.tallies[c % table.solvers];
    if (cell.test->p_adjusted < tests.alpha && leans[c] != 0) {
      const bool wins = (leans[c] > 0) == (better == Direction::maximise);
      cell.verdict = wins ? Verdict::better : Verdict::worse;
      ++(wins ? tally.better : tally.worse);
    } else {
      cell.verdict = Verdict::similar;
      ++tally.similar;
    }
  }
}

void rank_over_problems(IndicatorTable& table,
                        const std::vector<std::vector<double>>& medians,
                        Direction better,
                        double alpha) {
  std::vector<std::vector<double>> complete;
  for (const std::vector<double>& row : medians) {
    if (std::none_of(row.begin(), row.end(), [](double v) { return std::isnan(v); })) {
      complete.push_back(row);
    }
  }
  table.ranked_problems = complete.size();
  table.mean_ranks.assign(table.solvers, complete.empty() ? kNan : 1.0);
  if (complete.empty() || table.solvers < 2) {
    return;
  }
  Matrix values(static_cast<Index>(table.solvers), static_cast<Index>(complete.size()));
  for (std::size_t p = 0; p < complete.size(); ++p) {
    for (std::size_t s = 0; s < table.solvers; ++s) {
      values(static_cast<Index>(s), static_cast<Index>(p)) = complete[p][s];
    }
  }
  const Friedman test = friedman(values, better);
  for (std::size_t s = 0; s < table.solvers; ++s) {
    table.mean_ranks[s] = test.mean_ranks[static_cast<Index>(s)];
  }
  if (complete.size() >= 2) {
    table.friedman = test;
    table.critical_difference = nemenyi_critical_difference(values.rows(), values.cols(), alpha);
  }
}

void warn(IndicatorTable& table, std::size_t problems) {
  std::size_t failed = 0;
  std::size_t pending = 0;
  std::size_t infinite = 0;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (const ComparedCell& cell : table.cells) {
    failed += cell.failed;
    pending += cell.pending;
    infinite +=
        cell.summary.n > 0 && (std::isinf(cell.summary.maximum) || std::isinf(cell.summary.minimum))
            ? 1
            : 0;
    fewest = std::min(fewest, cell.summary.n + cell.failed);
  }
  table.fewest_runs = fewest;
  if (table.fewest_runs < kFewRuns) {
    table.warnings.push_back(
        fmt::format("A cell has only {} run{}; below {} runs per cell differences of medians are "
                    "mostly chance.",
                    fewest, fewest == 1 ? "" : "s", kFewRuns));
  }
  if (failed > 0) {
    table.warnings.push_back(fmt::format(
        "{} failed run{} (†) {} in no median, but count{} as infinitely bad in ranks and tests.",
        failed, failed == 1 ? "" : "s", failed == 1 ? "is" : "are", failed == 1 ? "s" : ""));
  }
  if (pending > 0) {
    table.warnings.push_back(
        fmt::format("{} planned run{} not done yet.", pending, pending == 1 ? " is" : "s are"));
  }
  if (infinite > 0) {
    table.warnings.push_back(
        fmt::format("{} cell{} infinite values (for instance of empty fronts).", infinite,
                    infinite == 1 ? " holds" : "s hold"));
  }
  if (table.ranked_problems < problems && table.solvers > 1) {
    table.warnings.push_back(
        fmt::format("Mean ranks are over the {} of {} problems in which every solver has a value.",
                    table.ranked_problems, problems));
  }
}

}  // namespace

std::string_view symbol(Verdict verdict) {
  switch (verdict) {
    case Verdict::better:
      return "▲";
    case Verdict::worse:
      return "▼";
    case Verdict::similar:
      return "≈";
    case Verdict::untested:
      break;
  }
  return "";
}

IndicatorTable compare(const Report& report, std::size_t indicator) {
  check(report);
  if (indicator >= report.indicators.size()) {
    throw Error{Errc::invalid_argument, "the report has no such indicator"}.with(
        "position", std::to_string(indicator));
  }
  const Direction better = report.indicators[indicator].better;
  IndicatorTable table;
  table.indicator = indicator;
  table.control = control_solver(report);
  table.solvers = report.solvers.size();
  table.tallies.resize(table.solvers);
  std::vector<double> leans;
  std::vector<std::vector<double>> medians;
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    RowOfTable row(report, p, indicator);
    for (std::size_t s = 0; s < table.solvers; ++s) {
      double lean = 0;
      if (s != table.control) {
        const auto tested =
            test_pair(row.samples[s], row.samples[table.control], report.tests.pairing);
        if (tested) {
          row.cells[s].test = tested->test;
          lean = tested->lean;
        }
      }
      leans.push_back(lean);
      table.cells.push_back(std::move(row.cells[s]));
    }
    medians.push_back(std::move(row.medians));
  }
  judge(table, leans, better, report.tests);
  rank_over_problems(table, medians, better, report.tests.alpha);
  warn(table, report.problems.size());
  return table;
}

}  // namespace vilfredo::suite
