// Deep Sea Treasure: a submarine chooses between near, small and distant, large treasures.
#pragma once

#include "vilfredo/core/environment.hpp"
#include "vilfredo/core/options.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

enum class TreasureMap : std::uint8_t {
  convex,   ///< nine of ten points supported if returns are not discounted
  concave,  ///< only the two extreme points supported
  mirrored  ///< the concave map with a barren half to the left of the start
};

constexpr auto enum_names(TreasureMap) {
  return std::array{EnumName<TreasureMap>{"convex", TreasureMap::convex},
                    EnumName<TreasureMap>{"concave", TreasureMap::concave},
                    EnumName<TreasureMap>{"mirrored", TreasureMap::mirrored}};
}

enum class TreasureObservation : std::uint8_t {
  cell,     ///< one whole number, row * columns + column: for tabular learners
  position  ///< row and column, each scaled to [0, 1]
};

constexpr auto enum_names(TreasureObservation) {
  return std::array{EnumName<TreasureObservation>{"cell", TreasureObservation::cell},
                    EnumName<TreasureObservation>{"position", TreasureObservation::position}};
}

struct DeepSeaTreasureOptions {
  TreasureMap map = TreasureMap::concave;
  TreasureObservation observation = TreasureObservation::cell;
  double discount = 0.99;

  static constexpr auto fields() {
    return std::tuple{
        field("map", &DeepSeaTreasureOptions::map, "where the treasures lie and what they hold"),
        field("observation", &DeepSeaTreasureOptions::observation, "what the learner sees"),
        field("discount", &DeepSeaTreasureOptions::discount, open_closed(0, 1),
              "discount of the returns that are scored")};
  }
};

/// Four actions: 0 up, 1 down, 2 left, 3 right; a move out of the sea leaves the submarine where it
/// is. Two rewards, maximised: the treasure entered, and -1 for every step. Entering a treasure
/// terminates; 100 steps truncate. Deterministic.
///
/// Vamplew, Dazeley, Berry, Issabekov, Dekker, "Empirical evaluation methods for multiobjective
/// reinforcement learning algorithms", Machine Learning 84, 2011 (concave); treasures of the convex
/// map as in Yang, Sun, Narasimhan, NeurIPS 2019; mirrored as in MO-Gymnasium.
class DeepSeaTreasure {
 public:
  using Options = DeepSeaTreasureOptions;
  static constexpr std::string_view kName = "deep_sea_treasure";
  static constexpr std::string_view kFamily = "grid world";
  static constexpr std::string_view kSummary =
      "submarine on a grid: treasure against time, known exact front";
  static constexpr std::string_view kPaper =
      "Vamplew et al., Empirical evaluation methods for multiobjective reinforcement learning "
      "algorithms, Machine Learning 84, 2011";

  DeepSeaTreasure() : DeepSeaTreasure(Options{}) {}

  explicit DeepSeaTreasure(const Options& options);

  [[nodiscard]] EnvironmentInfo info() const;
  void reset(Rng& rng, VectorOut observation);
  EpisodeEnd step(VectorIn action, Rng& rng, VectorOut observation, VectorOut reward);

  /// Discounted returns of the Pareto-optimal deterministic policies, 2 x M, by ascending treasure:
  /// a shortest way to each treasure, found by breadth-first search. (A later arrival is worse in
  /// both rewards, a policy that never arrives is worse than any that does.)
  [[nodiscard]] Matrix front() const;

  [[nodiscard]] Index rows() const { return rows_; }

  [[nodiscard]] Index columns() const { return columns_; }

 private:
  [[nodiscard]] Index neighbour(Index cell, Index action) const;
  [[nodiscard]] std::vector<int> steps_to_cells() const;
  void observe(VectorOut observation) const;

  Options options_;
  Index rows_ = 0;
  Index columns_ = 0;
  Index start_ = 0;
  Index cell_ = 0;
  std::vector<double> treasure_;  // per cell: its worth, 0 open sea, -1 rock
};

}  // namespace vilfredo
