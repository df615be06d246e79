// Two hundred times: the program is killed at a random moment of a run, and nothing is lost.
#include "program_runner.hpp"
#include "suite_texts.hpp"

#include <vilfredo/core/rng.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <map>
#include <thread>

namespace vilfredo::suite {
namespace {

constexpr int kKills = 200;
constexpr std::uint64_t kLongestMilliseconds = 400;

// Every run that is done, with the instant it was finished.
std::map<std::string, std::string> finished_runs(const Store& store) {
  std::map<std::string, std::string> out;
  if (const auto plan = store.current_plan()) {
    for (const StoredRun& run : store.runs(plan->id)) {
      if (run.state == StoredState::done) {
        out[run.run_key] = run.finished;
      }
    }
  }
  return out;
}

TEST(Crash, TwoHundredKillsLoseNothingAndRepeatNothing) {
  const TemporaryFolder folder;
  const auto path = [&](const std::string& name) { return (folder / name).string(); };
  write(folder / "s.json", small_suite_text(10'000, 100, "zdt2"));
  ASSERT_EQ(
      run_program({"run", path("s.json"), "--store", path("whole.sqlite"), "--quiet"}, folder).code,
      0);
  const std::string undisturbed =
      run_program({"export", path("whole.sqlite"), "--digests"}, folder).out;

  Rng random(2024, Purpose::user, 0);
  std::map<std::string, std::string> before;
  int store_index = 0;
  for (int round = 0; round < kKills; ++round) {
    // A new store now and then, so that creating and planning are hit as well.
    const std::string store = path("killed" + std::to_string(store_index) + ".sqlite");
    const Started started({"run", path("s.json"), "--store", store, "--jobs", "2", "--quiet",
                           "--checkpoint-seconds", "0.01"},
                          folder);
    std::this_thread::sleep_for(std::chrono::milliseconds(random.below(kLongestMilliseconds)));
    started.send(SIGKILL);
    (void)started.wait();
    if (!std::filesystem::exists(store)) {
      continue;
    }
    const Store reopened(store, Store::Access::create);
    ASSERT_THAT(reopened.check(), testing::IsEmpty()) << "kill " << round;
    const auto now = finished_runs(reopened);
    for (const auto& [run, when] : before) {
      const auto found = now.find(run);
      ASSERT_NE(found, now.end()) << "a finished run was lost by kill " << round;
      ASSERT_EQ(found->second, when) << "a finished run was run again after kill " << round;
    }
    before = now;
    if (now.size() == 400U) {
      EXPECT_EQ(run_program({"export", store, "--digests"}, folder).out, undisturbed);
      before.clear();
      ++store_index;
    }
  }
  const std::string last = path("killed" + std::to_string(store_index) + ".sqlite");
  ASSERT_EQ(run_program({"run", path("s.json"), "--store", last, "--quiet"}, folder).code, 0);
  EXPECT_EQ(run_program({"export", last, "--digests"}, folder).out, undisturbed);
}

}  // namespace
}  // namespace vilfredo::suite
