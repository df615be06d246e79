// The report of a plan out of its store.
#pragma once

#include <vilfredo/core/registry.hpp>
#include <vilfredo/suite/execute/measure.hpp>
#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/report/model.hpp>
#include <vilfredo/suite/store/store.hpp>

namespace vilfredo::suite {

/// Everything: traces, fronts, environment.
[[nodiscard]] Report full_report(const Store& store,
                                 const StoredPlan& stored,
                                 const Plan& plan,
                                 const Registries& registries);

/// Values only: enough for the tables.
[[nodiscard]] Report table_report(const Store& store,
                                  const StoredPlan& stored,
                                  const Plan& plan,
                                  const Registries& registries);

}  // namespace vilfredo::suite
