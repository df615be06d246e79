// Small suites and results to fill a store with, without running anything.
#pragma once

#include <vilfredo/core/hash.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace vilfredo::suite {

/// A folder of its own that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    static std::atomic<int> count{0};
    path_ = std::filesystem::temp_directory_path() /
            ("vilfredo-" + std::to_string(getpid()) + "-" + std::to_string(++count));
    std::filesystem::create_directories(path_);
  }

  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

/// `cells` cells of `replicates` runs.
inline PlannedSuite small_suite(std::size_t cells, std::uint64_t replicates) {
  PlannedSuite suite;
  suite.name = "small";
  suite.suite_json = "{}";
  std::string all;
  for (std::size_t c = 0; c < cells; ++c) {
    PlannedCell cell;
    cell.problem = "p" + std::to_string(c);
    cell.solver = "s";
    cell.budget = "b";
    cell.cell_key = sha256_hex("cell " + cell.problem);
    cell.spec_json = "{\"problem\":\"" + cell.problem + "\"}";
    suite.cells.push_back(cell);
    for (std::uint64_t r = 0; r < replicates; ++r) {
      suite.runs.push_back({sha256_hex(cell.problem + "/" + std::to_string(r)), c, r});
      all += suite.runs.back().run_key + "\n";
    }
  }
  suite.plan_key = sha256_hex(all);
  return suite;
}

/// A result of three points in two objectives that depends on `flavour` only.
inline RunRecord some_result(Ticket ticket, double flavour = 0) {
  StoredFront front;
  front.tag = "final";
  front.members.resize(2, 2, 0, 3);
  for (Index j = 0; j < 3; ++j) {
    front.members.f.col(j) << static_cast<double>(j), 2 - static_cast<double>(j) + flavour;
    front.members.x.col(j) << 0.5 * static_cast<double>(j), flavour;
    front.members.ids[static_cast<std::size_t>(j)] = static_cast<Id>(j);
  }
  RunRecord record;
  record.ticket = ticket;
  record.evaluations = 100;
  record.stop_reason = "budget";
  record.fronts.push_back(std::move(front));
  return record;
}

/// Runs `work` in a child process and returns its wait status.
inline int in_child(const std::function<void()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    int code = 0;
    try {
      work();
    } catch (...) {
      code = 99;
    }
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace vilfredo::suite
