#include "vilfredo/problems/environments/deep_sea_treasure.hpp"

#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

namespace vilfredo {
namespace {

struct Move {
  Index next = 0;
  double treasure = 0;
  bool over = false;
};

// Every cell that can be reached, with its four moves, found by walking copies of the environment.
std::map<Index, std::vector<Move>> walk_everywhere(const DeepSeaTreasure& environment) {
  Rng rng;
  Vector observation(1);
  Vector reward(2);
  DeepSeaTreasure at_start = environment;
  at_start.reset(rng, observation);
  std::map<Index, std::vector<Move>> moves;
  std::vector<std::pair<Index, DeepSeaTreasure>> open;
  open.emplace_back(static_cast<Index>(observation[0]), at_start);
  while (!open.empty()) {
    const auto [cell, here] = open.back();
    open.pop_back();
    if (moves.contains(cell)) {
      continue;
    }
    for (int action = 0; action < 4; ++action) {
      DeepSeaTreasure next = here;
      const EpisodeEnd end = next.step(Vector::Constant(1, action), rng, observation, reward);
      EXPECT_EQ(reward[1], -1.0);
      const auto to = static_cast<Index>(observation[0]);
      moves[cell].push_back({to, reward[0], end == EpisodeEnd::terminated});
      if (end == EpisodeEnd::running) {
        open.emplace_back(to, next);
      }
    }
  }
  return moves;
}

Matrix non_dominated_columns(const std::vector<Vector>& points) {
  Matrix all(2, static_cast<Index>(points.size()));
  for (std::size_t i = 0; i < points.size(); ++i) {
    all.col(static_cast<Index>(i)) = -points[i];
  }
  const std::vector<Index> best = non_dominated(all, Duplicates::first_only);
  Matrix out(2, static_cast<Index>(best.size()));
  for (std::size_t i = 0; i < best.size(); ++i) {
    out.col(static_cast<Index>(i)) = -all.col(best[i]);
  }
  return out;
}

// Pareto-optimal discounted returns within 30 steps, by backward induction on sets of vectors.
Matrix front_by_value_iteration(const DeepSeaTreasure& environment, double discount) {
  const auto moves = walk_everywhere(environment);
  std::map<Index, Matrix> value;
  for (const auto& entry : moves) {
    value[entry.first] = Matrix::Zero(2, 1);
  }
  for (int sweep = 0; sweep < 30; ++sweep) {
    std::map<Index, Matrix> next;
    for (const auto& [cell, ways] : moves) {
      std::vector<Vector> candidates;
      for (const Move& move : ways) {
        const Vector reward{{move.treasure, -1.0}};
        if (move.over) {
          candidates.push_back(reward);
          continue;
        }
        const Matrix& onward = value.at(move.next);
        for (Index j = 0; j < onward.cols(); ++j) {
          candidates.push_back(reward + discount * onward.col(j));
        }
      }
      next[cell] = non_dominated_columns(candidates);
    }
    value = std::move(next);
  }
  Rng rng;
  Vector observation(1);
  DeepSeaTreasure start = environment;
  start.reset(rng, observation);
  // Returns of policies that never arrive within 30 steps hold no treasure and are dominated.
  return value.at(static_cast<Index>(observation[0]));
}

double hypervolume_above(Matrix points, const Vector& reference) {
  std::vector<Index> order(static_cast<std::size_t>(points.cols()));
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = static_cast<Index>(i);
  }
  std::ranges::sort(order, [&](Index a, Index b) { return points(1, a) > points(1, b); });
  double volume = 0;
  double reached = reference[0];
  for (const Index j : order) {  // falling second coordinate, rising first
    volume += std::max(0.0, points(0, j) - reached) * std::max(0.0, points(1, j) - reference[1]);
    reached = std::max(reached, points(0, j));
  }
  return volume;
}

DeepSeaTreasure sea(TreasureMap map, double discount) {
  return DeepSeaTreasure({.map = map, .discount = discount});
}

TEST(DeepSeaTreasure, FrontIsTheOneThatVectorValueIterationFinds) {
  for (const TreasureMap map : {TreasureMap::convex, TreasureMap::concave, TreasureMap::mirrored}) {
    for (const double discount : {1.0, 0.99, 0.5}) {
      const DeepSeaTreasure environment = sea(map, discount);
      Matrix expected = front_by_value_iteration(environment, discount);
      // Without a treasure: dominated unless every treasure is worth less than the time it takes.
      std::vector<Vector> arrived;
      for (Index j = 0; j < expected.cols(); ++j) {
        if (expected(0, j) > 0) {
          arrived.emplace_back(expected.col(j));
        }
      }
      expected = non_dominated_columns(arrived);
      std::ranges::sort(arrived, [](const Vector& a, const Vector& b) { return a[0] < b[0]; });
      const Matrix front = environment.front();
      ASSERT_EQ(front.cols(), static_cast<Index>(arrived.size())) << discount;
      for (Index j = 0; j < front.cols(); ++j) {
        EXPECT_NEAR(front(0, j), arrived[static_cast<std::size_t>(j)][0], 1e-12);
        EXPECT_NEAR(front(1, j), arrived[static_cast<std::size_t>(j)][1], 1e-12);
      }
    }
  }
}

TEST(DeepSeaTreasure, UndiscountedFrontHasThePublishedTreasuresAndTimes) {
  const std::vector<double> time{1, 3, 5, 7, 8, 9, 13, 14, 17, 19};
  const std::vector<double> convex{0.7, 8.2, 11.5, 14.0, 15.1, 16.1, 19.6, 20.3, 22.4, 23.7};
  const std::vector<double> concave{1, 2, 3, 5, 8, 16, 24, 50, 74, 124};
  for (const TreasureMap map : {TreasureMap::convex, TreasureMap::concave, TreasureMap::mirrored}) {
    const Matrix front = sea(map, 1.0).front();
    ASSERT_EQ(front.cols(), 10);
    for (Index j = 0; j < 10; ++j) {
      const auto k = static_cast<std::size_t>(j);
      EXPECT_EQ(front(0, j), map == TreasureMap::convex ? convex[k] : concave[k]);
      EXPECT_EQ(front(1, j), -time[k]);
    }
  }
}

TEST(DeepSeaTreasure, HypervolumesAreTheGoldenOnes) {
  struct Golden {
    TreasureMap map;
    double discount;
    double worst_time;
    double volume;
  };

  const std::vector<Golden> table{
      {TreasureMap::convex, 1.0, -25, 401.8},
      {TreasureMap::convex, 1.0, -50, 994.3},
      {TreasureMap::convex, 0.99, -25, 360.400946},
      {TreasureMap::convex, 0.99, -50, 854.850350},
      {TreasureMap::concave, 1.0, -25, 1155},
      {TreasureMap::concave, 1.0, -50, 4255},
      {TreasureMap::concave, 0.99, -25, 1101.384430},
      {TreasureMap::concave, 0.99, -50, 3688.377090},
      {TreasureMap::mirrored, 0.99, -25, 1101.384430},
  };
  for (const Golden& golden : table) {
    const Matrix front = sea(golden.map, golden.discount).front();
    EXPECT_NEAR(hypervolume_above(front, Vector{{0.0, golden.worst_time}}), golden.volume,
                1e-6 * golden.volume);
  }
}

TEST(DeepSeaTreasure, RockAndBordersLeaveTheSubmarineWhereItIs) {
  for (const TreasureMap map : {TreasureMap::convex, TreasureMap::mirrored}) {
    const DeepSeaTreasure environment = sea(map, 1.0);
    const auto moves = walk_everywhere(environment);
    for (const auto& [cell, ways] : moves) {
      const std::vector<Index> target{cell - environment.columns(), cell + environment.columns(),
                                      cell - 1, cell + 1};
      for (std::size_t action = 0; action < 4; ++action) {
        EXPECT_TRUE(ways[action].next == cell || ways[action].next == target[action]);
        EXPECT_EQ(ways[action].over, ways[action].treasure > 0);
      }
    }
  }
}

TEST(DeepSeaTreasure, OpenWaterIsAsLargeAsTheMapsSay) {
  // Right of the start: depths 1 2 3 4 4 4 7 7 9 10 of open water, and one open column of 11.
  EXPECT_EQ(walk_everywhere(sea(TreasureMap::concave, 1.0)).size(), 51U + 11U);
  // Left half, rows 0 to 10: 10 10 9 8 7 4 4 4 2 2 1 open cells; no open column on the right.
  EXPECT_EQ(walk_everywhere(sea(TreasureMap::mirrored, 1.0)).size(), 51U + 61U);
}

TEST(DeepSeaTreasure, InfoDescribesTheWorldInTheRewardsOwnSense) {
  const AnyEnvironment environment(DeepSeaTreasure({.map = TreasureMap::convex, .discount = 1.0}));
  const EnvironmentInfo& info = environment.info();
  EXPECT_EQ(info.objective(0).name, "treasure");
  EXPECT_EQ(info.objective(1).name, "time");
  EXPECT_EQ(info.objective(1).sense, Sense::maximise);
  EXPECT_EQ(info.tabular_states, 121);
  EXPECT_EQ(info.max_episode_steps, 100U);
  EXPECT_EQ(info.ideal.value, (Vector{{23.7, -1.0}}));
  EXPECT_EQ(info.nadir.value, (Vector{{0.7, -19.0}}));
  EXPECT_TRUE(environment.has_front());
}

TEST(DeepSeaTreasure, PositionObservationIsScaledAndNotTabular) {
  DeepSeaTreasure environment({.observation = TreasureObservation::position});
  EXPECT_EQ(environment.info().tabular_states, 0);
  Rng rng;
  Vector observation(2);
  Vector reward(2);
  environment.reset(rng, observation);
  EXPECT_EQ(observation, (Vector{{0.0, 0.0}}));
  (void)environment.step(Vector::Constant(1, 3.0), rng, observation, reward);
  EXPECT_EQ(observation, (Vector{{0.0, 0.1}}));
}

TEST(DeepSeaTreasure, AnActionThatIsNoneIsRefused) {
  DeepSeaTreasure environment;
  Rng rng;
  Vector observation(1);
  Vector reward(2);
  environment.reset(rng, observation);
  for (const double action : {-1.0, 4.0, 0.5}) {
    EXPECT_THROW((void)environment.step(Vector::Constant(1, action), rng, observation, reward),
                 Error);
  }
}

}  // namespace
}  // namespace vilfredo
