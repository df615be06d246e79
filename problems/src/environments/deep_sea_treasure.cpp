#include "vilfredo/problems/environments/deep_sea_treasure.hpp"

#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <cmath>
#include <deque>
#include <string>

namespace vilfredo {
namespace {

constexpr Index kRows = 11;
constexpr Index kActions = 4;
constexpr double kRock = -1;
constexpr std::size_t kTreasures = 10;

// One column of the sea per treasure: `depth` rows of water above it, rock below.
constexpr std::array<Index, kTreasures> kDepth{1, 2, 3, 4, 4, 4, 7, 7, 9, 10};
constexpr std::array<double, kTreasures> kConvex{0.7,  8.2,  11.5, 14.0, 15.1,
                                                 16.1, 19.6, 20.3, 22.4, 23.7};
constexpr std::array<double, kTreasures> kConcave{1, 2, 3, 5, 8, 16, 24, 50, 74, 124};
// Mirrored map: per row, the first column of the left half that is rock (10: none).
constexpr std::array<Index, kRows> kLeftRock{10, 10, 9, 8, 7, 4, 4, 4, 2, 2, 1};

const std::array<double, kTreasures>& worth(TreasureMap map) {
  return map == TreasureMap::convex ? kConvex : kConcave;
}

}  // namespace

DeepSeaTreasure::DeepSeaTreasure(const Options& options) : options_(options), rows_(kRows) {
  check_options(options);
  const bool mirrored = options.map == TreasureMap::mirrored;
  columns_ = mirrored ? 20 : 11;
  start_ = mirrored ? 10 : 0;
  cell_ = start_;
  treasure_.assign(static_cast<std::size_t>(rows_ * columns_), 0.0);
  const auto at = [this](Index row, Index column) -> double& {
    return treasure_[static_cast<std::size_t>(row * columns_ + column)];
  };
  for (std::size_t k = 0; k < kTreasures; ++k) {
    const Index column = start_ + static_cast<Index>(k);
    at(kDepth[k], column) = worth(options.map)[k];
    for (Index row = kDepth[k] + 1; row < rows_; ++row) {
      at(row, column) = kRock;
    }
  }
  if (mirrored) {
    for (Index row = 0; row < rows_; ++row) {
      for (Index column = kLeftRock[static_cast<std::size_t>(row)]; column < start_; ++column) {
        at(row, column) = kRock;
      }
    }
  }
}

EnvironmentInfo DeepSeaTreasure::info() const {
  EnvironmentInfo info;
  info.name = kName;
  const bool cells = options_.observation == TreasureObservation::cell;
  info.n_obs = cells ? 1 : 2;
  info.tabular_states = cells ? rows_ * columns_ : 0;
  info.actions = {.kind = ActionSpace::Kind::discrete, .count = kActions};
  info.n_obj = 2;
  info.objectives = {{"treasure", Sense::maximise, ""}, {"time", Sense::maximise, "steps"}};
  info.max_episode_steps = 100;
  info.discount = options_.discount;
  const Matrix points = front();
  info.ideal = {.value = points.rowwise().maxCoeff(), .provenance = "exact"};
  info.nadir = {.value = points.rowwise().minCoeff(), .provenance = "exact"};
  info.reference_point = {.value = Vector{{0.0, -25.0}},
                          .provenance = "customary: no treasure and 25 steps"};
  return info;
}

void DeepSeaTreasure::reset(Rng& /*rng*/, VectorOut observation) {
  cell_ = start_;
  observe(observation);
}

EpisodeEnd DeepSeaTreasure::step(VectorIn action,
                                 Rng& /*rng*/,
                                 VectorOut observation,
                                 VectorOut reward) {
  const double number = action[0];
  if (!(number >= 0 && number < static_cast<double>(kActions)) || number != std::floor(number)) {
    throw Error(Errc::invalid_argument, "an action is a whole number from 0 to 3")
        .with("environment", std::string(kName))
        .with("action", std::to_string(number));
  }
  cell_ = neighbour(cell_, static_cast<Index>(number));
  observe(observation);
  const double found = treasure_[static_cast<std::size_t>(cell_)];
  reward[0] = found;
  reward[1] = -1.0;
  return found > 0 ? EpisodeEnd::terminated : EpisodeEnd::running;
}

void DeepSeaTreasure::observe(VectorOut observation) const {
  if (options_.observation == TreasureObservation::cell) {
    observation[0] = static_cast<double>(cell_);
    return;
  }
  observation[0] = static_cast<double>(cell_ / columns_) / static_cast<double>(rows_ - 1);
  observation[1] = static_cast<double>(cell_ % columns_) / static_cast<double>(columns_ - 1);
}

Index DeepSeaTreasure::neighbour(Index cell, Index action) const {
  static constexpr std::array<Index, kActions> kRowStep{-1, 1, 0, 0};
  static constexpr std::array<Index, kActions> kColumnStep{0, 0, -1, 1};
  const auto a = static_cast<std::size_t>(action);
  const Index row = cell / columns_ + kRowStep[a];
  const Index column = cell % columns_ + kColumnStep[a];
  if (row < 0 || row >= rows_ || column < 0 || column >= columns_) {
    return cell;
  }
  const Index next = row * columns_ + column;
  return treasure_[static_cast<std::size_t>(next)] == kRock ? cell : next;
}

// Number of steps to every cell from the start, -1 where none leads.
std::vector<int> DeepSeaTreasure::steps_to_cells() const {
  std::vector<int> steps(treasure_.size(), -1);
  std::deque<Index> open{start_};
  steps[static_cast<std::size_t>(start_)] = 0;
  while (!open.empty()) {
    const Index cell = open.front();
    open.pop_front();
    if (treasure_[static_cast<std::size_t>(cell)] > 0) {
      continue;  // the episode ends here
    }
    for (Index action = 0; action < kActions; ++action) {
      const auto next = static_cast<std::size_t>(neighbour(cell, action));
      if (steps[next] < 0) {
        steps[next] = steps[static_cast<std::size_t>(cell)] + 1;
        open.push_back(static_cast<Index>(next));
      }
    }
  }
  return steps;
}

Matrix DeepSeaTreasure::front() const {
  const std::vector<int> steps = steps_to_cells();
  Matrix cost(2, static_cast<Index>(kTreasures));  // minimised
  for (std::size_t k = 0; k < kTreasures; ++k) {
    const Index cell = kDepth[k] * columns_ + start_ + static_cast<Index>(k);
    // The same sums as a rollout makes, so that returns of optimal policies are equal bit for bit.
    double factor = 1;
    double time = 0;
    for (int t = 0; t + 1 < steps[static_cast<std::size_t>(cell)]; ++t) {
      time += factor;
      factor *= options_.discount;
    }
    const auto column = static_cast<Index>(k);
    cost(0, column) = -factor * treasure_[static_cast<std::size_t>(cell)];
    cost(1, column) = time + factor;
  }
  const std::vector<Index> best = non_dominated(cost, Duplicates::first_only);
  Matrix out(2, static_cast<Index>(best.size()));
  for (std::size_t i = 0; i < best.size(); ++i) {
    out.col(static_cast<Index>(i)) = -cost.col(best[i]);
  }
  return out;
}

}  // namespace vilfredo
