// Ctrl-C and SIGTERM: the first asks the runs to stop at their next boundary, the second ends the
// process at once.
#pragma once

#include <atomic>

namespace vilfredo::suite {

/// Handles the two signals while it lives. One at a time.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// Becomes true with the first signal; for RunOptions::stop.
  [[nodiscard]] const std::atomic<bool>& flag() const;
  /// 130 or 143.
  [[nodiscard]] int exit_code() const;
};

}  // namespace vilfredo::suite
