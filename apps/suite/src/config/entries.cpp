#include "config/entries.hpp"

#include "config/grid.hpp"
#include "config/include.hpp"

#include <vilfredo/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace vilfredo::suite {

namespace {

constexpr std::size_t kLongestId = 64;
const std::string kIdRule = "1 to 64 of the characters A-Z a-z 0-9 . _ -";

/// `generated` ids may hold the "#" of a grid's point.
bool is_id(std::string_view id, bool generated) {
  const auto good = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || (generated && c == '#');
  };
  return !id.empty() && id.size() <= kLongestId && std::ranges::all_of(id, good);
}

std::string scalar_text(const Located& node) {
  if (node.text() != nullptr) {
    return *node.text();
  }
  return to_json(node.leaf);
}

/// "m{/params/n_obj}" with the values of the entry; empty after a fault.
std::string formatted_id(const Located& entry, const Located& format, ConfigFaults& faults) {
  const std::string& text = *format.text();
  std::string id;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      id += text[i];
      continue;
    }
    const std::size_t end = text.find('}', i);
    if (end == std::string::npos) {
      faults.add({format.origin, "a \"{\" is not closed", "", "{/params/n_obj}"});
      return "";
    }
    const std::string pointer = text.substr(i + 1, end - i - 1);
    const Located* node = at_pointer(entry, pointer);
    if (node == nullptr || node->kind != Located::Kind::leaf || node->is_null()) {
      faults.add(
          {format.origin,
           fmt::format("the entry sets no single value at \"{}\" to put into its id", pointer), "",
           "pointers of the grid, such as {/params/n_obj}"});
      return "";
    }
    id += scalar_text(*node);
    i = end;
  }
  return id;
}

class EntryReader {
 public:
  EntryReader(const Located& tree, const ListRules& rules, ConfigFaults& faults)
      : rules_(rules), faults_(faults) {
    if (const Located* all = tree.find("defaults"); all != nullptr && all->is_object()) {
      if (const Located* mine = all->find(rules.word); mine != nullptr && mine->is_object()) {
        defaults_ = *mine;
        set_layer(defaults_, Layer::defaults);
      }
    }
  }

  void read(const Located& written) {
    if (is_broken(written) || !is_object(written, faults_)) {
      return;
    }
    std::vector<std::string> known = entry_only_keys(rules_);
    known.insert(known.end(), rules_.keys.begin(), rules_.keys.end());
    if (rules_.has_type) {  // further keys of a budget are units, judged when problems are known
      check_keys(written, known, faults_);
    }
    const std::string id = base_id(written);
    Located entry = written;
    if (defaults_.is_object()) {
      entry = defaults_;
      merge(entry, written);
      entry.origin = written.origin;
    }
    const std::vector<Located> points = grid_points(entry, faults_);
    for (std::size_t i = 0; i < points.size(); ++i) {
      add_point(points[i], id, points.size() == 1 && !has_grid(written) ? 0 : i + 1);
    }
  }

  std::vector<Entry> entries;

 private:
  static bool has_grid(const Located& entry) {
    return entry.find("grid") != nullptr || entry.find("zip") != nullptr;
  }

  std::string base_id(const Located& written) {
    const Located* node = written.find("id");
    const bool given = node != nullptr && !node->is_null();
    std::string id = written_id(written);
    if (given && !is_id(id, false)) {
      faults_.add(
          {node->origin, fmt::format("{} is no id", to_json(value_of(*node))), "", kIdRule});
      return "";
    }
    if (!given && !rules_.has_type) {
      faults_.add({written.origin, "lacks \"id\", the name of this budget in tables", "", kIdRule});
    }
    return id;
  }

  void add_point(Located point, const std::string& base, std::size_t number) {
    if (rules_.has_type && !has_type(point)) {
      return;
    }
    std::string id = base;
    Origin at = point.origin;
    if (const Located* format = point.find("id_format"); format != nullptr && !format->is_null()) {
      at = format->origin;
      if (format->text() == nullptr) {
        faults_.add({at, "the form of an id is a text", "", "\"dtlz2-m{/params/n_obj}\""});
        return;
      }
      id = formatted_id(point, *format, faults_);
      if (id.empty()) {
        return;
      }
      if (!is_id(id, false)) {
        faults_.add({at, fmt::format("makes \"{}\", which is no id", id), "", kIdRule});
        return;
      }
    } else if (number > 0 && !base.empty()) {
      id = fmt::format("{}#{}", base, number);
    }
    if (id.empty()) {
      return;
    }
    if (const Entry* first = find(id)) {
      faults_.add(at, fmt::format("the id \"{}\" is taken by the {} at {}", id, rules_.word,
                                  place(first->origin)));
      return;
    }
    const Origin origin = point.origin;
    for (const char* key : {"id", "grid", "zip", "id_format"}) {
      point.erase(key);
    }
    entries.push_back({id, base, std::move(point), origin});
  }

