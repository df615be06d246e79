// The program as a user meets it: what it prints where, and how it ends.
#include "program_runner.hpp"
#include "suite_texts.hpp"

#include <vilfredo/suite/store/store.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace vilfredo::suite {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class ProgramTest : public testing::Test {
 protected:
  [[nodiscard]] Ended call(const std::vector<std::string>& arguments) const {
    return run_program(arguments, folder_);
  }

  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_ / name).string();
  }

  std::string file(const std::string& name, const std::string& text) const {
    write(folder_ / name, text);
    return file(name);
  }

  [[nodiscard]] std::string digests(const std::string& store) const {
    const Ended ended = call({"export", store, "--digests"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.out;
  }

  TemporaryFolder folder_;
};

// --- measuring several runs

TEST_F(ProgramTest, AttainmentOfRunsAndWhereTheyDiffer) {
  const std::string first = file("first.csv", "0,2\n2,0\n");
  const std::string second = file("second.csv", "1,1\n");
  const Ended best = call({"attainment", first, second, "--quantile", "0"});
  ASSERT_EQ(best.code, 0) << best.err;
  EXPECT_THAT(best.out, HasSubstr("2,0\n1,1\n0,2\n"));
  const Ended all = call({"attainment", first, second, "--quantile", "1"});
  EXPECT_THAT(all.out, AllOf(HasSubstr("2,1\n1,2\n"), Not(HasSubstr("0,2"))));
  const Ended difference = call({"attainment", first, "--against", second});
  EXPECT_THAT(difference.out, AllOf(HasSubstr("\n0,2,1\n"), HasSubstr("\n1,1,-1\n")));
  const Ended longer = call({"attainment", first, file("three.csv", "1,2,3\n")});
  EXPECT_EQ(longer.code, 3);
  EXPECT_THAT(longer.err,
              AllOf(HasSubstr("3 objectives where others have 2"), HasSubstr("three.csv")));
}

// --- looking around

TEST_F(ProgramTest, ListsAreSortedNamesWithASentence) {
  const Ended problems = call({"list", "problems"});
  EXPECT_EQ(problems.code, 0);
  EXPECT_THAT(problems.out, ContainsRegex("(^|\n)zdt1 +[A-Za-z]"));
  EXPECT_THAT(problems.err, IsEmpty());
  const Ended json = call({"list", "solvers", "--json"});
  EXPECT_THAT(json.out, AllOf(HasSubstr("\"name\": \"moead\""), HasSubstr("\"exact_budget\"")));
  EXPECT_THAT(call({"list", "solvers"}).out, ContainsRegex("moead +exact budget, resumable"));
}

TEST_F(ProgramTest, FitsTellsWhatGoesTogether) {
  const std::string all = call({"list", "solvers", "--fits", "zdt1"}).out;
  EXPECT_THAT(all, HasSubstr("moead"));
  EXPECT_THAT(all, Not(HasSubstr("mo_q_learning")));
  EXPECT_THAT(call({"list", "environments", "--fits", "moead"}).out, IsEmpty());
  EXPECT_THAT(call({"list", "problems", "--fits", "moead"}).out, HasSubstr("zdt1"));
}

TEST_F(ProgramTest, DescribeTellsOptionsDefaultsAndPaper) {
  const Ended solver = call({"describe", "moead"});
  EXPECT_EQ(solver.code, 0);
  EXPECT_THAT(solver.out, AllOf(HasSubstr("moead: solver"), HasSubstr("population"),
                                HasSubstr("default"), HasSubstr("paper:")));
  const Ended problem = call({"describe", "dtlz2:n_obj=4"});
  EXPECT_THAT(problem.out, ContainsRegex("objectives +4"));
  EXPECT_THAT(problem.out, HasSubstr("solvers that fit:"));
  EXPECT_THAT(call({"describe", "hv"}).out, HasSubstr("needs a reference point"));
}

// --- exit codes and messages

TEST_F(ProgramTest, UsageErrorsAreOneLineAndExit3) {
  const auto expect = [&](const std::vector<std::string>& arguments, const std::string& message) {
    const Ended ended = call(arguments);
    EXPECT_EQ(ended.code, 3) << message << "\n" << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(message));
    EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
    EXPECT_THAT(ended.err, StartsWith("error["));
    EXPECT_THAT(ended.out, IsEmpty());
  };
  expect({}, "subcommand is required");
  expect({"solv"}, "error[invalid_argument]");
  expect({"list", "problms"}, "problems");
  expect({"describe", "zdt11"}, "zdt1");
  expect({"solve"}, "solve needs a problem");
  expect({"solve", "zdt1"}, "solve needs --solver");
  expect({"solve", "zdt1", "--solver", "moead"}, "solve needs a budget: --evaluations N");
  expect({"solve", "zdt1", "--solver", "moed", "--evaluations", "100"}, "moead");
  expect({"solve", "zdt1:n_vr=3", "--solver", "moead", "--evaluations", "100"}, "n_var");
  expect({"solve", "zdt1:n_var=0", "--solver", "moead", "--evaluations", "100"}, "n_var");
  expect({"solve", "zdt1", "--solver", "moead", "--evaluations", "many"}, "--evaluations");
  expect({"solve", "zdt1", "--solver", "moead", "--evaluations", "0"}, "budget of 0");
  expect({"solve", "zdt1", "--solver", "mo_q_learning", "--evaluations", "100"}, "moead");
  expect({"evaluate", "zdt1", file("none.csv")}, "none.csv");
  expect({"run", file("none.json")}, "none.json");
  expect({"status", file("none.sqlite")}, "there is no such result store");
  expect({"indicator", "hv", file("f.csv", "1,2\n")}, "--reference 1.1,1.1 or --problem NAME");
  expect({"indicator", "hv", file("f.csv"), "--reference", "1"}, "2 objectives");
  expect({"indicator", "hv", file("f.csv"), "--reference", "3,3", "--maximise", "3"},
         "names no objective");
  expect({"indicator", "hv", file("f.csv"), "--reference", "3,3", "--normalise"}, "--ideal 0,0");
}

