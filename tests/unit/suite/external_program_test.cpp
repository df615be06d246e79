// vilfredo-external as a user meets it: real simulators that crash and hang, kill -9, preferences.
#include "program_runner.hpp"

#include <vilfredo/core/json_text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace vilfredo::suite {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ExternalProgram : public ::testing::Test {
 protected:
  void SetUp() override {
    write(folder_ / "simulator.py",
          "import json, os, sys, time\n"
          "x = json.loads(sys.stdin.readline())['x']\n"
          "a, b = x['a'], x['b']\n"
          "if os.environ.get('SLOW'): time.sleep(0.2)\n"
          "if os.environ.get('BROKEN') or 0.40 < a < 0.44: sys.exit('no mesh')\n"
          "if os.environ.get('HANG') and 0.70 < a < 0.80: time.sleep(300)\n"
          "with open('" +
              text("calls") +
              "', 'a') as f: f.write(json.dumps([a, b]) + '\\n')\n"
              "print(json.dumps({'f': [a + b * b, 2 - a - b * b]}))\n");
    write(folder_ / "simulator.json", R"({ "name": "toy", "command": ["python3", ")" +
                                          text("simulator.py") +
                                          R"("], "timeout_s": 5,
               "variables": [ { "name": "a", "lower": 0, "upper": 1 },
                              { "name": "b", "lower": -1, "upper": 1 } ],
               "objectives": [ { "name": "cost" }, { "name": "gain", "sense": "max" } ] })");
  }

  [[nodiscard]] std::string text(const std::string& name) const {
    return (folder_ / name).string();
  }

  [[nodiscard]] std::vector<std::string> arguments(const std::string& run,
                                                   std::vector<std::string> more = {}) const {
    std::vector<std::string> out = {
        "vilfredo-external", text("simulator.json"),  "--folder",      text(run),
        "--solver",          "random_search:batch=5", "--evaluations", "20"};
    out.insert(out.end(), more.begin(), more.end());
    out.erase(out.begin());
    return out;
  }

  [[nodiscard]] Ended call(const std::vector<std::string>& given) const {
    return Started(given, folder_, VILFREDO_EXTERNAL).wait();
  }

  using Point = std::pair<double, double>;

  static Point point_from(const Value& list) {
    return {list.as_array().at(0).as_double(), list.as_array().at(1).as_double()};
  }

  /// How often the simulator came to an end at each point.
  [[nodiscard]] std::map<Point, int> calls() const {
    std::map<Point, int> out;
    std::istringstream in(contents(folder_ / "calls"));
    for (std::string line; std::getline(in, line);) {
      ++out[point_from(json_value(line))];
    }
    return out;
  }

  /// How often each point is in the journal; a line that is cut off is in none.
  [[nodiscard]] std::map<Point, int> journal(const std::string& run) const {
    std::map<Point, int> out;
    std::istringstream in(contents(folder_ / (run + "/evaluations.jsonl")));
    for (std::string line; std::getline(in, line) && !in.eof();) {
      const Value value = json_value(line);
      if (const Value* x = value.find("x")) {
        ++out[point_from(*x)];
      }
    }
    return out;
  }

  TemporaryFolder folder_;
};

TEST_F(ExternalProgram, SurvivesCrashesAndHangsAndReportsThem) {
  ASSERT_EQ(setenv("HANG", "1", 1), 0);
  const Ended ended = call(arguments("run"));
  ASSERT_EQ(unsetenv("HANG"), 0);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("20 of 20 evaluations"));
  const std::string journal = contents(folder_ / "run/evaluations.jsonl");
  EXPECT_EQ(std::count(journal.begin(), journal.end(), '\n'), 21);
  EXPECT_THAT(contents(folder_ / "run/front.csv"), HasSubstr("# objectives: cost:min gain:max"));
  EXPECT_THAT(contents(folder_ / "run/front.csv"), ::testing::Not(HasSubstr("nan")));
}

