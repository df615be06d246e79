#include <vilfredo/core/error.hpp>
#include <vilfredo/core/hash.hpp>
#include <vilfredo/core/value.hpp>
#include <vilfredo/suite/execute/measure.hpp>

#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace vilfredo::suite {
namespace {

Value numbers(const Vector& v) {
  Value::Array out;
  for (Index i = 0; i < v.size(); ++i) {
    out.emplace_back(v[i]);
  }
  return out;
}

Value frame_value(const ReferenceFrame& frame) {
  return Value::Object{{"hash", Value(frame.hash())},
                       {"ideal", numbers(frame.ideal)},
                       {"nadir", numbers(frame.nadir)},
                       {"reference", numbers(frame.reference)},
                       {"reference_set_points", Value(frame.reference_set.cols())},
                       {"normalise", Value(frame.normalise)},
                       {"provenance", Value(frame.provenance)}};
}

MeasureKey measure_key(const IndicatorSpec& indicator,
                       const ProblemSpec& problem,
                       const ReferenceFrame& frame) {
  const Value params = params_on(indicator, problem);
  const Value identity = Value::Object{{"type", Value(indicator.type)},
                                       {"params", params},
                                       {"revision", Value(indicator.revision)},
                                       {"frame", Value(frame.hash())}};
  const Value spec = Value::Object{{"type", Value(indicator.type)},
                                   {"params", params},
                                   {"revision", Value(indicator.revision)},
                                   {"frame", frame_value(frame)}};
  return {sha256_hex(canonical(identity)), indicator.id, to_json(spec)};
}

}  // namespace

MeasureKeys measure_keys(const Plan& plan) {
  MeasureKeys out(plan.problems.size());
  for (std::size_t p = 0; p < plan.problems.size(); ++p) {
    for (std::size_t i = 0; i < plan.indicators.size(); ++i) {
      const AnyIndicator& indicator = plan.measures[p][i];
      out[p].push_back(indicator.valid()
                           ? std::optional<MeasureKey>(measure_key(
                                 plan.indicators[i], plan.problems[p], indicator.frame()))
                           : std::nullopt);
    }
  }
  return out;
}

std::string_view scored_tag(const Plan& plan) {
  return plan.score == Score::archive ? "archive" : "final";
}

StoredMeasure measure_front(const AnyIndicator& indicator,
                            const MeasureKey& key,
                            const StoredFront& front,
                            std::uint64_t evaluations) {
  StoredMeasure out;
  out.key = key.key;
  out.tag = front.tag;
  out.evaluations = evaluations;
  try {
    out.value =
        front.feasible ? indicator(front.members.f) : indicator(Matrix(front.members.f.rows(), 0));
  } catch (const Error& error) {
    out.failure = error.what();
  }
  return out;
}

std::size_t complete_measures(Store& store, PlanId id, const Plan& plan, const MeasureKeys& keys) {
  std::unordered_map<std::string, std::int64_t> numbers;
  for (const auto& row : keys) {
    for (const auto& key : row) {
      if (key) {
        numbers[key->key] = store.number_of(key->key);
      }
    }
  }
  std::vector<std::unordered_set<std::int64_t>> present(plan.runs.size());
  for (const auto& [position, number] : store.measured(id, scored_tag(plan))) {
    present[position].insert(number);
  }
  const std::vector<RunStatus> statuses = store.statuses(id);
  std::vector<std::pair<RunId, StoredMeasure>> added;
  std::size_t count = 0;
  const auto flush = [&] {
    store.add_measures(added);
    count += added.size();
    added.clear();
  };
  for (std::size_t r = 0; r < plan.runs.size(); ++r) {
    if (statuses[r].state != StoredState::done) {
      continue;
    }
    const std::size_t p = plan.cells[plan.runs[r].cell].problem;
    std::optional<StoredFront> front;
    for (std::size_t i = 0; i < plan.indicators.size(); ++i) {
      const auto& key = keys[p][i];
      if (!key || present[r].contains(numbers.at(key->key))) {
        continue;
      }
      if (!front) {
        front = store.front(statuses[r].id, scored_tag(plan));
        if (!front) {
          break;  // an archive that was not kept
        }
      }
      added.emplace_back(statuses[r].id, measure_front(plan.measures[p][i], *key, *front, 0));
    }
    constexpr std::size_t kPerCommit = 2000;
    if (added.size() >= kPerCommit) {
      flush();
    }
  }
  if (!added.empty()) {
    flush();
  }
  return count;
}

}  // namespace vilfredo::suite
