#include "plan/assignments.hpp"
#include "plan/cells.hpp"
#include "plan/planner.hpp"
#include "plan/read_frame.hpp"
#include "plan/resolve_entry.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/hash.hpp>
#include <vilfredo/suite/plan/identity.hpp>
#include <vilfredo/suite/plan/plan.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace vilfredo::suite {

namespace {

class Planner {
 public:
  Planner(const SuiteFile& suite, const Registries& registries)
      : suite_(suite), registries_(registries), plan_(out_.plan) {}

  WorkedOut work_out() {
    copy_settings();
    if (!suite_.tree.is_object()) {
      return std::move(out_);
    }
    check_lists();
    check_rules(suite_, plan_.faults);
    resolve_problems();
    resolve_indicators();
    fill_cells(suite_, registries_, out_);
    check_references();
    if (plan_.faults.empty() && plan_.cells.empty()) {
      plan_.faults.add(suite_.tree.origin, "include_only and exclude leave nothing to run");
    }
    if (plan_.faults.empty()) {
      name_runs(plan_);
      check_duplicates();
    }
    if (!plan_.faults.empty()) {
      plan_.runs.clear();
    }
    return std::move(out_);
  }

 private:
  void copy_settings() {
    plan_.name = suite_.name;
    plan_.description = suite_.description;
    plan_.seed = suite_.seed;
    plan_.replicates = suite_.replicates;
    plan_.trace = suite_.trace;
    plan_.failures = suite_.failures;
    plan_.execution = suite_.execution;
    plan_.report = suite_.report;
    plan_.score = suite_.score;
    plan_.published = suite_.published;
    plan_.faults = suite_.faults;
  }

  void check_lists() {
    for (const auto& [list, word] :
         {std::pair{"problems", "problem"}, std::pair{"solvers", "solver"},
          std::pair{"budgets", "budget"}}) {
      const Located* node = suite_.tree.find(list);
      const bool missing =
          node == nullptr || node->is_null() || (node->is_array() && node->items.empty());
      if (missing && (node == nullptr || !plan_.faults.has_at(node->origin))) {
        plan_.faults.add({node == nullptr ? suite_.tree.origin : node->origin,
                          fmt::format("lacks \"{}\"", list), "",
                          fmt::format("at least one {}", word)});
      }
    }
  }

  void resolve_problems() {
    for (const Entry& entry : suite_.problems) {
      Located body = entry.body;
      for (const OverrideRule& rule : suite_.overrides) {
        const bool meant = rule.when.problem.empty() || glob_matches(rule.when.problem, entry.id);
        if (meant && rule.when.solver.empty() && rule.when.budget.empty()) {
          apply_override(rule, "problem", body, plan_.faults);
        }
      }
      apply_command_line(suite_, "problems", entry, body, plan_.faults);
      if (auto spec = resolve_problem(entry.id, body, registries_, plan_.faults)) {
        plan_.problems.push_back(std::move(*spec));
        out_.problems.push_back(std::move(body));
      }
    }
    plan_.measures.resize(plan_.problems.size());
  }

  void resolve_indicators() {
    for (const Entry& entry : suite_.indicators) {
      Located body = entry.body;
      apply_command_line(suite_, "indicators", entry, body, plan_.faults);
      auto spec = resolve_indicator(entry.id, body, registries_, plan_.faults);
      if (!spec) {
        continue;
      }
      for (std::size_t p = 0; p < plan_.problems.size(); ++p) {
        make_measure(p, *spec, body);
      }
      plan_.indicators.push_back(std::move(*spec));
      out_.indicators.push_back(std::move(body));
    }
  }

  void make_measure(std::size_t p, IndicatorSpec& spec, const Located& body) {
    const ProblemSpec& problem = plan_.problems[p];
    KnownFrame known = problem.frame;
    const std::size_t before = plan_.faults.list().size();
    Matrix file = read_reference_file(body, problem.id, problem.info, plan_.faults);
    if (plan_.faults.list().size() > before) {
      return;
    }
    if (file.cols() > 0) {
      known.reference_set = file;
      known.reference_set_from = "file named in the suite";
      spec.reference_sets.emplace(problem.id, std::move(file));
    }
    try {
      plan_.measures[p].push_back(make_indicator(spec, problem, known, registries_));
    } catch (const Error& error) {
      plan_.faults.add(body.origin, fmt::format("indicator \"{}\" on problem \"{}\": {}", spec.id,
                                                problem.id, error.what()));
    }
  }

