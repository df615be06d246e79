#include "synthetic_report.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/suite/figures/figure.hpp>
#include <vilfredo/suite/figures/svg.hpp>
#include <vilfredo/suite/report/write.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>
#include <unistd.h>

namespace vilfredo::suite {
namespace {

namespace fs = std::filesystem;

constexpr double kInf = std::numeric_limits<double>::infinity();

/// A folder of its own, gone afterwards.
class Folder {
 public:
  Folder() {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = fs::temp_directory_path() / ("vilfredo-" + std::string(test->test_suite_name()) + "-" +
                                         test->name() + "-" + std::to_string(::getpid()));
    fs::remove_all(path_);
    fs::create_directories(path_);
  }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// PATH without anything in it while it lives.
class NoPrograms {
 public:
  NoPrograms() {
    const char* path = std::getenv("PATH");
    before_ = path == nullptr ? "" : path;
    ::setenv("PATH", "/nonexistent", 1);
  }

  NoPrograms(const NoPrograms&) = delete;
  NoPrograms& operator=(const NoPrograms&) = delete;

  ~NoPrograms() { ::setenv("PATH", before_.c_str(), 1); }

 private:
  std::string before_;
};

bool have_gnuplot() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (fs::exists(fs::path(folder) / "gnuplot")) {
      return true;
    }
  }
  return false;
}

Figure figure(const std::vector<Figure>& figures, const std::string& id) {
  const auto found =
      std::find_if(figures.begin(), figures.end(), [&](const Figure& f) { return f.id == id; });
  if (found == figures.end()) {
    throw Error{Errc::not_found, "no such figure"}.with("id", id);
  }
  return *found;
}

std::size_t rows_of_numbers(const std::string& data) {
  std::istringstream in(data);
  std::size_t rows = 0;
  for (std::string line; std::getline(in, line);) {
    rows += !line.empty() && line[0] != '#' ? 1 : 0;
  }
  return rows;
}

TEST(InlinedSvg, PrefixesReferencedIdsAndEveryReference) {
  const std::string svg = inlined_svg(
      "<?xml version='1.0'?>\n<!DOCTYPE svg>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox='0 "
      "0 "
      "9 9'><defs><path id='a' d='M0,0'/><use xlink:href='#a' id=\"b\"/><filter id='c'/></defs>"
      "<g id=\"unused\" fill='url(#c)'><use href=\"#b\"/></g></svg>",
      "f7-", "a \"title\"");
  EXPECT_NE(svg.find("<path id=\"f7-a\""), std::string::npos) << svg;
  EXPECT_NE(svg.find("href=\"#f7-a\" id=\"f7-b\""), std::string::npos) << svg;
  EXPECT_NE(svg.find("href=\"#f7-b\""), std::string::npos);
  EXPECT_NE(svg.find("fill=\"url(#f7-c)\""), std::string::npos);
  EXPECT_EQ(svg.find("unused"), std::string::npos);
  EXPECT_EQ(svg.find("http"), std::string::npos);
  EXPECT_EQ(svg.rfind("<svg role=\"img\" aria-label=\"a &quot;title&quot;\"", 0), 0U);
}

TEST(InlinedSvg, KeepsTextAndTitlesOfSeriesOnly) {
  const std::string svg = inlined_svg(
      "<svg><title>Gnuplot</title><desc>made by</desc><g><title>gnuplot_plot_1</title></g><g>"
      "<title>moead &amp; co</title><text>a &lt; b</text></g><!-- <use href='#x'/> --></svg>",
      "p-", "t");
  EXPECT_EQ(svg.find("Gnuplot"), std::string::npos);
  EXPECT_EQ(svg.find("gnuplot_plot"), std::string::npos);
  EXPECT_EQ(svg.find("made by"), std::string::npos);
  EXPECT_NE(svg.find("<title>moead &amp; co</title>"), std::string::npos);
  EXPECT_NE(svg.find("<text>a &lt; b</text>"), std::string::npos);
  EXPECT_EQ(svg.find("<!--"), std::string::npos);
}

TEST(InlinedSvg, JoinsEqualDotsIntoOnePath) {
  const std::string dot = "<use xlink:href='#gpPt6' transform='translate(";
  const std::string red = ") scale(2.5)' color='rgb(255,   0,  16)'/>\n";
  const std::string blue = ") scale(2.5)' color='blue'/>";
  const std::string svg = inlined_svg(
      "<svg>" + dot + "1,2" + red + dot + "3,4" + red + dot + "5,6" + blue + "</svg>", "p-", "t");
  EXPECT_NE(svg.find("stroke=\"#ff0010\" stroke-width=\"5\" stroke-linecap=\"round\" "
                     "d=\"M1,2h0M3,4h0\"/>"),
            std::string::npos)
      << svg;
  EXPECT_NE(svg.find("stroke=\"blue\" stroke-width=\"5\" stroke-linecap=\"round\" d=\"M5,6h0\"/>"),
            std::string::npos)
      << svg;
  EXPECT_EQ(svg.find("<use"), std::string::npos);
}

TEST(InlinedSvg, RefusesWhatIsNoSvg) {
  EXPECT_THROW((void)inlined_svg("", "p", "t"), Error);
  EXPECT_THROW((void)inlined_svg("<html></html>", "p", "t"), Error);
  EXPECT_THROW((void)inlined_svg("<svg><path d='M0", "p", "t"), Error);
  EXPECT_THROW((void)inlined_svg("<svg><path d=unquoted></svg>", "p", "t"), Error);
}

TEST(MakeFigures, DrawsFrontsCurvesAndBoxes) {
  const Report report = made_up::synthetic_report();
  const std::vector<Figure> figures = make_figures(report);
  ASSERT_EQ(figures.size(), 9U);
  EXPECT_EQ(figure(figures, "front-re21").kind, FigureKind::front);
  EXPECT_EQ(figure(figures, "anytime-re34").kind, FigureKind::anytime);
  EXPECT_EQ(figure(figures, "boxplot-igd_plus").kind, FigureKind::boxplot);
  // Scatter, pairwise projections, parallel coordinates.
  EXPECT_EQ(figure(figures, "front-re21").script.find("multiplot"), std::string::npos);
  EXPECT_NE(figure(figures, "front-re34").script.find("using 2:3"), std::string::npos);
  EXPECT_NE(figure(figures, "front-re41").caption.find("Parallel coordinates"), std::string::npos);
  EXPECT_NE(figure(figures, "front-re34").script.find("'safety, maximised'"), std::string::npos);
}

TEST(MakeFigures, ThinsLargeFrontsKeepsTheirExtremesAndSaysSo) {
  const Report report = made_up::synthetic_report();
  const Figure front = figure(make_figures(report), "front-re21");
  EXPECT_NE(front.caption.find("Thinned for drawing: "), std::string::npos);
  EXPECT_NE(front.caption.find(" of 2500 points of the true front"), std::string::npos);
  EXPECT_LE(rows_of_numbers(front.data), 2000U + 400);
  EXPECT_GE(rows_of_numbers(front.data), 1900U + 400);
}

TEST(MakeFigures, KeepsTheExtremesOfAThinnedFront) {
  const Report report = made_up::synthetic_report();
  std::istringstream in(figure(make_figures(report), "front-re34").data);
  std::vector<std::set<double>> drawn(3);
  for (std::string line; std::getline(in, line);) {
    std::istringstream row(line);
    for (std::size_t k = 0; k < 3 && line[0] != '#' && !line.empty(); ++k) {
      double value = 0;
      row >> value;
      drawn[k].insert(value);
    }
  }
  const Matrix& f = report.problems[1].reference->f;
  for (Index k = 0; k < 3; ++k) {
    EXPECT_TRUE(drawn[static_cast<std::size_t>(k)].contains(f.row(k).minCoeff())) << k;
    EXPECT_TRUE(drawn[static_cast<std::size_t>(k)].contains(f.row(k).maxCoeff())) << k;
  }
}

TEST(MakeFigures, CountsPointsItCutsOff) {
  Report report = made_up::synthetic_report();
  report.cell(0, 3).front->f(0, 0) = 50;
  report.cell(0, 3).front->f(0, 1) = 60;
  const std::vector<Figure> figures = make_figures(report);
  EXPECT_NE(figure(figures, "front-re21").caption.find("not drawn: 2 of random_search"),
            std::string::npos)
      << figure(figures, "front-re21").caption;
}

TEST(MakeFigures, SurvivesNamesThatAreHardOnFilesAndScripts) {
  Report report = made_up::synthetic_report();
  report.problems[0].id = "../a b`touch x`'\"$(y)\n#1";
  report.problems[1].id = "../a b`touch x`'\"$(y)\n#2";
  report.problems[2].id = "../a b`touch x`'\"$(y)\n@2";
  report.solvers[1].id = "a<b&c's {/Symbol a}";
  std::set<std::string> ids;
  for (const Figure& f : make_figures(report)) {
    EXPECT_TRUE(ids.insert(f.id).second) << f.id;
    EXPECT_EQ(
        f.id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                               "._-"),
        std::string::npos)
        << f.id;
    // Quotes come in pairs on every line, so no name escapes from its string.
    std::istringstream lines(f.script);
    for (std::string line; std::getline(lines, line);) {
      if (line[0] != '#') {
        EXPECT_EQ(std::count(line.begin(), line.end(), '\'') % 2, 0) << line;
      }
    }
  }
}

