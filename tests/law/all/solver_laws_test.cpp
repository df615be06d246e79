// Laws that every registered solver obeys on every small world it accepts.
#include "revision_digests.hpp"

#include <vilfredo/core/core.hpp>
#include <vilfredo/core/hash.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

const Registries& registries() {
  static const Registries all = suite::builtin_registries();
  return all;
}

/// A world small enough to be run often, and a budget in its own unit.
struct Ground {
  std::string name;
  std::string params;
  std::uint64_t budget = 0;
  /// Only solvers of this family, if given: grounds made for them.
  std::string family = {};
  /// Apart from other grounds of that name, if given.
  std::string label = {};

  [[nodiscard]] const std::string& title() const { return label.empty() ? name : label; }
};

const std::vector<Ground>& grounds() {
  static const std::vector<Ground> all = {{"zdt1", R"({"n_var": 6})", 430},
                                          {"dtlz2", R"({"n_obj": 3})", 430},
                                          {"re24", "{}", 430},
                                          {"k_of_n", "{}", 330},
                                          {"hypergrid", "{}", 330},
                                          {"residual_network",
                                           R"({"n_obj": 1, "levels": 3, "units": 7,
                                               "sampling": "minibatch"})",
                                           900, "compression"},
                                          {"residual_network",
                                           R"({"levels": 3, "units": 7, "unequal": true,
                                               "sampling": "minibatch"})",
                                           900, "compression", "residual_network_front"},
                                          {"deep_sea_treasure", "{}", 3000}};
  return all;
}

struct Case {
  std::string solver;
  Ground ground;
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.solver << " on " << one.ground.title();
}

AnyWorld world_of(const Ground& ground) {
  return registries().make_world(ground.name, json_value(ground.params));
}

/// Whether the solver fits surrogates: its evaluations are few and what is between them is slow.
bool on_surrogates(const std::string& solver) {
  for (const FieldDescription& field : registries().solvers.at(solver).description.fields) {
    if (field.name == "bayesian") {
      return true;
    }
  }
  return false;
}

/// Populations are made small so that the budget allows several iterations, and so are searches on
/// surrogates.
Value small_params(const std::string& solver) {
  Value params{Value::Object{}};
  for (const FieldDescription& field : registries().solvers.at(solver).description.fields) {
    if (field.name == "population") {
      params["population"] = 40;
    } else if (field.name == "steps_per_iteration") {
      params["steps_per_iteration"] = 100;
    } else if (field.name == "bayesian") {
      params["bayesian"] = json_value(R"({"n_init": 6, "batch": 3,
                                          "surrogate": {"restarts": 0, "max_iterations": 15}})");
    } else if (field.name == "training") {
      params["training"] =
          json_value(R"({"hidden": [8, 8], "steps": 120, "checkpoint_points": 10})");
    } else if (field.name == "select") {
      params["select"] = json_value(R"({"candidates": 30})");
    } else if (field.name == "inner") {
      params["inner"] = json_value(R"({"population": 12, "generations": 12})");
    } else if (field.name == "search" &&
               registries().solvers.at(solver).description.family == "compression") {
      params["search"] = json_value(R"({"offspring": 12, "start_candidates": 3,
                                        "generations": 8})");
    } else if (field.name == "search") {
      params["search"] =
          json_value(R"({"raw_samples": 32, "near_samples": 8, "starts": 2, "max_iterations": 8})");
    } else if (field.name == "tokens") {
      params["tokens"] = 1;  // the cheapest fidelity, whose noise shows the seed
    } else if (field.name == "samples") {
      params["samples"] = 8;
    } else if (field.name == "features") {
      params["features"] = 60;
    }
  }
  return params;
}

/// Not every population size suits every solver and number of objectives; the defaults then do.
AnySolver solver_for(const Case& one, const AnyWorld& world) {
  try {
    return registries().solvers.make(one.solver, info_of(world), small_params(one.solver));
  } catch (const Error&) {
    return registries().solvers.make(one.solver, info_of(world));
  }
}

