// Defaults, grids, overrides, --set: which one wins, and what explain() says about it.
#include "suite_folder.hpp"
#include "suite_registries.hpp"

#include <vilfredo/suite/plan/explain.hpp>
#include <vilfredo/suite/plan/plan.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace vilfredo::suite {
namespace {

class PlanLayers : public testing::Test {
 protected:
  SuiteFile load(const std::string& text, std::vector<std::string> set = {}) {
    LoadOptions options;
    options.set = std::move(set);
    return load_suite(folder_.write("suite.json", text), options);
  }

  Plan plan_of(const std::string& text, std::vector<std::string> set = {}) {
    return plan(load(text, std::move(set)), registries_);
  }

  std::string faults_of(const std::string& text, std::vector<std::string> set = {}) {
    std::string out;
    const Plan planned = check(load(text, std::move(set)), registries_);
    for (const ConfigFault& fault : planned.faults.list()) {
      out += fault.origin.file + "|" + fault.origin.pointer + "|" + fault.sentence + "|" +
             fault.suggestion + "\n";
    }
    const std::string path = (folder_.path() / "suite.json").generic_string();
    for (std::size_t at = out.find(path); at != std::string::npos; at = out.find(path)) {
      out.replace(at, path.size(), "suite.json");
    }
    return out;
  }

  TestFolder folder_;
  Registries registries_ = suite_toys::registries();
};

std::string suite(const std::string& solvers, const std::string& more = "") {
  return R"({ "schema": 1, "seed": { "root": 1 },
  "problems": [ { "id": "b2", "type": "bowl", "params": { "n_var": 2 } },
                { "id": "b3", "type": "bowl" } ],
  "budgets": [ { "id": "1k", "evaluations": 1000 } ],
  "solvers": )" +
         solvers + more + "}";
}

/// "cell" -> value of a solver's parameter.
std::map<std::string, std::string> values(const Plan& plan, const std::string& pointer) {
  std::map<std::string, std::string> out;
  for (std::size_t c = 0; c < plan.cells.size(); ++c) {
    const Value& params = plan.solvers[plan.cells[c].solver].params;
    out[plan.cell_name(c)] = to_json(*vilfredo::at_pointer(params, pointer));
  }
  return out;
}

std::vector<std::string> solver_ids(const Plan& plan) {
  std::vector<std::string> out;
  for (const SolverSpec& solver : plan.solvers) {
    out.push_back(solver.id);
  }
  return out;
}

using Names = std::vector<std::string>;

TEST_F(PlanLayers, LaterLayersWin) {
  const std::string text = suite(
      R"([ { "id": "plain", "type": "drift", "params": { "delta": 0.1 } },
           { "id": "own", "type": "drift", "params": { "population": 40 } },
           { "id": "reset", "type": "drift", "params": { "population": null, "delta": 0.2 } } ])",
      R"(, "defaults": { "solver": { "params": { "population": 30 } } },
           "overrides": [
             { "when": { "problem": "b3", "solver": "plain" }, "set": { "/solver/params/population": 50 } },
             { "when": { "problem": "b3", "solver": "p*" }, "set": { "/solver/params/delta": 0.3 } } ])");
  const Plan plan = plan_of(text);
  EXPECT_EQ(values(plan, "/population"),
            (std::map<std::string, std::string>{{"b2/plain/1k", "30"},
                                                {"b3/plain/1k", "50"},
                                                {"b2/own/1k", "40"},
                                                {"b3/own/1k", "40"},
                                                {"b2/reset/1k", "20"},
                                                {"b3/reset/1k", "20"}}));
  // One variant for both problems unless an override tells them apart.
  EXPECT_EQ(solver_ids(plan), (Names{"plain", "plain", "own", "reset"}));
  const Plan set =
      plan_of(text, {"/solvers/plain/params/population=60", "/solvers/*/params/delta=0.5"});
  EXPECT_EQ(values(set, "/population").at("b3/plain/1k"), "60");
  EXPECT_EQ(values(set, "/population").at("b2/plain/1k"), "60");
  EXPECT_EQ(values(set, "/population").at("b2/own/1k"), "40");
  EXPECT_EQ(values(set, "/delta").at("b3/plain/1k"), "0.5");
  EXPECT_EQ(values(set, "/delta").at("b3/own/1k"), "0.5");
}

