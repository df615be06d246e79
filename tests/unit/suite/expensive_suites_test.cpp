// The suites of expensive problems: what they promise, and a small part of them from end to end.
#include "program_runner.hpp"

#include <vilfredo/core/run.hpp>
#include <vilfredo/suite/plan/instantiate.hpp>
#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

#ifdef VILFREDO_HAVE_PAGMO  // one of the solvers

namespace vilfredo::suite {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::filesystem::path kSuites = std::filesystem::path(VILFREDO_SOURCE_DIR) / "suites";

Plan plan_of(const std::string& name) {
  return plan(load_suite(kSuites / name), builtin_registries());
}

/// Keys of a plan's runs.
std::set<std::string> runs_of(const Plan& made) {
  std::set<std::string> out;
  for (const RunSpec& run : made.runs) {
    out.insert(run.key);
  }
  return out;
}

class Shrunk : public ::testing::TestWithParam<std::string> {};

TEST_P(Shrunk, HasTheProtocolOfItsPaper) {
  const Plan made = plan_of(GetParam() + ".json");
  EXPECT_TRUE(made.warnings.empty());
  EXPECT_EQ(made.seed.pairing, Pairing::paired);
  EXPECT_EQ(made.report.correction, Correction::holm);
  EXPECT_EQ(made.score, Score::archive) << "all evaluated points count, the first ones too";
  EXPECT_FALSE(made.report.control.empty());
  const bool a = GetParam().starts_with("expensive-a");
  EXPECT_EQ(made.replicates.count, a ? 10 : 20);
  EXPECT_EQ(made.budgets.at(0).evaluations, a ? 120U : 110U);
  EXPECT_EQ(made.problems.size(), 16U);
  std::map<std::size_t, std::set<std::string>> scopes;
  for (const CellSpec& cell : made.cells) {
    scopes[cell.problem].insert(cell.scope);
  }
  for (const auto& [problem, shared] : scopes) {
    EXPECT_EQ(shared.size(), 1U) << "all solvers of a problem share their streams: "
                                 << made.problems[problem].id;
  }
  for (const auto& row : made.measures) {
    for (const AnyIndicator& measure : row) {
      EXPECT_TRUE(measure.valid());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Expensive,
                         Shrunk,
                         ::testing::Values("expensive-a", "expensive-a-strict", "expensive-b"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(ExpensiveSuites, TheStrictOneScoresTheRunsOfTheOther) {
  const Plan compat = plan_of("expensive-a.json");
  const Plan strict = plan_of("expensive-a-strict.json");
  EXPECT_EQ(runs_of(compat), runs_of(strict));
  EXPECT_FALSE(compat.published.empty());
  EXPECT_TRUE(strict.published.empty());
  std::map<std::string, std::string> frames;
  for (std::size_t p = 0; p < compat.problems.size(); ++p) {
    frames[compat.problems[p].id] = compat.measures[p][0].frame().hash();
  }
  for (std::size_t p = 0; p < strict.problems.size(); ++p) {
    const std::string& id = strict.problems[p].id;
    const bool other_scale = id == "re21" || id == "re42" || id == "re36-relaxed";
    EXPECT_TRUE(!other_scale || frames.at(id) != strict.measures[p][0].frame().hash()) << id;
  }
}

/// Notes the first columns that a run evaluates.
class FirstColumns final : public Observer {
 public:
  void evaluated(const Told& told, Index granted) override {
    if (x.cols() == 0) {
      x = told.x.leftCols(granted);
    }
  }

  Matrix x;
};

TEST(ExpensiveSuites, SolversOnModelsStartFromOneDesign) {
  Plan made = plan_of("expensive-b.json");
  const Registries all = builtin_registries();
  std::map<std::size_t, Matrix> designs;
  int compared = 0;
  for (const RunSpec& run : made.runs) {
    const CellSpec& cell = made.cells[run.cell];
    const SolverSpec& solver = made.solvers[cell.solver];
    const bool designed =
        solver.params.find("bayesian") != nullptr || solver.type == "latin_hypercube";
    if (run.replicate > 0 || !designed) {
      continue;
    }
    PreparedRun ready = instantiate(made, run, all);
    const auto first = std::make_shared<FirstColumns>();
    ready.options.observers.push_back(first);
    vilfredo::Run one(std::move(ready.solver), std::move(ready.world), std::move(ready.options));
    ASSERT_TRUE(one.advance());
    ASSERT_EQ(first->x.cols(), 10) << solver.id;
    const auto [known, is_new] = designs.emplace(cell.problem, first->x);
    EXPECT_EQ(known->second, first->x) << solver.id << " on " << made.problems[cell.problem].id;
    compared += is_new ? 0 : 1;
  }
  EXPECT_EQ(designs.size(), 16U);
  EXPECT_GE(compared, 16 * 8);
}

/// The lowest value of the indicator that a front of everything could reach, as tests of constants.
double value_at(const Plan& made, const std::string& problem, const Matrix& front) {
  for (std::size_t p = 0; p < made.problems.size(); ++p) {
    if (made.problems[p].id == problem) {
      return made.measures[p][0](front).value;
    }
  }
  ADD_FAILURE() << problem;
  return 0;
}

TEST(ExpensiveSuites, HoldTheConstantsThatWerePublished) {
  const Plan compat = plan_of("expensive-a.json");
  // An empty front lacks the whole volume, and ZDT's curves start there.
  EXPECT_NEAR(value_at(compat, "zdt1-d20", Matrix(2, 0)), std::log(0.871409), 1e-12);
  EXPECT_NEAR(value_at(compat, "zdt2-d30", Matrix(2, 0)), std::log(0.538300), 1e-12);
  EXPECT_NEAR(value_at(compat, "zdt3-d30", Matrix(2, 0)), std::log(1.329144), 1e-12);
  // The whole front of RE21 cannot get below what the wrong scale leaves over.
  const Registries all = builtin_registries();
  const Matrix front = all.problems.make("re21").front(20'000);
  EXPECT_NEAR(value_at(compat, "re21", front), -1.0341, 1e-3);
  EXPECT_LT(value_at(plan_of("expensive-a-strict.json"), "re21", front), -9);
}

class ExpensiveRun : public ::testing::Test {
 protected:
  [[nodiscard]] Ended run(const std::string& suite) const {
    return run_program({"run", (kSuites / suite).string(), "--store", (folder_ / "s").string(),
                        "--jobs", "2", "--set", "/replicates/count=2", "--set",
                        R"(/include_only=[{"problem":"f2","solver":"parego"},
                                                {"problem":"f2","solver":"latin_hypercube"},
                                                {"problem":"vlmop2","solver":"parego"},
                                                {"problem":"vlmop2","solver":"latin_hypercube"}])",
                        "--set", "/report/control=parego", "--set", "/budgets/120/evaluations=25"},
                       folder_);
  }

  TemporaryFolder folder_;
};

TEST_F(ExpensiveRun, AReportShowsMeansBesidePublishedValuesAndBothScales) {
  const Ended first = run("expensive-a.json");
  ASSERT_EQ(first.code, 0) << first.err;
  const Ended report = run_program(
      {"report", (folder_ / "s").string(), "-o", (folder_ / "out").string(), "--format", "md"},
      folder_);
  ASSERT_EQ(report.code, 0) << report.err;
  const std::string text = contents(folder_ / "out/report.md");
  EXPECT_THAT(text, AllOf(HasSubstr("Log hypervolume difference (lhd) (smaller is better)"),
                          HasSubstr("SVH-PSL (published)"), HasSubstr("Wilcoxon signed-rank"),
                          HasSubstr("hypervolume of the whole front 0.871425"),
                          HasSubstr("Median (line) and quartiles (band) of 2 runs.")));
  const Ended second = run("expensive-a-strict.json");
  ASSERT_EQ(second.code, 0) << second.err;
  EXPECT_THAT(second.err, HasSubstr("nothing to do"));
}

}  // namespace
}  // namespace vilfredo::suite

#endif
