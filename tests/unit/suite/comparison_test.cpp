#include "synthetic_report.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/report/comparison.hpp>
#include <vilfredo/suite/statistics/two_sample.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace vilfredo::suite {
namespace {

using made_up::ramp;
using made_up::small;

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Compare, MarksWhoIsBetterAndWorseThanTheControl) {
  for (const Direction better : {Direction::minimise, Direction::maximise}) {
    const Report report = small({{ramp(1), ramp(0), ramp(2), ramp(1)}}, better);
    const IndicatorTable table = compare(report, 0);
    const bool low = better == Direction::minimise;
    EXPECT_EQ(table.cell(0, 0).verdict, Verdict::untested);
    EXPECT_EQ(table.cell(0, 1).verdict, low ? Verdict::better : Verdict::worse);
    EXPECT_EQ(table.cell(0, 2).verdict, low ? Verdict::worse : Verdict::better);
    EXPECT_EQ(table.cell(0, 3).verdict, Verdict::similar);
    EXPECT_EQ(table.cell(0, 1).rank, low ? 1 : 4);
    EXPECT_EQ(table.cell(0, 0).rank, 2.5);
    EXPECT_EQ(table.cell(0, 1).best, low);
    EXPECT_EQ(table.cell(0, 2).best, !low);
    EXPECT_EQ(table.family, 3U);
    EXPECT_NEAR(table.cell(0, 2).test->shift, 1, 1e-12);
  }
}

TEST(Compare, CorrectsOverTheWholeTable) {
  Report report = small({{ramp(1), ramp(0.9)}, {ramp(1), ramp(0.95)}, {ramp(1), ramp(0.8)}},
                        Direction::minimise);
  for (const Pairing pairing : {Pairing::paired, Pairing::independent}) {
    report.tests.pairing = pairing;
    const IndicatorTable table = compare(report, 0);
    std::vector<double> raw;
    for (std::size_t p = 0; p < 3; ++p) {
      raw.push_back(table.cell(p, 1).test->p);
    }
    const std::vector<double> adjusted = adjust(raw, Correction::holm);
    for (std::size_t p = 0; p < 3; ++p) {
      EXPECT_EQ(table.cell(p, 1).test->p_adjusted, adjusted[p]);
      EXPECT_GE(adjusted[p], raw[p]);
    }
    EXPECT_EQ(table.family, 3U);
  }
}

TEST(Compare, UsesTheTestThatThePairingLicenses) {
  Report report = small({{ramp(1), ramp(0.9)}}, Direction::minimise);
  const std::vector<double> first = ramp(0.9);
  const std::vector<double> second = ramp(1);
  EXPECT_EQ(compare(report, 0).cell(0, 1).test->p, signed_rank(first, second).p);
  EXPECT_NE(describe_tests(report, compare(report, 0)).find("signed-rank"), std::string::npos);
  report.tests.pairing = Pairing::independent;
  EXPECT_EQ(compare(report, 0).cell(0, 1).test->p, mann_whitney(first, second).p);
  EXPECT_NE(describe_tests(report, compare(report, 0)).find("Mann-Whitney"), std::string::npos);
}

TEST(Compare, PairsRunsByReplicateNotByPosition) {
  Report report = small({{{1, 2, 3, 4}, {1, 2, 3, 4}}}, Direction::minimise);
  report.cell(0, 0).runs.erase(report.cell(0, 0).runs.begin());      // 1, 2, 3 are left
  report.cell(0, 1).runs.erase(report.cell(0, 1).runs.begin() + 3);  // 0, 1, 2 are left
  const IndicatorTable table = compare(report, 0);
  EXPECT_EQ(table.cell(0, 1).test->n, 2U);
  EXPECT_EQ(table.cell(0, 1).test->p, 1);  // equal values in every pair
  EXPECT_EQ(table.cell(0, 1).test->shift, 0);
}

TEST(Compare, CountsAFailedRunAsInfinitelyBad) {
  Report report = small({{ramp(1), ramp(0)}}, Direction::maximise);
  for (ReportRun& run : report.cell(0, 0).runs) {
    run.state = RunState::failed;
    run.values.clear();
  }
  const IndicatorTable table = compare(report, 0);
  EXPECT_EQ(table.cell(0, 0).summary.n, 0U);
  EXPECT_EQ(table.cell(0, 0).failed, 12U);
  EXPECT_EQ(table.cell(0, 0).rank, 2);
  EXPECT_EQ(table.cell(0, 1).verdict, Verdict::better);
  EXPECT_EQ(table.cell(0, 1).test->shift, kInf);
}

