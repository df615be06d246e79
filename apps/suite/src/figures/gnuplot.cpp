#include "figures/gnuplot.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): of POSIX

namespace vilfredo::suite::detail {
namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr std::size_t kMostOutput = 4000;

/// Both ends of a pipe, closed on destruction.
class Pipe {
 public:
  Pipe() { good_ = ::pipe2(ends_.data(), O_CLOEXEC) == 0; }

  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  ~Pipe() {
    if (good_) {
      ::close(ends_[0]);
      close_writer();
    }
  }

  [[nodiscard]] bool good() const { return good_; }

  [[nodiscard]] int reader() const { return ends_[0]; }

  [[nodiscard]] int writer() const { return ends_[1]; }

  void close_writer() {
    if (ends_[1] >= 0) {
      ::close(ends_[1]);
      ends_[1] = -1;
    }
  }

 private:
  std::array<int, 2> ends_{-1, -1};
  bool good_ = false;
};

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }

  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }

  /// Working directory, no input, no output, errors into the pipe. An error number, or 0.
  int redirect(const std::filesystem::path& folder, const Pipe& errors) {
    int failed = posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    failed = failed != 0 ? failed
                         : posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    failed = failed != 0 ? failed
                         : posix_spawn_file_actions_addopen(&actions_, 1, "/dev/null", O_WRONLY, 0);
    return failed != 0 ? failed : posix_spawn_file_actions_adddup2(&actions_, errors.writer(), 2);
  }

  [[nodiscard]] const posix_spawn_file_actions_t* native() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// All the child says until it closes its end; kills it if that takes too long.
std::string listen(int reader, pid_t child) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::string said;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd waiting{reader, POLLIN, 0};
    const int ready = left.count() > 0 ? ::poll(&waiting, 1, static_cast<int>(left.count())) : 0;
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (ready <= 0) {
      ::kill(child, SIGKILL);
      return said + "gnuplot was ended because it took more than a minute";
    }
    std::array<char, 4096> buffer;
    const ssize_t got = ::read(reader, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return said;
    }
    if (said.size() < kMostOutput) {
      said.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) {
      return -1;
    }
  }
  return status;
}

}  // namespace

GnuplotOutcome run_gnuplot(const std::filesystem::path& folder,
                           const std::string& script,
                           const std::string& format,
                           const std::string& target) {
  Pipe errors;
  FileActions actions;
  if (!errors.good()) {
    return {Drawing::refused, std::strerror(errno)};
  }
  if (const int failed = actions.redirect(folder, errors); failed != 0) {
    return {Drawing::refused, std::strerror(failed)};
  }
  std::vector<std::string> arguments{"gnuplot", "-d", "-e",
                                     "format='" + format + "'; target='" + target + "'", script};
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) {
    argv.push_back(argument.data());
  }
  argv.push_back(nullptr);
  pid_t child = 0;
  const int failed =
      ::posix_spawnp(&child, "gnuplot", actions.native(), nullptr, argv.data(), environ);
  if (failed != 0) {
    return {failed == ENOENT ? Drawing::no_gnuplot : Drawing::refused, std::strerror(failed)};
  }
  errors.close_writer();
  const std::string said = listen(errors.reader(), child);
  const int status = wait_for(child);
  const bool good = status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return {good ? Drawing::done : Drawing::refused, said};
}

}  // namespace vilfredo::suite::detail
