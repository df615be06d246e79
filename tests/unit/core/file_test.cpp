#include "vilfredo/core/file.hpp"

#include "vilfredo/core/error.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace vilfredo {
namespace {

class FileTest : public testing::Test {
 protected:
  FileTest() { std::filesystem::create_directories(folder_); }

  ~FileTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("vilfredo-file-" + std::to_string(getpid()));
};

TEST_F(FileTest, WritingReplacesTheWholeFileAndLeavesNothingElse) {
  write_file_atomically(folder_ / "a", std::string(100'000, 'x'));
  write_file_atomically(folder_ / "a", "short");
  EXPECT_EQ(read_file(folder_ / "a"), "short");
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    files += file.exists() ? 1 : 0;
  }
  EXPECT_EQ(files, 1U);
}

TEST_F(FileTest, ALinkIsFollowedAndNotReplaced) {
  write_file_atomically(folder_ / "target", "old");
  std::filesystem::create_symlink(folder_ / "target", folder_ / "link");
  write_file_atomically(folder_ / "link", "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "link"));
  EXPECT_EQ(read_file(folder_ / "target"), "new");
}

TEST_F(FileTest, APipeIsWrittenToAndNotReplaced) {
  const auto pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  write_file_atomically(pipe, "through");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  std::array<char, 16> text{};
  EXPECT_EQ(::read(reader, text.data(), text.size()), 7);
  EXPECT_EQ(std::string(text.data()), "through");
  ::close(reader);
}

TEST_F(FileTest, ErrorsSayWhatCouldNotBeDone) {
  EXPECT_THROW((void)read_file(folder_ / "none"), Error);
  try {
    write_file_atomically(folder_ / "no" / "such" / "folder", "x");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::io);
  }
}

}  // namespace
}  // namespace vilfredo
