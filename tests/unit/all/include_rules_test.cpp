// Which room may include which, read from the #include lines.
#include "test_paths.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// What a room may include of ours, beside itself.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"core", {}},
    {"indicators", {"core"}},
    {"problems", {"core"}},
    {"algorithms", {"core", "indicators"}},
    {"interop", {"core"}},
    {"include", {"core", "indicators", "problems", "algorithms"}},
    {"apps", {"core", "indicators", "problems", "algorithms", "interop", "suite"}}};

struct Include {
  fs::path file;
  int line = 0;
  std::string target;  // between the brackets or quotes
  bool quoted = false;
};

std::vector<Include> includes_below(const fs::path& folder) {
  std::vector<Include> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".hpp" && extension != ".cpp") {
      continue;
    }
    std::ifstream in(entry.path());
    std::string text;
    for (int line = 1; std::getline(in, text); ++line) {
      const std::size_t hash = text.find_first_not_of(' ');
      if (hash == std::string::npos || text.compare(hash, 8, "#include") != 0) {
        continue;
      }
      const std::size_t open = text.find_first_of("<\"", hash);
      const std::size_t close = text.find_first_of(">\"", open + 1);
      if (open != std::string::npos && close != std::string::npos) {
        out.push_back(
            {entry.path(), line, text.substr(open + 1, close - open - 1), text[open] == '"'});
      }
    }
  }
  return out;
}

std::string room_of(const std::string& target) {
  constexpr std::string_view kPrefix = "vilfredo/";
  if (!target.starts_with(kPrefix)) {
    return "";
  }
  const std::size_t end = target.find('/', kPrefix.size());
  return end == std::string::npos ? "" : target.substr(kPrefix.size(), end - kPrefix.size());
}

bool starts_with_any(const std::string& text, std::initializer_list<std::string_view> prefixes) {
  return std::ranges::any_of(prefixes, [&](std::string_view p) { return text.starts_with(p); });
}

TEST(Architecture, ArrowsRunFromCoreToAppsOnly) {
  const fs::path root = VILFREDO_SOURCE_DIR;
  std::size_t seen = 0;
  for (const auto& rule : kMayInclude) {
    for (const Include& include : includes_below(root / rule.first)) {
      ++seen;
      const std::string room = room_of(include.target);
      if (room.empty() || room == rule.first) {
        continue;
      }
      EXPECT_TRUE(rule.second.contains(room))
          << include.file.string() << ":" << include.line << " includes " << include.target
          << ", but " << rule.first << " may not know " << room;
    }
  }
  EXPECT_GT(seen, 300U);
}

TEST(Architecture, ForeignHeadersStayWhereTheyBelong) {
  const fs::path root = VILFREDO_SOURCE_DIR;
  for (const auto& rule : kMayInclude) {
    for (const Include& include : includes_below(root / rule.first)) {
      const std::string where = include.file.string() + ":" + std::to_string(include.line);
      const bool header = include.file.extension() == ".hpp";
      const bool is_public = include.file.string().find("/include/") != std::string::npos;
      EXPECT_FALSE(include.target.starts_with("../")) << where;
      EXPECT_FALSE(starts_with_any(include.target, {"iostream", "regex", "random"}) &&
                   include.target.find('/') == std::string::npos && rule.first != "apps")
          << where << " includes <" << include.target << ">";
      EXPECT_FALSE(include.target.starts_with("pagmo/") && rule.first != "interop") << where;
      EXPECT_FALSE(include.target == "pagmo/pagmo.hpp") << where;
      EXPECT_FALSE(include.target.starts_with("nlohmann/") && header) << where;
      EXPECT_FALSE(is_public && starts_with_any(include.target, {"SQLiteCpp/", "boost/", "CLI/",
                                                                 "tbb/", "openssl/", "sqlite3.h"}))
          << where << " shows <" << include.target << "> to every user";
    }
  }
}

TEST(Architecture, KernelsOfOneInstructionSetIncludeNothingShared) {
  const fs::path root = VILFREDO_SOURCE_DIR;
  std::size_t kernels = 0;
  for (const auto& rule : kMayInclude) {
    for (const Include& include : includes_below(root / rule.first)) {
      const std::string stem = include.file.stem().string();
      if (!stem.ends_with("_avx2") && !stem.ends_with("_avx512")) {
        continue;
      }
      ++kernels;
      const bool c_header = include.target.ends_with(".h");
      EXPECT_TRUE(include.quoted || c_header)
          << include.file.string() << " includes <" << include.target
          << ">: an inline function compiled here could serve every caller";
    }
  }
  EXPECT_GT(kernels, 0U);
}

TEST(Architecture, RoomsStaySmallEnoughToBeTakenIn) {
  const fs::path root = VILFREDO_SOURCE_DIR;
  constexpr int kHardLimit = 500;
  std::vector<std::string> rooms = {"tests", "bench", "examples"};
  for (const auto& rule : kMayInclude) {
    rooms.push_back(rule.first);
  }
  for (const std::string& room : rooms) {
    for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
      if (entry.path().extension() != ".hpp" && entry.path().extension() != ".cpp") {
        continue;
      }
      std::ifstream in(entry.path());
      const auto lines = std::count(std::istreambuf_iterator<char>(in), {}, '\n');
      EXPECT_LE(lines, kHardLimit) << entry.path();
    }
  }
}

}  // namespace
