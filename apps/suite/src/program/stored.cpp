#include "program/stored.hpp"

#include <vilfredo/core/error.hpp>

namespace vilfredo::suite {

StoredPlan stored_plan(const Store& store) {
  auto plan = store.current_plan();
  if (!plan) {
    throw Error(Errc::invalid_argument, "this result store is empty: no suite was run into it")
        .with("store", store.path().string());
  }
  return *plan;
}

}  // namespace vilfredo::suite
