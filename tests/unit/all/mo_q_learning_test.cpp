#include "boundary_digests.hpp"

#include <vilfredo/algorithms/reinforcement/mo_q_learning.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/problems/environments/deep_sea_treasure.hpp>

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace vilfredo {
namespace {

RunOptions steps(std::uint64_t budget, std::uint64_t seed = 1) {
  RunOptions options;
  options.max_cost = budget;
  options.seed = seed;
  return options;
}

// Which points of the front the run's result holds, by their position.
std::set<Index> found(const DeepSeaTreasure& environment, const RunResult& result) {
  const Matrix front = environment.front();
  std::set<Index> out;
  for (Index k = 0; k < front.cols(); ++k) {
    for (Index j = 0; j < result.final.size(); ++j) {
      if ((result.final.f.col(j) + front.col(k)).cwiseAbs().maxCoeff() < 1e-9) {
        out.insert(k);
      }
    }
  }
  return out;
}

// Learns with a rate of 1, right for a deterministic world.
MoQLearningOptions settings(Index divisions) {
  return {.divisions = divisions, .learning_rate = 1, .epsilon_steps = 50'000};
}

TEST(MoQLearning, LinearScalarisationFindsExactlyTheSupportedPointsOfTheConvexMap) {
  // Undiscounted, the point (20.3, -14) lies on the segment between its neighbours: nine of ten.
  const DeepSeaTreasure environment({.map = TreasureMap::convex, .discount = 1.0});
  MoQLearning solver(environment.info(), settings(37));
  const RunResult result = run(solver, AnyEnvironment(environment), steps(38 * 60'000));
  EXPECT_EQ(found(environment, result), (std::set<Index>{0, 1, 2, 3, 4, 5, 6, 8, 9}));
  EXPECT_EQ(result.final.size(), 9);
}

TEST(MoQLearning, LinearScalarisationFindsOnlyTheEndsOfTheConcaveMap) {
  const DeepSeaTreasure environment({.map = TreasureMap::concave, .discount = 1.0});
  MoQLearning solver(environment.info(), settings(10));
  const RunResult result = run(solver, AnyEnvironment(environment), steps(11 * 80'000));
  EXPECT_EQ(found(environment, result), (std::set<Index>{0, 9}));
}

TEST(MoQLearning, ChebyshevScalarisationReachesConcavePointsToo) {
  const DeepSeaTreasure environment({.map = TreasureMap::concave});
  MoQLearningOptions options = settings(20);
  options.scalarisation = QScalarisation::chebyshev;
  MoQLearning solver(environment.info(), options);
  const RunResult result = run(solver, AnyEnvironment(environment), steps(21 * 60'000));
  EXPECT_GE(found(environment, result).size(), 3U);
}

TEST(MoQLearning, ScoresArePoliciesReplayedInTheEnvironment) {
  const DeepSeaTreasure environment({.map = TreasureMap::convex, .discount = 0.9});
  MoQLearning solver(environment.info(), {.divisions = 8});
  (void)run(solver, AnyEnvironment(environment), steps(45'000));
  const Population& policies = solver.population();
  ASSERT_EQ(policies.size(), 9);
  EXPECT_EQ(policies.format, "tabular/1");
  EXPECT_EQ(std::set<Id>(policies.ids.begin(), policies.ids.end()).size(), 9U);
  Rng rng;
  Vector observation(1);
  Vector reward(2);
  for (Index j = 0; j < policies.size(); ++j) {
    DeepSeaTreasure episode = environment;
    episode.reset(rng, observation);
    Vector sum = Vector::Zero(2);
    double factor = 1;
    for (int t = 0; t < 100; ++t) {
      const Vector action = Vector::Constant(1, policies.x(static_cast<Index>(observation[0]), j));
      const EpisodeEnd end = episode.step(action, rng, observation, reward);
      sum += factor * reward;
      factor *= 0.9;
      if (end != EpisodeEnd::running) {
        break;
      }
    }
    EXPECT_NEAR((policies.f.col(j) + sum).norm(), 0, 1e-12);
  }
}

// Two states and one action that alternates between them; rewards (1, 2) and (3, 4). The second
// step ends the episode: by the time limit, or because the task is over.
class Pendulum {
 public:
  explicit Pendulum(bool terminates) : terminates_(terminates) {}

  [[nodiscard]] EnvironmentInfo info() const {
    EnvironmentInfo info;
    info.name = "pendulum";
    info.n_obs = 1;
    info.tabular_states = 2;
    info.actions.count = 1;
    info.n_obj = 2;
    info.max_episode_steps = 2;
    info.discount = 0.5;
    return info;
  }

  void reset(Rng& /*rng*/, VectorOut observation) {
    state_ = 0;
    observation[0] = 0;
  }

  EpisodeEnd step(VectorIn /*action*/, Rng& /*rng*/, VectorOut observation, VectorOut reward) {
    const bool second = state_ == 1;
    reward[0] = second ? 3 : 1;
    reward[1] = second ? 4 : 2;
    state_ = 1 - state_;
    observation[0] = state_;
    return second && terminates_ ? EpisodeEnd::terminated : EpisodeEnd::running;
  }

 private:
  bool terminates_;
  int state_ = 0;
};

struct SavedLearner {
  Matrix q;
  Vector best;

  void persist(StateIo& io) {
    io("q", q);
    io("best", best);
  }
};

// After five steps with rate and discount one half.
std::vector<SavedLearner> after_five_steps(bool terminates) {
  const Pendulum environment(terminates);
  MoQLearning solver(environment.info(), {.divisions = 1, .learning_rate = 0.5, .interval = 5});
  vilfredo::Run run(AnySolver::reference(solver), AnyEnvironment(environment), steps(10));
  EXPECT_TRUE(run.advance());
  EXPECT_EQ(-solver.population().f.col(0), (Vector{{1 + 0.5 * 3, 2 + 0.5 * 4}}));
  StateIo out = StateIo::writer();
  solver.persist(out);
  StateIo in = StateIo::reader(out.bytes());
  std::vector<SavedLearner> learners;
  in("learners", learners);
  return learners;
}

TEST(MoQLearning, ATruncatedEpisodeHasAFuture) {
  // q00 = .5; q10 = .5 (3 + .25) = 1.625; q00 = .25 + .5 (1 + .8125) = 1.15625;
  // q10 = .8125 + .5 (3 + .578125) = 2.6015625; q00 = .578125 + .5 (1 + 1.30078125)
  const std::vector<SavedLearner> learners = after_five_steps(false);
  ASSERT_EQ(learners.size(), 2U);
  EXPECT_EQ(learners[0].q(0, 0), 1.728515625);
  EXPECT_EQ(learners[0].q(0, 1), 2.6015625);
  EXPECT_EQ(learners[0].best[0], 2.6015625);
  EXPECT_EQ(learners[1].q, learners[0].q) << "one action: the weights cannot matter";
}

TEST(MoQLearning, ATerminatedEpisodeHasNone) {
  // q00 = .5; q10 = .5 * 3 = 1.5; q00 = .25 + .5 (1 + .75) = 1.125; q10 = .75 + 1.5 = 2.25;
  // q00 = .5625 + .5 (1 + 1.125)
  const std::vector<SavedLearner> learners = after_five_steps(true);
  EXPECT_EQ(learners[0].q(0, 0), 1.625);
  EXPECT_EQ(learners[0].q(0, 1), 2.25);
}

TEST(MoQLearning, ResumesBitForBitInTheMiddleOfEpisodes) {
  const AnyEnvironment environment{DeepSeaTreasure()};
  for (const QScalarisation scalarisation : {QScalarisation::linear, QScalarisation::chebyshev}) {
    boundary_digests::expect_resumable<MoQLearning>(
        environment,
        {.divisions = 3, .scalarisation = scalarisation, .epsilon_steps = 500, .interval = 37},
        steps(4 * 37 * 40), 3);
  }
}

TEST(MoQLearning, GivesTheSameBitsForAnyNumberOfThreads) {
  const AnyEnvironment environment{DeepSeaTreasure()};
  RunOptions options = steps(50'000);
  const auto expected = boundary_digests::of<MoQLearning>(environment, {}, options);
  for (const int threads : {2, 8}) {
    options.threads = threads;
    EXPECT_EQ(boundary_digests::of<MoQLearning>(environment, {}, options), expected);
  }
}

TEST(MoQLearning, ChargesTrainingAndCountsScoringApart) {
  const DeepSeaTreasure environment;
  MoQLearning solver(environment.info(), {.divisions = 4, .interval = 50});
  const RunResult result = run(solver, AnyEnvironment(environment), steps(2'600));
  EXPECT_EQ(result.reason, StopReason::budget);
  EXPECT_EQ(result.cost, 2'500U);  // ten times 5 learners x 50 steps; the eleventh does not fit
  EXPECT_GT(result.scoring_cost, 0U);
}

TEST(MoQLearning, RefusesWorldsItCannotTabulate) {
  EnvironmentInfo positions =
      DeepSeaTreasure({.observation = TreasureObservation::position}).info();
  EXPECT_THROW(MoQLearning(positions, {}), Error);
  EnvironmentInfo box = DeepSeaTreasure().info();
  box.actions = {
      .kind = ActionSpace::Kind::box, .lower = Vector::Zero(1), .upper = Vector::Ones(1)};
  EXPECT_THROW(MoQLearning(box, {}), Error);
}

}  // namespace
}  // namespace vilfredo
