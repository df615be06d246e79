#include "vilfredo/core/problem_info.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo {

bool ProblemInfo::all_real() const {
  return std::ranges::all_of(kinds, [](VarKind kind) { return kind == VarKind::real; });
}

bool ProblemInfo::all_bounded() const {
  for (Index i = 0; i < n_var; ++i) {
    if (!std::isfinite(lower[i]) || !std::isfinite(upper[i])) {
      return false;
    }
  }
  return true;
}

std::string ProblemInfo::variable_name(Index variable) const {
  return variable_names.empty() ? fmt::format("x{}", variable + 1)
                                : variable_names[static_cast<std::size_t>(variable)];
}

Objective ProblemInfo::objective(Index k) const {
  return objectives.empty() ? Objective{fmt::format("f{}", k + 1), Sense::minimise, ""}
                            : objectives[static_cast<std::size_t>(k)];
}

std::string ProblemInfo::constraint_name(Index k) const {
  return constraint_names.empty() ? fmt::format("g{}", k + 1)
                                  : constraint_names[static_cast<std::size_t>(k)];
}

double ProblemInfo::violation(const double* g) const {
  double total = 0;
  for (Index k = 0; k < n_con; ++k) {
    total += std::max(0.0, g[k] - constraint_tolerance(k));
  }
  return total;
}

namespace {

[[noreturn]] void broken(const ProblemInfo& info, std::string sentence) {
  throw Error(Errc::invalid_argument, std::move(sentence)).with("problem", info.name);
}

template <class List>
void check_length(const ProblemInfo& info, const List& list, Index wanted, const char* what) {
  if (!list.empty() && static_cast<Index>(list.size()) != wanted) {
    broken(info, fmt::format("{} {} given, {} needed", list.size(), what, wanted));
  }
}

void check_anchor(const ProblemInfo& info, const Anchor& anchor, const char* what) {
  if (anchor.known() && anchor.value.size() != info.n_obj) {
    broken(info, fmt::format("the {} has {} entries for {} objectives", what, anchor.value.size(),
                             info.n_obj));
  }
}

void check_bounds(const ProblemInfo& info) {
  if (info.lower.size() != info.n_var || info.upper.size() != info.n_var) {
    broken(info, fmt::format("{} lower and {} upper bounds for {} variables", info.lower.size(),
                             info.upper.size(), info.n_var));
  }
  for (Index i = 0; i < info.n_var; ++i) {
    const double low = info.lower[i];
    const double high = info.upper[i];
    if (std::isnan(low) || std::isnan(high)) {
      broken(info, fmt::format("a bound of {} is NaN", info.variable_name(i)));
    }
    if (low > high) {
      broken(info, fmt::format("the bounds of {} are inverted: lower {} > upper {}",
                               info.variable_name(i), low, high));
    }
    const bool whole = info.kind(i) != VarKind::real;
    if (whole && ((std::isfinite(low) && low != std::floor(low)) ||
                  (std::isfinite(high) && high != std::floor(high)))) {
      broken(info, fmt::format("the bounds of {} are [{}, {}], but it takes whole numbers",
                               info.variable_name(i), low, high));
    }
  }
}

void check_levels(const ProblemInfo& info) {
  for (const Levels& levels : info.levels) {
    if (levels.variable < 0 || levels.variable >= info.n_var) {
      broken(info,
             fmt::format("levels are given for variable {} of {}", levels.variable, info.n_var));
    }
    if (levels.labels.empty()) {
      broken(info, fmt::format("{} has no levels", info.variable_name(levels.variable)));
    }
  }
  for (const PermutationBlock& block : info.permutations) {
    if (block.first < 0 || block.size < 1 || block.first + block.size > info.n_var) {
      broken(info,
             fmt::format("a permutation block of {} rows from row {} does not fit into {} rows",
                         block.size, block.first, info.n_var));
    }
  }
}

}  // namespace

void ProblemInfo::check() const {
  if (n_var < 1) {
    broken(*this, "a problem needs at least one variable");
  }
  if (n_obj < 1) {
    broken(*this, "a problem needs at least one objective");
  }
  if (n_con < 0) {
    broken(*this, "the number of constraints is negative");
  }
  check_bounds(*this);
  check_length(*this, kinds, n_var, "variable kinds");
  check_length(*this, variable_names, n_var, "variable names");
  check_length(*this, objectives, n_obj, "objectives");
  check_length(*this, constraint_names, n_con, "constraint names");
  if (tolerance.size() != 0 && tolerance.size() != n_con) {
    broken(*this, fmt::format("{} tolerances for {} constraints", tolerance.size(), n_con));
  }
  check_levels(*this);
  check_anchor(*this, ideal, "ideal point");
  check_anchor(*this, nadir, "nadir point");
  check_anchor(*this, reference_point, "reference point");
  if (chunk < 1) {
    broken(*this, "chunk is the number of columns per call and at least 1");
  }
  if (level_cost.empty() || std::ranges::find(level_cost, 0U) != level_cost.end()) {
    broken(*this, "every fidelity level needs a cost of at least 1");
  }
  if (compression != nullptr) {
    compression->check();
    if (compression->unit_count() != n_var) {
      broken(*this, fmt::format("a compression layout of {} units for {} variables",
                                compression->unit_count(), n_var));
    }
    if (compression->size_objective < -1 || compression->size_objective >= n_obj) {
      broken(*this, fmt::format("objective {} is said to be the size; there are {}",
                                compression->size_objective, n_obj));
    }
  }
}

}  // namespace vilfredo
