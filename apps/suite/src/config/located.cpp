#include <vilfredo/suite/config/located.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace vilfredo::suite {

std::string_view name(Layer layer) {
  switch (layer) {
    case Layer::built_in:
      return "default of the type";
    case Layer::included:
      return "included file";
    case Layer::defaults:
      return "defaults";
    case Layer::entry:
      return "entry";
    case Layer::grid:
      return "grid";
    case Layer::override_rule:
      return "override";
    case Layer::command_line:
      return "command line";
  }
  return "?";
}

std::string place(const Origin& origin) {
  return origin.at.line == 0
             ? origin.file
             : fmt::format("{}:{}:{}", origin.file, origin.at.line, origin.at.column);
}

const Located* Located::find(std::string_view key) const {
  const auto found =
      std::ranges::find_if(members, [&](const Member& member) { return member.first == key; });
  return found == members.end() ? nullptr : &found->second;
}

Located* Located::find(std::string_view key) {
  return const_cast<Located*>(static_cast<const Located*>(this)->find(key));
}

const std::string* Located::text() const {
  return kind == Kind::leaf && leaf.is_string() ? &leaf.as_string() : nullptr;
}

void Located::erase(std::string_view key) {
  std::erase_if(members, [&](const Member& member) { return member.first == key; });
}

Located located(const Value& value, const Origin& origin) {
  Located node;
  node.origin = origin;
  if (value.is_object()) {
    node.kind = Located::Kind::object;
    for (const Value::Member& member : value.as_object()) {
      node.members.emplace_back(member.first, located(member.second, origin));
    }
  } else if (value.is_array()) {
    node.kind = Located::Kind::array;
    for (const Value& item : value.as_array()) {
      node.items.push_back(located(item, origin));
    }
  } else {
    node.leaf = value;
  }
  return node;
}

Located empty_object(const Origin& origin) {
  return located(Value::Object{}, origin);
}

Value value_of(const Located& node) {
  switch (node.kind) {
    case Located::Kind::object: {
      Value::Object members;
      for (const Located::Member& member : node.members) {
        members.emplace_back(member.first, value_of(member.second));
      }
      return members;
    }
    case Located::Kind::array: {
      Value::Array items;
      for (const Located& item : node.items) {
        items.push_back(value_of(item));
      }
      return items;
    }
    case Located::Kind::leaf:
      break;
  }
  return node.leaf;
}

void set_layer(Located& node, Layer layer) {
  node.origin.layer = layer;
  for (Located& item : node.items) {
    set_layer(item, layer);
  }
  for (Located::Member& member : node.members) {
    set_layer(member.second, layer);
  }
}

bool is_broken(const Located& node) {
  return node.broken || std::ranges::any_of(node.items, is_broken) ||
         std::ranges::any_of(node.members,
                             [](const Located::Member& m) { return is_broken(m.second); });
}

namespace {

void replace(Located& base, const Located& over) {
  std::vector<Located::Shadowed> beneath = std::move(base.beneath);
  beneath.push_back({base.origin, value_of(base)});
  base = over;
  beneath.insert(beneath.end(), base.beneath.begin(), base.beneath.end());
  base.beneath = std::move(beneath);
}

bool types_differ(const Located& base, const Located& over) {
  const Located* old_type = base.find("type");
  const Located* new_type = over.find("type");
  if (old_type == nullptr || new_type == nullptr) {
    return false;
  }
  return old_type->text() != nullptr && new_type->text() != nullptr &&
         *old_type->text() != *new_type->text();
}

/// "pbi" as {"type": "pbi"}.
Located tagged(const Located& name) {
  Located object = empty_object(name.origin);
  Located type = name;
  type.beneath.clear();
  object.members.emplace_back("type", std::move(type));
  object.beneath = name.beneath;
  return object;
}

}  // namespace

void merge(Located& base, const Located& over) {
  if (over.is_object() && base.text() != nullptr) {
    base = tagged(base);
  }
  if (!base.is_object() || !over.is_object() || types_differ(base, over)) {
    replace(base, over);
    return;
  }
  base.broken = base.broken || over.broken;
  for (const Located::Member& member : over.members) {
    if (Located* mine = base.find(member.first)) {
      merge(*mine, member.second);
    } else {
      base.members.push_back(member);
    }
  }
}

bool pointer_steps(std::string_view pointer, std::vector<std::string>& steps) {
  steps.clear();
  if (pointer.empty()) {
    return true;
  }
  if (pointer.front() != '/') {
    return false;
  }
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    const bool escape = pointer[i] == '~' && i + 1 < pointer.size() &&
                        (pointer[i + 1] == '0' || pointer[i + 1] == '1');
    if (pointer[i] == '/') {
      steps.emplace_back();
    } else if (escape) {
      steps.back() += pointer[++i] == '0' ? '~' : '/';
    } else {
      steps.back() += pointer[i];
    }
  }
  return true;
}

namespace {

const Located* step_into(const Located& node, const std::string& step) {
  if (!node.is_array()) {
    return node.find(step);
  }
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  const bool whole = error == std::errc{} && end == step.data() + step.size();
  return whole && index < node.items.size() ? &node.items[index] : nullptr;
}

}  // namespace

const Located& nearest_on_path(const Located& root, std::string_view pointer) {
  std::vector<std::string> steps;
  const Located* at = &root;
  if (pointer_steps(pointer, steps)) {
    for (const std::string& step : steps) {
      const Located* next = step_into(*at, step);
      if (next == nullptr) {
        break;
      }
      at = next;
    }
  }
  return *at;
}

const Located* at_pointer(const Located& root, std::string_view pointer) {
  std::vector<std::string> steps;
  if (!pointer_steps(pointer, steps)) {
    return nullptr;
  }
  const Located* at = &root;
  for (const std::string& step : steps) {
    at = step_into(*at, step);
    if (at == nullptr) {
      return nullptr;
    }
  }
  return at;
}

std::string set_pointer(Located& root, std::string_view pointer, const Located& value) {
  std::vector<std::string> steps;
  if (!pointer_steps(pointer, steps)) {
    return fmt::format("\"{}\" is no pointer: it must start with \"/\"", pointer);
  }
  Located* at = &root;
  for (const std::string& step : steps) {
    if (at->is_array()) {
      const Located* item = step_into(*at, step);
      if (item == nullptr) {
        return fmt::format("there is no element \"{}\" in a list of {}", step, at->items.size());
      }
      at = const_cast<Located*>(item);
      continue;
    }
    if (at->is_null()) {
      replace(*at, empty_object(value.origin));
    } else if (at->text() != nullptr) {
      *at = tagged(*at);
    } else if (!at->is_object()) {
      return fmt::format("\"{}\" cannot be set there: {} is no object", step, to_json(at->leaf));
    }
    if (at->find(step) == nullptr) {
      Located made;  // null until something is merged in
      made.origin = value.origin;
      at->members.emplace_back(step, std::move(made));
      at = &at->members.back().second;
    } else {
      at = at->find(step);
    }
  }
  // A null that was only made on the way is no value that was replaced.
  const bool fresh = at->is_null() && at->beneath.empty();
  merge(*at, value);
  if (fresh && at->beneath.size() == 1) {
    at->beneath.clear();
  }
  return "";
}

}  // namespace vilfredo::suite
