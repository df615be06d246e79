#include <vilfredo/core/error.hpp>
#include <vilfredo/core/hash.hpp>
#include <vilfredo/core/json_text.hpp>
#include <vilfredo/core/value.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace vilfredo {
namespace {

TEST(Canonical, GivesTheHashOfTheSpecification) {
  const Value spec = json_value(R"({
    "schema": 1, "root_seed": 42, "replicate": 0,
    "problem": {"type": "zdt1", "revision": 1, "params": {"n_var": 30}},
    "algorithm": {"type": "nsga2", "revision": 1, "params": {
      "population": 100, "crossover": {"type": "sbx", "eta": 15.0, "probability": 0.9}}},
    "budget": {"evaluations": 10000}})");
  EXPECT_EQ(sha256_hex(canonical(spec)),
            "1ec98cf1ec31de0998caaf9ac68600bf28b4c64c616f5b61af965d78f408520b");
}

TEST(Canonical, TellsApartNeighbouringDoublesButNotTheSignOfZero) {
  EXPECT_NE(canonical(Value(0.1)), canonical(Value(std::nextafter(0.1, 1.0))));
  EXPECT_EQ(canonical(Value(0.0)), canonical(Value(-0.0)));
  EXPECT_THROW((void)canonical(Value(std::nan(""))), Error);
}

TEST(Json, KeepsNumbersExactAndIntegersApartFromReals) {
  for (const double number : {0.1, 1e300, 5e-324, -1.0 / 3, 100.0}) {
    const Value back = json_value(to_json(Value(number)));
    EXPECT_FALSE(back.is_integer());
    EXPECT_EQ(back.as_double(), number);
  }
  EXPECT_EQ(json_value("18446744073709551615").as_unsigned(), 18446744073709551615U);
  EXPECT_EQ(json_value("-9223372036854775808").as_int(), INT64_MIN);
  EXPECT_EQ(to_json(json_value("[1,-2,18446744073709551615]")), "[1,-2,18446744073709551615]");
}

TEST(Json, RoundTripsTextWithEveryEscape) {
  const std::string text = "quote \" back \\ newline \n tab \t bell \x07 umlaut ü";
  EXPECT_EQ(json_value(to_json(Value(text))).as_string(), text);
}

TEST(Json, KnowsWhereEveryKeyAndElementStands) {
  const std::string text = "{\n  \"a\": 1,\n  \"list\": [10,\n    20, {\"deep\": true}]\n}";
  const ParsedJson parsed = parse_json(text);
  ASSERT_TRUE(parsed.faults.empty());
  const auto place = [&](const char* pointer) { return parsed.positions.at(pointer); };
  EXPECT_EQ(place("/a").line, 2);
  EXPECT_EQ(place("/a").column, 3);
  EXPECT_EQ(place("/list").line, 3);
  EXPECT_EQ(place("/list/1").line, 4);
  EXPECT_EQ(place("/list/2/deep").line, 4);
}

TEST(Json, ReportsDuplicateKeysSyntaxErrorsAndNumbersOutOfRange) {
  const ParsedJson twice = parse_json("{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2}}");
  ASSERT_EQ(twice.faults.size(), 1U);
  EXPECT_EQ(twice.faults[0].pointer, "/b/c");
  for (const char* bad :
       {"", "{", "[1,]", "{\"a\" 1}", "nul", "1 2", "{'a': 1}", "[NaN]", "1e999"}) {
    EXPECT_FALSE(parse_json(bad).faults.empty()) << bad;
  }
  EXPECT_FALSE(parse_json("// no\n1").faults.empty());
  EXPECT_TRUE(parse_json("// yes\n1", JsonSyntax::with_comments).faults.empty());
  EXPECT_FALSE(parse_json(std::string(100000, '[')).faults.empty());
}

TEST(Pointer, FindsAndSetsThroughEscapesAndArrays) {
  Value root = json_value(R"({"a/b": {"c~d": [1, 2, {"e": 3}]}})");
  ASSERT_NE(at_pointer(root, "/a~1b/c~0d/2/e"), nullptr);
  EXPECT_EQ(at_pointer(root, "/a~1b/c~0d/2/e")->as_int(), 3);
  EXPECT_EQ(at_pointer(root, "/a~1b/x"), nullptr);
  EXPECT_EQ(at_pointer(root, "/a~1b/c~0d/3"), nullptr);
  set_pointer(root, "/a~1b/c~0d/0", 7);
  set_pointer(root, "/new/branch", true);
  EXPECT_EQ(at_pointer(root, "/a~1b/c~0d/0")->as_int(), 7);
  EXPECT_TRUE(at_pointer(root, "/new/branch")->as_bool());
  EXPECT_THROW(set_pointer(root, "/new/branch/below", 1), Error);
  EXPECT_THROW(set_pointer(root, "/a~1b/c~0d/9", 1), Error);
}

TEST(Error, SuggestsTheNearestName) {
  const std::vector<std::string> names = {"moead", "moead_de", "nsga2", "random_search"};
  EXPECT_EQ(nearest("meoad", names), "moead");
  EXPECT_EQ(nearest("nsga", names), "nsga2");
  EXPECT_EQ(nearest("random", names), "random_search");
  EXPECT_EQ(nearest("xyz", names), "");
  const Error error = unknown_name("solver", "moaed", names);
  EXPECT_EQ(error.code(), Errc::not_found);
  EXPECT_NE(std::string(error.what()).find("did you mean: moead"), std::string::npos);
}

}  // namespace
}  // namespace vilfredo
