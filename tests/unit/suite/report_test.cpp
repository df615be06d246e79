#include "synthetic_report.hpp"

#include <vilfredo/suite/report/comparison.hpp>
#include <vilfredo/suite/report/render.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace vilfredo::suite {
namespace {

using made_up::ramp;
using made_up::small;

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::size_t occurrences(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

void expect_renders(const Report& report) {
  EXPECT_FALSE(render_terminal(report).empty());
  EXPECT_FALSE(render_markdown(report).empty());
  EXPECT_FALSE(render_html(report).empty());
  EXPECT_FALSE(render_csv(report).empty());
  for (const std::string& text : {render_terminal(report), render_markdown(report)}) {
    EXPECT_EQ(text.find("nan"), std::string::npos) << text;
  }
}

TEST(RenderTerminal, LinesUpTheColumnsAndMarksTheBest) {
  Report report = small({{ramp(1), ramp(0)}, {ramp(10), ramp(12)}}, Direction::minimise);
  report.problems[0].id = "a_problem_with_a_long_name";
  const std::vector<std::string> lines = lines_of(render_terminal(report));
  ASSERT_GT(lines.size(), 8U);
  EXPECT_EQ(lines[1], "Error (smaller is better), medians of 12 runs");
  EXPECT_EQ(lines[2], "problem                          s1        s2");
  EXPECT_EQ(lines[3], "------------------------------------------------");
  EXPECT_EQ(lines[4], "a_problem_with_a_long_name    1.305     0.305* ▲");
  EXPECT_EQ(lines[5], "p2                            10.30*    12.30  ▼");
  EXPECT_EQ(lines[6], "mean rank                      1.50      1.50");
}

TEST(RenderTerminal, WrapsTextButNotTables) {
  for (const std::string& line : lines_of(render_terminal(made_up::synthetic_report()))) {
    EXPECT_LE(line.size(), 130U) << line;  // bytes: marks take three each
  }
}

TEST(RenderMarkdown, HasEverySectionAndEscapesNames) {
  Report report = made_up::synthetic_report();
  report.solvers[0].id = "a|b*c<d";
  report.tests.control = report.solvers[0].id;
  const std::string text = render_markdown(report);
  for (const char* heading :
       {"# Quickstart", "## What came out", "## Indicators", "### Hypervolume", "### IGD+",
        "## Problems", "## Solvers", "## Run health", "## Environment", "## Configuration",
        "## How to reproduce"}) {
    EXPECT_NE(text.find(heading), std::string::npos) << heading;
  }
  EXPECT_NE(text.find("a\\|b\\*c\\<d"), std::string::npos);
  EXPECT_EQ(text.find("| a|b"), std::string::npos);
  EXPECT_NE(text.find("Mean over a dense reference set"), std::string::npos);
  EXPECT_NE(text.find("killed by signal 9"), std::string::npos);
  EXPECT_EQ(text.find("## Figures"), std::string::npos);  // none was drawn
}

TEST(RenderMarkdown, FencesAConfigurationThatHoldsAFence) {
  Report report = small({{{1}}}, Direction::minimise);
  report.configuration = "```\nx\n```";
  EXPECT_NE(render_markdown(report).find("````json\n```\nx\n```\n````\n"), std::string::npos);
}

TEST(RenderCsv, HasOneRowPerRunAndIndicator) {
  Report report = made_up::synthetic_report();
  report.cell(0, 0).runs[1].values[1] = kInf;
  report.cell(0, 0).runs[2].values[1] = kNan;
  const std::vector<std::string> lines = lines_of(render_csv(report));
  ASSERT_EQ(lines.size(), 1U + 3 * 4 * 11 * 3);
  const auto fields =
      static_cast<std::ptrdiff_t>(std::count(lines[0].begin(), lines[0].end(), ','));
  for (const std::string& line : lines) {
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), fields) << line;
  }
  EXPECT_EQ(lines[5].substr(lines[5].rfind(',')), ",inf");
  EXPECT_EQ(lines[8].substr(lines[8].rfind(',')), ",");
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                          [](const std::string& l) {
                            return l.find(",failed,") != std::string::npos && l.back() == ',';
                          }),
            3);
}

TEST(RenderCsv, QuotesNamesThatNeedIt) {
  Report report = small({{{0.1}}}, Direction::minimise);
  report.problems[0].id = "a,\"b\"";
  EXPECT_NE(render_csv(report).find("\"a,\"\"b\"\"\",s1,0,done"), std::string::npos);
  EXPECT_NE(render_csv(report).find(",0.10000000000000001\n"), std::string::npos);
}

TEST(RenderHtml, NeedsNothingFromElsewhereAndRunsNothing) {
  Report report = made_up::synthetic_report();
  std::vector<Figure> figures = make_figures(report);
  figures[0].svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\"><use xlink:href='#a'/><path id='a'/></svg>";
  const std::string html = render_html(report, figures);
  for (const char* word :
       {"http:", "https:", "<script", "<link", "<iframe", "@import", "url(//", "javascript:"}) {
    EXPECT_EQ(html.find(word), std::string::npos) << word;
  }
  EXPECT_NE(html.find("href=\"#f1-a\""), std::string::npos);
  EXPECT_NE(html.find("prefers-color-scheme:dark"), std::string::npos);
}

