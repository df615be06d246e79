// Suites that were damaged at random: whatever they hold, reading ends with a plan or with faults.
#include "suite_folder.hpp"
#include "suite_registries.hpp"
#include "test_paths.hpp"

#include <vilfredo/core/file.hpp>
#include <vilfredo/core/rng.hpp>
#include <vilfredo/suite/plan/plan.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace vilfredo::suite {
namespace {

const std::filesystem::path kGood = std::filesystem::path(VILFREDO_TEST_DATA) / "config" / "good";

/// True if reading ended as it may; anything but a fault or a clean plan is a failure.
bool ends_well(const std::filesystem::path& path, const Registries& registries) {
  const Plan plan = check(load_suite(path), registries);
  for (const std::string& line : plan.faults.lines()) {
    EXPECT_FALSE(line.empty());
  }
  EXPECT_EQ(plan.faults.empty(), !plan.runs.empty());
  return plan.faults.empty();
}

TEST(ConfigFuzz, BytesChangedDroppedAndInserted) {
  const Registries registries = suite_toys::registries();
  const TestFolder folder;
  std::filesystem::copy(kGood / "parts", folder.path() / "parts");
  const std::string text = read_file(kGood / "full.json");
  const std::string pool = "{}[]\",:0123456789.-+eE \\/nulltruefalse#$x";
  Rng rng(20250101, Purpose::user, 0);
  int clean = 0;
  for (int round = 0; round < 400; ++round) {
    std::string mutated = text;
    const std::uint64_t changes = 1 + rng.below(3);
    for (std::uint64_t c = 0; c < changes; ++c) {
      const auto at = static_cast<std::size_t>(rng.below(mutated.size()));
      const char byte = pool[static_cast<std::size_t>(rng.below(pool.size()))];
      switch (rng.below(4)) {
        case 0:
          mutated[at] = byte;
          break;
        case 1:
          mutated.erase(at, 1 + static_cast<std::size_t>(rng.below(20)));
          break;
        case 2:
          mutated.insert(at, 1, byte);
          break;
        default:
          mutated[at] = static_cast<char>(rng.below(256));
      }
    }
    clean += ends_well(folder.write("suite.json", mutated), registries) ? 1 : 0;
  }
  EXPECT_LT(clean, 400);  // the changes do reach what is read
}

void nodes_of(Value& value, std::vector<Value*>& out) {
  out.push_back(&value);
  if (value.is_object()) {
    for (Value::Member& member : value.as_object()) {
      nodes_of(member.second, out);
    }
  } else if (value.is_array()) {
    for (Value& item : value.as_array()) {
      nodes_of(item, out);
    }
  }
}

TEST(ConfigFuzz, ValuesOfTheWrongKindAnywhere) {
  const Registries registries = suite_toys::registries();
  const TestFolder folder;
  std::filesystem::copy(kGood / "parts", folder.path() / "parts");
  const Value good = json_value(read_file(kGood / "full.json"));
  const std::vector<Value> strange = {nullptr,
                                      true,
                                      0,
                                      -1,
                                      1e300,
                                      INT64_MAX,
                                      UINT64_MAX,
                                      0.5,
                                      "",
                                      "x",
                                      "/",
                                      "{",
                                      Value::Array{},
                                      Value::Array{Value(), Value::Array{}},
                                      Value::Object{},
                                      Value::Object{{"", 1}},
                                      Value::Object{{"type", "sbx"}},
                                      Value::Object{{"$ref", "#"}},
                                      Value::Object{{"$ref", 3}}};
  Value copy = good;
  std::vector<Value*> nodes;
  nodes_of(copy, nodes);
  Rng rng(7, Purpose::user, 1);
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const Value& value = strange[static_cast<std::size_t>(rng.below(strange.size()))];
    Value mutated = good;
    std::vector<Value*> targets;
    nodes_of(mutated, targets);
    *targets[n] = value;
    (void)ends_well(folder.write("suite.json", to_json(mutated)), registries);
  }
  EXPECT_GE(nodes.size(), 150U);
}

TEST(ConfigFuzz, DeepAndRepeatingSuitesEnd) {
  const Registries registries = suite_toys::registries();
  const TestFolder folder;
  EXPECT_FALSE(ends_well(folder.write("deep.json", std::string(100'000, '[')), registries));
  // Each level names the one below it ten times: ten to the ninth values.
  std::string levels = "\"l0\": [1]";
  for (int level = 1; level < 10; ++level) {
    levels += ", \"l" + std::to_string(level) + "\": [";
    for (int copy = 0; copy < 10; ++copy) {
      levels += (copy == 0 ? "" : ", ");
      levels += "{\"$ref\": \"#/l" + std::to_string(level - 1) + "\"}";
    }
    levels += "]";
  }
  folder.write("laughs.json", "{" + levels + "}");
  EXPECT_FALSE(ends_well(
      folder.write("suite.json", R"({"schema": 1, "problems": {"$ref": "laughs.json#/l9"}})"),
      registries));
}

}  // namespace
}  // namespace vilfredo::suite
