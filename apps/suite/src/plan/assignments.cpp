#include "plan/assignments.hpp"

#include "config/keys.hpp"

#include <vilfredo/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo::suite {

namespace {

const std::vector<Entry>& entries_of(const SuiteFile& suite, std::string_view list) {
  if (list == "problems") {
    return suite.problems;
  }
  if (list == "solvers") {
    return suite.solvers;
  }
  return list == "budgets" ? suite.budgets : suite.indicators;
}

bool is_meant(const EntryAssignment& assignment, std::string_view list, const Entry& entry) {
  return assignment.list == list &&
         (assignment.id == entry.base_id || glob_matches(assignment.id, entry.id));
}

/// "/solver/params/population" without "/solver"; empty if it lies elsewhere.
std::string_view below(std::string_view pointer, std::string_view word) {
  const std::string prefix = "/" + std::string(word) + "/";
  return pointer.starts_with(prefix) ? pointer.substr(word.size() + 1) : std::string_view{};
}

std::string first_key(std::string_view pointer) {
  std::vector<std::string> steps;
  return pointer_steps(pointer, steps) && !steps.empty() ? steps.front() : "";
}

/// Whether an override or --set may set this key of an entry.
bool may_set(std::string_view word, const std::string& key) {
  const auto all = list_rules();
  const auto rules = std::ranges::find_if(all, [&](const ListRules& r) { return r.word == word; });
  return !key.empty() &&
         (!rules->has_type || std::ranges::find(rules->keys, key) != rules->keys.end());
}

void check_override(const OverrideRule& rule,
                    const OverrideRule::Assignment& assignment,
                    ConfigFaults& faults) {
  const Origin& origin = assignment.value.origin;
  for (const ListRules& rules : list_rules()) {
    const std::string_view inside = below(assignment.pointer, rules.word);
    if (inside.empty() || rules.word == "indicator") {
      continue;
    }
    const std::string key = first_key(inside);
    if (!may_set(rules.word, key)) {
      faults.add({origin, fmt::format("\"{}\" of a {} cannot be overridden", key, rules.word),
                  nearest(key, rules.keys), fmt::format("{}", fmt::join(rules.keys, ", "))});
    }
    const bool by_solver = !rule.when.solver.empty();
    if (rules.word == "problem" && (by_solver || !rule.when.budget.empty())) {
      faults.add(origin,
                 "a problem cannot change with the solver or budget: one row of a table would "
                 "compare results of different problems");
    }
    if (rules.word == "budget" && by_solver) {
      faults.add(origin,
                 "a budget cannot change with the solver: one row of a table would compare results "
                 "of different budgets");
    }
    return;
  }
  faults.add({origin, fmt::format("\"{}\" cannot be overridden", assignment.pointer), "",
              "/problem/params/…, /problem/frame/…, /solver/params/…, /solver/window, /budget/…"});
}

void check_assignment(const SuiteFile& suite,
                      const EntryAssignment& assignment,
                      ConfigFaults& faults) {
  const std::vector<Entry>& entries = entries_of(suite, assignment.list);
  const ListRules& rules = rules_of(assignment.list);
  const bool known = std::ranges::any_of(
      entries, [&](const Entry& entry) { return is_meant(assignment, assignment.list, entry); });
  if (!known) {
    std::vector<std::string> ids;
    ids.reserve(entries.size());
    for (const Entry& entry : entries) {
      ids.push_back(entry.id);
    }
    faults.add({assignment.value.origin,
                fmt::format("there is no {} \"{}\"", rules.word, assignment.id),
                nearest(assignment.id, ids), fmt::format("{}", fmt::join(ids, " | "))});
    return;
  }
  const std::string key = first_key(assignment.pointer);
  if (!may_set(rules.word, key)) {
    faults.add({assignment.value.origin,
                key.empty() ? fmt::format("names the {}, but not what of it to set", rules.word)
                            : fmt::format("\"{}\" of a {} cannot be set", key, rules.word),
                nearest(key, rules.keys), fmt::format("{}", fmt::join(rules.keys, ", "))});
  }
}

}  // namespace

void check_rules(const SuiteFile& suite, ConfigFaults& faults) {
  for (const OverrideRule& rule : suite.overrides) {
    for (const OverrideRule::Assignment& assignment : rule.set) {
      check_override(rule, assignment, faults);
    }
  }
  for (const EntryAssignment& assignment : suite.assignments) {
    check_assignment(suite, assignment, faults);
  }
}

bool touches(const OverrideRule& rule, std::string_view word) {
  return std::ranges::any_of(rule.set, [&](const OverrideRule::Assignment& assignment) {
    return !below(assignment.pointer, word).empty();
  });
}

void apply_override(const OverrideRule& rule,
                    std::string_view word,
                    Located& body,
                    ConfigFaults& faults) {
  for (const OverrideRule::Assignment& assignment : rule.set) {
    const std::string_view inside = below(assignment.pointer, word);
    if (inside.empty() || !may_set(word, first_key(inside))) {
      continue;
    }
    const std::string obstacle = set_pointer(body, inside, assignment.value);
    if (!obstacle.empty()) {
      faults.add(assignment.value.origin, obstacle);
    }
  }
}

void apply_command_line(const SuiteFile& suite,
                        std::string_view list,
                        const Entry& entry,
                        Located& body,
                        ConfigFaults& faults) {
  for (const EntryAssignment& assignment : suite.assignments) {
    if (!is_meant(assignment, list, entry) ||
        !may_set(rules_of(list).word, first_key(assignment.pointer))) {
      continue;
    }
    const std::string obstacle = set_pointer(body, assignment.pointer, assignment.value);
    if (!obstacle.empty()) {
      faults.add(assignment.value.origin, obstacle);
    }
  }
}

}  // namespace vilfredo::suite
