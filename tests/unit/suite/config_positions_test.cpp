// Where the reader says that keys and elements stand.
#include <vilfredo/core/json_text.hpp>

#include <gtest/gtest.h>

#include <string>

namespace vilfredo {
namespace {

std::string at(const ParsedJson& parsed, const std::string& pointer) {
  const auto found = parsed.positions.find(pointer);
  return found == parsed.positions.end()
             ? "none"
             : std::to_string(found->second.line) + ":" + std::to_string(found->second.column);
}

TEST(ConfigPositions, KeysAndElementsAreWhereTheyStart) {
  const ParsedJson parsed = parse_json(R"( {
  "a" : [ 12, -3.5e2,"text" , "q\"uo\\", true,null,
    { "in\"ner": [ [ 7 ], {} ] },1],
  "b":"x"
})");
  ASSERT_TRUE(parsed.faults.empty());
  EXPECT_EQ(at(parsed, ""), "1:1");
  EXPECT_EQ(at(parsed, "/a"), "2:3");
  EXPECT_EQ(at(parsed, "/a/0"), "2:11");
  EXPECT_EQ(at(parsed, "/a/1"), "2:15");
  EXPECT_EQ(at(parsed, "/a/2"), "2:22");
  EXPECT_EQ(at(parsed, "/a/3"), "2:31");
  EXPECT_EQ(at(parsed, "/a/4"), "2:42");
  EXPECT_EQ(at(parsed, "/a/5"), "2:47");
  EXPECT_EQ(at(parsed, "/a/6"), "3:5");
  EXPECT_EQ(at(parsed, "/a/6/in\"ner"), "3:7");
  EXPECT_EQ(at(parsed, "/a/6/in\"ner/0"), "3:20");
  EXPECT_EQ(at(parsed, "/a/6/in\"ner/0/0"), "3:22");
  EXPECT_EQ(at(parsed, "/a/6/in\"ner/1"), "3:27");
  EXPECT_EQ(at(parsed, "/a/7"), "3:34");
  EXPECT_EQ(at(parsed, "/b"), "4:3");
}

TEST(ConfigPositions, ADocumentMayBeOneNumberOrText) {
  EXPECT_EQ(at(parse_json("  42"), ""), "1:1");
  EXPECT_EQ(at(parse_json("[5]"), "/0"), "1:2");
  EXPECT_EQ(at(parse_json("[\n5"), "/0"), "2:1");
  EXPECT_EQ(at(parse_json("[\"\"]"), "/0"), "1:2");
}

}  // namespace
}  // namespace vilfredo
