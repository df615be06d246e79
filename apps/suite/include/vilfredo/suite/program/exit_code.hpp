// How a program ends.
#pragma once

#include <vilfredo/core/error.hpp>

#include <exception>
#include <utility>

namespace vilfredo::suite {

enum ExitCode : int {
  kAllDone = 0,
  kSomeFailed = 1,        ///< some runs failed; they are listed
  kBadConfiguration = 2,  ///< what a file says is wrong
  kBadUsage = 3,          ///< what the command line says is wrong
  kStoreDamaged = 4,
  kRegression = 5,
  kNotDeterministic = 6,  ///< two results of one deterministic run differ
  kInputOutput = 7,
  kInternal = 70,
  kSignalled = 128  ///< plus the number of the signal: 130 or 143; resumable
};

[[nodiscard]] int exit_code(Errc code);

/// Writes one line, "error[code] sentence" (a faulty configuration: a line per fault), to standard
/// error and returns the exit code. To be called inside a catch block.
[[nodiscard]] int report_current_error();

/// Calls read(); what is wrong inside the file becomes Error{invalid_config}, for the file and not
/// the command line has to be changed then.
template <class Read>
decltype(auto) from_file(Read&& read) {
  try {
    return std::forward<Read>(read)();
  } catch (const Error& error) {
    if (error.code() != Errc::invalid_argument) {
      throw;
    }
    Error other(Errc::invalid_config, error.sentence());
    for (const auto& [key, value] : error.notes()) {
      other.with(key, value);
    }
    throw other;
  }
}

}  // namespace vilfredo::suite
