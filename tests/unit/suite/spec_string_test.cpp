#include "suite_folder.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/suite/spec/spec_string.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace vilfredo::suite {
namespace {

std::string params(const std::string& text) {
  return to_json(parse_spec(text).params);
}

std::string failure(const std::string& text) {
  try {
    (void)parse_spec(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::invalid_argument);
    return error.sentence();
  }
  return "";
}

TEST(SpecString, ANameAlone) {
  const NamedParams spec = parse_spec("zdt1");
  EXPECT_EQ(spec.name, "zdt1");
  EXPECT_EQ(to_json(spec.params), "{}");
}

TEST(SpecString, ValuesAreJsonWhereTheyCanBe) {
  EXPECT_EQ(parse_spec("dtlz2:n_obj=3,n_var=12").name, "dtlz2");
  EXPECT_EQ(params("dtlz2:n_obj=3,n_var=12"), R"({"n_obj":3,"n_var":12})");
  EXPECT_EQ(params("a:x=0.5,y=true,z=null,w=pbi,v=\"3\",u=-1e3,t=007"),
            R"({"x":0.5,"y":true,"z":null,"w":"pbi","v":"3","u":-1000.0,"t":"007"})");
  EXPECT_EQ(params("a:path=C:/x=y"), R"({"path":"C:/x=y"})");
}

TEST(SpecString, DotsGoIntoNestedOptions) {
  EXPECT_EQ(params("nsga2:crossover.type=sbx,crossover.eta=15"),
            R"({"crossover":{"type":"sbx","eta":15}})");
  EXPECT_EQ(params("nsga2:crossover=sbx,crossover.eta=15"),
            R"({"crossover":{"type":"sbx","eta":15}})");
  EXPECT_EQ(params("a:b.c.d=1,b.c.e=2"), R"({"b":{"c":{"d":1,"e":2}}})");
}

TEST(SpecString, FilesHoldWhatHasCommas) {
  const TestFolder folder;
  folder.write("weights.json", "[[0.5, 0.5], [1, 0]]");
  folder.write("all.json", R"({"population": 10, "crossover": {"type": "de"}})");
  const std::string at = "@" + folder.path().string();
  EXPECT_EQ(params("moead:weights=" + at + "/weights.json"), R"({"weights":[[0.5,0.5],[1,0]]})");
  EXPECT_EQ(params("moead:" + at + "/all.json,delta=1"),
            R"({"population":10,"crossover":{"type":"de"},"delta":1})");
  EXPECT_THROW((void)parse_spec("moead:population=1," + at + "/all.json"), Error);
  EXPECT_THROW((void)parse_spec("moead:" + at + "/weights.json"), Error);
}

TEST(SpecString, FaultsOfAFileHaveALine) {
  const TestFolder folder;
  folder.write("bad.json", "{\n  \"a\": 1,\n  \"a\": 2\n}");
  try {
    (void)parse_spec("moead:@" + (folder.path() / "bad.json").string());
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::invalid_config);
    EXPECT_NE(error.sentence().find("bad.json:2:3: error at /a: key \"a\" stands twice"),
              std::string::npos)
        << error.sentence();
  }
}

TEST(SpecString, SaysWhatIsWrong) {
  EXPECT_NE(failure("").find("begin with a name"), std::string::npos);
  EXPECT_NE(failure(":a=1").find("begin with a name"), std::string::npos);
  EXPECT_NE(failure("a=1").find("begin with a name"), std::string::npos);
  EXPECT_NE(failure("a:").find("an option is empty"), std::string::npos);
  EXPECT_NE(failure("a:b=1,").find("an option is empty"), std::string::npos);
  EXPECT_NE(failure("a:b").find("\"b\" has no \"=\""), std::string::npos);
  EXPECT_NE(failure("a:w=[1,2]").find("\"2]\" has no \"=\"; a value that holds a comma"),
            std::string::npos);
  EXPECT_NE(failure("a:=1").find("has no key"), std::string::npos);
  EXPECT_NE(failure("a:b.=1").find("has no key"), std::string::npos);
  EXPECT_NE(failure("a:b=").find("has no value"), std::string::npos);
  EXPECT_NE(failure("a:b=1,b=2").find("\"b\" is given twice"), std::string::npos);
  EXPECT_NE(failure("a:b=1,b.c=2").find("both as a whole and in parts"), std::string::npos);
}

}  // namespace
}  // namespace vilfredo::suite
