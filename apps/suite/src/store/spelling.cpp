#include "store/spelling.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <ctime>

namespace vilfredo::suite {

std::string_view name(StoredState state) {
  static constexpr std::array<std::string_view, 4> kNames{"pending", "leased", "done", "failed"};
  return kNames[static_cast<std::size_t>(state)];
}

StoredState state_named(std::string_view text) {
  for (const StoredState state :
       {StoredState::pending, StoredState::leased, StoredState::done, StoredState::failed}) {
    if (name(state) == text) {
      return state;
    }
  }
  throw Error(Errc::store_damaged, "a run is in no known state").with("state", std::string(text));
}

double unix_seconds() {
  using Seconds = std::chrono::duration<double>;
  return Seconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string utc_now() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900,
                     parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                     milliseconds);
}

}  // namespace vilfredo::suite
