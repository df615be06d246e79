// Reading the declaration of a simulator.
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/hash.hpp"
#include "vilfredo/core/json_text.hpp"
#include "vilfredo/problems/external/external_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace vilfredo {
namespace {

/// Reads members of objects, collects what is wrong.
class Reader {
 public:
  explicit Reader(Faults& faults) : faults_(&faults) {}

  void fault(const std::string& pointer, std::string sentence, std::string allowed = "") {
    faults_->push_back({pointer, std::move(sentence), "", std::move(allowed)});
  }

  bool object(const Value& node, const std::string& pointer, std::span<const std::string> known) {
    if (!node.is_object()) {
      fault(pointer, fmt::format("found {}", to_json(node)), "an object");
      return false;
    }
    for (const auto& member : node.as_object()) {
      if (std::ranges::find(known, member.first) == known.end() &&
          !member.first.starts_with("x-")) {
        faults_->push_back({pointer + "/" + pointer_step(member.first),
                            fmt::format("unknown key \"{}\"", member.first),
                            nearest(member.first, known),
                            fmt::format("{}", fmt::join(known, ", "))});
      }
    }
    return true;
  }

  std::string text(const Value& object,
                   const char* key,
                   const std::string& pointer,
                   bool required,
                   std::string standard = "") {
    const Value* node = object.find(key);
    if (node == nullptr || node->is_null()) {
      if (required) {
        fault(pointer, fmt::format("lacks \"{}\"", key));
      }
      return standard;
    }
    if (!node->is_string() || node->as_string().empty()) {
      fault(pointer + "/" + key, fmt::format("found {}", to_json(*node)), "a text");
      return standard;
    }
    return node->as_string();
  }

  double number(const Value& object,
                const char* key,
                const std::string& pointer,
                bool required,
                double standard = 0) {
    const Value* node = object.find(key);
    if (node == nullptr || node->is_null()) {
      if (required) {
        fault(pointer, fmt::format("lacks \"{}\"", key));
      }
      return standard;
    }
    if (!node->is_number()) {
      fault(pointer + "/" + key, fmt::format("found {}", to_json(*node)), "a number");
      return standard;
    }
    return node->as_double();
  }

  /// A list with at least `fewest` elements.
  std::vector<Value> list(const Value& object, const char* key, std::size_t fewest) {
    const Value* node = object.find(key);
    if (node == nullptr || node->is_null()) {
      if (fewest > 0) {
        fault("", fmt::format("lacks \"{}\"", key));
      }
      return {};
    }
    if (!node->is_array() || node->as_array().size() < fewest) {
      fault(std::string("/") + key, fmt::format("found {}", to_json(*node)),
            fmt::format("a list of at least {}", fewest));
      return {};
    }
    return node->as_array();
  }

 private:
  Faults* faults_;
};

ExternalVariable variable_from(const Value& node, const std::string& at, Reader& read) {
  static const std::vector<std::string> kKeys = {"name", "lower", "upper", "kind"};
  ExternalVariable out;
  if (!read.object(node, at, kKeys)) {
    return out;
  }
  out.name = read.text(node, "name", at, true);
  out.lower = read.number(node, "lower", at, true);
  out.upper = read.number(node, "upper", at, true);
  const std::string kind = read.text(node, "kind", at, false, "real");
  if (kind != "real" && kind != "integer") {
    read.fault(at + "/kind", fmt::format("found \"{}\"", kind), "real | integer");
  }
  out.integer = kind == "integer";
  if (!(out.lower < out.upper)) {
    read.fault(at, fmt::format("the lower bound {:g} is not below the upper bound {:g}", out.lower,
                               out.upper));
  }
  if (out.integer && (out.lower != std::round(out.lower) || out.upper != std::round(out.upper))) {
    read.fault(at, "the bounds of an integer must be whole numbers");
  }
  return out;
}

Objective objective_from(const Value& node, const std::string& at, Reader& read) {
  static const std::vector<std::string> kKeys = {"name", "sense", "unit"};
  Objective out;
  if (!read.object(node, at, kKeys)) {
    return out;
  }
  out.name = read.text(node, "name", at, true);
  out.unit = read.text(node, "unit", at, false);
  const std::string sense = read.text(node, "sense", at, false, "min");
  if (sense != "min" && sense != "max") {
    read.fault(at + "/sense", fmt::format("found \"{}\"", sense), "min | max");
  }
  out.sense = sense == "max" ? Sense::maximise : Sense::minimise;
  return out;
}

template <class List, class Name>
void check_names(const List& list, const char* where, Name name, Reader& read) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!name(list[i]).empty() && name(list[i]) == name(list[j])) {
        read.fault(fmt::format("/{}/{}", where, i),
                   fmt::format("the name \"{}\" is used twice", name(list[i])));
      }
    }
  }
}

