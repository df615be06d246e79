// The parts of a report that say what its rows, columns and frames are.
#pragma once

#include <vilfredo/core/registry.hpp>
#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/report/model.hpp>

#include <optional>
#include <string>
#include <utility>

namespace vilfredo::suite {

/// Reference point, set and normalisation in words, in the objectives' own senses.
[[nodiscard]] std::string frame_text(const WorldInfo& info, const ReferenceFrame& frame);

/// The front that figures draw as the true one, if one is known.
[[nodiscard]] std::optional<ReportReference> reference_of(const ProblemSpec& problem);

/// `row` names a problem and a budget by their positions in the plan.
[[nodiscard]] ReportProblem problem_row(const Plan& plan,
                                        std::pair<std::size_t, std::size_t> row,
                                        bool with_budget,
                                        const Registries& registries);

/// Says which options differ from their defaults.
[[nodiscard]] ReportSolver solver_column(const SolverSpec& solver, const Registries& registries);

/// An indicator's name as the field writes it.
[[nodiscard]] std::string title_of(const std::string& type);

}  // namespace vilfredo::suite
