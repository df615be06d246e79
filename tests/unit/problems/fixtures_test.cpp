// Objectives of independent implementations, for every problem that we have.
#include "problem_evaluation.hpp"
#include "test_paths.hpp"

#include <vilfredo/problems/engineering/re.hpp>
#include <vilfredo/problems/registry.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <set>
#include <string>

namespace vilfredo {
namespace {

constexpr double kTolerance = 1e-11;

/// What the files hold and this library does not have (yet).
const std::set<std::string> kElsewhere = {
    "ZDT5",  "DTLZ8", "DTLZ9", "IDTLZ1", "IDTLZ2", "ConvexDTLZ2", "SDTLZ1", "SDTLZ2",
    "CRE21", "CRE22", "CRE23", "CRE24",  "CRE25",  "CRE31",       "CRE32",  "CRE51"};

std::string registry_name(const std::string& name) {
  if (name == "RE22") {
    return "re22_published";
  }
  if (name == "RE22-corrected") {
    return "re22";
  }
  std::string out = name;
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return out;
}

Vector vector_from(const nlohmann::json& list) {
  const auto values = list.get<std::vector<double>>();
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

Vector objectives(const ProblemRegistry& registry, const nlohmann::json& one) {
  const std::string name = registry_name(one.at("problem").get<std::string>());
  const Vector x = vector_from(one.at("x"));
  if (name == "re91") {
    return Re91::objectives(x.head(7), x.tail(4));
  }
  Value params;
  for (const FieldDescription& field : registry.at(name).description.fields) {
    if (field.name == "n_var") {
      params["n_var"] = one.at("n").get<std::int64_t>();
    } else if (field.name == "n_obj") {
      params["n_obj"] = one.at("m").get<std::int64_t>();
    }
  }
  return testing::evaluate(registry.make(name, params), x).f.col(0);
}

class Fixtures : public ::testing::TestWithParam<std::pair<std::string, int>> {};

TEST_P(Fixtures, AgreeWithIndependentImplementations) {
  const auto& [file, expected_cases] = GetParam();
  std::ifstream stream(std::string(VILFREDO_TEST_DATA) + "/problems/" + file);
  ASSERT_TRUE(stream.good()) << "missing " << file;
  const auto document = nlohmann::json::parse(stream);
  ProblemRegistry registry;
  register_builtin_problems(registry);
  int cases = 0;
  for (const auto& one : document.at("cases")) {
    const auto problem = one.at("problem").get<std::string>();
    if (kElsewhere.contains(problem)) {
      continue;
    }
    ++cases;
    const Vector expected = vector_from(one.at("f"));
    const Vector found = objectives(registry, one);
    ASSERT_EQ(found.size(), expected.size()) << problem;
    for (Index k = 0; k < expected.size(); ++k) {
      EXPECT_NEAR(found[k], expected[k], kTolerance * std::max(1.0, std::abs(expected[k])))
          << problem << " objective " << k + 1;
    }
  }
  EXPECT_EQ(cases, expected_cases);
}

INSTANTIATE_TEST_SUITE_P(All,
                         Fixtures,
                         ::testing::Values(std::pair<std::string, int>{"zdt.json", 15},
                                           std::pair<std::string, int>{"dtlz.json", 49},
                                           std::pair<std::string, int>{"re.json", 34}),
                         [](const auto& test) {
                           return test.param.first.substr(0, test.param.first.find('.'));
                         });

}  // namespace
}  // namespace vilfredo
