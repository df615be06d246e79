// Every file of tests/data/config/good is read without a word; every file of tests/data/config/bad
// gives exactly the lines of its .txt. Set VILFREDO_UPDATE_GOLDEN=1 to write these anew, then read
// what changed.
#include "suite_registries.hpp"
#include "test_paths.hpp"

#include <vilfredo/core/file.hpp>
#include <vilfredo/suite/plan/plan.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace vilfredo::suite {
namespace {

const std::filesystem::path kCorpus = std::filesystem::path(VILFREDO_TEST_DATA) / "config";

std::vector<std::filesystem::path> suites_in(const std::string& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(kCorpus / folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".json" || extension == ".jsonc") {
      out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// The messages as they read in the folder of the file itself.
std::string messages(const std::filesystem::path& path) {
  const Plan plan = check(load_suite(path), suite_toys::registries());
  std::string text;
  for (const std::string& line : plan.faults.lines()) {
    text += line + "\n";
  }
  const std::string folder = path.parent_path().generic_string() + "/";
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
    text.erase(at, folder.size());
  }
  return text;
}

TEST(ConfigCorpus, GoodFilesHaveNoFaults) {
  const auto files = suites_in("good");
  ASSERT_GE(files.size(), 6U);
  for (const auto& file : files) {
    EXPECT_EQ(messages(file), "") << file.filename();
    EXPECT_NO_THROW((void)plan(load_suite(file), suite_toys::registries())) << file.filename();
  }
}

TEST(ConfigCorpus, BadFilesSayWhatIsWrong) {
  const auto files = suites_in("bad");
  ASSERT_GE(files.size(), 45U);
  for (const auto& file : files) {
    std::filesystem::path golden = file;
    golden.replace_extension(".txt");
    const std::string found = messages(file);
    EXPECT_NE(found, "") << file.filename();
    if (std::getenv("VILFREDO_UPDATE_GOLDEN") != nullptr) {
      write_file_atomically(golden, found);
    }
    EXPECT_EQ(found, read_file(golden)) << file.filename();
  }
}

TEST(ConfigCorpus, EveryFaultNamesAFileAndALine) {
  for (const auto& file : suites_in("bad")) {
    const Plan plan = check(load_suite(file), suite_toys::registries());
    for (const ConfigFault& fault : plan.faults.list()) {
      EXPECT_GE(fault.origin.at.line, 1) << describe(fault);
      EXPECT_GE(fault.origin.at.column, 1) << describe(fault);
    }
  }
}

TEST(ConfigCorpus, RunningABadFileThrowsAllLinesAtOnce) {
  const auto file = kCorpus / "bad" / "budget_faults.json";
  try {
    (void)plan(load_suite(file), suite_toys::registries());
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::invalid_config);
    EXPECT_GE(std::count(error.sentence().begin(), error.sentence().end(), '\n'), 5);
  }
}

TEST(ConfigCorpus, AMissingSuiteIsNotFound) {
  try {
    (void)load_suite(kCorpus / "nowhere.json");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::not_found);
  }
}

}  // namespace
}  // namespace vilfredo::suite
