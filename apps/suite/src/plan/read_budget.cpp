#include "plan/read_budget.hpp"

#include "config/keys.hpp"

#include <vilfredo/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo::suite {

namespace {

const std::string kEvaluations = "evaluations";

/// A budget of "evaluations" counts columns, unless columns of this world cost differently.
bool counts_columns(const WorldInfo& info) {
  const auto* problem = std::get_if<ProblemInfo>(&info);
  return problem != nullptr && problem->level_cost == std::vector<std::uint64_t>{1};
}

class BudgetReader {
 public:
  BudgetReader(const Located& body, std::span<const IndicatorSpec> indicators, ConfigFaults& faults)
      : body_(body), indicators_(indicators), faults_(faults) {}

  std::optional<std::uint64_t> count(const Located& object, const std::string& key) {
    std::int64_t number = 0;
    if (!read(object, key, number, at_least(1))) {
      return std::nullopt;
    }
    return static_cast<std::uint64_t>(number);
  }

  std::optional<double> positive(const std::string& key) {
    double number = 0;
    return read(body_, key, number, above(0)) ? std::optional(number) : std::nullopt;
  }

  std::optional<TargetSpec> target() {
    const Located* node = rule("target", {"indicator", "value"});
    TargetSpec out;
    if (node == nullptr || !indicator(*node, out.indicator)) {
      return std::nullopt;
    }
    if (node->find("value") == nullptr) {
      faults_.add(
          {node->origin, "lacks \"value\", the value at which a run may stop", "", "number"});
      return std::nullopt;
    }
    return read(*node, "value", out.value, {}) ? std::optional(out) : std::nullopt;
  }

  std::optional<StallSpec> stall() {
    const Located* node = rule("stall", {"indicator", "window", "epsilon"});
    StallSpec out;
    if (node == nullptr || !indicator(*node, out.indicator)) {
      return std::nullopt;
    }
    const auto window = count(*node, "window");
    if (node->find("window") == nullptr) {
      faults_.add({node->origin, "lacks \"window\", the evaluations without progress", "", ">= 1"});
    }
    read(*node, "epsilon", out.epsilon, at_least(0));
    out.window = window.value_or(1);
    return window ? std::optional(out) : std::nullopt;
  }

 private:
  template <class T>
  bool read(const Located& object, const std::string& key, T& out, const Range& range) {
    const Located* node = object.find(key);
    if (node == nullptr || node->is_null()) {
      return false;
    }
    Faults wrong;
    vilfredo::detail::read_field(value_of(*node), out, range, "", wrong);
    faults_.add(wrong, *node);
    return wrong.empty();
  }

  const Located* rule(const char* key, const std::vector<std::string>& known) {
    const Located* node = body_.find(key);
    if (node == nullptr || node->is_null() || !is_object(*node, faults_)) {
      return nullptr;
    }
    check_keys(*node, known, faults_);
    return node;
  }

  bool indicator(const Located& node, std::size_t& position) {
    std::vector<std::string> ids;
    for (const IndicatorSpec& one : indicators_) {
      ids.push_back(one.id);
    }
    const Located* id = node.find("indicator");
    const std::string word = id != nullptr && id->text() != nullptr ? *id->text() : "";
    const auto found = std::ranges::find(ids, word);
    if (found == ids.end()) {
      const std::string sentence =
          id == nullptr ? "lacks \"indicator\", the id of an indicator"
                        : fmt::format("there is no indicator {}", to_json(value_of(*id)));
      faults_.add(
          {id == nullptr ? node.origin : id->origin, sentence, nearest(word, ids),
           ids.empty() ? "an id of \"indicators\"" : fmt::format("{}", fmt::join(ids, " | "))});
      return false;
    }
    position = static_cast<std::size_t>(found - ids.begin());
    return true;
  }

  const Located& body_;
  std::span<const IndicatorSpec> indicators_;
  ConfigFaults& faults_;
};

bool sets(const Located& body, const std::string& key) {
  const Located* node = body.find(key);
  return node != nullptr && !node->is_null();
}

/// A target may never be reached, so every world needs a limit that it surely reaches.
void check_limits(const Located& body,
                  const ProblemSpec& problem,
                  const std::vector<std::string>& known,
                  ConfigFaults& faults) {
  const std::string unit = cost_unit(problem.info);
  const bool counts_evaluations = std::holds_alternative<ProblemInfo>(problem.info);
  if (sets(body, "seconds") || sets(body, unit) ||
      (counts_evaluations && sets(body, kEvaluations))) {
    return;
  }
  std::string units;
  bool any = false;
  for (const std::string& key : known) {
    if (key != "target" && key != "stall") {
      units += (units.empty() ? "" : ", ") + key;
      any = any || sets(body, key);
    }
  }
  if (!any) {
    faults.add({body.origin, "sets no limit that ends a run", "", units});
    return;
  }
  faults.add({body.origin,
              fmt::format("sets no limit for problem \"{}\", which counts {}", problem.id, unit),
              "", unit + ", seconds"});
}

}  // namespace

std::string budget_tag(const WorldInfo& info) {
  return fmt::format("{} {} {}", info.index(), cost_unit(info), counts_columns(info));
}

BudgetSpec read_budget(const std::string& id,
                       const Located& body,
                       const ProblemSpec& problem,
                       std::span<const std::string> units,
                       std::span<const IndicatorSpec> indicators,
                       ConfigFaults& faults) {
  std::vector<std::string> known = rules_of("budgets").keys;
  for (const std::string& unit : units) {
    if (std::ranges::find(known, unit) == known.end()) {
      known.push_back(unit);
    }
  }
  check_keys(body, known, faults);
  BudgetReader reader(body, indicators, faults);
  BudgetSpec out;
  out.id = id;
  out.unit = cost_unit(problem.info);
  const auto columns = reader.count(body, kEvaluations);
  if (out.unit == kEvaluations) {
    (counts_columns(problem.info) ? out.evaluations : out.cost) = columns;
  } else {
    out.cost = reader.count(body, out.unit);
    if (std::holds_alternative<ProblemInfo>(problem.info)) {
      out.evaluations = columns;
    }
  }
  out.seconds = reader.positive("seconds");
  out.target = reader.target();
  out.stall = reader.stall();
  check_limits(body, problem, known, faults);
  return out;
}

}  // namespace vilfredo::suite
