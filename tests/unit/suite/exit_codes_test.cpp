// How `vilfredo run` ends where a shipped solver never gets: with runs that fail, and with a run
// that another process has finished with other results. The command is called with solvers of the
// test.
#include "program_runner.hpp"
#include "suite_registries.hpp"

#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/exit_code.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <utility>

namespace vilfredo::suite {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// What a Meddling solver does before its first ask.
std::function<void()>& meddle() {
  static std::function<void()> what;
  return what;
}

class Meddling : public suite_toys::Drift {
 public:
  static constexpr std::string_view kName = "meddling";
  using suite_toys::Drift::Drift;

  [[nodiscard]] Ask ask(Context& context) {
    if (auto what = std::exchange(meddle(), nullptr)) {
      what();
    }
    return suite_toys::Drift::ask(context);
  }
};

class ExitCodesTest : public testing::Test {
 protected:
  ExitCodesTest() {
    registries_.solvers.add<Meddling>();
    write(suite_, R"({
  "schema": 1,
  "name": "meddled",
  "seed": { "root": 1 },
  "replicates": { "count": 3 },
  "problems": [ { "type": "bowl" } ],
  "solvers": [ { "type": "meddling" } ],
  "budgets": [ { "id": "short", "evaluations": 100 } ],
  "indicators": [ { "id": "hv", "type": "hv" } ]
})");
  }

  struct Said {
    int code;
    std::string err;
  };

  [[nodiscard]] Said run(bool retry_failed = false) const {
    RunRequest request;
    request.suite = suite_.string();
    request.store = store_.string();
    request.jobs = 1;
    request.quiet = true;
    request.retry_failed = retry_failed;
    testing::internal::CaptureStderr();
    const int code = run_command(request, registries_);
    return {code, testing::internal::GetCapturedStderr()};
  }

  TemporaryFolder folder_;
  std::filesystem::path suite_ = folder_ / "meddled.json";
  std::filesystem::path store_ = folder_ / "meddled.sqlite";
  Registries registries_ = suite_toys::registries();
};

TEST_F(ExitCodesTest, AFailedRunIsListedCostsNoOtherAndCanBeTriedAgain) {
  meddle() = [] { throw Error(Errc::numerical, "the factor of Cholesky does not exist"); };
  const Said first = run();
  EXPECT_EQ(first.code, kSomeFailed);
  EXPECT_THAT(first.err, AllOf(HasSubstr("failed: bowl/meddling/short/0:"),
                               HasSubstr("the factor of Cholesky does not exist")));
  const Said second = run();
  EXPECT_EQ(second.code, kSomeFailed);
  EXPECT_THAT(second.err, AllOf(HasSubstr("of the 3 runs of meddled, 2 are done and 1 failed"),
                                HasSubstr("--retry-failed")));
  EXPECT_EQ(run(true).code, kAllDone);
  EXPECT_THAT(run().err, HasSubstr("all 3 runs of meddled are done"));
}

TEST_F(ExitCodesTest, AnotherResultOfAnotherProcessIsReportedAndNeverReplaced) {
  RunId overtaken = 0;
  meddle() = [&] {  // what a second process does that believes this one has died
    Store store(store_, Store::Access::create);
    std::vector<RunId> runs;
    for (const StoredRun& row : store.runs(store.current_plan()->id)) {
      runs.push_back(row.id);
    }
    constexpr WorkerId kFirst = 1;
    store.release(kFirst);
    const std::vector<Ticket> tickets = store.claim(store.enrol(this_process()), runs, 1);
    overtaken = tickets.at(0).run;
    store.file(store.environment("{}"), std::vector<RunRecord>{some_result(tickets[0])});
  };
  const Said said = run();
  EXPECT_EQ(said.code, kNotDeterministic);
  EXPECT_THAT(said.err, HasSubstr("error[determinism] 1 run gave different results"));
  EXPECT_EQ(Store(store_, Store::Access::read).front(overtaken, "final")->members.size(), 3);
}

}  // namespace
}  // namespace vilfredo::suite
