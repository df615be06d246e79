#include "store_fixture.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cmath>
#include <csignal>
#include <fstream>
#include <limits>

namespace vilfredo::suite {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<RunId> ids_of(const std::vector<RunStatus>& runs) {
  std::vector<RunId> out;
  for (const RunStatus& run : runs) {
    out.push_back(run.id);
  }
  return out;
}

void execute(const std::filesystem::path& path, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

Errc code_of_opening(const std::filesystem::path& path, Store::Access access) {
  try {
    const Store store(path, access);
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "the store opened";
  return Errc::internal;
}

class StoreTest : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "s.sqlite";
};

TEST(ResultDigest, IsTheHashOfObjectivesVariablesAndEvaluations) {
  Population set;
  set.f.resize(2, 2);
  set.f << 1, 3, 2, 0.25;
  set.x.resize(1, 2);
  set.x << 0.5, -1;
  EXPECT_EQ(result_digest(set, 300),
            "878aef2d48de1cb098122113010dcb40704e03a0e74fcf2941c9b9cb8d305e92");
  EXPECT_NE(result_digest(set, 301), result_digest(set, 300));
}

TEST_F(StoreTest, RunsGoFromPendingToLeasedToDone) {
  Store store(path_, Store::Access::create);
  const PlannedSuite suite = small_suite(2, 3);
  const auto entered = store.enter(suite);
  EXPECT_TRUE(entered.is_new);
  ASSERT_EQ(entered.runs.size(), 6U);
  EXPECT_EQ(store.counts(entered.plan).pending, 6U);

  const WorkerId worker = store.enrol(this_process());
  const auto tickets = store.claim(worker, ids_of(entered.runs), 2);
  ASSERT_EQ(tickets.size(), 2U);
  EXPECT_EQ(tickets[0].run, entered.runs[0].id);
  EXPECT_EQ(store.counts(entered.plan).leased, 2U);
  EXPECT_TRUE(store.claim(worker, {&entered.runs[0].id, 1}, 1).empty());

  const std::vector<RunRecord> records{some_result(tickets[0])};
  EXPECT_THAT(store.file(store.environment("{}"), records), testing::ElementsAre(Filed::stored));
  store.release(worker);
  const StateCounts counts = store.counts(entered.plan);
  EXPECT_EQ(counts.done, 1U);
  EXPECT_EQ(counts.pending, 5U);
  EXPECT_EQ(counts.leased, 0U);
  EXPECT_THAT(store.check(), testing::IsEmpty());
}

TEST_F(StoreTest, EnteringAPlanAgainAddsNothingAndALargerOneSharesItsRuns) {
  Store store(path_, Store::Access::create);
  const auto first = store.enter(small_suite(2, 3));
  const auto again = store.enter(small_suite(2, 3));
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.plan, first.plan);
  EXPECT_EQ(ids_of(again.runs), ids_of(first.runs));

  EXPECT_EQ(store.look_up(small_suite(2, 5)).plan, 0);
  EXPECT_EQ(store.counts().total(), 6U) << "looking up must not write";
  const auto larger = store.enter(small_suite(2, 5));
  EXPECT_TRUE(larger.is_new);
  EXPECT_EQ(larger.runs[0].id, first.runs[0].id);
  EXPECT_EQ(larger.runs[5].id, first.runs[3].id);
  EXPECT_EQ(store.counts().total(), 10U);
  EXPECT_EQ(store.current_plan()->id, larger.plan);
  store.enter(small_suite(2, 3));
  EXPECT_EQ(store.current_plan()->id, first.plan) << "the plan entered last is the current one";
}

TEST_F(StoreTest, WhatWasFiledComesBackBitForBit) {
  Store store(path_, Store::Access::create);
  const auto entered = store.enter(small_suite(1, 1));
  const WorkerId worker = store.enrol(this_process());
  RunRecord record = some_result(store.claim(worker, ids_of(entered.runs), 1).at(0), 1.0 / 3);
  record.seconds = 1.5;
  record.cost = 700;
  record.deterministic = false;
  record.reasons = {"a time limit", "said \"no\""};
  record.metrics = {{"loss", 0.1}, {"ratio", std::nan("")}};
  record.events = {{"warning", "careful"}};
  record.trace_measures = {sha256_hex("hv"), sha256_hex("igd")};
  record.trace = {{10, 0.1, 4, 0, 2.5, {std::nan(""), kInfinity}},
                  {100, 0.2, 5, 50, 0, {0.1, 0.2}}};
  record.measures = {{sha256_hex("hv"), "final", 100, IndicatorValue::exactly(0.7), ""},
                     {sha256_hex("igd"), "final", 100, IndicatorValue::exactly(kInfinity), ""}};
  StoredFront archive = record.fronts[0];
  archive.tag = "archive";
  archive.feasible = false;
  archive.members.g = Matrix::Constant(1, 3, 0.25);
  archive.members.format = "mlp/1";
  record.fronts.push_back(archive);
  store.declare(
      std::vector<MeasureKey>{{sha256_hex("hv"), "hv", "{}"}, {sha256_hex("igd"), "igd", "{}"}});
  store.file(store.environment("{\"cpu\":1}"), std::vector<RunRecord>{record});

  const RunId run = record.ticket.run;
  const auto front = store.front(run, "archive");
  ASSERT_TRUE(front);
  EXPECT_EQ(front->members.f, archive.members.f);
  EXPECT_EQ(front->members.x, archive.members.x);
  EXPECT_EQ(front->members.g, archive.members.g);
  EXPECT_EQ(front->members.ids, archive.members.ids);
  EXPECT_EQ(front->members.format, "mlp/1");
  EXPECT_FALSE(front->feasible);
  EXPECT_FALSE(store.front(run, "decoded"));

  std::vector<std::string> measured;
  const auto trace = store.trace(run, measured);
  EXPECT_EQ(measured, record.trace_measures);
  ASSERT_EQ(trace.size(), 2U);
  EXPECT_TRUE(std::isnan(trace[0].values[0]));
  EXPECT_EQ(trace[0].values[1], kInfinity);
  EXPECT_EQ(trace[0].best_violation, 2.5);
  EXPECT_EQ(trace[1].values[1], 0.2);

  const auto measures = store.measures(run);
  ASSERT_EQ(measures.size(), 2U);
  EXPECT_EQ(measures[0].value.value, 0.7);
  EXPECT_EQ(measures[1].value.value, kInfinity);
  EXPECT_TRUE(std::isnan(store.metrics(run).at("ratio")));
  const StoredRun row = store.runs(entered.plan).at(0);
  EXPECT_EQ(row.reasons, record.reasons);
  EXPECT_EQ(row.cost, 700U);
  EXPECT_EQ(row.environment_json, "{\"cpu\":1}");
  EXPECT_EQ(store.events().at(0).text, "careful");
}

TEST_F(StoreTest, FailuresCountAttemptsAndLostLeasesDoNot) {
  Store store(path_, Store::Access::create);
  const auto entered = store.enter(small_suite(1, 1));
  const auto runs = ids_of(entered.runs);
  const WorkerId worker = store.enrol(this_process());
  EXPECT_EQ(store.claim(worker, runs, 1).size(), 1U);
  store.release(worker);
  EXPECT_EQ(store.counts(entered.plan).most_attempts, 0);

  const Ticket second = store.claim(worker, runs, 1).at(0);
  store.file(std::vector<RunFailure>{{second, "", "", 0, "numerical", "it broke", false}});
  EXPECT_EQ(store.counts(entered.plan).pending, 1U);
  EXPECT_EQ(store.counts(entered.plan).most_attempts, 1);
  const Ticket third = store.claim(worker, runs, 1).at(0);
  store.file(std::vector<RunFailure>{{third, "", "", 0, "numerical", "it broke again", true}});
  const StoredRun row = store.runs(entered.plan).at(0);
  EXPECT_EQ(row.state, StoredState::failed);
  EXPECT_EQ(row.failure, "it broke again");
  EXPECT_EQ(row.attempt, 2);
  EXPECT_TRUE(store.claim(worker, runs, 1).empty());

  EXPECT_EQ(store.retry_failed(entered.plan), 1U);
  EXPECT_EQ(store.claim(worker, runs, 1).size(), 1U);
}

TEST_F(StoreTest, ALateResultNeverReplacesAnEarlierOne) {
  Store store(path_, Store::Access::create);
  const auto entered = store.enter(small_suite(1, 3));
  const auto runs = ids_of(entered.runs);
  const WorkerId slow = store.enrol(this_process());
  const auto old = store.claim(slow, runs, 3);
  store.release(slow);  // as reclaim() would
  const WorkerId quick = store.enrol(this_process());
  const auto now = store.claim(quick, runs, 3);
  const std::int64_t environment = store.environment("{}");
  store.file(environment, std::vector<RunRecord>{some_result(now[0]), some_result(now[1])});

  const std::vector<RunRecord> late{some_result(old[0]), some_result(old[1], 0.5),
                                    some_result(old[2])};
  EXPECT_THAT(store.file(environment, late),
              testing::ElementsAre(Filed::duplicate, Filed::contradiction, Filed::lease_lost));
  EXPECT_EQ(store.front(runs[1], "final")->members.x(1, 0), 0.0);
  EXPECT_EQ(store.counts(entered.plan).leased, 1U) << "the third run still belongs to the other";
  EXPECT_THAT(store.check(), testing::IsEmpty());
}

TEST_F(StoreTest, LeasesOfAProcessThatIsGoneAreTakenBackAtOnceAndOfALivingOneNot) {
  const auto entered = Store(path_, Store::Access::create).enter(small_suite(1, 4));
  const auto runs = ids_of(entered.runs);
  const int status = in_child([&] {
    Store store(path_, Store::Access::write);
    if (store.claim(store.enrol(this_process()), runs, 3).size() != 3) {
      _exit(1);
    }
    raise(SIGKILL);
  });
  ASSERT_TRUE(WIFSIGNALED(status));
  Store store(path_, Store::Access::write);
  EXPECT_EQ(store.counts(entered.plan).leased, 3U);
  EXPECT_EQ(store.reclaim(), 3U);
  const WorkerId worker = store.enrol(this_process());
  EXPECT_EQ(store.claim(worker, runs, 1).size(), 1U);
  EXPECT_EQ(store.reclaim(), 0U);
  EXPECT_TRUE(store.holders(entered.plan, worker).empty());
  const auto holders = store.holders(entered.plan, 0);
  ASSERT_EQ(holders.size(), 1U);
  EXPECT_TRUE(holders[0].local);
  EXPECT_EQ(holders[0].pid, getpid());
}

TEST_F(StoreTest, LeasesOfAnotherHostEndWithItsHeartbeat) {
  Store store(path_, Store::Access::create);
  const auto entered = store.enter(small_suite(1, 2));
  WorkerIdentity elsewhere = this_process();
  elsewhere.host += "-elsewhere";
  const WorkerId silent = store.enrol(elsewhere, -1.0);  // its lease has ended already
  const WorkerId beating = store.enrol(elsewhere, 60.0);
  EXPECT_EQ(store.claim(silent, ids_of(entered.runs), 1).size(), 1U);
  EXPECT_EQ(store.claim(beating, ids_of(entered.runs), 1).size(), 1U);
  EXPECT_EQ(store.reclaim(), 1U);
  const auto holders = store.holders(entered.plan, 0);
  ASSERT_EQ(holders.size(), 1U);
  EXPECT_EQ(holders[0].worker, beating);
  EXPECT_FALSE(holders[0].local);
  EXPECT_GT(holders[0].seconds_left, 50);
}

TEST(WorkerIdentity, AReusedProcessNumberIsAnotherProcess) {
  WorkerIdentity self = this_process();
  EXPECT_EQ(liveness(self), Liveness::alive);
  self.process_start += 1;
  EXPECT_EQ(liveness(self), Liveness::gone);
  WorkerIdentity before_reboot = this_process();
  before_reboot.boot_id = "another";
  EXPECT_EQ(liveness(before_reboot), Liveness::gone);
  WorkerIdentity container = this_process();
  container.pid_namespace = "another";
  EXPECT_EQ(liveness(container), Liveness::unknown);
}

TEST_F(StoreTest, TwoProcessesShareTheWorkAndDoNothingTwice) {
  constexpr std::size_t kRuns = 200;
  const auto entered = Store(path_, Store::Access::create).enter(small_suite(1, kRuns));
  const auto runs = ids_of(entered.runs);
  std::vector<pid_t> children;
  for (int c = 0; c < 3; ++c) {
    const pid_t child = fork();
    if (child == 0) {
      int code = 0;
      try {
        Store store(path_, Store::Access::write);
        const WorkerId worker = store.enrol(this_process());
        const std::int64_t environment = store.environment("{}");
        for (;;) {
          const auto tickets = store.claim(worker, runs, 3);
          if (tickets.empty()) {
            break;
          }
          std::vector<RunRecord> records;
          for (const Ticket& ticket : tickets) {
            records.push_back(some_result(ticket));
          }
          for (const Filed filed : store.file(environment, records)) {
            code = filed == Filed::stored ? code : 1;
          }
        }
      } catch (...) {
        code = 2;
      }
      _exit(code);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0) << "a result was refused, so a run was done twice";
  }
  const Store store(path_, Store::Access::read);
  EXPECT_EQ(store.counts(entered.plan).done, kRuns);
  EXPECT_TRUE(store.events().empty());
  EXPECT_THAT(store.check(), testing::IsEmpty());
}

TEST_F(StoreTest, WhoCreatesAStoreFirstDoesNotMatter) {
  std::vector<pid_t> children;
  for (int c = 0; c < 4; ++c) {
    const pid_t child = fork();
    if (child == 0) {
      try {
        Store(path_, Store::Access::create).enter(small_suite(1, 20));
        _exit(0);
      } catch (...) {
        _exit(1);
      }
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(Store(path_, Store::Access::read).counts().total(), 20U);
}

TEST_F(StoreTest, FilesThatAreNoStoreAreRefused) {
  EXPECT_EQ(code_of_opening(path_, Store::Access::write), Errc::not_found);
  EXPECT_EQ(code_of_opening(folder_ / "none/s.sqlite", Store::Access::create), Errc::not_found);
  EXPECT_EQ(code_of_opening(folder_ / "", Store::Access::create), Errc::invalid_argument);

  std::ofstream(path_) << std::string(5000, 'x');
  EXPECT_EQ(code_of_opening(path_, Store::Access::create), Errc::store_damaged);
  const auto foreign = folder_ / "foreign.sqlite";
  execute(foreign, "CREATE TABLE t(x)");
  EXPECT_EQ(code_of_opening(foreign, Store::Access::create), Errc::store_damaged);
  const auto later = folder_ / "later.sqlite";
  { const Store store(later, Store::Access::create); }
  execute(later, "PRAGMA user_version = 99");
  EXPECT_EQ(code_of_opening(later, Store::Access::create), Errc::store_damaged);
}

TEST_F(StoreTest, ADamagedFileIsReportedAndNotMistakenForAnEmptyOne) {
  {
    Store store(path_, Store::Access::create);
    store.enter(small_suite(10, 100));
  }
  execute(path_, "PRAGMA wal_checkpoint(TRUNCATE)");
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * 4096);
    file << std::string(20 * 4096, '\xA5');
  }
  try {
    const Store store(path_, Store::Access::read);
    EXPECT_THAT(store.check(), testing::Not(testing::IsEmpty()));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::store_damaged);
  }
}

TEST_F(StoreTest, CheckFindsAFrontThatIsNotTheOneThatWasStored) {
  RunId run = 0;
  {
    Store store(path_, Store::Access::create);
    const auto entered = store.enter(small_suite(1, 2));
    const auto tickets = store.claim(store.enrol(this_process()), ids_of(entered.runs), 2);
    store.file(store.environment("{}"),
               std::vector<RunRecord>{some_result(tickets[0]), some_result(tickets[1])});
    run = tickets[0].run;
    EXPECT_THAT(store.check(), testing::IsEmpty());
  }
  execute(path_, "UPDATE front SET f = x WHERE run = " + std::to_string(run));
  EXPECT_THAT(Store(path_, Store::Access::read).check(),
              testing::ElementsAre(testing::HasSubstr("does not have the stored digest")));
  execute(path_, "UPDATE front SET f = x'00' WHERE run = " + std::to_string(run));
  EXPECT_THAT(Store(path_, Store::Access::read).check(),
              testing::ElementsAre(testing::HasSubstr("1 bytes where its shape needs 48")));
  execute(path_, "DELETE FROM front");
  EXPECT_THAT(Store(path_, Store::Access::read).check(), testing::SizeIs(2));
}

}  // namespace
}  // namespace vilfredo::suite
