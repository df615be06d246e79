// Runs the program as a user would: a process with arguments, standard output and standard error.
#pragma once

#include "store_fixture.hpp"
#include "test_paths.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace vilfredo::suite {

struct Ended {
  int code = -1;   ///< exit code, or -1
  int signal = 0;  ///< that ended it, or 0
  std::string out;
  std::string err;
};

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// A child that has been started and not yet waited for.
class Started {
 public:
  Started(const std::vector<std::string>& arguments,
          const TemporaryFolder& folder,
          std::string program = VILFREDO_PROGRAM)
      : out_(unique(folder, "out")), err_(unique(folder, "err")) {
    std::vector<char*> argv;
    argv.push_back(program.data());
    std::vector<std::string> copies = arguments;
    for (std::string& argument : copies) {
      argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      redirect(out_, STDOUT_FILENO);
      redirect(err_, STDERR_FILENO);
      execv(program.c_str(), argv.data());
      _exit(127);
    }
  }

  [[nodiscard]] pid_t pid() const { return pid_; }

  void send(int signal) const { ::kill(pid_, signal); }

  Ended wait() const {
    int status = 0;
    waitpid(pid_, &status, 0);
    Ended out;
    out.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    out.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    out.out = contents(out_);
    out.err = contents(err_);
    return out;
  }

 private:
  static std::filesystem::path unique(const TemporaryFolder& folder, const std::string& name) {
    static int count = 0;
    return folder / (name + std::to_string(++count));
  }

  static void redirect(const std::filesystem::path& path, int descriptor) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(file, descriptor);
    close(file);
  }

  std::filesystem::path out_;
  std::filesystem::path err_;
  pid_t pid_ = 0;
};

inline Ended run_program(const std::vector<std::string>& arguments, const TemporaryFolder& folder) {
  return Started(arguments, folder).wait();
}

}  // namespace vilfredo::suite