TEST_F(PlanLayers, ChoicesOfDifferentTypeDoNotMix) {
  const Plan plan = plan_of(suite(
      R"([ { "id": "de", "type": "drift", "params": { "crossover": { "type": "de" } } },
           { "id": "same", "type": "drift", "params": { "crossover": { "eta": 3 } } },
           { "id": "word", "type": "drift", "params": { "crossover": "de" } },
           { "id": "default", "type": "drift", "params": { "population": 21 } } ])",
      R"(, "defaults": { "solver": { "params": { "crossover": { "type": "sbx", "probability": 0.5 } } } },
           "exclude": [ { "solver": "word" } ])"));
  EXPECT_EQ(values(plan, "/crossover").at("b2/de/1k"), R"({"type":"de","f":0.5})");
  EXPECT_EQ(values(plan, "/crossover").at("b2/same/1k"),
            R"({"type":"sbx","eta":3.0,"probability":0.5})");
  EXPECT_EQ(values(plan, "/crossover").at("b2/default/1k"),
            R"({"type":"sbx","eta":15.0,"probability":0.5})");
  EXPECT_EQ(plan.cells.size(), 6U);
}

TEST_F(PlanLayers, GridsTakeTheProductAndZipsWalkTogether) {
  const Plan plan = plan_of(suite(
      R"([ { "id": "g", "type": "drift",
             "grid": { "/params/population": [10, 12], "/params/delta": [0.5, 0.25] },
             "zip": { "/params/neighbours": [2, 3], "/params/repair": ["clamp", "reflect"] } },
           { "id": "n", "type": "drift", "grid": { "/params/population": [10, 12] },
             "id_format": "n-{/params/population}" } ])"));
  EXPECT_EQ(solver_ids(plan),
            (Names{"g#1", "g#2", "g#3", "g#4", "g#5", "g#6", "g#7", "g#8", "n-10", "n-12"}));
  std::string text;
  for (std::size_t s = 0; s < 8; ++s) {
    const Value& p = plan.solvers[s].params;
    text += to_json(*p.find("population")) + "," + to_json(*p.find("delta")) + "," +
            to_json(*p.find("neighbours")) + "," + p.find("repair")->as_string() + ";";
  }
  EXPECT_EQ(text,
            "10,0.5,2,clamp;10,0.5,3,reflect;10,0.25,2,clamp;10,0.25,3,reflect;"
            "12,0.5,2,clamp;12,0.5,3,reflect;12,0.25,2,clamp;12,0.25,3,reflect;");
}

TEST_F(PlanLayers, AllPointsOfAGridAnswerToItsName) {
  const Plan plan = plan_of(
      suite(R"([ { "id": "g", "type": "drift", "grid": { "/params/population": [10, 12] } } ])"),
      {"/solvers/g/params/delta=0.125", "/solvers/g#2/params/neighbours=2"});
  EXPECT_EQ(values(plan, "/delta").at("b2/g#1/1k"), "0.125");
  EXPECT_EQ(values(plan, "/delta").at("b2/g#2/1k"), "0.125");
  EXPECT_EQ(values(plan, "/neighbours").at("b2/g#1/1k"), "5");
  EXPECT_EQ(values(plan, "/neighbours").at("b2/g#2/1k"), "2");
}

TEST_F(PlanLayers, SetReachesEveryPartOfASuite) {
  const Plan plan = plan_of(
      suite(R"([ { "type": "drift" } ])"),
      {"/replicates/count=4", "/seed/root=7", "/seed/pairing=independent", "/execution/jobs=3",
       "/problems/b2/params/spread=1.5", "/budgets/1k/evaluations=2000", "/budgets/1k/seconds=60",
       R"(/exclude=[{"problem":"b3"}])", "/name=42 things", R"(/indicators=[{"type":"hv"}])",
       R"(/report/formats=["csv"])"});
  EXPECT_EQ(plan.runs.size(), 4U);
  EXPECT_EQ(plan.seed.root, 7U);
  EXPECT_EQ(plan.seed.pairing, Pairing::independent);
  EXPECT_EQ(plan.execution.jobs, 3);
  EXPECT_EQ(to_json(plan.problems[0].params), R"({"n_var":2,"spread":1.5})");
  EXPECT_EQ(plan.budgets[0].evaluations, 2000U);
  EXPECT_EQ(plan.budgets[0].seconds, 60.0);
  EXPECT_EQ(plan.name, "42 things");
  EXPECT_EQ(plan.indicators.size(), 1U);
}

