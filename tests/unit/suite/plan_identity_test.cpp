// Names of runs: what changes them and what does not.
#include "suite_folder.hpp"
#include "suite_registries.hpp"

#include <vilfredo/core/hash.hpp>
#include <vilfredo/suite/plan/identity.hpp>
#include <vilfredo/suite/plan/plan.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace vilfredo::suite {
namespace {

const std::string kSuite = R"({
  "schema": 1,
  "seed": { "root": 42, "pairing": "paired" },
  "replicates": { "count": 3 },
  "problems": [ { "id": "b", "type": "bowl", "params": { "n_var": 4 } }, { "id": "m", "type": "model" } ],
  "solvers": [
    { "id": "d", "type": "drift", "params": { "delta": 0.7, "crossover": { "type": "sbx", "eta": 7.5 } } },
    { "id": "w", "type": "walker" }
  ],
  "budgets": [ { "id": "short", "evaluations": 100 }, { "id": "long", "evaluations": 200 } ],
  "indicators": [ { "id": "hv", "type": "hv" } ]
})";

Plan plan_of(const Value& suite, const LoadOptions& options = {}) {
  const TestFolder folder;
  const Registries registries = suite_toys::registries();
  return plan(load_suite(folder.write("suite.json", to_json(suite, 2)), options), registries);
}

std::set<std::string> keys_of(const Plan& plan) {
  std::set<std::string> out;
  for (const RunSpec& run : plan.runs) {
    out.insert(run.key);
  }
  EXPECT_EQ(out.size(), plan.runs.size());
  return out;
}

using Change = std::function<void(Value&)>;

Plan changed(const Change& change) {
  Value suite = json_value(kSuite);
  change(suite);
  return plan_of(suite);
}

Change set(const std::string& pointer, const Value& value) {
  return [=](Value& suite) { vilfredo::set_pointer(suite, pointer, value); };
}

void reverse(Value& list) {
  std::reverse(list.as_array().begin(), list.as_array().end());
}

TEST(PlanIdentity, PlansTheProduct) {
  const Plan plan = plan_of(json_value(kSuite));
  EXPECT_EQ(plan.cells.size(), 8U);
  EXPECT_EQ(plan.runs.size(), 24U);
  EXPECT_EQ(plan.cell_name(0), "b/d/short");
  EXPECT_EQ(plan.cell_name(7), "m/w/long");
  EXPECT_EQ(plan.runs[4].cell, 1U);
  EXPECT_EQ(plan.runs[4].replicate, 1U);
}

TEST(PlanIdentity, KeysAreHashesOfTheCanonicalText) {
  const Plan plan =
      changed(set("/budgets/0/target", json_value(R"({"indicator": "hv", "value": 0.9})")));
  CellWriter writer(plan);
  for (const CellSpec& cell : plan.cells) {
    Value tree = cell_identity(plan, cell);
    const CellText text = writer.write(cell);
    EXPECT_EQ(canonical(tree), text.of_cell());
    EXPECT_EQ(cell.key, sha256_hex(canonical(tree)));
    tree["replicate"] = 2;
    EXPECT_EQ(canonical(tree), text.of_run(2));
  }
  const RunSpec& run = plan.runs[5];
  EXPECT_EQ(run.key, sha256_hex(writer.write(plan.cells[run.cell]).of_run(run.replicate)));
  std::string lines;
  for (const std::string& key : keys_of(plan)) {
    lines += key + "\n";
  }
  EXPECT_EQ(plan.key, sha256_hex(lines));
}

// Frozen: a change here makes every stored result stale.
TEST(PlanIdentity, TheTextOfARunIsFrozen) {
  const Plan plan = plan_of(json_value(kSuite));
  EXPECT_EQ(
      CellWriter(plan).write(plan.cells[0]).of_run(1),
      R"({"budget":{"evaluations":100},"failures":{"then":"mark_failed"},"pairing":"paired",)"
      R"("problem":{"params":{"n_var":4,"spread":"f64:4000000000000000"},"revision":1,"type":"bowl"},)"
      R"("replicate":1,"root_seed":42,"schema":1,"solver":{"params":{"crossover":{)"
      R"("eta":"f64:401e000000000000","probability":"f64:3feccccccccccccd","type":"sbx"},)"
      R"("delta":"f64:3fe6666666666666","neighbours":5,"population":20,"repair":"clamp",)"
      R"("weights":[]},"revision":3,"type":"drift"},"window":1})");
}

