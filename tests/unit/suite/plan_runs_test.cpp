// From a plan to runs: frames, budgets, copies, and the plan kept as JSON.
#include "suite_folder.hpp"
#include "suite_registries.hpp"
#include "test_paths.hpp"

#include <vilfredo/suite/plan/instantiate.hpp>
#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/plan/resolved.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace vilfredo::suite {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::filesystem::path kGood = std::filesystem::path(VILFREDO_TEST_DATA) / "config" / "good";

const IndicatorEntry& indicator(const Registries& registries, const char* name) {
  return registries.indicators.at(name);
}

TEST(PlanRuns, FramesTakeWhatTheWorldKnows) {
  const Registries registries = suite_toys::registries();
  const AnyWorld world = registries.make_world("bowl", json_value(R"({"n_var": 4})"));
  const ReferenceFrame frame = frame_for({}, {}, indicator(registries, "hv"), world);
  EXPECT_TRUE(frame.normalise);
  EXPECT_EQ(frame.ideal, Vector::Zero(2));
  EXPECT_EQ(frame.nadir, Vector::Constant(2, 16));
  EXPECT_EQ(frame.reference, Vector::Constant(2, 17.6));
  EXPECT_EQ(frame.reference_set.cols(), 0);
  EXPECT_EQ(frame_for({}, {}, indicator(registries, "igd_plus"), world).reference_set.cols(), 1000);
  FrameSettings few;
  few.reference_points = 50;
  EXPECT_EQ(frame_for(few, {}, indicator(registries, "igd_plus"), world).reference_set.cols(), 50);
}

TEST(PlanRuns, SuitesKnowBetterThanWorlds) {
  const Registries registries = suite_toys::registries();
  const AnyWorld world = registries.make_world("bowl");
  KnownFrame known;
  known.nadir = Vector::Constant(2, 20);
  known.reference_point = Vector::Constant(2, 30);
  EXPECT_EQ(frame_for({}, known, indicator(registries, "hv"), world).reference,
            Vector::Constant(2, 30));
  FrameSettings offset;
  offset.policy = ReferencePolicy::offset_nadir;
  offset.offset = 0.5;
  EXPECT_EQ(frame_for(offset, known, indicator(registries, "hv"), world).reference,
            Vector::Constant(2, 30));
  FrameSettings point;
  point.policy = ReferencePolicy::point;
  point.point = Vector::Constant(2, 25);
  EXPECT_EQ(frame_for(point, known, indicator(registries, "hv"), world).reference,
            Vector::Constant(2, 25));
}

TEST(PlanRuns, PointsOfASuiteAreInTheObjectivesOwnSenses) {
  const TestFolder folder;
  const Registries registries = suite_toys::registries();
  folder.write("front.csv", "1,9\n2,10\n");
  const Plan made = plan(load_suite(folder.write("suite.json", R"({
    "schema": 1, "seed": { "root": 1 },
    "problems": [ { "type": "dark", "frame": { "ideal": [0, 12], "nadir": [12, 0] } } ],
    "solvers": [ { "type": "drift" } ],
    "budgets": [ { "id": "b", "evaluations": 100 } ],
    "indicators": [ { "id": "hv", "type": "hv", "reference_point": [13, -1] },
                    { "id": "igdp", "type": "igd_plus", "reference_set": "front.csv" } ] })")),
                         registries);
  const ReferenceFrame& hv = made.measures[0][0].frame();
  EXPECT_EQ(hv.ideal, (Vector{{0.0, -12.0}}));
  EXPECT_EQ(hv.nadir, (Vector{{12.0, 0.0}}));
  EXPECT_EQ(hv.reference, (Vector{{13.0, 1.0}}));
  EXPECT_EQ(made.measures[0][1].frame().reference_set, (Matrix{{1.0, 2.0}, {-9.0, -10.0}}));
  // A point at ideal in both objectives: the whole box up to (13, 1) of 12 x 12.
  EXPECT_NEAR(made.measures[0][0](Matrix(hv.ideal)).value, 13.0 / 12 * 13 / 12, 1e-12);
}

