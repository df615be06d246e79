#include "plan/cells.hpp"

#include "plan/assignments.hpp"
#include "plan/read_budget.hpp"
#include "plan/resolve_entry.hpp"

#include <vilfredo/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace vilfredo::suite {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// An entry with the overrides that touch it, and what else its reading depends on.
using VariantKey = std::tuple<std::size_t, std::vector<std::size_t>, std::string>;

/// A cell before its solver and budget are resolved.
struct Candidate {
  std::size_t problem = 0;
  VariantKey solver;
  VariantKey budget;
};

struct Variant {
  std::size_t position = kNone;  ///< in plan.solvers or plan.budgets; kNone after a fault
  std::size_t problem = 0;       ///< the first one that needs it
};

class CellFiller {
 public:
  CellFiller(const SuiteFile& suite, const Registries& registries, WorkedOut& out)
      : suite_(suite),
        registries_(registries),
        out_(out),
        plan_(out.plan),
        rule_used_(suite.overrides.size(), false),
        kept_used_(suite.include_only.size(), false),
        dropped_used_(suite.exclude.size(), false) {}

  void fill() {
    collect();
    warn_about_unused();
    for (auto& [key, variant] : solvers_) {
      resolve_solver_variant(key, variant);
    }
    collect_units();
    for (auto& [key, variant] : budgets_) {
      resolve_budget_variant(key, variant);
    }
    for (const Candidate& candidate : candidates_) {
      add(candidate);
    }
  }

 private:
  void collect() {
    for (std::size_t p = 0; p < plan_.problems.size(); ++p) {
      for (std::size_t s = 0; s < suite_.solvers.size(); ++s) {
        for (std::size_t b = 0; b < suite_.budgets.size(); ++b) {
          if (is_kept(p, s, b)) {
            collect(p, s, b);
          }
        }
      }
    }
  }

  [[nodiscard]] bool matches(const Selector& selector,
                             std::size_t p,
                             std::size_t s,
                             std::size_t b) const {
    return selector.matches(plan_.problems[p].id, suite_.solvers[s].id, suite_.budgets[b].id);
  }

  bool any_matches(const std::vector<Selector>& selectors,
                   std::vector<bool>& used,
                   std::size_t p,
                   std::size_t s,
                   std::size_t b) const {
    bool any = false;
    for (std::size_t i = 0; i < selectors.size(); ++i) {
      if (matches(selectors[i], p, s, b)) {
        used[i] = true;
        any = true;
      }
    }
    return any;
  }

  bool is_kept(std::size_t p, std::size_t s, std::size_t b) {
    const bool wanted = any_matches(suite_.include_only, kept_used_, p, s, b);
    const bool dropped = any_matches(suite_.exclude, dropped_used_, p, s, b);
    return (suite_.include_only.empty() || wanted) && !dropped;
  }

  void collect(std::size_t p, std::size_t s, std::size_t b) {
    std::vector<std::size_t> on_solver;
    std::vector<std::size_t> on_budget;
    for (std::size_t i = 0; i < suite_.overrides.size(); ++i) {
      const OverrideRule& rule = suite_.overrides[i];
      if (!matches(rule.when, p, s, b)) {
        continue;
      }
      rule_used_[i] = true;
      if (touches(rule, "solver")) {
        on_solver.push_back(i);
      }
      if (touches(rule, "budget")) {
        on_budget.push_back(i);
      }
    }
    Candidate candidate{p,
                        {s, std::move(on_solver), ""},
                        {b, std::move(on_budget), budget_tag(plan_.problems[p].info)}};
    solvers_.try_emplace(candidate.solver, Variant{kNone, p});
    budgets_.try_emplace(candidate.budget, Variant{kNone, p});
    candidates_.push_back(std::move(candidate));
  }

  void warn_about_unused() {
    const auto warn = [&](const Origin& origin, const char* what) {
      const std::string sentence = fmt::format("{} matches no cell of this suite", what);
      if (suite_.strict) {
        plan_.faults.add(origin, sentence);
      } else {
        plan_.warnings.push_back(
            fmt::format("{}: warning at {}: {}", place(origin), origin.pointer, sentence));
      }
    };
    for (std::size_t i = 0; i < rule_used_.size(); ++i) {
      if (!rule_used_[i]) {
        warn(suite_.overrides[i].when.origin, "this override");
      }
    }
    for (std::size_t i = 0; i < kept_used_.size(); ++i) {
      if (!kept_used_[i]) {
        warn(suite_.include_only[i].origin, "this element of include_only");
      }
    }
    for (std::size_t i = 0; i < dropped_used_.size(); ++i) {
      if (!dropped_used_[i]) {
        warn(suite_.exclude[i].origin, "this element of exclude");
      }
    }
  }

