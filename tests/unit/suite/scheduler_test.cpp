#include "store_fixture.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/scheduler/scheduler.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

namespace vilfredo::suite {
namespace {

RunRecord result_of(std::size_t run) {
  return some_result({}, static_cast<double>(run));
}

Progress progress_of(std::size_t runs, int jobs) {
  std::vector<RunKind> kinds(runs, RunKind{"cell", "solver", 100});
  return Progress(std::move(kinds), std::vector<std::string>(runs, "run"), jobs);
}

struct Listening final : ScheduleListener {
  void filed(std::size_t run) override { filed_runs.push_back(run); }

  void failed(std::size_t run, const RunFailure& failure) override {
    failures.emplace_back(run, failure.final);
  }

  std::vector<std::size_t> filed_runs;
  std::vector<std::pair<std::size_t, bool>> failures;
};

class SchedulerTest : public testing::Test {
 protected:
  // Enters a suite of `runs` runs and works it off.
  ScheduleResult work_off(const RunFunction& function, SchedulerOptions options = {}) {
    Store store(path_, Store::Access::create);
    const auto entered = store.enter(small_suite(1, runs_));
    plan_ = entered.plan;
    std::vector<std::size_t> order(entered.runs.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    Progress progress = progress_of(order.size(), options.jobs);
    Scheduler scheduler(store, {entered.plan, entered.runs, order, store.environment("{}")},
                        function, options);
    return scheduler.work_off(progress, listener_);
  }

  [[nodiscard]] std::map<std::string, std::string> digests() const {
    std::map<std::string, std::string> out;
    for (const StoredRun& run : Store(path_, Store::Access::read).runs(plan_)) {
      out[run.run_key] = run.result_digest;
    }
    return out;
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "s.sqlite";
  std::uint64_t runs_ = 40;
  PlanId plan_ = 0;
  Listening listener_;
};

std::optional<RunRecord> plain(const RunAssignment& assigned) {
  return result_of(assigned.run);
}

TEST_F(SchedulerTest, EveryRunIsDoneOnceWhateverTheNumberOfJobs) {
  std::map<std::string, std::string> one_job;
  for (const int jobs : {1, 2, 7}) {
    path_ = folder_ / (std::to_string(jobs) + ".sqlite");
    listener_.filed_runs.clear();
    const ScheduleResult result = work_off(plain, {.jobs = jobs});
    EXPECT_EQ(result.finished, runs_);
    EXPECT_FALSE(result.interrupted);
    std::sort(listener_.filed_runs.begin(), listener_.filed_runs.end());
    EXPECT_EQ(std::unique(listener_.filed_runs.begin(), listener_.filed_runs.end()),
              listener_.filed_runs.end());
    if (jobs == 1) {
      one_job = digests();
    }
    EXPECT_EQ(digests(), one_job);
    EXPECT_THAT(Store(path_, Store::Access::read).check(), testing::IsEmpty());
  }
  EXPECT_EQ(one_job.size(), runs_);
}

TEST_F(SchedulerTest, ASecondCallDoesNothing) {
  EXPECT_EQ(work_off(plain).finished, runs_);
  std::atomic<int> calls{0};
  const ScheduleResult again = work_off([&](const RunAssignment& assigned) {
    ++calls;
    return plain(assigned);
  });
  EXPECT_EQ(again.finished, 0U);
  EXPECT_EQ(calls, 0);
}

TEST_F(SchedulerTest, ARunThatThrowsFailsAloneAfterItsRetries) {
  std::atomic<int> attempts{0};
  const ScheduleResult result = work_off(
      [&](const RunAssignment& assigned) -> std::optional<RunRecord> {
        if (assigned.run == 3) {
          ++attempts;
          throw Error(Errc::numerical, "the matrix is singular");
        }
        return plain(assigned);
      },
      {.jobs = 2, .retries = 2});
  EXPECT_EQ(attempts, 3);
  EXPECT_EQ(result.failed, 1U);
  EXPECT_EQ(result.finished, runs_ - 1);
  EXPECT_THAT(listener_.failures, testing::ElementsAre(std::pair(3U, false), std::pair(3U, false),
                                                       std::pair(3U, true)));
  const auto runs = Store(path_, Store::Access::read).runs(plan_);
  EXPECT_EQ(runs[3].state, StoredState::failed);
  EXPECT_EQ(runs[3].failure, "the matrix is singular");
  EXPECT_EQ(runs[3].attempt, 3);
}

TEST_F(SchedulerTest, ARunThatFailsOnceAndThenWorksIsDone) {
  std::atomic<bool> failed{false};
  const ScheduleResult result = work_off(
      [&](const RunAssignment& assigned) -> std::optional<RunRecord> {
        if (assigned.run == 0 && !failed.exchange(true)) {
          throw std::runtime_error("a hiccup");
        }
        return plain(assigned);
      },
      {.retries = 1});
  EXPECT_EQ(result.failed, 0U);
  EXPECT_EQ(result.finished, runs_);
}

TEST_F(SchedulerTest, NothingNewBeginsAfterAFailureWhereTheSuiteSaysSo) {
  const ScheduleResult result = work_off(
      [](const RunAssignment& assigned) -> std::optional<RunRecord> {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        if (assigned.run == 0) {
          throw std::runtime_error("broken");
        }
        return plain(assigned);
      },
      {.stop_on_failure = true, .commit_seconds = 0});
  EXPECT_EQ(result.failed, 1U);
  EXPECT_LT(result.finished, runs_);
  const StateCounts counts = Store(path_, Store::Access::read).counts(plan_);
  EXPECT_EQ(counts.leased, 0U) << "what was not begun is given back";
  EXPECT_EQ(counts.done + counts.pending, runs_ - 1);
}

TEST_F(SchedulerTest, AnInterruptionStopsRunsAndGivesTheRestBack) {
  std::atomic<bool> stop{false};
  std::atomic<int> begun{0};
  const ScheduleResult result = work_off(
      [&](const RunAssignment& assigned) -> std::optional<RunRecord> {
        if (++begun == 5) {
          stop = true;
        }
        if (begun >= 5) {
          while (!assigned.stop->load()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
          }
          return std::nullopt;
        }
        return plain(assigned);
      },
      {.jobs = 2, .stop = &stop});
  EXPECT_TRUE(result.interrupted);
  const StateCounts counts = Store(path_, Store::Access::read).counts(plan_);
  EXPECT_EQ(counts.leased, 0U);
  EXPECT_EQ(counts.done, result.finished);
  EXPECT_EQ(counts.done + counts.pending, runs_);
  EXPECT_EQ(counts.most_attempts, 1) << "an interruption is no failure";

  EXPECT_EQ(work_off(plain).finished, runs_ - counts.done);
}

TEST_F(SchedulerTest, TwoProcessesShareARunAndNothingIsDoneTwice) {
  runs_ = 60;
  { Store(path_, Store::Access::create).enter(small_suite(1, runs_)); }
  // Neither goes on before both have begun, however slowly one of them is started.
  const auto work = [&](const std::string& own, const std::string& other) {
    return work_off(
        [&](const RunAssignment& assigned) {
          std::ofstream begun(folder_ / own);
          for (int i = 0; i < 6000 && !std::filesystem::exists(folder_ / other); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
          }
          std::this_thread::sleep_for(std::chrono::milliseconds(3));
          return plain(assigned);
        },
        {.jobs = 2, .commit_seconds = 0.02, .poll_seconds = 0.02});
  };
  const pid_t child = fork();
  if (child == 0) {
    int code = 1;
    try {
      const ScheduleResult result = work("child", "parent");
      code = result.finished > 0 && result.contradictions == 0 ? 0 : 2;
    } catch (...) {
    }
    _exit(code);
  }
  const ScheduleResult mine = work("parent", "child");
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_GT(mine.finished, 0U);
  const Store store(path_, Store::Access::read);
  EXPECT_EQ(store.counts(plan_).done, runs_);
  EXPECT_TRUE(store.events().empty()) << "a late result means that something was done twice";
}

TEST_F(SchedulerTest, WhoFindsARunInAnotherProcessWaitsForItAndTakesOverIfThatIsKilled) {
  runs_ = 3;
  { Store(path_, Store::Access::create).enter(small_suite(1, runs_)); }
  const pid_t child = fork();
  if (child == 0) {
    try {
      work_off([](const RunAssignment&) -> std::optional<RunRecord> {
        for (;;) {
          pause();
        }
      });
    } catch (...) {
    }
    _exit(0);
  }
  {
    const Store store(path_, Store::Access::read);
    while (store.counts().leased == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  std::thread killer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
  });
  const ScheduleResult result = work_off(plain, {.poll_seconds = 0.02});
  killer.join();
  EXPECT_EQ(result.finished, runs_);
  EXPECT_EQ(result.reclaimed, 1U);
}

TEST_F(SchedulerTest, AProcessKilledAtAnyMomentLosesNothingThatWasFiled) {
  runs_ = 60;
  work_off(plain);
  const auto undisturbed = digests();
  path_ = folder_ / "killed.sqlite";
  std::map<std::string, std::string> finished;
  for (int round = 0; round < 5; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      try {
        work_off(
            [](const RunAssignment& assigned) {
              std::this_thread::sleep_for(std::chrono::milliseconds(4));
              return plain(assigned);
            },
            {.jobs = 2, .commit_seconds = 0.005});
      } catch (...) {
      }
      _exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(15 + 23 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const Store store(path_, Store::Access::create);
    EXPECT_THAT(store.check(), testing::IsEmpty());
    if (const auto plan = store.current_plan()) {
      for (const StoredRun& run : store.runs(plan->id)) {
        const auto before = finished.find(run.run_key);
        if (before != finished.end()) {
          EXPECT_EQ(run.finished, before->second) << "a finished run was run again";
        }
        if (run.state == StoredState::done) {
          finished[run.run_key] = run.finished;
        }
      }
    }
  }
  work_off(plain);
  EXPECT_EQ(digests(), undisturbed);
}

TEST(Progress, PredictsTheEndFromRunsOfTheSameCell) {
  std::vector<RunKind> kinds{{"a", "s", 10}, {"a", "s", 10}, {"a", "s", 10},
                             {"a", "s", 10}, {"b", "s", 20}, {"c", "t", 10}};
  Progress progress(kinds, std::vector<std::string>(kinds.size(), "run"), 2);
  EXPECT_FALSE(progress.eta());
  for (std::size_t run = 0; run < 3; ++run) {
    progress.finished(run, 4.0, 10);
  }
  // One more of cell a (4 s), b by its solver's rate (8 s), c like everything seen (4 s); two jobs.
  const auto eta = progress.eta();
  ASSERT_TRUE(eta);
  EXPECT_DOUBLE_EQ(eta->low, 8.0);
  EXPECT_DOUBLE_EQ(eta->high, 8.0);
  progress.mark(4, StoredState::done);
  EXPECT_DOUBLE_EQ(progress.eta()->low, 4.0);
  EXPECT_EQ(progress.done(), 4U);
  progress.mark(5, StoredState::failed);
  EXPECT_EQ(progress.failed(), 1U);
  EXPECT_DOUBLE_EQ(progress.eta()->high, 2.0);
}

TEST(Progress, DurationsReadLikeAPersonWouldSayThem) {
  EXPECT_EQ(duration_text(0.4), "0 s");
  EXPECT_EQ(duration_text(59.4), "59 s");
  EXPECT_EQ(duration_text(61), "1 min 01 s");
  EXPECT_EQ(duration_text(3600 + 120), "1 h 02 min");
}

}  // namespace
}  // namespace vilfredo::suite