TEST(PlanRuns, BudgetsCountWhatTheWorldCounts) {
  const Registries registries = suite_toys::registries();
  const Plan made = plan(load_suite(kGood / "full.json"), registries);
  std::set<std::string> seen;
  for (const RunSpec& run : made.runs) {
    const CellSpec& cell = made.cells[run.cell];
    const std::string cell_name = made.cell_name(run.cell);
    const PreparedRun prepared = instantiate(made, run, registries);
    seen.insert(cell_name);
    EXPECT_EQ(prepared.options.seed, 18446744073709551615ULL);
    EXPECT_EQ(prepared.options.scope, cell.key);
    EXPECT_EQ(prepared.options.replicate, run.replicate);
    EXPECT_TRUE(prepared.options.archive);
    EXPECT_EQ(prepared.options.trace->per_decade, 10);
    EXPECT_EQ(prepared.options.trace_indicators.size(), 1U);
    if (cell_name.starts_with("model/") && cell_name.ends_with("/1k")) {
      EXPECT_EQ(prepared.options.max_evaluations, 1000U);
      EXPECT_EQ(prepared.options.max_cost, 100'000U);
    }
    if (cell_name.starts_with("bowl-3/")) {
      EXPECT_EQ(prepared.options.max_evaluations, cell_name.ends_with("/1k") ? 1000U : 2000U);
      EXPECT_FALSE(prepared.options.max_cost);
      EXPECT_EQ(prepared.options.max_seconds, 60.0);
    }
    EXPECT_EQ(prepared.options.target.has_value(), cell_name.ends_with("/goal"));
    EXPECT_EQ(prepared.options.stall.has_value(), cell_name.ends_with("/stall"));
    const bool overlaps = cell_name.find("/walker/") != std::string::npos;
    const bool first = cell_name.starts_with("bowl-") && cell_name.ends_with("/1k");
    EXPECT_EQ(prepared.options.window, overlaps && !first ? 2 : 1) << cell_name;
  }
  EXPECT_TRUE(seen.contains("bowl-2/grid#8/1k"));
  EXPECT_FALSE(seen.contains("model/grid#1/1k"));
  EXPECT_EQ(made.runs.front().replicate, 2U);
}

TEST(PlanRuns, PairedSolversStartFromOneScopeAndRunToTheirBudget) {
  const Registries registries = suite_toys::registries();
  const Plan made = plan(load_suite(kGood / "minimal.json"), registries);
  ASSERT_EQ(made.runs.size(), 1U);
  PreparedRun once = instantiate(made, made.runs[0], registries);
  PreparedRun again = instantiate(made, made.runs[0], registries);
  const RunResult a = run(std::move(once.solver), once.world, once.options);
  const RunResult b = run(std::move(again.solver), again.world, again.options);
  EXPECT_EQ(a.evaluations, 1000U);
  EXPECT_EQ(a.final.f, b.final.f);
  EXPECT_EQ(once.options.scope, made.problems[0].scope);
}

TEST(PlanRuns, EnvironmentsArePlannedLikeProblems) {
  const Registries registries = suite_toys::registries();
  const Plan made = plan(load_suite(kGood / "environment.json"), registries);
  EXPECT_EQ(made.budgets[0].unit, "environment_steps");
  EXPECT_EQ(made.budgets[0].cost, 1000U);
  EXPECT_FALSE(made.budgets[0].evaluations);
  // Rewards are maximised, so the frame is negated.
  EXPECT_EQ(made.measures[0][0].frame().ideal, Vector::Constant(2, -1));
  PreparedRun prepared = instantiate(made, made.runs[0], registries);
  EXPECT_LE(run(std::move(prepared.solver), prepared.world, prepared.options).cost, 1000U);
}

TEST(PlanRuns, AResolvedPlanComesBack) {
  const Registries registries = suite_toys::registries();
  for (const char* file : {"full.json", "minimal.json", "environment.json", "nulls.json"}) {
    const Plan made = plan(load_suite(kGood / file), registries);
    const std::string text = to_json(resolved(made), 2);
    const Plan back = plan_from_resolved(json_value(text), registries);
    EXPECT_EQ(to_json(resolved(back), 2), text) << file;
    EXPECT_EQ(back.key, made.key);
    ASSERT_EQ(back.runs.size(), made.runs.size());
    for (std::size_t r = 0; r < made.runs.size(); ++r) {
      EXPECT_EQ(back.runs[r].key, made.runs[r].key);
    }
    for (std::size_t p = 0; p < made.measures.size(); ++p) {
      for (std::size_t i = 0; i < made.measures[p].size(); ++i) {
        EXPECT_EQ(back.measures[p][i].frame().hash(), made.measures[p][i].frame().hash());
      }
    }
  }
}

// The same solvers, one of them changed since.
SolverRegistry with_next_revision(const SolverRegistry& solvers, const std::string& of) {
  SolverRegistry out;
  for (const std::string& name : solvers.names()) {
    SolverEntry entry = solvers.at(name);
    entry.description.revision += name == of ? 1 : 0;
    out.add(std::move(entry));
  }
  return out;
}

TEST(PlanRuns, APlanOfAnotherRevisionIsReadAndKeepsItsKeys) {
  Registries registries = suite_toys::registries();
  const Plan made = plan(load_suite(kGood / "full.json"), registries);
  EXPECT_THAT(changed_since(made, registries), IsEmpty());
  registries.solvers = with_next_revision(registries.solvers, made.solvers[0].type);
  const Plan back = plan_from_resolved(resolved(made), registries);
  EXPECT_EQ(back.key, made.key);
  EXPECT_THAT(changed_since(back, registries),
              ElementsAre(made.solvers[0].type + " (revision 3 then, 4 here)"));
  EXPECT_NE(plan(load_suite(kGood / "full.json"), registries).key, made.key);
}

TEST(PlanRuns, ADamagedPlanIsRefused) {
  const Registries registries = suite_toys::registries();
  const Value good = resolved(plan(load_suite(kGood / "full.json"), registries));
  const auto code = [&](const std::string& pointer, const Value& value) {
    Value changed = good;
    vilfredo::set_pointer(changed, pointer, value);
    try {
      (void)plan_from_resolved(changed, registries);
    } catch (const Error& error) {
      return std::string(name(error.code()));
    }
    return std::string("accepted");
  };
  EXPECT_EQ(code("/name", "other"), "accepted");
  EXPECT_EQ(code("/solvers/0/revision", 2), "store_damaged") << "the keys are of revision 1";
  EXPECT_EQ(code("/solvers/0/type", "vanished"), "not_found");
  EXPECT_EQ(code("/solvers/0/params/delta", 0.75), "store_damaged");
  EXPECT_EQ(code("/cells/0/solver", 1000), "store_damaged");
  EXPECT_EQ(code("/cells", 3), "store_damaged");
  EXPECT_EQ(code("/key", "0"), "store_damaged");
  EXPECT_EQ(code("/schema", 9), "store_damaged");
  EXPECT_EQ(code("/seed", Value::Object{}), "store_damaged");
}

}  // namespace
}  // namespace vilfredo::suite
