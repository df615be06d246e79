// The suites that come with the program.
#include "test_paths.hpp"

#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

namespace vilfredo::suite {
namespace {

const std::filesystem::path kSuites = std::filesystem::path(VILFREDO_SOURCE_DIR) / "suites";

TEST(ShippedSuites, AreReadWithoutFaults) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kSuites)) {
    if (entry.path().extension() == ".json") {
      ++count;
      const SuiteFile suite = load_suite(entry.path());
      EXPECT_TRUE(suite.faults.empty()) << suite.faults.lines().front();
    }
  }
  EXPECT_GE(count, 1);
}

#ifdef VILFREDO_HAVE_PAGMO

TEST(ShippedSuites, QuickstartComparesFourSolversOnSixDesigns) {
  LoadOptions options;
  options.set = {R"(/indicators=[{"id":"hv","type":"hv"},{"id":"r2","type":"r2"}])"};
  const Plan made = plan(load_suite(kSuites / "quickstart.json", options), builtin_registries());
  EXPECT_EQ(made.problems.size(), 6U);
  EXPECT_EQ(made.cells.size(), 24U);
  EXPECT_EQ(made.runs.size(), 264U);
  EXPECT_TRUE(made.warnings.empty());
  std::map<std::string, std::int64_t> populations;
  for (std::size_t c = 0; c < made.cells.size(); ++c) {
    const SolverSpec& solver = made.solvers[made.cells[c].solver];
    if (const Value* population = solver.params.find("population")) {
      populations[made.cell_name(c)] = population->as_int();
    }
    EXPECT_EQ(made.budgets[made.cells[c].budget].evaluations, 10'000U);
  }
  EXPECT_EQ(populations.at("re21/moead/10k"), 100);
  EXPECT_EQ(populations.at("re37/moead_de/10k"), 105);
  EXPECT_EQ(populations.at("re33/pagmo_nsga2/10k"), 104);
  EXPECT_EQ(populations.at("re41/moead/10k"), 120);
}

#endif

}  // namespace
}  // namespace vilfredo::suite
