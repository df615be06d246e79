// Committed reference sets, and the script that compiles them in.
#include "test_paths.hpp"

#include <vilfredo/core/dominance.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/hash.hpp>
#include <vilfredo/problems/reference_set.hpp>
#include <vilfredo/problems/registry.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream out;
  out << stream.rdbuf();
  return out.str();
}

/// The numbers of a CSV file, row after row.
std::vector<double> numbers_of(const std::string& text) {
  std::vector<double> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') {
      continue;
    }
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream fields(line);
    for (std::string field; fields >> field;) {
      out.push_back(std::stod(field));
    }
  }
  return out;
}

TEST(ReferenceSets, AreTheCommittedFiles) {
  const fs::path folder = fs::path(VILFREDO_SOURCE_DIR) / "problems/data/reference_sets";
  std::size_t files = 0;
  if (fs::exists(folder)) {
    for (const auto& file : fs::directory_iterator(folder)) {
      if (file.path().extension() != ".csv") {
        continue;
      }
      ++files;
      const std::string name = file.path().stem().string();
      ASSERT_TRUE(has_reference_set(name)) << name;
      const ReferenceSet set = reference_set(name);
      const std::string text = text_of(file.path());
      EXPECT_EQ(set.sha256, sha256_hex(text)) << name;
      const std::vector<double> expected = numbers_of(text);
      ASSERT_EQ(static_cast<std::size_t>(set.points.size()), expected.size()) << name;
      EXPECT_TRUE(std::equal(expected.begin(), expected.end(), set.points.data())) << name;
    }
  }
  EXPECT_EQ(reference_set_names().size(), files);
}

TEST(ReferenceSets, FitTheirProblemsAndSayWhereTheyComeFrom) {
  ProblemRegistry registry;
  register_builtin_problems(registry);
  for (const std::string& name : reference_set_names()) {
    ASSERT_TRUE(registry.has(name)) << name;
    const AnyProblem problem = registry.make(name);
    const ReferenceSet set = reference_set(name);
    EXPECT_EQ(set.points.rows(), problem.info().n_obj) << name;
    EXPECT_TRUE(problem.has_front()) << name;
    EXPECT_FALSE(set.provenance.empty()) << name;
    EXPECT_EQ(static_cast<Index>(non_dominated(set.points, Duplicates::first_only).size()),
              set.points.cols())
        << name;
  }
}

TEST(ReferenceSets, UnknownNameIsAnError) {
  EXPECT_FALSE(has_reference_set("no_such_problem"));
  EXPECT_THROW((void)reference_set("no_such_problem"), Error);
}

class EmbedScript : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) /
              ("vilfredo_embed_" +
               std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  /// True if the script accepted the files.
  [[nodiscard]] bool embed() const {
    const std::string command = "cmake \"-DFOLDER=" + folder_.string() +
                                "\" \"-DOUTPUT=" + output().string() +
                                "\" -P \"" VILFREDO_SOURCE_DIR "/cmake/VilfredoEmbed.cmake\" > \"" +
                                (folder_ / "log").string() + "\" 2>&1";
    return std::system(command.c_str()) == 0;
  }

  [[nodiscard]] fs::path output() const { return folder_ / "out.cpp"; }

  fs::path folder_;
};

TEST_F(EmbedScript, WritesNumbersProvenanceAndHash) {
  const std::string text =
      "# objectives: f1:min; f2:min [kg]\n# command: a \"quoted\" one\n1.5, -2e-3\n\n 3\t4.25 \n";
  write("demo.csv", text);
  ASSERT_TRUE(embed()) << text_of(folder_ / "log");
  const std::string source = text_of(output());
  EXPECT_NE(source.find("1.5,-2e-3,"), std::string::npos) << source;
  EXPECT_NE(source.find("3,4.25,"), std::string::npos) << source;
  EXPECT_NE(source.find("# objectives: f1:min; f2:min [kg]\n# command: a \"quoted\" one\n"),
            std::string::npos)
      << source;
  EXPECT_NE(source.find(sha256_hex(text)), std::string::npos) << source;
  EXPECT_NE(source.find("{\"demo\", k_demo, std::size(k_demo) / 2, 2,"), std::string::npos)
      << source;
}

TEST_F(EmbedScript, AcceptsAnEmptyFolder) {
  ASSERT_TRUE(embed());
  EXPECT_NE(text_of(output()).find("std::array<EmbeddedSet, 0>"), std::string::npos);
}

TEST_F(EmbedScript, RefusesRaggedRowsWordsAndEmptyFiles) {
  for (const char* text : {"1,2\n3\n", "1,2\n3,4,5\n", "1,2\n3,abc\n", "# nothing\n", ""}) {
    write("bad.csv", text);
    EXPECT_FALSE(embed()) << text;
  }
}

}  // namespace
}  // namespace vilfredo
