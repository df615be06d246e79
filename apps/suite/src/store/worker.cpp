#include <vilfredo/suite/store/worker.hpp>

#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <signal.h>
#include <sstream>
#include <unistd.h>
#include <vector>

namespace vilfredo::suite {
namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string host_name() {
  std::array<char, 256> text{};
  return gethostname(text.data(), text.size() - 1) == 0 ? std::string(text.data()) : std::string();
}

std::string link_target(const char* path) {
  std::array<char, 256> text{};
  const auto length = readlink(path, text.data(), text.size() - 1);
  return length > 0 ? std::string(text.data(), static_cast<std::size_t>(length)) : std::string();
}

struct ProcessStatus {
  char state = '?';
  std::int64_t start = 0;
};

// Fields of /proc/<pid>/stat are counted after the name in brackets, which may hold anything.
std::optional<ProcessStatus> process_status(std::int64_t pid) {
  const std::string line = first_line("/proc/" + std::to_string(pid) + "/stat");
  const auto bracket = line.rfind(')');
  if (bracket == std::string::npos) {
    return std::nullopt;
  }
  std::istringstream words(line.substr(bracket + 1));
  std::vector<std::string> fields;
  for (std::string word; words >> word;) {
    fields.push_back(word);
  }
  constexpr std::size_t kState = 0;
  constexpr std::size_t kStartTime = 19;
  if (fields.size() <= kStartTime) {
    return std::nullopt;
  }
  return ProcessStatus{fields[kState].front(), std::stoll(fields[kStartTime])};
}

}  // namespace

WorkerIdentity this_process() {
  WorkerIdentity out;
  out.host = host_name();
  out.boot_id = first_line("/proc/sys/kernel/random/boot_id");
  out.pid_namespace = link_target("/proc/self/ns/pid");
  out.pid = getpid();
  if (const auto status = process_status(out.pid)) {
    out.process_start = status->start;
  }
  return out;
}

Liveness liveness(const WorkerIdentity& worker) {
  const WorkerIdentity self = this_process();
  if (worker.host != self.host) {
    return Liveness::unknown;
  }
  if (worker.boot_id != self.boot_id) {
    return Liveness::gone;
  }
  if (worker.pid_namespace != self.pid_namespace) {
    return Liveness::unknown;
  }
  if (const auto status = process_status(worker.pid)) {
    const bool ended = status->state == 'Z' || status->state == 'X';
    return !ended && status->start == worker.process_start ? Liveness::alive : Liveness::gone;
  }
  // Without /proc the number alone decides.
  const bool present = kill(static_cast<pid_t>(worker.pid), 0) == 0 || errno == EPERM;
  return present && worker.process_start == 0 ? Liveness::alive : Liveness::gone;
}

}  // namespace vilfredo::suite