TEST(RenderHtml, HasEverySectionAndItsLink) {
  Report report = made_up::synthetic_report();
  const std::string html = render_html(report, make_figures(report));
  for (const char* id : {"verdict", "indicators", "anytime", "fronts", "boxplots", "setting",
                         "health", "environment", "configuration", "reproduce"}) {
    EXPECT_EQ(occurrences(html, "<section id=\"" + std::string(id) + "\""), 1U) << id;
    EXPECT_EQ(occurrences(html, "href=\"#" + std::string(id) + "\""), 1U) << id;
  }
  for (const char* tag : {"table", "tr", "td", "section", "figure", "details", "ul", "li", "p"}) {
    EXPECT_EQ(occurrences(html, "<" + std::string(tag) + " ") +
                  occurrences(html, "<" + std::string(tag) + ">"),
              occurrences(html, "</" + std::string(tag) + ">"))
        << tag;
  }
}

TEST(RenderHtml, EscapesWhatComesFromElsewhere) {
  Report report = made_up::synthetic_report();
  report.title = "<b>&\"";
  report.cell(2, 3).runs.back().message = "</section><script>alert(1)</script>";
  const std::string html = render_html(report);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_NE(html.find("<title>&lt;b&gt;&amp;&quot;</title>"), std::string::npos);
  EXPECT_NE(html.find("&lt;angles&gt; &amp; ampersands"), std::string::npos);
}

TEST(RenderHtml, SaysWhichVerdictIsMeant) {
  const std::string html = render_html(small({{ramp(1), ramp(0)}}, Direction::minimise));
  EXPECT_NE(html.find("aria-label=\"better\">▲<"), std::string::npos);
  EXPECT_NE(html.find("two-sided Wilcoxon signed-rank test"), std::string::npos);
}

TEST(DegenerateReport, OfOneSolverHasNoTests) {
  const Report report = small({{ramp(1)}, {ramp(2)}}, Direction::minimise);
  const IndicatorTable table = compare(report, 0);
  EXPECT_EQ(table.family, 0U);
  EXPECT_FALSE(table.friedman.has_value());
  EXPECT_FALSE(table.cell(0, 0).best);
  expect_renders(report);
  EXPECT_NE(render_markdown(report).find("only one solver"), std::string::npos);
}

TEST(DegenerateReport, OfOneReplicateHasNoEvidence) {
  const Report report = small({{{1}, {2}}, {{3}, {1}}}, Direction::minimise);
  EXPECT_EQ(compare(report, 0).cell(0, 1).verdict, Verdict::similar);
  expect_renders(report);
}

TEST(DegenerateReport, OfFailedRunsOnlySaysSo) {
  Report report = small({{{1, 2}, {3, 4}}}, Direction::minimise);
  for (ReportCell& cell : report.cells) {
    for (ReportRun& run : cell.runs) {
      run.state = RunState::failed;
      run.values.clear();
    }
  }
  expect_renders(report);
  EXPECT_NE(render_terminal(report).find("0 of 4 runs finished; 4 failed."), std::string::npos);
  EXPECT_FALSE(compare(report, 0).cell(0, 0).best);
}

TEST(DegenerateReport, OfConstantValuesFindsNoDifference) {
  const std::vector<double> same(12, 0.5);
  const Report report = small({{same, same, same}, {same, same, same}}, Direction::maximise);
  const IndicatorTable table = compare(report, 0);
  EXPECT_EQ(table.cell(1, 2).verdict, Verdict::similar);
  EXPECT_EQ(table.cell(1, 2).test->p, 1);
  EXPECT_EQ(table.cell(0, 0).rank, 2);
  EXPECT_EQ(table.friedman->p, 1);
  expect_renders(report);
}

TEST(DegenerateReport, OfInfiniteValuesIsOrderedAndPrinted) {
  std::vector<double> half = ramp(1);
  std::fill(half.begin(), half.begin() + 7, kInf);
  const Report report =
      small({{ramp(1), half, std::vector<double>(12, kInf)}}, Direction::minimise);
  const IndicatorTable table = compare(report, 0);
  EXPECT_EQ(table.cell(0, 1).summary.median, kInf);
  EXPECT_EQ(table.cell(0, 1).rank, 2.5);
  EXPECT_EQ(table.cell(0, 2).verdict, Verdict::worse);
  expect_renders(report);
  EXPECT_NE(render_terminal(report).find("inf"), std::string::npos);
}

TEST(DegenerateReport, WithAProblemThatOneSolverNeverFinishedRenders) {
  const Report report = small({{ramp(1), ramp(2)}, {ramp(5), {}}}, Direction::minimise);
  expect_renders(report);
  EXPECT_NE(render_html(report).find("1 of 2 problems"), std::string::npos);
}

TEST(DegenerateReport, WithoutRunsOrIndicatorsStillRenders) {
  Report report = small({{{}, {}}}, Direction::minimise);
  expect_renders(report);
  report.indicators.clear();
  expect_renders(report);
}

}  // namespace
}  // namespace vilfredo::suite