TEST_F(PlanLayers, SetFaultsNameTheArgument) {
  const std::string text = suite(R"([ { "id": "drift", "type": "drift" } ])");
  EXPECT_EQ(faults_of(text, {"/solvers/drifft/params/population=10"}),
            "--set /solvers/drifft/params/population=10||there is no solver \"drifft\"|drift\n");
  EXPECT_EQ(
      faults_of(text, {"/solvers/drift/params/populaton=10"}),
      "--set /solvers/drift/params/populaton=10||unknown key \"populaton\" (solver \"drift\")|"
      "population\n");
  EXPECT_EQ(
      faults_of(text, {"/solvers/drift/params/population=ten"}),
      "--set /solvers/drift/params/population=ten||found string \"ten\" (solver \"drift\")|\n");
  EXPECT_EQ(faults_of(text, {"/solvers/drift/type=walker"}),
            "--set /solvers/drift/type=walker||\"type\" of a solver cannot be set|\n");
  EXPECT_EQ(faults_of(text, {"/solvers/drift=3"}),
            "--set /solvers/drift=3||names the solver, but not what of it to set|\n");
  EXPECT_EQ(faults_of(text, {"/replicates/cuont=3"}),
            "--set /replicates/cuont=3||unknown key \"cuont\"|count\n");
  EXPECT_EQ(faults_of(text, {"/replicate/count=3"}),
            "--set /replicate/count=3||unknown key \"replicate\"|replicates\n");
  EXPECT_EQ(faults_of(text, {"/schema/x=3"}),
            "--set /schema/x=3||\"x\" cannot be set there: 1 is no object|\n");
  for (const char* usage : {"population=3", "/solvers/drift/params/population", "", "="}) {
    try {
      (void)load(text, {usage});
      FAIL() << usage;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Errc::invalid_argument);
    }
  }
}

TEST_F(PlanLayers, IncludesComeFirstAndEntriesMergeById) {
  folder_.write("solvers.json", R"({ "schema": 1, "kind": "solvers", "solvers": [
    { "id": "a", "type": "drift", "params": { "population": 10, "delta": 0.5 } },
    { "id": "b", "type": "drift", "params": { "population": 11 } } ] })");
  folder_.write("defaults.json", R"({ "schema": 1, "kind": "defaults",
    "defaults": { "solver": { "params": { "neighbours": 3 } } } })");
  const Plan plan = plan_of(suite(
      R"([ { "id": "c", "type": "drift", "params": { "neighbours": 2 } },
           { "id": "a", "params": { "population": 12 } } ])",
      R"(, "include": [ "solvers.json", "defaults.json", "solvers.json" ])"));
  EXPECT_EQ(solver_ids(plan), (Names{"a", "b", "c"}));
  EXPECT_EQ(values(plan, "/population").at("b2/a/1k"), "12");
  EXPECT_EQ(values(plan, "/delta").at("b2/a/1k"), "0.5");
  EXPECT_EQ(values(plan, "/neighbours").at("b2/b/1k"), "3");
  EXPECT_EQ(values(plan, "/neighbours").at("b2/c/1k"), "2");
}

TEST_F(PlanLayers, ReferencesAreReplacedAndTheirSiblingsWin) {
  folder_.write("parts.json",
                R"({ "list": [ 0, { "type": "drift", "params": { "population": 10 } } ],
    "a/b": { "type": "sbx", "eta": 3 } })");
  const Plan plan = plan_of(suite(
      R"([ { "id": "a", "$ref": "parts.json#/list/1", "params": { "delta": 0.5 } },
           { "id": "b", "type": "drift", "params": { "crossover": { "$ref": "parts.json#/a~1b", "probability": 1 } } },
           { "id": "c", "type": "drift", "params": { "$ref": "#/x-common" } } ])",
      R"(, "x-common": { "population": 33, "x-ignored": [] })"));
  EXPECT_EQ(values(plan, "/population").at("b2/a/1k"), "10");
  EXPECT_EQ(values(plan, "/delta").at("b2/a/1k"), "0.5");
  EXPECT_EQ(values(plan, "/crossover").at("b2/b/1k"),
            R"({"type":"sbx","eta":3.0,"probability":1.0})");
  EXPECT_EQ(values(plan, "/population").at("b2/c/1k"), "33");
}

