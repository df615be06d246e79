#include "config/sections.hpp"

#include "config/keys.hpp"
#include "config/schedule_options.hpp"

#include <vilfredo/core/error.hpp>

#include <fmt/format.h>

#include <charconv>

namespace vilfredo::suite {

namespace {

/// The member, or null pointer if it is missing or null.
const Located* given(const Located& object, std::string_view key) {
  const Located* node = object.find(key);
  return node == nullptr || node->is_null() ? nullptr : node;
}

template <Options O>
void read_section(const Located& tree, std::string_view key, O& out, ConfigFaults& faults) {
  if (const Located* node = given(tree, key)) {
    Faults wrong;
    read_options(value_of(*node), out, "", wrong);
    faults.add(wrong, *node);
  }
}

template <class T>
void read_member(
    const Located& object, std::string_view key, T& out, const Range& range, ConfigFaults& faults) {
  if (const Located* node = given(object, key)) {
    Faults wrong;
    vilfredo::detail::read_field(value_of(*node), out, range, "", wrong);
    faults.add(wrong, *node);
  }
}

bool read_root(const Located& node, std::uint64_t& root) {
  if (node.text() != nullptr) {
    const std::string& digits = *node.text();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), root);
    return error == std::errc{} && end == digits.data() + digits.size();
  }
  if (!node.leaf.is_integer() || node.leaf.as_double() < 0) {
    return false;
  }
  root = node.leaf.as_unsigned();
  return true;
}

void read_seed(const Located& tree, SeedSettings& seed, ConfigFaults& faults) {
  const std::vector<std::string> known = {"root", "pairing"};
  const std::string allowed = "an integer from 0 to 18446744073709551615";
  const Located* node = given(tree, "seed");
  if (node == nullptr) {
    faults.add({tree.origin, "lacks \"seed\", from which all random numbers follow", "",
                "{\"root\": 1}, or --root-seed on the command line"});
    return;
  }
  if (!is_object(*node, faults)) {
    return;
  }
  check_keys(*node, known, faults);
  const Located* root = given(*node, "root");
  if (root == nullptr) {
    faults.add({node->origin, "lacks \"root\", from which all random numbers follow", "", allowed});
  } else if (!read_root(*root, seed.root)) {
    faults.add({root->origin, fmt::format("{} is no seed", to_json(value_of(*root))), "", allowed});
  }
  read_member(*node, "pairing", seed.pairing, {}, faults);
}

void read_trace(const Located& tree, TraceSettings& trace, ConfigFaults& faults) {
  const std::vector<std::string> known = {"evaluations", "indicators", "archive"};
  const Located* node = given(tree, "trace");
  if (node == nullptr || (node->text() != nullptr && *node->text() == "off")) {
    return;
  }
  if (!node->is_object()) {
    faults.add({node->origin, fmt::format("found {}", to_json(value_of(*node))), "",
                "\"off\", or an object with evaluations, indicators, archive"});
    return;
  }
  check_keys(*node, known, faults);
  trace.archive = true;
  ScheduleOptions schedule;
  const Located* rows = given(*node, "evaluations");
  const bool off = rows != nullptr && rows->text() != nullptr && *rows->text() == "off";
  if (!off) {
    read_section(*node, "evaluations", schedule, faults);
    trace.schedule = TraceSchedule{schedule.per_decade, schedule.multiples};
    if (schedule.per_decade == 0 && schedule.multiples.empty()) {
      faults.add({rows->origin, "per_decade 0 without multiples records nothing", "", "\"off\""});
    }
  }
  read_member(*node, "indicators", trace.indicators, {}, faults);
  if (const Located* archive = given(*node, "archive");
      archive != nullptr && (archive->text() == nullptr || *archive->text() != "unbounded")) {
    faults.add({archive->origin, fmt::format("found {}", to_json(value_of(*archive))), "",
                "\"unbounded\""});
  }
}

}  // namespace

void read_sections(const Located& tree, SuiteFile& suite) {
  ConfigFaults& faults = suite.faults;
  read_member(tree, "name", suite.name, {}, faults);
  read_member(tree, "description", suite.description, {}, faults);
  read_seed(tree, suite.seed, faults);
  read_section(tree, "replicates", suite.replicates, faults);
  read_trace(tree, suite.trace, faults);
  read_section(tree, "failures", suite.failures, faults);
  read_section(tree, "execution", suite.execution, faults);
  read_section(tree, "report", suite.report, faults);
  suite.published = read_published(tree, faults);
  read_member(tree, "score", suite.score, {}, faults);
  read_member(tree, "window", suite.window, closed(1, 1'000'000), faults);
}

}  // namespace vilfredo::suite
