// A tabular generative flow network trained by trajectory balance: learns to build objects with
// probability proportional to a reward, and returns the non-dominated ones it has built.
//
//   log R(x) = beta log max(floor, sum_i w_i R_i(x)),  R_i = scale_i (offset_i - f_i)
//
// f is minimised as everywhere, so a maximised objective needs no offset. Policy: softmax over the
// legal actions from one row of logits per state, all zero at first; log Z is learned; the backward
// policy is uniform over parents.
//
//   ask   draw `batch` trajectories (epsilon: uniform action); the objects are the columns
//   tell  delta per trajectory (trajectory_balance.hpp), gradient of the mean of delta^2 by logits
//         and log Z, clipped to a joint norm, one optimiser step
//
// Every trajectory costs one evaluation, also of an object seen before. A failed evaluation is left
// out of its batch. An infeasible object has the reward's floor and is no result.
//
// Malkin et al., "Trajectory Balance", NeurIPS 2022; weighted sum with exponent: Jain et al.,
// "Multi-Objective GFlowNets", ICML 2023, for one fixed preference.
#pragma once

#include "vilfredo/algorithms/gflownet/enumerated_graph.hpp"
#include "vilfredo/algorithms/gflownet/trajectory_balance.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/pareto_archive.hpp"
#include "vilfredo/core/solver.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

enum class GradientStep : std::uint8_t { adam, sgd };

constexpr auto enum_names(GradientStep) {
  return std::array{EnumName<GradientStep>{"adam", GradientStep::adam},
                    EnumName<GradientStep>{"sgd", GradientStep::sgd}};
}

struct TabularTbOptions {
  Index batch = 16;
  std::vector<double> preference = {};
  double beta = 16;
  double reward_floor = 1e-8;
  std::vector<double> reward_offset = {};
  std::vector<double> reward_scale = {};
  double epsilon = 0.01;
  GradientStep optimiser = GradientStep::adam;
  double learning_rate = 0.01;
  double learning_rate_log_z = 0.1;
  double final_rate = 1;
  double clip = 10;
  Index exact_interval = 100;

  static constexpr auto fields() {
    return std::tuple{
        field("batch", &TabularTbOptions::batch, at_least(1), "trajectories per update"),
        field("preference", &TabularTbOptions::preference, at_least(0),
              "weight of each objective in the reward; empty: equal weights"),
        field("beta", &TabularTbOptions::beta, above(0), "exponent of the reward"),
        field("reward_floor", &TabularTbOptions::reward_floor, above(0),
              "least value of the weighted sum before its logarithm is taken"),
        field("reward_offset", &TabularTbOptions::reward_offset,
              "per objective, minimised: the value worth nothing; empty: zeros"),
        field("reward_scale", &TabularTbOptions::reward_scale, above(0),
              "per objective: reward per unit; empty: ones"),
        field("epsilon", &TabularTbOptions::epsilon, closed(0, 1),
              "probability of a uniform legal action"),
        field("optimiser", &TabularTbOptions::optimiser, "adam has decay rates 0.9 and 0.999"),
        field("learning_rate", &TabularTbOptions::learning_rate, above(0), "of the logits"),
        field("learning_rate_log_z", &TabularTbOptions::learning_rate_log_z, above(0), "of log Z"),
        field("final_rate", &TabularTbOptions::final_rate, open_closed(0, 1),
              "share of both rates left at the budget's end, reached geometrically"),
        field("clip", &TabularTbOptions::clip, above(0), "largest norm of a gradient"),
        field("exact_interval", &TabularTbOptions::exact_interval, at_least(1),
              "updates between two exact comparisons with the target distribution")};
  }
};

/// First and second moments of a gradient, for Adam (Kingma, Ba, ICLR 2015).
struct AdamMoments {
  Matrix mean;
  Matrix square;

  void persist(StateIo& io);
};

class TabularTb {
 public:
  using Options = TabularTbOptions;
  static constexpr std::string_view kName = "tabular_tb";
  static constexpr std::string_view kFamily = "gflownet";
  static constexpr std::string_view kSummary =
      "tabular generative flow network trained by trajectory balance";
  static constexpr std::string_view kPaper =
      "Malkin, Jain, Bengio, Sun, Bengio, Trajectory Balance, NeurIPS 2022";
  static constexpr int kRevision = 2;

  /// Throws Error{unsupported} without a construction graph that numbers its states, for a
  /// stochastic problem, and for a minimised objective without an offset (its reward would be
  /// negative).
  TabularTb(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context);
  /// Metrics: loss, log_z, coverage (share of objects evaluated); and every exact_interval updates
  /// the distance between the exact distribution of the policy (without exploration) and the
  /// target: l1_sum_seen as if objects not yet evaluated had no reward, and, once none is left,
  /// l1_sum, l1_mean and tv (exact_flow.hpp).
  void tell(const Told& told, Context& context);

  /// Distinct feasible non-dominated objects built so far.
  [[nodiscard]] const Population& population() const { return population_; }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

  [[nodiscard]] const EnumeratedGraph& graph() const { return graph_; }

  /// actions x states.
  [[nodiscard]] const Matrix& logits() const { return logits_; }

  [[nodiscard]] double log_z() const { return log_z_(0, 0); }

 private:
  [[nodiscard]] double log_reward(const double* f, const double* g) const;
  void record(const Told& told);
  void update(const Told& told, Context& context);
  void apply_gradient(Matrix& gradient, double gradient_log_z, double rate);
  void compare_with_target(Context& context) const;
  void refresh_population();

  ProblemInfo info_;
  Options options_;
  EnumeratedGraph graph_;
  Vector preference_;
  Vector offset_;
  Vector scale_;
  Index objects_ = 0;

  Matrix logits_;
  Matrix log_z_;  // 1 x 1, a matrix so that it shares the optimiser
  AdamMoments adam_logits_;
  AdamMoments adam_log_z_;
  std::uint64_t updates_ = 0;
  std::uint64_t trajectories_drawn_ = 0;
  std::vector<std::uint8_t> seen_;  // per state: evaluated without failure
  Vector log_reward_;               // per state, where seen
  Matrix g_;                        // n_con x states, where seen
  Index objects_seen_ = 0;
  ParetoArchive archive_;  // x is the state's number
  Population population_;

  // From ask to tell only:
  std::vector<gflownet::Trajectory> trajectories_;
};

static_assert(AskTell<TabularTb>);

}  // namespace vilfredo
