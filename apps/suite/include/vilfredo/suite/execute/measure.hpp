// Values of indicators on stored fronts: measured when a run ends, or later, without running again.
#pragma once

#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <string>
#include <vector>

namespace vilfredo::suite {

/// keys[p][i]: what indicator i measures on problem p, or nothing where it does not apply.
using MeasureKeys = std::vector<std::vector<std::optional<MeasureKey>>>;

/// A key depends on the indicator's type, parameters and revision and on its frame.
[[nodiscard]] MeasureKeys measure_keys(const Plan& plan);

/// The tag of the fronts that a plan scores.
[[nodiscard]] std::string_view scored_tag(const Plan& plan);

/// A front in which nothing is feasible counts as an empty one. What an indicator throws becomes
/// the measure's failure.
[[nodiscard]] StoredMeasure measure_front(const AnyIndicator& indicator,
                                          const MeasureKey& key,
                                          const StoredFront& front,
                                          std::uint64_t evaluations);

/// Measures the scored fronts of all finished runs of the plan that lack a value. Returns how many
/// values were added.
std::size_t complete_measures(Store& store, PlanId id, const Plan& plan, const MeasureKeys& keys);

}  // namespace vilfredo::suite