TEST(Compare, LeavesOutRunsThatAreNotDone) {
  Report report = small({{ramp(1), ramp(0)}}, Direction::minimise);
  report.cell(0, 1).runs[3].state = RunState::pending;
  report.cell(0, 1).runs[3].values.clear();
  const IndicatorTable table = compare(report, 0);
  EXPECT_EQ(table.cell(0, 1).summary.n, 11U);
  EXPECT_EQ(table.cell(0, 1).pending, 1U);
  EXPECT_EQ(table.cell(0, 1).test->n, 11U);
}

TEST(Compare, RanksOverTheProblemsThatEverySolverHas) {
  Report report = small({{ramp(1), ramp(2), ramp(3)},
                         {ramp(2), ramp(1), ramp(3)},
                         {ramp(1), ramp(2), ramp(3)},
                         {ramp(5), {}, ramp(1)}},
                        Direction::minimise);
  const IndicatorTable table = compare(report, 0);
  EXPECT_EQ(table.ranked_problems, 3U);
  EXPECT_NEAR(table.mean_ranks[0], 4.0 / 3, 1e-12);
  EXPECT_NEAR(table.mean_ranks[2], 3, 1e-12);
  ASSERT_TRUE(table.friedman.has_value());
  EXPECT_NEAR(table.critical_difference, nemenyi_critical_difference(3, 3, 0.05), 1e-12);
  EXPECT_TRUE(std::isnan(table.cell(3, 1).rank));
  EXPECT_EQ(table.cell(3, 1).verdict, Verdict::untested);
}

TEST(Compare, WarnsOfFewRuns) {
  const auto few = [](const Report& report) {
    const std::vector<std::string> warnings = compare(report, 0).warnings;
    return std::any_of(warnings.begin(), warnings.end(), [](const std::string& w) {
      return w.find("below 11 runs") != std::string::npos;
    });
  };
  EXPECT_TRUE(few(small({{ramp(1, 10), ramp(0, 10)}}, Direction::minimise)));
  EXPECT_FALSE(few(small({{ramp(1, 11), ramp(0, 11)}}, Direction::minimise)));
}

TEST(Compare, TakesTheNamedControl) {
  Report report = small({{ramp(1), ramp(0)}}, Direction::minimise);
  report.tests.control = "s2";
  const IndicatorTable table = compare(report, 0);
  EXPECT_EQ(table.control, 1U);
  EXPECT_EQ(table.cell(0, 0).verdict, Verdict::worse);
  report.tests.control = "s3";
  try {
    (void)compare(report, 0);
    FAIL() << "an unknown control was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::not_found);
  }
}

TEST(MedianRun, IsTheLowerMedianOfTheFinishedRuns) {
  Report report = small({{{5, 1, 4, 2, kNan, 9}}}, Direction::minimise);
  report.cell(0, 0).runs[5].state = RunState::failed;
  EXPECT_EQ(median_run(report.cell(0, 0), 0), std::optional<std::size_t>{3});
  for (ReportRun& run : report.cell(0, 0).runs) {
    run.state = RunState::failed;
  }
  EXPECT_EQ(median_run(report.cell(0, 0), 0), std::nullopt);
}

TEST(CheckReport, RefusesWhatDoesNotFitTogether) {
  const auto refused = [](const Report& report) {
    try {
      check(report);
    } catch (const Error& error) {
      return error.code() == Errc::invalid_argument;
    }
    return false;
  };
  const Report good = made_up::synthetic_report();
  EXPECT_NO_THROW(check(good));
  EXPECT_TRUE(refused(Report{}));
  Report bad = good;
  bad.cells.pop_back();
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.solvers[1].id = bad.solvers[0].id;
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.cells[3].runs[2].values.pop_back();
  EXPECT_TRUE(refused(bad));
  bad = good;
  std::swap(bad.cells[3].runs[2], bad.cells[3].runs[3]);
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.cells[0].trace->cost[1] = bad.cells[0].trace->cost[0];
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.cells[0].front->f(0, 0) = kNan;
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.indicators[0].frames.pop_back();
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.tests.alpha = 1;
  EXPECT_TRUE(refused(bad));
}

}  // namespace
}  // namespace vilfredo::suite
