// One child process with a deadline: text in, text out.
#pragma once

#include <string>
#include <vector>

namespace vilfredo::detail {

struct ChildResult {
  enum class End { exited, signalled, timed_out, too_much_output };

  End end = End::exited;
  int code = 0;        ///< exit code, or number of the signal
  std::string output;  ///< standard output
  std::string errors;  ///< the last few thousand characters of standard error
};

/// Runs argv[0], looked up in PATH, with `input` as its standard input, and waits for its end but
/// not for what it may leave behind. At the deadline its process group gets SIGTERM and, two
/// seconds later, SIGKILL; the child is killed too when the calling thread's process ends. Safe to
/// call from many threads at once. Throws Error{io} if no process can be made.
[[nodiscard]] ChildResult run_child(const std::vector<std::string>& argv,
                                    const std::string& input,
                                    double deadline_seconds);

/// Whether argv[0] can be run.
[[nodiscard]] bool is_executable(const std::string& program);

}  // namespace vilfredo::detail