TEST_F(ProgramTest, FaultyFilesExit2WithTheirPlace) {
  const auto expect = [&](const std::vector<std::string>& arguments, const std::string& message) {
    const Ended ended = call(arguments);
    EXPECT_EQ(ended.code, 2) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(message));
    EXPECT_THAT(ended.out, IsEmpty());
  };
  expect({"indicator", "hv", file("ragged.csv", "1,2\n3\n"), "--reference", "5,5"}, "ragged.csv:2");
  expect({"indicator", "hv", file("empty.csv", "# nothing\n"), "--reference", "5,5"}, "empty.csv");
  expect({"indicator", "hv", file("word.csv", "1,x\n"), "--reference", "5,5"}, "word.csv:1");
  expect({"evaluate", "zdt1", file("short.csv", "0.5,0.5\n")}, "zdt1 has 30 variables");
  std::string text = small_suite_text();
  text.replace(text.find("\"population\""), 12, "\"populaton\"");
  const std::string suite = file("bad.json", text);
  expect({"run", suite}, "did you mean \"population\"");
  expect({"config", "check", suite}, "bad.json:7:");
  EXPECT_FALSE(std::filesystem::exists(file("small.sqlite"))) << "a faulty suite made a store";
}

TEST_F(ProgramTest, DamagedAndForeignStoresExit4) {
  const std::string junk = file("junk.sqlite", std::string(4096, 'j'));
  const std::string suite = file("s.json", small_suite_text());
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"status", junk},
                                             {"store", "check", junk},
                                             {"export", junk},
                                             {"report", junk, "-o", "x"},
                                             {"run", suite, "--store", junk}}) {
    const Ended ended = call(arguments);
    EXPECT_EQ(ended.code, 4) << arguments[0] << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("error[store_damaged] this file is no result store"));
  }
}

TEST_F(ProgramTest, WhatCannotBeWrittenExits7) {
  const Ended ended = call({"solve", "zdt1", "--solver", "moead", "--evaluations", "200", "--out",
                            file("no/such/folder.csv")});
  EXPECT_EQ(ended.code, 7) << ended.err;
}

// --- one run

TEST_F(ProgramTest, SolveWritesTheFrontToStandardOutputAloneAndEvaluateAgrees) {
  const Ended solved = call({"solve", "zdt1:n_var=5", "--solver", "moead", "--evaluations", "1000",
                             "--seed", "3", "--solutions", file("x.csv")});
  EXPECT_EQ(solved.code, 0) << solved.err;
  EXPECT_THAT(solved.out, StartsWith("# objectives: "));
  EXPECT_THAT(solved.err, AllOf(HasSubstr("1000 evaluations"), HasSubstr("hypervolume")));
  const Ended evaluated = call({"evaluate", "zdt1:n_var=5", file("x.csv")});
  EXPECT_EQ(evaluated.code, 0) << evaluated.err;
  EXPECT_EQ(evaluated.out, solved.out);
}