TEST_F(PlanLayers, SelectionsPruneTheProduct) {
  const std::string solvers = R"([ { "type": "drift" }, { "type": "walker" } ])";
  const auto names = [&](const std::string& more) {
    const Plan plan = plan_of(suite(solvers, more));
    std::string out;
    for (std::size_t c = 0; c < plan.cells.size(); ++c) {
      out += plan.cell_name(c) + " ";
    }
    return out;
  };
  EXPECT_EQ(names(R"(, "exclude": [ { "problem": "b2", "solver": "w*" } ])"),
            "b2/drift/1k b3/drift/1k b3/walker/1k ");
  EXPECT_EQ(names(R"(, "include_only": [ { "solver": "walker" }, { "problem": "?3" } ])"),
            "b2/walker/1k b3/drift/1k b3/walker/1k ");
  EXPECT_EQ(
      names(R"(, "include_only": [ { "solver": "walker" } ], "exclude": [ { "problem": "b2" } ])"),
      "b3/walker/1k ");
}

TEST_F(PlanLayers, RulesThatMatchNothingAreWarnedOf) {
  const std::string text = suite(
      R"([ { "type": "drift" } ])",
      R"(, "overrides": [ { "when": { "problem": "zdt*" }, "set": { "/solver/params/delta": 0.5 } } ],
           "exclude": [ { "solver": "nobody" } ])");
  const Plan plan = plan_of(text);
  ASSERT_EQ(plan.warnings.size(), 2U);
  EXPECT_NE(plan.warnings[0].find("warning at /overrides/0: this override matches no cell"),
            std::string::npos)
      << plan.warnings[0];
  LoadOptions strict;
  strict.strict = true;
  EXPECT_EQ(check(load_suite(folder_.write("suite.json", text), strict), registries_)
                .faults.list()
                .size(),
            2U);
}

TEST_F(PlanLayers, ExplainTellsEveryLayer) {
  const std::string text =
      suite(R"([ { "id": "d", "type": "drift", "params": { "population": 40 } } ])",
            R"(, "defaults": { "solver": { "params": { "population": 30 } } },
           "overrides": [ { "when": { "problem": "b3" }, "set": { "/solver/params/population": 50 } } ])");
  const SuiteFile suite_file = load(text, {"/solvers/d/params/population=60"});
  const Explanation told = explain(suite_file, registries_, "b3/d/1k", "/solver/params/population");
  EXPECT_EQ(to_json(told.value), "60");
  std::string steps;
  for (const Explanation::Step& step : told.steps) {
    const std::size_t slash = step.place.rfind("suite.json");
    steps += to_json(step.value) + " " + step.layer + " " +
             (slash == std::string::npos ? step.place : step.place.substr(slash)) + "\n";
  }
  EXPECT_EQ(steps,
            "20 default of drift \n"
            "30 defaults suite.json:5:120\n"
            "40 entry suite.json:5:58\n"
            "50 override suite.json:6:67\n"
            "60 command line --set /solvers/d/params/population=60\n");
  EXPECT_NE(
      describe(told).find("/solver/params/population of b3/d/1k = 60\n  20  default of drift\n"),
      std::string::npos)
      << describe(told);
}

TEST_F(PlanLayers, ExplainFindsRunsByKeyAndSaysWhatItCannotFind) {
  const std::string text = suite(R"([ { "id": "d", "type": "drift" } ])");
  const SuiteFile file = load(text);
  const Plan planned = plan(file, registries_);
  const std::string key = planned.runs[1].key.substr(0, 16);
  EXPECT_EQ(explain(file, registries_, key, "/solver/params/delta").cell, "b3/d/1k");
  EXPECT_EQ(to_json(explain(file, registries_, key, "/budget/evaluations").value), "1000");
  EXPECT_EQ(to_json(explain(file, registries_, key, "/problem/type").value), R"("bowl")");
  const auto code = [&](const char* run, const char* pointer) {
    try {
      (void)explain(file, registries_, run, pointer);
    } catch (const Error& error) {
      return std::string(name(error.code())) + ": " + error.what();
    }
    return std::string();
  };
  EXPECT_EQ(code("b3/d/2k", "/solver/params/delta"),
            "not_found: unknown run or cell \"b3/d/2k\" (did you mean: b3/d/1k, allowed: b2/d/1k | "
            "b3/d/1k)");
  EXPECT_NE(code("b3/d/1k", "/solver/params/alpha").find("there is nothing at"), std::string::npos);
  EXPECT_NE(code("b3/d/1k", "/algorithm/params").find("starts with /problem"), std::string::npos);
  EXPECT_NE(code("b3/d/1k", "params").find("is no pointer"), std::string::npos);
}

}  // namespace
}  // namespace vilfredo::suite