TEST_F(ExternalProgram, KilledItNeitherLosesNorRepeatsAFinishedEvaluation) {
  std::string patient = contents(folder_ / "simulator.json");
  patient.replace(patient.find("\"timeout_s\": 5"), 14, "\"timeout_s\": 99");
  write(folder_ / "simulator.json", patient);
  ASSERT_EQ(call(arguments("undisturbed")).code, 0);
  const std::string wanted = contents(folder_ / "undisturbed/front.csv");
  std::filesystem::remove(folder_ / "calls");
  ASSERT_EQ(setenv("SLOW", "1", 1), 0);
  std::map<Point, int> finished;  // calls of what was in the journal when the process was killed
  for (int kill = 0; kill < 3; ++kill) {
    const Started started(arguments("run"), folder_, VILFREDO_EXTERNAL);
    const std::size_t wanted_lines = 4 * static_cast<std::size_t>(kill + 1);
    for (int wait = 0; wait < 6000 && journal("run").size() < wanted_lines; ++wait) {
      ::usleep(10'000);
    }
    started.send(SIGKILL);
    (void)started.wait();
    const std::map<Point, int> called = calls();
    for (const auto& [x, count] : journal("run")) {
      finished.emplace(x, called.contains(x) ? called.at(x) : 0);
    }
  }
  const Ended ended = call(arguments("run"));
  ASSERT_EQ(unsetenv("SLOW"), 0);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("finished evaluations are known"));
  EXPECT_EQ(contents(folder_ / "run/front.csv"), wanted);
  EXPECT_FALSE(finished.empty());
  const std::map<Point, int> called = calls();
  for (const auto& [x, count] : finished) {
    EXPECT_EQ(called.contains(x) ? called.at(x) : 0, count) << "repeated: " << x.first;
  }
  EXPECT_EQ(journal("run").size(), 20U);
  for (const auto& [x, count] : journal("run")) {
    EXPECT_EQ(count, 1) << x.first;
  }
  const Ended again = call(arguments("run"));
  EXPECT_EQ(again.code, 0);
  EXPECT_EQ(contents(folder_ / "run/front.csv"), wanted);
}

TEST_F(ExternalProgram, GivesUpOnASimulatorThatAlwaysFails) {
  ASSERT_EQ(setenv("BROKEN", "1", 1), 0);
  const Ended ended = call(arguments("run", {"--give-up-after", "7"}));
  ASSERT_EQ(unsetenv("BROKEN"), 0);
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("failed too often in a row"), HasSubstr("no mesh")));
}

TEST_F(ExternalProgram, RefusesWhatCannotWorkBeforeTheFirstEvaluation) {
  const auto refused = [&](std::vector<std::string> more, int code, const std::string& sentence) {
    const Ended ended = call(arguments("refused", std::move(more)));
    EXPECT_EQ(ended.code, code) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(sentence));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "refused/settings.json")) << sentence;
  };
  refused({"--preference", "0.3,0.7"}, 3, "random_search learns no set");
  EXPECT_EQ(call({text("simulator.json"), "--folder", text("f")}).code, 3);
  const auto other = [&](const std::string& solver) {
    return call(
        {text("simulator.json"), "--folder", text("f"), "--evaluations", "5", "--solver", solver});
  };
  EXPECT_EQ(other("random_serch").code, 3);
  EXPECT_THAT(other("random_search:batch=none").err, HasSubstr("batch"));
  write(folder_ / "broken.json", "{ \"command\": [\"python3\"], }");
  const Ended ended = call({text("broken.json"), "--folder", text("g"), "--evaluations", "5"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("broken.json:1:"));
  EXPECT_TRUE(calls().empty());
}

TEST_F(ExternalProgram, AFolderBelongsToOneRun) {
  ASSERT_EQ(call(arguments("run")).code, 0);
  const Ended ended = call(arguments("run", {"--seed", "2"}));
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("another \"seed\""), HasSubstr("there: 1")));
}

}  // namespace
}  // namespace vilfredo::suite
