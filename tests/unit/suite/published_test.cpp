// Results of others and whole hypervolumes: from the suite file to the report.
#include "suite_folder.hpp"
#include "suite_registries.hpp"
#include "synthetic_report.hpp"
#include "test_paths.hpp"

#include <vilfredo/indicators/hypervolume.hpp>
#include <vilfredo/suite/execute/measure.hpp>
#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/plan/resolved.hpp>
#include <vilfredo/suite/report/render.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace vilfredo::suite {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string suite(const std::string& frame, const std::string& indicator) {
  return R"({ "schema": 1, "seed": { "root": 1 }, "budgets": [ { "id": "1k", "evaluations": 1000 } ],
    "solvers": [ { "type": "walker" } ], "indicators": [ )" +
         indicator + R"( ], "problems": [ { "type": "bowl", "params": { "n_var": 1 })" + frame +
         R"( } ],
    "published": [ { "name": "theirs", "indicator": "lhd", "source": "table 2",
                     "values": { "bowl": -3.5 } } ] })";
}

class WholeHypervolume : public ::testing::Test {
 protected:
  Plan plan_of(const std::string& frame,
               const std::string& indicator = R"({ "id": "lhd", "type": "lhd" })") {
    return plan(load_suite(folder_.write("suite.json", suite(frame, indicator))), registries_);
  }

  static double value(const Plan& plan) {
    Matrix front(2, 1);
    front << 1, 1;  // of (t^2, (t - 2)^2) with ideal 0 and nadir 4
    return plan.measures[0][0](front).value;
  }

  TestFolder folder_;
  Registries registries_ = suite_toys::registries();
};

TEST_F(WholeHypervolume, ComesFromTheFrameOrElseFromTheReferenceSet) {
  const double reached = 0.85 * 0.85;  // of the point (1/4, 1/4) below (1.1, 1.1)
  EXPECT_NEAR(value(plan_of(R"(, "frame": { "hypervolume": 0.9 })")), std::log(0.9 - reached),
              1e-12);
  // The curve (t/2)^2, (1 - t/2)^2: area below 1.1 from both sides.
  const double whole = 1.1 * 1.1 - (1.0 / 6) - 0;
  EXPECT_NEAR(std::exp(value(plan_of(""))), whole - reached, 2e-3);
  EXPECT_EQ(value(plan_of(R"(, "frame": { "hypervolume": 0.1 })")), std::log(1e-14))
      << "a front may pass a known one";
}

TEST_F(WholeHypervolume, OfTheIndicatorWinsAndTheBaseIsFree) {
  const Plan made =
      plan_of(R"(, "frame": { "hypervolume": 0.9 })",
              R"({ "id": "lhd", "type": "lhd", "params": { "hypervolume": 0.8, "base": "ten" } })");
  EXPECT_NEAR(value(made), std::log10(0.8 - 0.85 * 0.85), 1e-12);
}

TEST_F(WholeHypervolume, IsPartOfTheMeasureAndNotOfTheRun) {
  const Plan one = plan_of(R"(, "frame": { "hypervolume": 0.9 })");
  const Plan other = plan_of(R"(, "frame": { "hypervolume": 0.91 })");
  EXPECT_EQ(one.runs[0].key, other.runs[0].key);
  EXPECT_NE(measure_keys(one)[0][0]->key, measure_keys(other)[0][0]->key);
}

TEST_F(WholeHypervolume, SurvivesTheWayThroughAStoredPlan) {
  const Plan made = plan_of(R"(, "frame": { "hypervolume": 0.9 })");
  const Plan again = plan_from_resolved(resolved(made), registries_);
  EXPECT_EQ(value(again), value(made));
  ASSERT_EQ(again.published.size(), 1U);
  EXPECT_EQ(again.published[0].name, "theirs");
  EXPECT_EQ(again.published[0].source, "table 2");
  EXPECT_EQ(again.published[0].values, made.published[0].values);
}

TEST(PublishedResults, StandBesideOursAndInNoTest) {
  Report report =
      made_up::small({{{1, 2, 3}, {2, 3, 4}}, {{5, 5, 5}, {6, 7, 8}}}, Direction::minimise);
  EXPECT_THAT(render_markdown(report), Not(HasSubstr("Mean ±")));
  const std::string before = render_terminal(report);
  report.indicators[0].published = {
      {"theirs", "figure 3, *by eye*", {1.5, std::numeric_limits<double>::quiet_NaN()}}};
  const std::string text = render_markdown(report);
  EXPECT_THAT(text, HasSubstr("| problem | s1 | s2 | theirs (published) |"));
  EXPECT_THAT(text, HasSubstr("| p1 | 2.000 ± 1.000 | 3.000 ± 1.000 | **1.500** |"));
  EXPECT_THAT(text, HasSubstr("**5"));
  EXPECT_THAT(text, HasSubstr("| – |"));
  EXPECT_THAT(text, HasSubstr("theirs: figure 3, \\*by eye\\*"));
  EXPECT_THAT(render_html(report), HasSubstr("theirs (published)"));
  EXPECT_EQ(render_terminal(report), before);
  report.indicators[0].published[0].values.pop_back();
  EXPECT_THROW((void)render_markdown(report), Error);
}

TEST(PublishedResults, MeansCanBeAskedForWithout) {
  Report report = made_up::small({{{1, 2, 3}}}, Direction::minimise);
  report.means = true;
  EXPECT_THAT(render_markdown(report), HasSubstr("Mean ± standard deviation of 3 runs"));
}

}  // namespace
}  // namespace vilfredo::suite
