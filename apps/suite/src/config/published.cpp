#include "config/keys.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/json_text.hpp>
#include <vilfredo/suite/config/published.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace vilfredo::suite {
namespace {

const std::vector<std::string>& keys() {
  static const std::vector<std::string> kKeys = {"name", "indicator", "source", "values"};
  return kKeys;
}

void read_text(
    const Located& object, const char* key, bool required, std::string& out, ConfigFaults& faults) {
  const Located* node = object.find(key);
  if (node == nullptr || node->is_null()) {
    if (required) {
      faults.add(object.origin, fmt::format("lacks \"{}\"", key));
    }
  } else if (node->text() == nullptr || (required && node->text()->empty())) {
    faults.add({node->origin, fmt::format("found {}", to_json(value_of(*node))), "", "a text"});
  } else {
    out = *node->text();
  }
}

void read_values(const Located& object, PublishedResult& out, ConfigFaults& faults) {
  const Located* values = object.find("values");
  if (values == nullptr || values->is_null()) {
    faults.add({object.origin, "lacks \"values\", a number for each problem that is published", "",
                "{\"zdt1\": -7.18, …}"});
    return;
  }
  if (!is_object(*values, faults)) {
    return;
  }
  for (const Located::Member& member : values->members) {
    const Located& node = member.second;
    if (node.kind == Located::Kind::leaf && node.leaf.is_number()) {
      out.values.emplace_back(member.first, node.leaf.as_double());
    } else if (!node.is_null()) {
      faults.add({node.origin, fmt::format("found {}", to_json(value_of(node))), "", "a number"});
    }
  }
}

const Value& member(const Value& object, const char* key) {
  const Value* found = object.find(key);
  if (found == nullptr) {
    throw Error(Errc::invalid_config, fmt::format("a published result lacks \"{}\"", key));
  }
  return *found;
}

}  // namespace

std::vector<PublishedResult> read_published(const Located& tree, ConfigFaults& faults) {
  std::vector<PublishedResult> out;
  const Located* list = tree.find("published");
  if (list == nullptr || list->is_null()) {
    return out;
  }
  if (!list->is_array()) {
    faults.add({list->origin, fmt::format("found {}", to_json(value_of(*list))), "",
                "a list of {name, indicator, source, values}"});
    return out;
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (const Located& item : list->items) {
    if (is_broken(item) || !is_object(item, faults)) {
      continue;
    }
    check_keys(item, keys(), faults);
    PublishedResult one;
    read_text(item, "name", true, one.name, faults);
    read_text(item, "indicator", true, one.indicator, faults);
    read_text(item, "source", false, one.source, faults);
    read_values(item, one, faults);
    if (!one.name.empty() && !seen.emplace(one.indicator, one.name).second) {
      faults.add(item.origin, fmt::format("\"{}\" is published twice for indicator \"{}\"",
                                          one.name, one.indicator));
    }
    out.push_back(std::move(one));
  }
  return out;
}

Value value_of_published(const std::vector<PublishedResult>& published) {
  Value::Array out;
  for (const PublishedResult& one : published) {
    Value::Object values;
    for (const auto& [problem, value] : one.values) {
      values.emplace_back(problem, Value(value));
    }
    out.push_back(Value::Object{{"name", Value(one.name)},
                                {"indicator", Value(one.indicator)},
                                {"source", Value(one.source)},
                                {"values", Value(std::move(values))}});
  }
  return out;
}

std::vector<PublishedResult> published_from(const Value& stored) {
  std::vector<PublishedResult> out;
  for (const Value& item : stored.as_array()) {
    PublishedResult one;
    one.name = member(item, "name").as_string();
    one.indicator = member(item, "indicator").as_string();
    one.source = member(item, "source").as_string();
    for (const auto& [problem, value] : member(item, "values").as_object()) {
      one.values.emplace_back(problem, value.as_double());
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace vilfredo::suite