  bool has_type(const Located& point) {
    const Located* type = point.find("type");
    if (type == nullptr || type->is_null()) {
      faults_.add({point.origin, fmt::format("lacks \"type\", the kind of {}", rules_.word), "",
                   fmt::format("a name printed by \"vilfredo list {}\"", rules_.list)});
      return false;
    }
    if (type->text() == nullptr) {
      faults_.add({type->origin, fmt::format("the type of a {} is a text", rules_.word), "", ""});
      return false;
    }
    return true;
  }

  [[nodiscard]] const Entry* find(const std::string& id) const {
    const auto found = std::ranges::find_if(entries, [&](const Entry& e) { return e.id == id; });
    return found == entries.end() ? nullptr : &*found;
  }

  const ListRules& rules_;
  ConfigFaults& faults_;
  Located defaults_;
};

Selector read_selector(const Located& node, ConfigFaults& faults) {
  Selector selector;
  selector.origin = node.origin;
  check_keys(node, selector_keys(), faults);
  const std::array<std::pair<const char*, std::string*>, 3> slots = {
      {{"problem", &selector.problem}, {"solver", &selector.solver}, {"budget", &selector.budget}}};
  for (const auto& [key, slot] : slots) {
    const Located* glob = node.find(key);
    if (glob == nullptr || glob->is_null()) {
      continue;
    }
    if (glob->text() == nullptr || glob->text()->empty()) {
      faults.add({glob->origin, fmt::format("the {}s meant are given by an id or a pattern", key),
                  "", "a text such as \"re-*\""});
    } else {
      *slot = *glob->text();
    }
  }
  return selector;
}

void read_override(const Located& node, std::vector<OverrideRule>& rules, ConfigFaults& faults) {
  const std::vector<std::string> known = {"when", "set"};
  if (!is_object(node, faults)) {
    return;
  }
  check_keys(node, known, faults);
  OverrideRule rule;
  rule.when.origin = node.origin;
  if (const Located* when = node.find("when"); when != nullptr && is_object(*when, faults)) {
    rule.when = read_selector(*when, faults);
    rule.when.origin = node.origin;
  }
  const Located* set = node.find("set");
  if (set == nullptr) {
    faults.add({node.origin, "lacks \"set\", the values to change", "",
                "{\"/solver/params/population\": 200, …}"});
    return;
  }
  if (!is_object(*set, faults)) {
    return;
  }
  for (const Located::Member& member : set->members) {
    Located value = member.second;
    set_layer(value, Layer::override_rule);
    rule.set.push_back({member.first, std::move(value)});
  }
  rules.push_back(std::move(rule));
}

}  // namespace

std::vector<Entry> read_entries(const Located& tree, const ListRules& rules, ConfigFaults& faults) {
  EntryReader reader(tree, rules, faults);
  if (const Located* list = tree.find(rules.list); list != nullptr && list->is_array()) {
    for (const Located& entry : list->items) {
      reader.read(entry);
    }
  }
  return std::move(reader.entries);
}

void check_defaults(const Located& tree, ConfigFaults& faults) {
  const Located* all = tree.find("defaults");
  if (all == nullptr || all->is_null() || !is_object(*all, faults)) {
    return;
  }
  std::vector<std::string> words;
  for (const ListRules& rules : list_rules()) {
    words.push_back(rules.word);
  }
  check_keys(*all, words, faults);
  for (const ListRules& rules : list_rules()) {
    const Located* mine = all->find(rules.word);
    if (mine != nullptr && !mine->is_null() && is_object(*mine, faults) && rules.has_type) {
      check_keys(*mine, rules.keys, faults);
    }
  }
}

std::vector<OverrideRule> read_overrides(const Located& tree, ConfigFaults& faults) {
  std::vector<OverrideRule> rules;
  if (const Located* list = tree.find("overrides"); list != nullptr && list->is_array()) {
    for (const Located& item : list->items) {
      read_override(item, rules, faults);
    }
  }
  return rules;
}

std::vector<Selector> read_selectors(const Located& tree,
                                     std::string_view key,
                                     ConfigFaults& faults) {
  std::vector<Selector> selectors;
  if (const Located* list = tree.find(key); list != nullptr && list->is_array()) {
    for (const Located& item : list->items) {
      if (!is_object(item, faults)) {
        continue;
      }
      selectors.push_back(read_selector(item, faults));
      const Selector& one = selectors.back();
      if (one.problem.empty() && one.solver.empty() && one.budget.empty()) {
        faults.add({one.origin, "names nothing", "", "problem, solver, budget"});
        selectors.pop_back();
      }
    }
  }
  return selectors;
}

}  // namespace vilfredo::suite