TEST_F(ProgramTest, IndicatorPrintsExactlyOneNumber) {
  const std::string front = file("f.csv", "# objectives: a:min b:max\n1, 4\n2 5\n");
  EXPECT_EQ(call({"indicator", "hv", front, "--reference", "3,2"}).out, "5\n");
  EXPECT_EQ(call({"indicator", "hv", file("g.csv", "1,-4\n2,-5\n"), "--reference", "3,-2"}).out,
            "5\n");
  EXPECT_EQ(call({"indicator", "hv", file("h.csv", "1,4\n2,5\n"), "--reference", "3,2",
                  "--maximise", "2"})
                .out,
            "5\n");
  const Ended unreached = call({"indicator", "hv", front, "--reference", "0,9"});
  EXPECT_EQ(unreached.out, "0\n");
  EXPECT_THAT(unreached.err, HasSubstr("no point of the front is better"));
  EXPECT_EQ(call({"indicator", "igd_plus", file("p.csv", "1,1\n"), "--reference-set",
                  file("z.csv", "0,0\n")})
                .out,
            "1.4142135623730951\n");
}

TEST_F(ProgramTest, AnInterruptedAndResumedSolveEqualsAnUninterruptedOne) {
  const std::vector<std::string> base{"solve",         "dtlz2", "--solver", "moead",
                                      "--evaluations", "5000",  "--seed",   "3"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> all = base;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  EXPECT_EQ(call(with({"--out", file("a.csv")})).code, 0);
  EXPECT_EQ(call(with({"--checkpoint", file("c.ckpt"), "--stop-after", "1777", "--out",
                       file("part.csv")}))
                .code,
            0);
  const Ended resumed = call({"solve", "--resume", file("c.ckpt"), "--out", file("b.csv")});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(contents(file("a.csv")), contents(file("b.csv")));
  EXPECT_NE(contents(file("a.csv")), contents(file("part.csv")));
  EXPECT_EQ(call(with({"--threads", "3", "--out", file("t.csv")})).code, 0);
  EXPECT_EQ(contents(file("a.csv")), contents(file("t.csv")));
  const Ended other = call({"solve", "--resume", file("c.ckpt"), "--evaluations", "6000"});
  EXPECT_EQ(other.code, 3);
  EXPECT_THAT(other.err, HasSubstr("--evaluations was 5000"));
  EXPECT_EQ(call({"solve", "--resume", file("a.csv")}).code, 4);
}

TEST_F(ProgramTest, ASolveIsThePairedSuiteOfOneRun) {
  const std::string suite = file("one.json", R"({
    "schema": 1, "name": "one", "seed": { "root": 11 },
    "problems": [ { "type": "zdt1", "params": { "n_var": 7 } } ],
    "solvers": [ { "type": "moead", "params": { "population": 40 } } ],
    "budgets": [ { "id": "b", "evaluations": 1500 } ] })");
  ASSERT_EQ(call({"run", suite, "--store", file("one.sqlite"), "--quiet"}).code, 0);
  const Ended solved = call({"solve", "zdt1:n_var=7", "--solver", "moead:population=40",
                             "--evaluations", "1500", "--seed", "11", "--digest"});
  const std::string of_suite = digests(file("one.sqlite"));
  ASSERT_GE(of_suite.size(), 65U);
  EXPECT_THAT(solved.err, HasSubstr("digest " + of_suite.substr(of_suite.size() - 65, 64)));
}

// --- suites

TEST_F(ProgramTest, ResultsDoNotDependOnJobsAndASecondRunDoesNothing) {
  const std::string suite = file("s.json", small_suite_text());
  const Ended first = call({"run", suite, "--store", file("j1.sqlite"), "--jobs", "1"});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.err, HasSubstr("16/16 runs done"));
  EXPECT_THAT(first.out, AllOf(HasSubstr("zdt1"), HasSubstr("moead"))) << "the table";
  ASSERT_EQ(
      call({"run", suite, "--store", file("j2.sqlite"), "--jobs", "2", "--threads-per-run", "2"})
          .code,
      0);
  const std::string one = digests(file("j1.sqlite"));
  EXPECT_EQ(std::count(one.begin(), one.end(), '\n'), 16);
  EXPECT_EQ(one, digests(file("j2.sqlite")));

  const Ended second = call({"run", suite, "--store", file("j1.sqlite")});
  EXPECT_EQ(second.code, 0);
  EXPECT_THAT(second.err, HasSubstr("nothing to do: all 16 runs of small are done"));
  EXPECT_THAT(second.out, IsEmpty());
  EXPECT_EQ(digests(file("j1.sqlite")), one);

  const Ended status = call({"status", file("j1.sqlite"), "--json"});
  EXPECT_EQ(status.code, 0);
  EXPECT_THAT(status.out, AllOf(HasSubstr("\"done\": 16"), HasSubstr("\"max_attempt\": 1")));
  EXPECT_EQ(call({"store", "check", file("j1.sqlite")}).code, 0);
}

