// Who holds a lease: one process, told apart from every other one that ever had its number.
#pragma once

#include <cstdint>
#include <string>

namespace vilfredo::suite {

/// A process number is used again after the process ended, so the start time and the boot come with
/// it. Empty texts and zeros where the system does not tell.
struct WorkerIdentity {
  std::string host;
  std::string boot_id;
  std::string pid_namespace;  ///< numbers of another container mean nothing here
  std::int64_t pid = 0;
  std::int64_t process_start = 0;  ///< clock ticks after boot
};

/// Of the calling process; not cached, so that it is right after a fork.
[[nodiscard]] WorkerIdentity this_process();

enum class Liveness {
  alive,   ///< a process of this host that still runs
  gone,    ///< a process of this host that does not
  unknown  ///< of another host or container: only its heartbeat tells
};

/// Seen from the calling process.
[[nodiscard]] Liveness liveness(const WorkerIdentity& worker);

}  // namespace vilfredo::suite
