// Hypergrid: walk from the corner of a square grid, stop anywhere; the test bed of generative flow
// networks.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

enum class GridFunction : std::uint8_t { branin, currin, shubert, beale, sphere };

constexpr auto enum_names(GridFunction) {
  return std::array{EnumName<GridFunction>{"branin", GridFunction::branin},
                    EnumName<GridFunction>{"currin", GridFunction::currin},
                    EnumName<GridFunction>{"shubert", GridFunction::shubert},
                    EnumName<GridFunction>{"beale", GridFunction::beale},
                    EnumName<GridFunction>{"sphere", GridFunction::sphere}};
}

/// The function at (x1, x2) in [-1, 1]^2, scaled to about [0, 1] and maximised.
[[nodiscard]] double grid_function(GridFunction function, double x1, double x2);

struct HypergridOptions {
  Index side = 8;
  std::vector<GridFunction> objectives = {GridFunction::branin, GridFunction::currin};

  static constexpr auto fields() {
    return std::tuple{
        field("side", &HypergridOptions::side, closed(2, 1024), "H, points per axis"),
        field("objectives", &HypergridOptions::objectives, "functions to maximise, one or more")};
  }

  static void check(const HypergridOptions& options);
};

/// Partial objects are the grid points (s1, s2), 0 <= s_i < side. Actions 0 and 1 add one to a
/// coordinate, action 2 stops. A point with a coordinate at side - 1 ends by force, so it is
/// nobody's parent, (side - 1, side - 1) is never reached and side^2 - 1 objects can be built.
/// State number: s1 * side + s2, a topological order.
class HypergridGraph final : public ConstructionGraph {
 public:
  explicit HypergridGraph(Index side) : side_(static_cast<State>(side)) {}

  [[nodiscard]] State initial() const override { return 0; }

  [[nodiscard]] int action_count() const override { return 3; }

  void legal(State state, std::span<bool> legal) const override;
  [[nodiscard]] bool ends_by_force(State state) const override;
  [[nodiscard]] State apply(State state, int action) const override;
  void parents(State state, std::vector<Parent>& out) const override;

  [[nodiscard]] std::uint64_t enumerable_states() const override { return side_ * side_ - 1; }

  void decode(State state, VectorOut x) const override;

 private:
  State side_;
};

/// Variables are s1 and s2, whole; x_i = 2 s_i / (side - 1) - 1 enters the functions, which are
/// maximised. The constraint "reachable" excludes the one point that no construction leads to, so
/// that a solver without the graph searches the same objects.
///
/// Jain et al., "Multi-Objective GFlowNets", ICML 2023; scales of the functions as used there.
class Hypergrid {
 public:
  using Options = HypergridOptions;
  static constexpr std::string_view kName = "hypergrid";
  static constexpr std::string_view kFamily = "construction";
  static constexpr std::string_view kSummary =
      "grid points built step by step, classic functions as objectives; construction graph";
  static constexpr std::string_view kPaper = "Jain et al., Multi-Objective GFlowNets, ICML 2023";

  Hypergrid() : Hypergrid(Options{}) {}

  explicit Hypergrid(const Options& options);

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const;
  /// The whole exact front by enumeration, whatever the number asked for.
  [[nodiscard]] Matrix front(Index n) const;
  [[nodiscard]] Matrix pareto_set(Index n) const;

 private:
  [[nodiscard]] Matrix all_objects() const;

  Options options_;
  ProblemInfo info_;
};

}  // namespace vilfredo