std::vector<Case> cases() {
  std::vector<Case> out;
  for (const Ground& ground : grounds()) {
    for (const std::string& solver : registries().solvers.fitting(info_of(world_of(ground)))) {
      if (!ground.family.empty() &&
          registries().solvers.at(solver).description.family != ground.family) {
        continue;
      }
      out.push_back({solver, ground});
      if (on_surrogates(solver)) {
        out.back().ground.budget = 14;
      }
    }
  }
  return out;
}

RunOptions options_for(const Ground& ground, const AnyWorld& world) {
  RunOptions options;
  options.seed = 5;
  if (std::holds_alternative<AnyProblem>(world)) {
    options.max_evaluations = ground.budget;
  } else {
    options.max_cost = ground.budget;
  }
  return options;
}

std::string fingerprint(const RunView& view) {
  StateIo io = StateIo::writer();
  Population population = view.population;
  std::map<std::string, double> metrics = view.metrics;
  std::uint64_t evaluations = view.evaluations;
  std::uint64_t cost = view.cost;
  io("population", population);
  io("metrics", metrics);
  io("evaluations", evaluations);
  io("cost", cost);
  return sha256_hex(io.bytes());
}

/// One fingerprint per boundary, the last of the final state.
std::vector<std::string> history(Run& run) {
  std::vector<std::string> out;
  while (run.advance()) {
    out.push_back(fingerprint(run.view()));
  }
  out.push_back(fingerprint(run.view()));
  return out;
}

class SolverLaw : public testing::TestWithParam<Case> {
 protected:
  SolverLaw()
      : world_(world_of(GetParam().ground)), options_(options_for(GetParam().ground, world_)) {}

  [[nodiscard]] vilfredo::Run fresh() const { return fresh(options_); }

  [[nodiscard]] vilfredo::Run fresh(const RunOptions& options) const {
    return {solver_for(GetParam(), world_), world_, options};
  }

  AnyWorld world_;
  RunOptions options_;
};

TEST_P(SolverLaw, GivesTheSameBitsForTheSameSeedAndAnyNumberOfThreads) {
  vilfredo::Run first = fresh();
  const std::vector<std::string> expected = history(first);
  for (const int threads : {1, 2, 8}) {
    options_.threads = threads;
    vilfredo::Run again = fresh(options_);
    ASSERT_EQ(history(again), expected) << threads << " threads";
  }
  options_.threads = 1;
  options_.seed = 6;
  vilfredo::Run other = fresh(options_);
  EXPECT_NE(history(other).back(), expected.back()) << "the seed has no effect";
}

TEST_P(SolverLaw, ResumesBitForBitAtEveryLaterBoundary) {
  if (!registries().solvers.at(GetParam().solver).traits.resumable) {
    GTEST_SKIP();
  }
  vilfredo::Run whole = fresh();
  const std::vector<std::string> expected = history(whole);
  // All early boundaries, then some: each costs the rest of a run.
  std::set<std::size_t> stops;
  for (std::size_t i = 1; i < expected.size(); i = i < 4 ? i + 1 : i + expected.size() / 5 + 1) {
    stops.insert(i);
  }
  for (const std::size_t stop : stops) {
    vilfredo::Run first = fresh();
    for (std::size_t i = 0; i < stop; ++i) {
      (void)first.advance();
    }
    StateIo out = StateIo::writer();
    first.persist(out);
    vilfredo::Run second = fresh();
    StateIo in = StateIo::reader(out.bytes());
    second.persist(in);
    const std::vector<std::string> later = history(second);
    ASSERT_EQ(later.size() + stop, expected.size()) << "stopped after " << stop;
    for (std::size_t i = 0; i < later.size(); ++i) {
      ASSERT_EQ(later[i], expected[stop + i]) << "stopped after " << stop << ", " << i << " later";
    }
  }
}

/// Watches every column that is asked.
class Watcher final : public Observer {
 public:
  explicit Watcher(const ProblemInfo& info) : info_(info) {}

  void evaluated(const Told& told, Index granted) override {
    columns += static_cast<std::uint64_t>(granted);
    for (Index j = 0; j < told.size(); ++j) {
      for (Index i = 0; i < info_.n_var; ++i) {
        const double x = told.x(i, j);
        ASSERT_GE(x, info_.lower[i]);
        ASSERT_LE(x, info_.upper[i]);
        if (info_.kind(i) != VarKind::real) {
          ASSERT_EQ(x, std::floor(x));
        }
      }
    }
  }

