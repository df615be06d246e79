// What commands need of a store that exists.
#pragma once

#include <vilfredo/suite/store/store.hpp>

namespace vilfredo::suite {

/// The current plan. Throws Error{invalid_argument} if the store has none.
[[nodiscard]] StoredPlan stored_plan(const Store& store);

}  // namespace vilfredo::suite