TEST(PlanIdentity, OrderNotesAndWhatIsNotTheRunDoNotMatter) {
  const auto expected = keys_of(plan_of(json_value(kSuite)));
  const std::vector<Change> harmless = {
      [](Value& s) { reverse(s["problems"]); },
      [](Value& s) { reverse(s["solvers"]); },
      [](Value& s) { reverse(s["budgets"]); },
      [](Value& s) { std::reverse(s.as_object().begin(), s.as_object().end()); },
      set("/x-note", "free text"),
      set("/solvers/0/x-why", Value::Object{{"a", 1}}),
      set("/solvers/0/params/x-note", 3),
      set("/problems/0/params/spread", 2),
      set("/problems/0/params/spread", 2.0),
      set("/problems/0/params/n_var", 4.0),
      set("/solvers/0/params/population", 20),
      set("/solvers/0/params/population", nullptr),
      set("/solvers/0/params/crossover/probability", 0.9),
      set("/solvers/1/params", Value::Object{}),
      set("/solvers/0/id", "renamed"),
      set("/name", "other"),
      set("/description", "other"),
      set("/execution", json_value(R"({"jobs": 7, "threads_per_run": 2, "store": "x"})")),
      set("/report", json_value(R"({"alpha": 0.1, "control": "w"})")),
      set("/trace", json_value(R"({"evaluations": {"per_decade": 3}})")),
      set("/score", "archive"),
      set("/indicators", Value::Array{}),
      set("/indicators/0/reference_point",
          json_value(R"({"policy": "offset_nadir", "offset": 1})")),
      set("/failures", json_value(R"({"run": {"retries": 5}})")),
      set("/problems/0/frame", json_value(R"({"nadir": [50, 50]})")),
      set("/defaults", json_value(R"({"problem": {"params": {}}})")),
      set("/seed/root", "42"),
      set("/seed/pairing", nullptr),
      set("/budgets/0/evaluations", 1e2),
  };
  for (std::size_t i = 0; i < harmless.size(); ++i) {
    EXPECT_EQ(keys_of(changed(harmless[i])), expected) << "change " << i;
  }
}

TEST(PlanIdentity, WhateverChangesNumbersChangesTheKey) {
  const auto before = keys_of(plan_of(json_value(kSuite)));
  const auto up = [](double x) { return Value(std::nextafter(x, 1e300)); };
  const std::vector<Change> harmful = {
      set("/problems/0/params/n_var", 5),
      set("/problems/0/params/spread", up(2.0)),
      set("/solvers/0/params/delta", up(0.7)),
      set("/solvers/0/params/crossover/eta", up(7.5)),
      set("/solvers/0/params/crossover/probability", up(0.9)),
      set("/solvers/0/params/crossover", "de"),
      set("/solvers/0/params/repair", "clamp_not"),
      set("/solvers/0/params/weights", Value::Array{0.5}),
      set("/budgets/0/evaluations", 101),
      set("/budgets/0/seconds", 3600),
      set("/seed/root", 43),
      set("/seed/pairing", "independent"),
      set("/window", 2),
      set("/budgets/0/target", json_value(R"({"indicator": "hv", "value": 0.9})")),
  };
  for (std::size_t i = 0; i < harmful.size(); ++i) {
    if (i == 6) {
      EXPECT_THROW((void)changed(harmful[i]), Error);
      continue;
    }
    const auto after = keys_of(changed(harmful[i]));
    EXPECT_EQ(after.size(), before.size());
    EXPECT_NE(after, before) << "change " << i;
  }
}

TEST(PlanIdentity, ATargetDependsOnItsIndicatorFrameAndSchedule) {
  const Change target =
      set("/budgets/0/target", json_value(R"({"indicator": "hv", "value": 0.9})"));
  const auto with = [&](const Change& more) {
    return keys_of(changed([&](Value& suite) {
      target(suite);
      more(suite);
    }));
  };
  const auto before = with([](Value&) {});
  const std::vector<Change> harmful = {
      set("/budgets/0/target/value", std::nextafter(0.9, 1.0)),
      set("/indicators/0/normalise", "none"),
      set("/indicators/0/reference_point",
          json_value(R"({"policy": "offset_nadir", "offset": 1})")),
      set("/indicators/0/reference_point", Value::Array{50, 50}),
      set("/problems/0/frame", json_value(R"({"nadir": [50, 50]})")),
      set("/trace", json_value(R"({"evaluations": {"per_decade": 3}})")),
  };
  for (std::size_t i = 0; i < harmful.size(); ++i) {
    EXPECT_NE(with(harmful[i]), before) << "change " << i;
  }
  EXPECT_EQ(with(set("/trace", json_value(R"({"evaluations": {"per_decade": 20}})"))), before);
}

TEST(PlanIdentity, MoreReplicatesOnlyAddRuns) {
  const auto few = keys_of(plan_of(json_value(kSuite)));
  const auto many = keys_of(changed(set("/replicates/count", 5)));
  EXPECT_EQ(many.size(), 40U);
  EXPECT_TRUE(std::includes(many.begin(), many.end(), few.begin(), few.end()));
}

TEST(PlanIdentity, ScopesPairSolversOrSeparateThem) {
  const Plan paired = plan_of(json_value(kSuite));
  const ProblemSpec& problem = paired.problems[0];
  const std::string text = canonical(identity("bowl", problem.params, 1));
  for (std::size_t c = 0; c < 4; ++c) {
    EXPECT_EQ(paired.cells[c].scope, "problem:" + sha256_hex(text));
  }
  EXPECT_NE(paired.cells[4].scope, paired.cells[0].scope);
  const Plan independent = changed(set("/seed/pairing", "independent"));
  for (const CellSpec& cell : independent.cells) {
    EXPECT_EQ(cell.scope, cell.key);
  }
}

TEST(PlanIdentity, SeedsUseAllSixtyFourBits) {
  const Plan plan = changed(set("/seed/root", "18446744073709551615"));
  EXPECT_EQ(plan.seed.root, 18446744073709551615ULL);
  EXPECT_NE(CellWriter(plan).write(plan.cells[0]).of_cell().find("18446744073709551615"),
            std::string::npos);
  LoadOptions options;
  options.root_seed = 18446744073709551615ULL;
  EXPECT_EQ(keys_of(plan_of(json_value(kSuite), options)), keys_of(plan));
}

}  // namespace
}  // namespace vilfredo::suite
