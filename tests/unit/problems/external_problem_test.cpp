// Real child processes: small Python programs that behave, misbehave and hang.
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/evaluation_failure.hpp>
#include <vilfredo/core/evaluator.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/problems/external/external_problem.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace vilfredo {
namespace {

using ::testing::HasSubstr;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "external-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

class External : public ::testing::Test {
 protected:
  /// A simulator with two variables a in [0, 1] and b in 0 … 9, objectives cost and gain (larger is
  /// better), and one constraint. `body` sees them as a and b.
  Simulator simulator(const std::string& body) {
    const std::filesystem::path script = folder_ / "simulator.py";
    std::ofstream(script) << "import json, os, sys, time\n"
                             "open(" +
                                 quoted(folder_ / "calls") +
                                 ", 'a').write('x')\n"
                                 "request = json.loads(sys.stdin.readline())\n"
                                 "a, b = request['x']['a'], request['x']['b']\n" +
                                 body;
    Simulator out;
    out.name = "toy";
    out.command = {"python3", script.string()};
    out.variables = {{"a", 0, 1, false}, {"b", 0, 9, true}};
    out.objectives = {{"cost", Sense::minimise, ""}, {"gain", Sense::maximise, ""}};
    out.constraints = {"limit"};
    out.timeout_seconds = 60;
    return out;
  }

  [[nodiscard]] std::size_t calls() const {
    std::error_code missing;
    const auto size = std::filesystem::file_size(folder_ / "calls", missing);
    return missing ? 0 : static_cast<std::size_t>(size);
  }

  static std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

  static Vector at(double a, double b) { return (Vector(2) << a, b).finished(); }

  FinishedEvaluation outcome_of(const std::string& body, double timeout = 60) {
    Simulator one = simulator(body);
    one.timeout_seconds = timeout;
    return ExternalProblem(one).evaluate_one(at(0.5, 3));
  }