TEST_F(ProgramTest, AChangedParameterIsNotStale) {
  const std::string suite = file("s.json", small_suite_text(500, 1));
  ASSERT_EQ(call({"run", suite, "--store", file("s.sqlite"), "--quiet"}).code, 0);
  EXPECT_THAT(call({"run", suite, "--store", file("s.sqlite"), "--dry-run"}).out,
              HasSubstr("pending: 0"));
  const Ended changed = call({"run", suite, "--store", file("s.sqlite"), "--set",
                              "/solvers/moead/params/population=30", "--dry-run"});
  EXPECT_EQ(changed.code, 0) << changed.err;
  EXPECT_THAT(changed.out, AllOf(HasSubstr("pending: 2"), HasSubstr("done: 2")));
}

TEST_F(ProgramTest, AnIndicatorThatIsAddedLaterIsMeasuredWithoutRunning) {
  std::string text = small_suite_text(500, 1);
  ASSERT_EQ(call({"run", file("s.json", text), "--store", file("s.sqlite"), "--quiet"}).code, 0);
  const std::string before = digests(file("s.sqlite"));
  text.replace(text.find("{ \"id\": \"igdp\""), 1, "{ \"id\": \"r2\", \"type\": \"r2\" }, {");
  const Ended again = call({"run", file("s.json", text), "--store", file("s.sqlite")});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err,
              AllOf(HasSubstr("nothing to do"), HasSubstr("4 values measured on stored fronts")));
  EXPECT_THAT(call({"export", file("s.sqlite"), "--csv"}).out, HasSubstr(",final,r2,"));
  EXPECT_EQ(digests(file("s.sqlite")), before);
}

TEST_F(ProgramTest, TheReportNeedsNothingButItself) {
  ASSERT_EQ(call({"run", file("s.json", small_suite_text(500, 2)), "--store", file("s.sqlite"),
                  "--quiet"})
                .code,
            0);
  const Ended report = call({"report", file("s.sqlite"), "-o", file("report")});
  ASSERT_EQ(report.code, 0) << report.err;
  const std::string html = contents(file("report/report.html"));
  EXPECT_THAT(html, AllOf(HasSubstr("dtlz2"), HasSubstr("<svg"), HasSubstr("hypervolume")));
  EXPECT_THAT(html, Not(ContainsRegex("(src|href)=\"https?://")));
  EXPECT_THAT(contents(file("report/report.md")), HasSubstr("| zdt1"));
  EXPECT_THAT(call({"report", file("s.sqlite"), "--print"}).out, HasSubstr("zdt1"));
}

TEST_F(ProgramTest, ExportsAreReadByTheProgramItself) {
  ASSERT_EQ(call({"run", file("s.json", small_suite_text(500, 1)), "--store", file("s.sqlite"),
                  "--quiet"})
                .code,
            0);
  EXPECT_EQ(call({"export", file("s.sqlite"), "--fronts", file("fronts")}).code, 0);
  const Ended hv = call({"indicator", "hv", file("fronts/zdt1.moead.short.0.csv"), "--problem",
                         "zdt1", "--normalise"});
  ASSERT_EQ(hv.code, 0) << hv.err;
  const std::string csv = call({"export", file("s.sqlite")}).out;
  EXPECT_THAT(csv, HasSubstr(",final,hv," + hv.out));
  EXPECT_THAT(call({"export", file("s.sqlite"), "--jsonl"}).out, HasSubstr("\"digest\":\""));
  EXPECT_EQ(call({"export", file("s.sqlite"), "--jsonl", "--csv"}).code, 3);
}

// Evaluations of runs that are still going when a signal reaches them.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kLongRun = 5000;
#else
constexpr int kLongRun = 60'000;
#endif

