#include "config/documents.hpp"
#include "config/entries.hpp"
#include "config/include.hpp"
#include "config/keys.hpp"
#include "config/sections.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/config/suite_file.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo::suite {

namespace {

/// JSON if it can be read so, else text.
Value command_line_value(const std::string& text) {
  ParsedJson parsed = parse_json(text);
  return parsed.faults.empty() ? std::move(parsed.value) : Value(text);
}

struct Assignment {
  std::string pointer;
  std::vector<std::string> steps;
  Located value;
};

Assignment read_assignment(const std::string& text) {
  const std::size_t equals = text.find('=');
  Assignment out;
  if (equals == std::string::npos || !pointer_steps(text.substr(0, equals), out.steps) ||
      out.steps.empty()) {
    throw Error(Errc::invalid_argument,
                fmt::format("--set needs POINTER=VALUE such as "
                            "/solvers/moead/params/population=50, not \"{}\"",
                            text));
  }
  out.pointer = text.substr(0, equals);
  Origin origin;
  origin.file = "--set " + text;
  origin.layer = Layer::command_line;
  out.value = located(command_line_value(text.substr(equals + 1)), origin);
  return out;
}

bool is_entry_list(std::string_view key) {
  return std::ranges::any_of(list_rules(), [&](const ListRules& r) { return r.list == key; });
}

void apply_to_tree(const Assignment& assignment, Located& tree, ConfigFaults& faults) {
  const std::vector<std::string> known = top_keys("suite");
  if (std::ranges::find(known, assignment.steps.front()) == known.end()) {
    faults.add(
        {assignment.value.origin, fmt::format("unknown key \"{}\"", assignment.steps.front()),
         nearest(assignment.steps.front(), known), fmt::format("{}", fmt::join(known, ", "))});
    return;
  }
  const Origin origin = assignment.value.origin;
  if (const std::string obstacle = set_pointer(tree, assignment.pointer, assignment.value);
      !obstacle.empty()) {
    faults.add(origin, obstacle);
  }
}

EntryAssignment to_entry(const Assignment& assignment) {
  EntryAssignment out;
  out.list = assignment.steps[0];
  out.id = assignment.steps[1];
  for (std::size_t i = 2; i < assignment.steps.size(); ++i) {
    out.pointer += "/" + pointer_step(assignment.steps[i]);
  }
  out.value = assignment.value;
  return out;
}

void apply_assignments(const LoadOptions& options, SuiteFile& suite) {
  for (const std::string& text : options.set) {
    const Assignment assignment = read_assignment(text);
    if (is_entry_list(assignment.steps.front()) && assignment.steps.size() > 1) {
      suite.assignments.push_back(to_entry(assignment));
    } else {
      apply_to_tree(assignment, suite.tree, suite.faults);
    }
  }
  if (options.root_seed) {
    Origin origin;
    origin.file = fmt::format("--root-seed {}", *options.root_seed);
    origin.layer = Layer::command_line;
    const std::string obstacle =
        set_pointer(suite.tree, "/seed/root", located(Value(*options.root_seed), origin));
    if (!obstacle.empty()) {
      suite.faults.add(origin, obstacle);
    }
  }
}

}  // namespace

SuiteFile load_suite(const std::filesystem::path& path, const LoadOptions& options) {
  SuiteFile suite;
  suite.path = path;
  suite.strict = options.strict;
  if (!std::filesystem::is_regular_file(path)) {
    throw Error(Errc::not_found, fmt::format("there is no suite file \"{}\"", shown_path(path)));
  }
  Documents documents(suite.faults);
  suite.tree = read_with_includes(path, documents, suite.faults);
  if (!suite.tree.is_object()) {
    return suite;
  }
  apply_assignments(options, suite);
  read_sections(suite.tree, suite);
  if (suite.name.empty()) {
    suite.name = path.stem().string();
  }
  check_defaults(suite.tree, suite.faults);
  suite.problems = read_entries(suite.tree, rules_of("problems"), suite.faults);
  suite.solvers = read_entries(suite.tree, rules_of("solvers"), suite.faults);
  suite.budgets = read_entries(suite.tree, rules_of("budgets"), suite.faults);
  suite.indicators = read_entries(suite.tree, rules_of("indicators"), suite.faults);
  suite.overrides = read_overrides(suite.tree, suite.faults);
  suite.include_only = read_selectors(suite.tree, "include_only", suite.faults);
  suite.exclude = read_selectors(suite.tree, "exclude", suite.faults);
  return suite;
}

}  // namespace vilfredo::suite