  /// Ids that other parts of the suite mention.
  void check_references() {
    std::vector<std::string> solvers;
    for (const Entry& entry : suite_.solvers) {
      solvers.push_back(entry.id);
    }
    std::vector<std::string> indicators;
    for (const Entry& entry : suite_.indicators) {
      indicators.push_back(entry.id);
    }
    if (!plan_.report.control.empty()) {
      check_id(plan_.report.control, solvers, "solver", "/report/control");
    }
    for (std::size_t i = 0; i < plan_.trace.indicators.size(); ++i) {
      check_id(plan_.trace.indicators[i], indicators, "indicator",
               fmt::format("/trace/indicators/{}", i));
    }
    std::vector<std::string> problems;
    for (const ProblemSpec& problem : plan_.problems) {
      problems.push_back(problem.id);
    }
    for (std::size_t i = 0; i < plan_.published.size(); ++i) {
      const std::string pointer = fmt::format("/published/{}", i);
      check_id(plan_.published[i].indicator, indicators, "indicator", pointer + "/indicator");
      for (const auto& value : plan_.published[i].values) {
        check_id(value.first, problems, "problem",
                 pointer + "/values/" + pointer_step(value.first));
      }
    }
    if (plan_.trace.indicators.empty() && plan_.trace.schedule) {
      plan_.trace.indicators = indicators;
    }
  }

  void check_id(const std::string& id,
                const std::vector<std::string>& ids,
                const char* word,
                const std::string& pointer) {
    if (std::ranges::find(ids, id) == ids.end()) {
      plan_.faults.add({nearest_on_path(suite_.tree, pointer).origin,
                        fmt::format("there is no {} \"{}\"", word, id), nearest(id, ids),
                        fmt::format("{}", fmt::join(ids, " | "))});
    }
  }

  void check_duplicates() {
    std::map<std::string, std::size_t> first;
    for (std::size_t c = 0; c < plan_.cells.size(); ++c) {
      const auto [found, is_new] = first.emplace(plan_.cells[c].key, c);
      if (!is_new) {
        plan_.faults.add(
            differing_origin(found->second, c),
            fmt::format("{} and {} are the same runs: equal problem, solver and budget "
                        "once defaults are filled in",
                        plan_.cell_name(found->second), plan_.cell_name(c)));
      }
    }
  }

  /// Of the entry by which the names of two cells differ.
  [[nodiscard]] const Origin& differing_origin(std::size_t a, std::size_t b) const {
    const CellSpec& one = plan_.cells[a];
    const CellSpec& two = plan_.cells[b];
    if (one.problem != two.problem) {
      return out_.problems[two.problem].origin;
    }
    return one.solver != two.solver ? out_.solvers[two.solver].origin
                                    : out_.budgets[two.budget].origin;
  }

  const SuiteFile& suite_;
  const Registries& registries_;
  WorkedOut out_;
  Plan& plan_;
};

}  // namespace

WorkedOut work_out(const SuiteFile& suite, const Registries& registries) {
  return Planner(suite, registries).work_out();
}

void name_runs(Plan& plan) {
  const auto count = static_cast<std::size_t>(plan.replicates.count);
  plan.runs.clear();
  plan.runs.reserve(plan.cells.size() * count);
  CellWriter writer(plan);
  for (std::size_t c = 0; c < plan.cells.size(); ++c) {
    CellSpec& cell = plan.cells[c];
    const CellText text = writer.write(cell);
    cell.key = sha256_hex(text.of_cell());
    cell.scope =
        plan.seed.pairing == Pairing::paired ? plan.problems[cell.problem].scope : cell.key;
    for (std::size_t r = 0; r < count; ++r) {
      const auto replicate = static_cast<std::uint64_t>(plan.replicates.first) + r;
      plan.runs.push_back({c, replicate, sha256_hex(text.of_run(replicate))});
    }
  }
  std::vector<const std::string*> keys;
  keys.reserve(plan.runs.size());
  for (const RunSpec& run : plan.runs) {
    keys.push_back(&run.key);
  }
  std::ranges::sort(keys, {}, [](const std::string* key) -> const std::string& { return *key; });
  Sha256 hash;
  for (const std::string* key : keys) {
    hash.update(*key).update("\n");
  }
  plan.key = hex(hash.digest());
}

std::string Plan::cell_name(std::size_t cell) const {
  const CellSpec& one = cells[cell];
  return fmt::format("{}/{}/{}", problems[one.problem].id, solvers[one.solver].id,
                     budgets[one.budget].id);
}

Plan check(const SuiteFile& suite, const Registries& registries) {
  return work_out(suite, registries).plan;
}

Plan plan(const SuiteFile& suite, const Registries& registries) {
  Plan made = check(suite, registries);
  throw_if_any(made.faults);
  return made;
}

}  // namespace vilfredo::suite