  Folder folder_;
};

constexpr const char* kGood = "print(json.dumps({'f': [a + b, a * b], 'g': [a - 1]}))\n";

TEST_F(External, EvaluatesWithNamesSensesAndWholeNumbers) {
  const ExternalProblem problem(
      simulator("assert isinstance(b, int) and request['deadline_s'] == 60\n"
                "print('a line that is no reply')\n" +
                std::string(kGood) + "print('[1, 2]')\n"));
  const AnyProblem any = problem;
  EXPECT_EQ(any.info().variable_name(1), "b");
  EXPECT_EQ(any.info().kind(1), VarKind::integer);
  Matrix x(2, 2);
  x << 0.25, 0.1, 4, 9;
  Matrix f(2, 2);
  Matrix g(1, 2);
  any.evaluate(x, {f, g});
  EXPECT_EQ(f(0, 0), 4.25);
  EXPECT_EQ(f(1, 0), -1.0) << "maximised inside as minus";
  EXPECT_EQ(f(0, 1), 0.1 + 9);
  EXPECT_EQ(g(0, 0), -0.75);
}

TEST_F(External, TellsWhatBecameOfAFailedEvaluation) {
  FinishedEvaluation done =
      outcome_of("sys.stderr.write('mesh\\nno convergence\\n'); sys.exit(3)\n");
  EXPECT_EQ(done.outcome, Outcome::crashed);
  EXPECT_THAT(done.reason, HasSubstr("exit code 3: no convergence"));
  done = outcome_of("os.kill(os.getpid(), 11)\n");
  EXPECT_EQ(done.outcome, Outcome::crashed);
  EXPECT_THAT(done.reason, HasSubstr("signal 11"));
  done = outcome_of("print(json.dumps({'status': 'failed', 'reason': 'too thin'}))\n");
  EXPECT_EQ(done.outcome, Outcome::threw);
  EXPECT_EQ(done.reason, "too thin");
  done = outcome_of("print('done')\n");
  EXPECT_EQ(done.outcome, Outcome::threw);
  EXPECT_THAT(done.reason, HasSubstr("no line that is a JSON object"));
  done = outcome_of("print(json.dumps({'f': [1], 'g': [0]}))\n");
  EXPECT_THAT(done.reason, HasSubstr("1 numbers in \"f\", 2 are declared"));
  done = outcome_of("print(json.dumps({'f': [1, 'two'], 'g': [0]}))\n");
  EXPECT_EQ(done.outcome, Outcome::threw);
  done = outcome_of("print(json.dumps({'f': [1, 'NaN'], 'g': [0]}))\n");
  EXPECT_EQ(done.outcome, Outcome::non_finite);
  done = outcome_of("print('x' * 3000000)\n");
  EXPECT_EQ(done.outcome, Outcome::crashed);
}

TEST_F(External, EndsAHangingSimulatorWithItsChildren) {
  const auto start = std::chrono::steady_clock::now();
  const FinishedEvaluation done = outcome_of(
      "import subprocess\n"
      "child = subprocess.Popen(['sleep', '300'])\n"
      "open(" +
          quoted(folder_ / "pid") +
          ", 'w').write(str(child.pid))\n"
          "sys.stderr.write('step 7\\n'); sys.stderr.flush()\n"
          "time.sleep(300)\n",
      2);
  EXPECT_EQ(done.outcome, Outcome::timed_out);
  EXPECT_THAT(done.reason, HasSubstr("not done after 2 s: step 7"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
  const std::string pid = read_file(folder_ / "pid");
  for (int i = 0; i < 200 && std::filesystem::exists("/proc/" + pid + "/cmdline") &&
                  !read_file("/proc/" + pid + "/cmdline").empty();
       ++i) {
    ::usleep(20'000);
  }
  EXPECT_TRUE(!std::filesystem::exists("/proc/" + pid) ||
              read_file("/proc/" + pid + "/cmdline").empty())
      << "the grandchild lives";
}

TEST_F(External, SurvivesASimulatorThatReadsNothing) {
  Simulator one = simulator("");
  one.command = {"sh", "-c", "echo '{\"f\": [1, 2], \"g\": [0]}'"};
  EXPECT_EQ(ExternalProblem(one).evaluate_one(at(0, 0)).outcome, Outcome::ok);
}

TEST_F(External, RetriesCrashesButNotWhatTheSimulatorRefuses) {
  Simulator flaky =
      simulator("if os.path.getsize(" + quoted(folder_ / "calls") + ") < 3: sys.exit(1)\n" + kGood);
  flaky.retries = 2;
  EXPECT_EQ(ExternalProblem(flaky).evaluate_one(at(0.5, 1)).outcome, Outcome::ok);
  EXPECT_EQ(calls(), 3U);
  Simulator refusing = simulator("print(json.dumps({'status': 'failed'}))\n");
  refusing.retries = 2;
  EXPECT_EQ(ExternalProblem(refusing).evaluate_one(at(0.5, 1)).outcome, Outcome::threw);
  EXPECT_EQ(calls(), 4U);
}

TEST_F(External, FailuresBecomeOutcomesOfTheirColumnsInARun) {
  const AnyProblem problem = ExternalProblem(
      simulator("if b == 1: sys.exit(2)\nif b == 2: time.sleep(300)\n" + std::string(kGood)));
  Simulator impatient =
      simulator("if b == 1: sys.exit(2)\nif b == 2: time.sleep(300)\n" + std::string(kGood));
  impatient.timeout_seconds = 3;
  WorkerPool pool(4);
  ThreadEvaluator evaluator(ExternalProblem(impatient), pool);
  Batch batch;
  batch.ask.x.resize(2, 4);
  batch.ask.x << 0.1, 0.2, 0.3, 0.4, 0, 1, 2, 3;
  batch.ask.ids = {0, 1, 2, 3};
  batch.granted = 4;
  evaluator.submit(batch);
  evaluator.wait(batch);
  using enum Outcome;
  EXPECT_THAT(batch.outcomes.outcome, ::testing::ElementsAre(ok, crashed, timed_out, ok));
  EXPECT_EQ(batch.outcomes.f(0, 3), 3.4);
  EXPECT_TRUE(batch.outcomes.f.col(1).array().isNaN().all());
  EXPECT_EQ(calls(), 4U) << "a column that failed is not repeated";
}

TEST_F(External, RemembersWhatIsInTheJournal) {
  const std::filesystem::path path = folder_ / "done.jsonl";
  const Simulator one = simulator("if b == 1: sys.exit(2)\n" + std::string(kGood));
  FinishedEvaluation good;
  {
    const ExternalProblem problem(one, std::make_shared<EvaluationJournal>(path, identity_of(one)));
    good = problem.evaluate_one(at(0.1 + 0.2, 4));
    EXPECT_EQ(problem.evaluate_one(at(0.5, 1)).outcome, Outcome::crashed);
    EXPECT_EQ(problem.evaluate_one(at(0.1 + 0.2, 4)).f, good.f);
    EXPECT_EQ(calls(), 2U);
    EXPECT_THROW(EvaluationJournal(path, identity_of(one)), Error) << "two at once";
  }
  std::ofstream(path, std::ios::app) << "{\"x\": [0.5, 2], \"outco";  // killed while writing
  const ExternalProblem again(one, std::make_shared<EvaluationJournal>(path, identity_of(one)));
  EXPECT_EQ(again.journal().size(), 2U);
  EXPECT_EQ(again.evaluate_one(at(0.1 + 0.2, 4)).f, good.f);
  const FinishedEvaluation failed = again.evaluate_one(at(0.5, 1));
  EXPECT_EQ(failed.outcome, Outcome::crashed);
  EXPECT_THAT(failed.reason, HasSubstr("exit code 2"));
  EXPECT_EQ(calls(), 2U) << "nothing finished is repeated";
  EXPECT_EQ(again.evaluate_one(at(0.5, 2)).outcome, Outcome::ok);
  EXPECT_EQ(calls(), 3U);
}

TEST_F(External, RefusesAJournalOfAnotherSimulatorAndADamagedOne) {
  const std::filesystem::path path = folder_ / "done.jsonl";
  const Simulator one = simulator(kGood);
  Simulator other = one;
  other.variables[0].upper = 2;
  { const EvaluationJournal journal(path, identity_of(one)); }
  try {
    const EvaluationJournal journal(path, identity_of(other));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::store_damaged);
    EXPECT_THAT(error.what(), HasSubstr("another simulator"));
  }
  Simulator patient = one;
  patient.timeout_seconds *= 2;
  EXPECT_NO_THROW(EvaluationJournal(path, identity_of(patient))) << "a deadline changes no value";
  std::ofstream(path, std::ios::app) << "nonsense\n{}\n";
  EXPECT_THROW(EvaluationJournal(path, identity_of(one)), Error);
}

TEST_F(External, RefusesAProgramThatIsNotThere) {
  Simulator one = simulator(kGood);
  one.command = {"no-such-program-anywhere"};
  EXPECT_THROW(ExternalProblem{one}, Error);
  one.command = {(folder_ / "simulator.py").string()};
  EXPECT_THROW(ExternalProblem{one}, Error) << "not executable";
}

TEST(SimulatorFile, IsReadStrictly) {
  const Simulator read = simulator_from_json(R"({
    "name": "beam", "command": ["python3", "beam.py"], "timeout_s": 5, "retries": 2, "x-note": 1,
    "variables": [{"name": "t", "lower": 1, "upper": 10, "kind": "integer"}],
    "objectives": [{"name": "mass"}, {"name": "safety", "sense": "max", "unit": "-"}],
    "constraints": ["stress"] })",
                                             "beam.json");
  EXPECT_EQ(read.name, "beam");
  EXPECT_TRUE(read.variables[0].integer);
  EXPECT_EQ(read.objectives[1].sense, Sense::maximise);
  EXPECT_EQ(read.retries, 2);
  try {
    (void)simulator_from_json(R"({ "command": [], "timeout": 5,
      "variables": [{"name": "t", "lower": 2, "upper": 1}, {"name": "t", "lower": 0, "upper": 1}],
      "objectives": [{"name": "mass", "sense": "low"}] })",
                              "beam.json");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::invalid_config);
    const std::string said = error.what();
    EXPECT_THAT(said, HasSubstr("beam.json:1:"));
    EXPECT_THAT(said, HasSubstr("did you mean \"timeout_s\""));
    EXPECT_THAT(said, HasSubstr("at least 1"));
    EXPECT_THAT(said, HasSubstr("not below the upper bound"));
    EXPECT_THAT(said, HasSubstr("used twice"));
    EXPECT_THAT(said, HasSubstr("at least 2"));
  }
}

}  // namespace
}  // namespace vilfredo
