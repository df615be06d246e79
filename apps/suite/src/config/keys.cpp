#include "config/keys.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/options.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace vilfredo::suite {

std::span<const ListRules> list_rules() {
  static const std::array<ListRules, 4> rules = {
      ListRules{"problems", "problem", {"params", "frame"}, true},
      ListRules{"solvers", "solver", {"params", "window"}, true},
      // The units that problems count in are further keys of a budget; plan() knows them.
      ListRules{"budgets", "budget", {"evaluations", "seconds", "target", "stall"}, false},
      ListRules{"indicators",
                "indicator",
                {"params", "normalise", "reference_point", "reference_set"},
                true}};
  return rules;
}

const ListRules& rules_of(std::string_view list) {
  const auto rules = list_rules();
  return *std::ranges::find_if(rules, [&](const ListRules& one) { return one.list == list; });
}

std::vector<std::string> entry_only_keys(const ListRules& rules) {
  std::vector<std::string> keys = {"id"};
  if (rules.has_type) {
    keys.emplace_back("type");
  }
  keys.insert(keys.end(), {"grid", "zip", "id_format"});
  return keys;
}

std::vector<std::string> kinds() {
  return {"suite", "problems", "solvers", "budgets", "indicators", "defaults"};
}

std::vector<std::string> top_keys(std::string_view kind) {
  std::vector<std::string> keys = {"schema", "kind", "name", "description", "include"};
  const std::vector<std::string> all = kinds();
  if (kind != "suite" && std::ranges::find(all, kind) != all.end()) {
    keys.emplace_back(kind);
    return keys;
  }
  for (const char* key : {"seed", "replicates", "defaults", "problems", "solvers", "budgets",
                          "indicators", "overrides", "include_only", "exclude", "score", "window",
                          "trace", "failures", "execution", "report", "published"}) {
    keys.emplace_back(key);
  }
  return keys;
}

std::vector<std::string> selector_keys() {
  return {"problem", "solver", "budget"};
}

namespace {

/// What other tools and earlier habits call our keys.
std::string our_word(std::string_view word) {
  static const std::array<std::pair<std::string_view, std::string_view>, 16> words = {{
      {"algorithms", "solvers"},
      {"algorithm", "solver"},
      {"optimizers", "solvers"},
      {"optimisers", "solvers"},
      {"environments", "problems"},
      {"metrics", "indicators"},
      {"repetitions", "replicates"},
      {"runs", "replicates"},
      {"seeds", "seed"},
      {"wall_seconds", "seconds"},
      {"time_limit", "seconds"},
      {"max_evaluations", "evaluations"},
      {"parameters", "params"},
      {"options", "params"},
      {"normalize", "normalise"},
      {"threads", "threads_per_run"},
  }};
  const auto* found =
      std::ranges::find_if(words, [&](const auto& entry) { return entry.first == word; });
  return found == words.end() ? "" : std::string(found->second);
}

}  // namespace

void check_keys(const Located& object, std::span<const std::string> known, ConfigFaults& faults) {
  for (const Located::Member& member : object.members) {
    if (std::ranges::find(known, member.first) != known.end()) {
      continue;
    }
    std::string suggestion = our_word(member.first);
    if (std::ranges::find(known, suggestion) == known.end()) {
      suggestion = nearest(member.first, known);
    }
    faults.add({member.second.origin, fmt::format("unknown key \"{}\"", member.first),
                std::move(suggestion), fmt::format("{}", fmt::join(known, ", "))});
  }
}

bool is_object(const Located& node, ConfigFaults& faults) {
  if (node.is_object()) {
    return true;
  }
  Faults wrong;
  vilfredo::detail::wrong_kind("object", value_of(node), "", wrong);
  faults.add(wrong, node);
  return false;
}

}  // namespace vilfredo::suite
