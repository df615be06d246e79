// Scalarised multi-objective Q-learning with tables: one independent learner per weight vector of a
// lattice, each with a vector of Q-values per state and action.
//
//   act     with probability epsilon a uniform action, else the best by the scalarisation of Q(s,
//   .),
//           ties uniformly
//   learn   Q_o(s, a) += rate (r_o + discount Q_o(s', a') - Q_o(s, a)) for every objective o, with
//   a'
//           the best action of s' by the scalarisation; nothing follows a terminated episode
//   linear: largest sum_o w_o Q_o.  chebyshev: smallest max_o w_o |Q_o - z_o|, where z_o is tau
//   above
//           the largest estimate that an update of this learner has written for o
//
// The greedy policy of every learner is the result. Each is a column of action numbers, one row per
// state (format "tabular/1"; where actions tie, the lowest); f is the negated mean of its
// discounted returns over evaluation episodes, which are the same for the whole run and are not
// charged.
//
// Van Moffaert, Drugan, Nowe, "Scalarized Multi-Objective Reinforcement Learning: Novel Design
// Techniques", ADPRL 2013 (its algorithms for linear and Chebyshev action selection). Linear finds
// supported points only. Chebyshev scalarised returns are not additive, so those learners are not
// sure to converge, nor to find what their weights ask for. Deviation: epsilon may decay; the paper
// keeps it.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/solver.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

enum class QScalarisation : std::uint8_t { linear, chebyshev };

constexpr auto enum_names(QScalarisation) {
  return std::array{EnumName<QScalarisation>{"linear", QScalarisation::linear},
                    EnumName<QScalarisation>{"chebyshev", QScalarisation::chebyshev}};
}

struct MoQLearningOptions {
  Index divisions = 10;
  QScalarisation scalarisation = QScalarisation::linear;
  double tau = 4;
  double learning_rate = 0.1;
  double learning_discount = 0;
  double epsilon = 1;
  double final_epsilon = 0.1;
  std::uint64_t epsilon_steps = 20'000;
  std::uint64_t interval = 100;
  Index evaluation_episodes = 1;

  static constexpr auto fields() {
    return std::tuple{
        field("divisions", &MoQLearningOptions::divisions, at_least(1),
              "steps of the weight lattice: divisions + 1 learners for two objectives"),
        field("scalarisation", &MoQLearningOptions::scalarisation, "how a learner ranks actions"),
        field("tau", &MoQLearningOptions::tau, at_least(0),
              "distance of the utopian point beyond the best estimate (chebyshev)"),
        field("learning_rate", &MoQLearningOptions::learning_rate, open_closed(0, 1), "of Q"),
        field("learning_discount", &MoQLearningOptions::learning_discount, closed(0, 1),
              "discount inside the update; 0: that of the environment's scored returns"),
        field("epsilon", &MoQLearningOptions::epsilon, closed(0, 1), "exploration at first"),
        field("final_epsilon", &MoQLearningOptions::final_epsilon, closed(0, 1),
              "exploration in the end"),
        field("epsilon_steps", &MoQLearningOptions::epsilon_steps,
              "steps of each learner over which exploration falls, linearly"),
        field("interval", &MoQLearningOptions::interval, at_least(1),
              "steps of each learner between evaluations of its policy"),
        field("evaluation_episodes", &MoQLearningOptions::evaluation_episodes, at_least(1),
              "episodes per evaluation; 1 is enough in a deterministic environment")};
  }
};

class MoQLearning {
 public:
  using Options = MoQLearningOptions;
  static constexpr std::string_view kName = "mo_q_learning";
  static constexpr std::string_view kFamily = "reinforcement";
  static constexpr std::string_view kSummary =
      "scalarised multi-objective tabular Q-learning, one learner per weight vector";
  static constexpr std::string_view kPaper =
      "Van Moffaert, Drugan, Nowe, Scalarized Multi-Objective Reinforcement Learning, ADPRL 2013";

  /// Throws Error{unsupported} unless observations are numbered and actions discrete.
  MoQLearning(const EnvironmentInfo& info, const Options& options);

  [[nodiscard]] Status step(RolloutContext& context);

  /// Empty before the first step.
  [[nodiscard]] const Population& population() const { return policies_; }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  struct Learner {
    Matrix q;     // n_obj x (actions * states); a state's actions are neighbours
    Vector best;  // n_obj, largest estimate written so far; -inf before the first

    void persist(StateIo& io);
  };

  /// Better-or-equal actions compare by this score: larger is better.
  [[nodiscard]] double score(const Learner& learner, const double* weights, const double* q) const;
  [[nodiscard]] Index greedy(const Learner& learner, Index task, Index state, Rng* ties) const;
  [[nodiscard]] double epsilon_at(std::uint64_t steps) const;
  void train(Learner& learner, Index task, Lane& lane, Rng rng) const;
  /// `taken`: column of q of the state left and the action taken there.
  void learn(
      Learner& learner, Index task, Index taken, const Lane& lane, bool terminated, Rng& rng) const;
  [[nodiscard]] Population greedy_policies(const std::vector<Learner>& learners) const;
  void evaluate(RolloutContext& context, Population& policies) const;

  EnvironmentInfo info_;
  Options options_;
  double discount_ = 1;  // of the update
  Matrix weights_;       // n_obj x learners
  std::vector<Learner> learners_;
  Population policies_;
  std::uint64_t rounds_ = 0;  // steps() committed; each is `interval` steps of every learner
};

static_assert(RolloutStepper<MoQLearning>);

}  // namespace vilfredo
