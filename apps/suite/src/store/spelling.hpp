// States and instants as a store spells them.
#pragma once

#include <vilfredo/suite/store/records.hpp>

#include <string_view>

namespace vilfredo::suite {

/// Throws Error{store_damaged}.
[[nodiscard]] StoredState state_named(std::string_view text);

/// Seconds since 1970, as heartbeats are stored.
[[nodiscard]] double unix_seconds();

}  // namespace vilfredo::suite