  std::uint64_t columns = 0;

 private:
  ProblemInfo info_;
};

TEST_P(SolverLaw, AsksInsideTheBoxAndSpendsExactlyItsBudget) {
  const auto* problem = std::get_if<AnyProblem>(&world_);
  std::shared_ptr<Watcher> watcher;
  if (problem != nullptr) {
    watcher = std::make_shared<Watcher>(problem->info());
    options_.observers = {watcher};
  }
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  vilfredo::Run run = fresh(options_);
  while (run.advance()) {
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  const RunResult result = run.result();
  EXPECT_LE(problem != nullptr ? result.evaluations : result.cost, GetParam().ground.budget);
  if (problem != nullptr) {
    EXPECT_EQ(watcher->columns, result.evaluations);
    if (result.reason == StopReason::budget) {
      EXPECT_EQ(result.evaluations, GetParam().ground.budget);
    }
  }
  EXPECT_TRUE(result.reason == StopReason::budget || result.reason == StopReason::finished);
  EXPECT_TRUE(result.deterministic);
  const Population& population = run.solver().population();
  EXPECT_GT(population.size(), 0);
  EXPECT_TRUE(population.f.allFinite());
  EXPECT_TRUE(population.x.allFinite());
  EXPECT_EQ(std::set<Id>(result.final.ids.begin(), result.final.ids.end()).size(),
            result.final.ids.size());
  EXPECT_GT(result.final.size(), 0);
}

TEST_P(SolverLaw, KeepsItsBitsUnlessItsRevisionSaysOtherwise) {
  vilfredo::Run run = fresh();
  const std::string digest = history(run).back();
  const SolverEntry& entry = registries().solvers.at(GetParam().solver);
  const std::string key = GetParam().solver + "/" + std::to_string(entry.description.revision) +
                          "/" + GetParam().ground.title() + "/" +
                          std::to_string(revision_of(info_of(world_)));
  expect_digest_of_revision(key, digest);
}

INSTANTIATE_TEST_SUITE_P(Registry, SolverLaw, testing::ValuesIn(cases()), [](const auto& test) {
  return test.param.solver + "_on_" + test.param.ground.title();
});

TEST(SolverRegistryLaw, OptionsSurviveJsonAndDescribeThemselves) {
  for (const std::string& name : registries().solvers.names()) {
    const SolverEntry& entry = registries().solvers.at(name);
    EXPECT_FALSE(entry.description.summary.empty()) << name;
    Faults faults;
    const Value defaults = entry.resolve({}, "", faults);
    EXPECT_TRUE(faults.empty()) << name;
    EXPECT_EQ(entry.resolve(json_value(to_json(defaults)), "", faults), defaults) << name;
    EXPECT_TRUE(faults.empty()) << name;
    EXPECT_EQ(entry.description.fields.size(), defaults.as_object().size()) << name;
    for (const FieldDescription& field : entry.description.fields) {
      EXPECT_FALSE(field.help.empty()) << name << "." << field.name;
    }
    entry.resolve(json_value(R"({"no_such_option": 1})"), "", faults);
    EXPECT_EQ(faults.size(), 1U) << name;
  }
}

TEST(SolverRegistryLaw, OwnSolversPromiseEverything) {
  for (const std::string& name : registries().solvers.names()) {
    const SolverTraits traits = registries().solvers.at(name).traits;
    if (!name.starts_with("pagmo_")) {
      EXPECT_TRUE(traits.exact_budget && traits.resumable && traits.deterministic) << name;
    }
  }
}

TEST(SolverRegistryLaw, EverySolverFitsSomeWorldAndRefusesTheOtherKind) {
  std::set<std::string> fitting;
  for (const Case& one : cases()) {
    fitting.insert(one.solver);
  }
  for (const std::string& name : registries().solvers.names()) {
    EXPECT_TRUE(fitting.contains(name)) << name << " is never tested";
  }
}

TEST(WorldLaw, NamesAreUniqueOverProblemsAndEnvironments) {
  for (const std::string& name : registries().environments.names()) {
    EXPECT_FALSE(registries().problems.has(name)) << name;
  }
}

}  // namespace
}  // namespace vilfredo