Simulator read_simulator(const Value& root, Faults& faults) {
  static const std::vector<std::string> kKeys = {"name",      "command",    "timeout_s",  "retries",
                                                 "variables", "objectives", "constraints"};
  Reader read(faults);
  Simulator out;
  if (!read.object(root, "", kKeys)) {
    return out;
  }
  out.name = read.text(root, "name", "", false, out.name);
  for (const Value& word : read.list(root, "command", 1)) {
    if (word.is_string()) {
      out.command.push_back(word.as_string());
    } else {
      read.fault("/command", fmt::format("found {}", to_json(word)), "a list of texts");
    }
  }
  out.timeout_seconds = read.number(root, "timeout_s", "", false, out.timeout_seconds);
  if (!(out.timeout_seconds > 0)) {
    read.fault("/timeout_s", fmt::format("found {:g}", out.timeout_seconds), "above 0");
  }
  const double retries = read.number(root, "retries", "", false, 0);
  if (retries != std::round(retries) || retries < 0 || retries > 100) {
    read.fault("/retries", fmt::format("found {:g}", retries), "a whole number from 0 to 100");
  } else {
    out.retries = static_cast<int>(retries);
  }
  std::size_t i = 0;
  for (const Value& node : read.list(root, "variables", 1)) {
    out.variables.push_back(variable_from(node, fmt::format("/variables/{}", i++), read));
  }
  i = 0;
  for (const Value& node : read.list(root, "objectives", 2)) {
    out.objectives.push_back(objective_from(node, fmt::format("/objectives/{}", i++), read));
  }
  for (const Value& node : read.list(root, "constraints", 0)) {
    if (node.is_string() && !node.as_string().empty()) {
      out.constraints.push_back(node.as_string());
    } else {
      read.fault("/constraints", fmt::format("found {}", to_json(node)), "a list of names");
    }
  }
  check_names(
      out.variables, "variables", [](const auto& v) { return v.name; }, read);
  check_names(
      out.objectives, "objectives", [](const auto& o) { return o.name; }, read);
  check_names(
      out.constraints, "constraints", [](const auto& c) { return c; }, read);
  return out;
}

}  // namespace

Simulator simulator_from_json(std::string_view text, const std::string& source) {
  ParsedJson parsed = parse_json(text);
  Faults faults = parsed.faults;
  Simulator out;
  if (faults.empty()) {
    out = read_simulator(parsed.value, faults);
  }
  std::string sentences;
  for (const Fault& fault : faults) {
    auto at = parsed.positions.find(fault.pointer);
    sentences += fmt::format("{}{}", sentences.empty() ? "" : "\n", source);
    if (at != parsed.positions.end()) {
      sentences += fmt::format(":{}:{}", at->second.line, at->second.column);
    }
    sentences += ": error " + describe(fault);
  }
  if (!sentences.empty()) {
    throw Error(Errc::invalid_config, sentences);
  }
  return out;
}

std::string identity_of(const Simulator& simulator) {
  Value::Array variables;
  for (const ExternalVariable& v : simulator.variables) {
    variables.push_back(Value::Object{
        {"name", Value(v.name)}, {"lower", v.lower}, {"upper", v.upper}, {"integer", v.integer}});
  }
  Value::Array objectives;
  for (const Objective& o : simulator.objectives) {
    objectives.push_back(
        Value::Object{{"name", Value(o.name)}, {"maximise", o.sense == Sense::maximise}});
  }
  const Value all = Value::Object{
      {"command", Value::Array(simulator.command.begin(), simulator.command.end())},
      {"variables", std::move(variables)},
      {"objectives", std::move(objectives)},
      {"constraints", Value::Array(simulator.constraints.begin(), simulator.constraints.end())}};
  return sha256_hex(canonical(all));
}

}  // namespace vilfredo