// Once a run is leased the program has long been listening to signals.
void wait_for_a_run(const std::string& path) {
  for (int i = 0; i < 20'000; ++i) {
    if (std::filesystem::exists(path)) {
      const StateCounts counts = Store(path, Store::Access::read).counts();
      if (counts.leased + counts.done > 0) {
        return;
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  FAIL() << "no run was begun in a minute";
}

TEST_F(ProgramTest, InterruptedItSavesItsRunsAndTheNextCallGoesOnFromThere) {
  const std::string suite = file("s.json", small_suite_text(kLongRun, 4, "zdt2"));
  ASSERT_EQ(call({"run", suite, "--store", file("whole.sqlite"), "--quiet"}).code, 0);
  const auto interrupt = [&](int signal, const std::string& store) {
    const Started started({"run", suite, "--store", store, "--jobs", "2", "--quiet"}, folder_);
    wait_for_a_run(store);
    started.send(signal);
    return started.wait();
  };
  for (const auto& [signal, code] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    const std::string store = file(fmt::format("cut{}.sqlite", code));
    const Ended ended = interrupt(signal, store);
    EXPECT_EQ(ended.code, code) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("the same command goes on from here"));
    EXPECT_THAT(call({"status", store, "--json"}).out, HasSubstr("\"in_progress\": 0"));
    EXPECT_EQ(call({"run", suite, "--store", store, "--quiet"}).code, 0);
    EXPECT_EQ(digests(store), digests(file("whole.sqlite")));
    EXPECT_FALSE(std::filesystem::exists(store + ".checkpoints"));
  }
}

TEST_F(ProgramTest, ASecondInterruptionEndsItAtOnceAndLosesNoFinishedRun) {
  const std::string suite = file("s.json", small_suite_text(kLongRun, 4, "zdt2"));
  const std::string store = file("cut.sqlite");
  const Started started({"run", suite, "--store", store, "--jobs", "2", "--quiet"}, folder_);
  wait_for_a_run(store);
  started.send(SIGINT);
  started.send(SIGINT);
  EXPECT_EQ(started.wait().code, 130);
  EXPECT_EQ(call({"store", "check", store}).code, 0);
  EXPECT_EQ(call({"run", suite, "--store", store, "--quiet"}).code, 0);
  EXPECT_THAT(call({"status", store, "--json"}).out, HasSubstr("\"max_attempt\": 1"));
}

TEST_F(ProgramTest, KilledAtAnyMomentItLosesNothing) {
  const std::string suite = file("s.json", small_suite_text(6000, 12, "zdt2"));
  ASSERT_EQ(call({"run", suite, "--store", file("whole.sqlite"), "--quiet"}).code, 0);
  for (int round = 0; round < 5; ++round) {
    const Started started({"run", suite, "--store", file("killed.sqlite"), "--jobs", "2", "--quiet",
                           "--checkpoint-seconds", "0"},
                          folder_);
    std::this_thread::sleep_for(std::chrono::milliseconds(11 + 67 * round));
    started.send(SIGKILL);
    (void)started.wait();
    if (std::filesystem::exists(file("killed.sqlite"))) {
      const Ended check = call({"store", "check", file("killed.sqlite")});
      EXPECT_EQ(check.code, 0) << check.err;
    }
  }
  ASSERT_EQ(call({"run", suite, "--store", file("killed.sqlite"), "--quiet"}).code, 0);
  EXPECT_EQ(digests(file("killed.sqlite")), digests(file("whole.sqlite")));
  EXPECT_THAT(call({"status", file("killed.sqlite"), "--json"}).out,
              HasSubstr("\"max_attempt\": 1"));
}

TEST_F(ProgramTest, TwoProcessesOnOneStoreShareTheWork) {
  const std::string suite = file("s.json", small_suite_text(20'000, 6, "zdt2"));
  const std::vector<std::string> arguments{"run",    suite, "--store", file("shared.sqlite"),
                                           "--jobs", "1",   "--quiet"};
  const Started first(arguments, folder_);
  const Started second(arguments, folder_);
  const Ended one = first.wait();
  const Ended two = second.wait();
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(two.code, 0) << two.err;
  const Store store(file("shared.sqlite"), Store::Access::read);
  EXPECT_EQ(store.counts().done, 24U);
  EXPECT_TRUE(store.events().empty());
  EXPECT_THAT(store.check(), IsEmpty());
}

TEST_F(ProgramTest, VersionTellsWhatIsBuiltIn) {
  EXPECT_THAT(call({"version"}).out, StartsWith("vilfredo "));
  EXPECT_THAT(call({"version", "--features"}).out,
              AllOf(HasSubstr("instruction_set"), HasSubstr("eigen"), HasSubstr("compiler")));
}

}  // namespace
}  // namespace vilfredo::suite