  Located body_of(const std::vector<Entry>& entries,
                  std::string_view list,
                  std::string_view word,
                  const VariantKey& key) {
    const Entry& entry = entries[std::get<0>(key)];
    Located body = entry.body;
    for (const std::size_t rule : std::get<1>(key)) {
      apply_override(suite_.overrides[rule], word, body, plan_.faults);
    }
    apply_command_line(suite_, list, entry, body, plan_.faults);
    return body;
  }

  void resolve_solver_variant(const VariantKey& key, Variant& variant) {
    Located body = body_of(suite_.solvers, "solvers", "solver", key);
    auto spec = resolve_solver(suite_.solvers[std::get<0>(key)].id, body, suite_.window,
                               registries_, plan_.faults);
    if (spec) {
      variant.position = plan_.solvers.size();
      plan_.solvers.push_back(std::move(*spec));
      out_.solvers.push_back(std::move(body));
    }
  }

  void collect_units() {
    for (const ProblemSpec& problem : plan_.problems) {
      units_.push_back(cost_unit(problem.info));
    }
    std::ranges::sort(units_);
    units_.erase(std::unique(units_.begin(), units_.end()), units_.end());
  }

  void resolve_budget_variant(const VariantKey& key, Variant& variant) {
    Located body = body_of(suite_.budgets, "budgets", "budget", key);
    const ProblemSpec& problem = plan_.problems[variant.problem];
    variant.position = plan_.budgets.size();
    plan_.budgets.push_back(read_budget(suite_.budgets[std::get<0>(key)].id, body, problem, units_,
                                        plan_.indicators, plan_.faults));
    out_.budgets.push_back(std::move(body));
  }

  void add(const Candidate& candidate) {
    CellSpec cell;
    cell.problem = candidate.problem;
    cell.solver = solvers_.at(candidate.solver).position;
    cell.budget = budgets_.at(candidate.budget).position;
    if (cell.solver == kNone) {
      return;
    }
    check_fit(cell);
    check_population(cell);
    plan_.cells.push_back(std::move(cell));
  }

  /// A solver is built once for each problem; what it refuses is a fault of the suite.
  void check_fit(const CellSpec& cell) {
    if (!fits_.insert({cell.problem, cell.solver}).second) {
      return;
    }
    const ProblemSpec& problem = plan_.problems[cell.problem];
    const SolverSpec& solver = plan_.solvers[cell.solver];
    try {
      (void)registries_.solvers.at(solver.type).make(problem.info, solver.params);
    } catch (const Error& error) {
      const bool misfit = error.code() == Errc::unsupported;
      const std::string allowed =
          misfit ? fmt::format("{}", fmt::join(registries_.solvers.fitting(problem.info), " | "))
                 : "";
      const std::string sentence = fmt::format("solver \"{}\" cannot be used on problem \"{}\": {}",
                                               solver.id, problem.id, error.what());
      plan_.faults.add({nearest_on_path(out_.solvers[cell.solver], "/params").origin, sentence, "",
                        allowed.empty() ? "" : "solvers that fit: " + allowed});
    }
  }

  void check_population(const CellSpec& cell) {
    const Value* population = plan_.solvers[cell.solver].params.find("population");
    const BudgetSpec& budget = plan_.budgets[cell.budget];
    const bool evaluations_are_cost = budget.unit == "evaluations" && budget.cost;
    const auto limit = evaluations_are_cost ? budget.cost : budget.evaluations;
    if (population == nullptr || !population->is_integer() || !limit) {
      return;
    }
    const std::int64_t needed = population->as_int();
    if (needed > 0 && static_cast<std::uint64_t>(needed) > *limit) {
      const Located& node = nearest_on_path(out_.budgets[cell.budget], "/evaluations");
      plan_.faults.add(
          {node.origin,
           fmt::format("budget \"{}\" of {} evaluations is smaller than the population "
                       "of solver \"{}\", {}",
                       budget.id, *limit, plan_.solvers[cell.solver].id, needed),
           "", fmt::format(">= {}, or a smaller population", needed)});
    }
  }

  const SuiteFile& suite_;
  const Registries& registries_;
  WorkedOut& out_;
  Plan& plan_;
  std::vector<Candidate> candidates_;
  std::map<VariantKey, Variant> solvers_;  // in the order of the suite
  std::map<VariantKey, Variant> budgets_;
  std::set<std::pair<std::size_t, std::size_t>> fits_;
  std::vector<std::string> units_;
  std::vector<bool> rule_used_;
  std::vector<bool> kept_used_;
  std::vector<bool> dropped_used_;
};

}  // namespace

void fill_cells(const SuiteFile& suite, const Registries& registries, WorkedOut& out) {
  CellFiller(suite, registries, out).fill();
}

}  // namespace vilfredo::suite
