// By fork and exec: the process library of Boost 1.74 can neither wait with a deadline in several
// threads nor end a whole process group.
#include "external/child_process.hpp"

#include "vilfredo/core/error.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vilfredo::detail {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostOutput = std::size_t{1} << 20U;
constexpr std::size_t kMostErrors = 4000;
constexpr std::chrono::seconds kGrace{2};
constexpr int kPollMilliseconds = 20;
constexpr int kCannotStart = 127;

Error system_error(const char* what) {
  return Error(Errc::io, what).with("reason", std::strerror(errno));
}

/// A file descriptor that closes itself.
class Handle {
 public:
  explicit Handle(int fd = -1) : fd_(fd) {}

  Handle(Handle&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }

  Handle& operator=(Handle&&) = delete;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  ~Handle() { close(); }

  void close() {
    if (fd_ >= 0) {
      ::close(fd_);
      fd_ = -1;
    }
  }

  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

struct Pipe {
  Handle reader;
  Handle writer;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw system_error("no pipe for a child process");
  }
  return {Handle(ends[0]), Handle(ends[1])};
}

/// A file in memory instead of a pipe: a child that does not read its input disturbs nobody.
Handle make_input(const std::string& text) {
  Handle file(::memfd_create("vilfredo-request", MFD_CLOEXEC));
  if (file.fd() < 0) {
    throw system_error("no input for a child process");
  }
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t n = ::write(file.fd(), text.data() + written, text.size() - written);
    if (n < 0 && errno != EINTR) {
      throw system_error("no input for a child process");
    }
    written += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  ::lseek(file.fd(), 0, SEEK_SET);
  return file;
}

/// In the child, between fork and exec: only what is safe there.
[[noreturn]] void become(char* const* argv, int input, int output, int errors) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  ::signal(SIGPIPE, SIG_DFL);
  if (::dup2(input, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(errors, 2) < 0) {
    ::_exit(kCannotStart);
  }
  ::execvp(argv[0], argv);
  ::_exit(kCannotStart);
}

/// False at the end of the stream.
bool take(int fd, std::string& out) {
  std::array<char, 8192> buffer;
  const ssize_t got = ::read(fd, buffer.data(), buffer.size());
  if (got > 0) {
    out.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
  }
  return got < 0 && (errno == EINTR || errno == EAGAIN);
}

class Child {
 public:
  Child(const std::vector<std::string>& argv, const std::string& input)
      : output_(make_pipe()), errors_(make_pipe()) {
    const Handle request = make_input(input);
    std::vector<char*> arguments;
    for (const std::string& argument : argv) {
      arguments.push_back(const_cast<char*>(argument.c_str()));  // NOLINT: exec does not write
    }
    arguments.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ < 0) {
      throw system_error("no child process");
    }
    if (pid_ == 0) {
      become(arguments.data(), request.fd(), output_.writer.fd(), errors_.writer.fd());
    }
    ::setpgid(pid_, pid_);  // also here, so that a signal to the group cannot come too early
    output_.writer.close();
    errors_.writer.close();
    ::fcntl(output_.reader.fd(), F_SETFL, O_NONBLOCK);
    ::fcntl(errors_.reader.fd(), F_SETFL, O_NONBLOCK);
  }

  ChildResult wait(double seconds) {
    const auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                             std::chrono::duration<double>(seconds));
    while (!ended()) {
      listen();
      if (result_.output.size() > kMostOutput) {
        kill_group(ChildResult::End::too_much_output);
      } else if (Clock::now() >= deadline) {
        kill_group(ChildResult::End::timed_out);
      }
    }
    drain();
    return std::move(result_);
  }

 private:
  bool ended() {
    int status = 0;
    const pid_t got = ::waitpid(pid_, &status, WNOHANG);
    if (got == 0 || (got < 0 && errno == EINTR)) {
      return false;
    }
    ::kill(-pid_, SIGKILL);  // helpers it left behind
    if (!killed_) {
      const bool by_signal = got > 0 && WIFSIGNALED(status);
      result_.end = by_signal ? ChildResult::End::signalled : ChildResult::End::exited;
      result_.code = by_signal ? WTERMSIG(status) : WEXITSTATUS(status);
    }
    return true;
  }

  void listen() {
    std::array<pollfd, 2> waiting{pollfd{output_.reader.fd(), POLLIN, 0},
                                  pollfd{errors_.reader.fd(), POLLIN, 0}};
    if (!output_open_) {
      waiting[0].fd = -1;
    }
    if (!errors_open_) {
      waiting[1].fd = -1;
    }
    if (::poll(waiting.data(), waiting.size(), kPollMilliseconds) <= 0) {
      return;
    }
    if (waiting[0].revents != 0) {
      output_open_ = take(output_.reader.fd(), result_.output);
    }
    if (waiting[1].revents != 0) {
      errors_open_ = take(errors_.reader.fd(), result_.errors);
      trim();
    }
  }

  void kill_group(ChildResult::End why) {
    if (!killed_) {
      killed_ = true;
      result_.end = why;
      killed_at_ = Clock::now();
      ::kill(-pid_, SIGTERM);
    } else if (Clock::now() - killed_at_ > kGrace) {
      ::kill(-pid_, SIGKILL);
    }
  }

  /// What is in the pipes when the child has ended.
  void drain() {
    std::size_t before = 0;
    do {
      before = result_.output.size();
    } while (take(output_.reader.fd(), result_.output) && result_.output.size() > before &&
             before <= kMostOutput);
    do {
      before = result_.errors.size();
    } while (take(errors_.reader.fd(), result_.errors) && result_.errors.size() > before &&
             before <= 2 * kMostErrors);
    trim();
  }

  void trim() {
    if (result_.errors.size() > kMostErrors) {
      result_.errors.erase(0, result_.errors.size() - kMostErrors);
    }
  }

  Pipe output_;
  Pipe errors_;
  pid_t pid_ = -1;
  bool output_open_ = true;
  bool errors_open_ = true;
  bool killed_ = false;
  Clock::time_point killed_at_ = {};
  ChildResult result_;
};

}  // namespace

ChildResult run_child(const std::vector<std::string>& argv,
                      const std::string& input,
                      double deadline_seconds) {
  return Child(argv, input).wait(deadline_seconds);
}

bool is_executable(const std::string& program) {
  const auto runs = [](const std::string& path) { return ::access(path.c_str(), X_OK) == 0; };
  if (program.find('/') != std::string::npos) {
    return runs(program);
  }
  const char* variable = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nothing sets it
  std::string path = variable == nullptr ? "/usr/bin:/bin" : variable;
  for (std::size_t start = 0; start <= path.size() && !program.empty();) {
    const std::size_t end = std::min(path.find(':', start), path.size());
    if (runs(path.substr(start, end - start) + "/" + program)) {
      return true;
    }
    start = end + 1;
  }
  return false;
}

}  // namespace vilfredo::detail