TEST(MakeFigures, LeavesOutWhatHasNoData) {
  Report report = made_up::synthetic_report(1);
  for (ReportCell& cell : report.cells) {
    cell.trace.reset();
    cell.front.reset();
    for (ReportRun& run : cell.runs) {
      run.state = RunState::failed;
      run.values.clear();
    }
  }
  for (ReportProblem& problem : report.problems) {
    problem.reference.reset();
  }
  EXPECT_TRUE(make_figures(report).empty());
}

TEST(MakeFigures, NamesInfiniteValuesItCannotDraw) {
  Report report = made_up::synthetic_report();
  report.cell(0, 0).runs[0].values[1] = kInf;
  report.cell(0, 0).runs[1].values[1] = kInf;
  const Figure box = figure(make_figures(report), "boxplot-igd_plus");
  EXPECT_NE(box.caption.find("2 infinite values are not drawn"), std::string::npos);
  EXPECT_EQ(box.data.find("inf"), std::string::npos);
}

TEST(Draw, MakesImagesThatStandTogetherInOnePage) {
  if (!have_gnuplot()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const Folder folder;
  const Report report = made_up::synthetic_report();
  const WrittenReport written = write_report(report, folder.path() / "deep" / "er");
  EXPECT_TRUE(written.warnings.empty());
  EXPECT_EQ(written.files.size(), 3U);
  const std::string html = read_file(folder.path() / "deep" / "er" / "report.html");
  EXPECT_EQ(html.find("http"), std::string::npos);
  EXPECT_LT(html.size(), 1500000U);
  // Every id once, every reference to one that is there.
  std::set<std::string> ids;
  for (std::size_t at = html.find(" id=\""); at != std::string::npos;
       at = html.find(" id=\"", at + 1)) {
    const std::string id = html.substr(at + 5, html.find('"', at + 5) - at - 5);
    EXPECT_TRUE(ids.insert(id).second) << id;
  }
  std::size_t references = 0;
  for (std::size_t at = html.find("href=\"#"); at != std::string::npos;
       at = html.find("href=\"#", at + 1)) {
    const std::string id = html.substr(at + 7, html.find('"', at + 7) - at - 7);
    EXPECT_TRUE(ids.contains(id)) << id;
    ++references;
  }
  EXPECT_GT(references, 500U);
  for (const auto& entry : fs::directory_iterator(folder.path() / "deep" / "er" / "figures")) {
    const std::string extension = entry.path().extension();
    EXPECT_TRUE(extension == ".gp" || extension == ".dat" || extension == ".svg") << entry.path();
  }
}

TEST(Draw, AcceptsDegenerateDataWithoutComplaint) {
  if (!have_gnuplot()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const Folder folder;
  Report report = made_up::synthetic_report(1);
  report.problems[0].id = "it's `date` \"$(x)\"";
  report.solvers[2].id = "a<b&c {/Symbol a}";
  for (std::size_t s = 0; s < 4; ++s) {
    report.cell(0, s).runs[0].values = {0.5, 0, 1e-300};    // constant
    report.cell(1, s).runs[0].values = {1e9, kInf, -1e-9};  // infinite, large, negative
    report.cell(0, s).trace->value.setConstant(0.25);       // flat
    report.cell(1, s).front->f.setConstant(3);              // one point many times
    report.cell(2, s).front->f.resize(4, 0);                // empty
    report.cell(2, s).trace->value.setConstant(kInf);       // nothing to draw
  }
  report.problems[1].reference.reset();
  std::vector<Figure> figures = make_figures(report);
  const std::vector<std::string> warnings = draw(figures, folder.path(), {true, true});
  EXPECT_EQ(warnings, std::vector<std::string>{});
  for (const Figure& f : figures) {
    EXPECT_NE(f.svg.find("<svg"), std::string::npos) << f.id;
    EXPECT_GT(fs::file_size(folder.path() / (f.id + ".png")), 500U);
    EXPECT_GT(fs::file_size(folder.path() / (f.id + ".pdf")), 500U);
    EXPECT_NO_THROW((void)inlined_svg(f.svg, "x-", f.title));
  }
}

TEST(Draw, ReportsAScriptThatGnuplotRefuses) {
  if (!have_gnuplot()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const Folder folder;
  std::vector<Figure> figures = make_figures(made_up::synthetic_report());
  figures.resize(2);
  figures[0].script = "this is no gnuplot\n";
  const std::vector<std::string> warnings = draw(figures, folder.path());
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find(figures[0].id), std::string::npos);
  EXPECT_TRUE(figures[0].svg.empty());
  EXPECT_FALSE(figures[1].svg.empty());
}

TEST(Draw, WithoutGnuplotWritesScriptsAndWarnsOnce) {
  const Folder folder;
  const NoPrograms nothing;
  const WrittenReport written = write_report(made_up::synthetic_report(), folder.path());
  ASSERT_EQ(written.warnings.size(), 1U);
  EXPECT_NE(written.warnings[0].find("gnuplot was not found"), std::string::npos);
  EXPECT_TRUE(fs::exists(folder.path() / "figures" / "front-re21.gp"));
  EXPECT_TRUE(fs::exists(folder.path() / "figures" / "front-re21.dat"));
  EXPECT_FALSE(fs::exists(folder.path() / "figures" / "front-re21.svg"));
  const std::string html = read_file(folder.path() / "report.html");
  EXPECT_NE(html.find("front-re21.gp"), std::string::npos);
  EXPECT_EQ(html.find("<svg"), std::string::npos);
}

TEST(WriteReport, SaysWhichFolderItCannotMake) {
  const Folder folder;
  write_file_atomically(folder.path() / "file", "x");
  try {
    (void)write_report(made_up::synthetic_report(), folder.path() / "file" / "report");
    FAIL() << "wrote below a file";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::io);
    EXPECT_NE(std::string(error.what()).find("file/report"), std::string::npos);
  }
}

TEST(WriteReport, ReadsFormatNames) {
  const std::vector<std::string> names{"md", "pdf"};
  const ReportFormats formats = report_formats(names);
  EXPECT_TRUE(formats.markdown && formats.pdf);
  EXPECT_FALSE(formats.html || formats.csv || formats.png);
  const std::vector<std::string> wrong{"htlm"};
  EXPECT_THROW((void)report_formats(wrong), Error);
}

TEST(WriteReport, IsTheSameBytesTwice) {
  const Folder folder;
  const Report report = made_up::synthetic_report();
  (void)write_report(report, folder.path() / "a");
  (void)write_report(report, folder.path() / "b");
  for (const char* name : {"report.html", "report.md", "report.csv"}) {
    EXPECT_EQ(read_file(folder.path() / "a" / name), read_file(folder.path() / "b" / name)) << name;
  }
}

}  // namespace
}  // namespace vilfredo::suite
