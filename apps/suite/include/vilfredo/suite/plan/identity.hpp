// Names that depend on everything that determines a result, and on nothing else.
//
// A problem is {params, revision, type}, a solver the same. A cell adds budget, failure policy,
// pairing, root seed, window and the version of the format; a run adds the replicate. Each key is
// the SHA-256 of the canonical text (core/value.hpp). Names, traces, indicators that are only
// measured, execution and report are left out.
#pragma once

#include <vilfredo/core/value.hpp>
#include <vilfredo/suite/config/settings.hpp>
#include <vilfredo/suite/plan/plan.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite {

/// Of a problem or solver.
[[nodiscard]] Value identity(std::string_view type, const Value& params, int revision);
/// "problem:" and 64 hex digits: the scope of seeds that all solvers of the problem share.
[[nodiscard]] std::string problem_scope(std::string_view type, const Value& params, int revision);

/// `indicators`: those of the plan, for budgets that stop by one.
[[nodiscard]] Value identity(const BudgetSpec& budget,
                             std::span<const IndicatorSpec> indicators,
                             const ProblemSpec& problem);
/// What a value measured by this indicator depends on, apart from what the world says of itself.
[[nodiscard]] Value identity(const IndicatorSpec& indicator, const std::string& problem_id);

/// The canonical text of a run, cut where the replicate goes.
struct CellText {
  std::string head;  ///< ends before the member "replicate"
  std::string tail;  ///< begins after it

  [[nodiscard]] std::string of_cell() const;
  [[nodiscard]] std::string of_run(std::uint64_t replicate) const;
};

/// Writes the cells of one plan, each problem, solver and budget only once; the plan must stay.
class CellWriter {
 public:
  explicit CellWriter(const Plan& plan);

  [[nodiscard]] CellText write(const CellSpec& cell);

 private:
  [[nodiscard]] std::string budget_text(const CellSpec& cell);

  const Plan* plan_;
  std::string failures_;
  std::vector<std::string> problems_;
  std::vector<std::string> solvers_;
  std::vector<std::string> budgets_;  // empty until asked for
};

/// The same as a tree: the specification that a store keeps for each cell.
[[nodiscard]] Value cell_identity(const Plan& plan, const CellSpec& cell);

}  // namespace vilfredo::suite
