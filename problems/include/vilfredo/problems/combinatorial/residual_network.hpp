// Compression of a small random residual network, every genome of which is tabulated: a landscape
// with the traits of language models (damages that do not add up, and now and then fall when more
// is removed) whose exact optimum for every size is known.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

enum class ResidualSampling : std::uint8_t {
  exact,     ///< every evaluation runs all sequences
  minibatch  ///< fidelities of 1/16, 1/4 and all sequences, drawn without replacement
};

constexpr auto enum_names(ResidualSampling) {
  return std::array{EnumName<ResidualSampling>{"exact", ResidualSampling::exact},
                    EnumName<ResidualSampling>{"minibatch", ResidualSampling::minibatch}};
}

enum class ResidualGroups : std::uint8_t { none, by_size };

constexpr auto enum_names(ResidualGroups) {
  return std::array{EnumName<ResidualGroups>{"none", ResidualGroups::none},
                    EnumName<ResidualGroups>{"by_size", ResidualGroups::by_size}};
}

struct ResidualNetworkOptions {
  int n_obj = 2;
  Index units = 10;
  int levels = 2;
  double keep = 0.6;
  bool unequal = false;
  ResidualGroups groups = ResidualGroups::none;
  ResidualSampling sampling = ResidualSampling::exact;
  Index width = 8;
  Index neurons = 12;
  Index sequences = 64;
  std::uint64_t instance_seed = 1;

  static constexpr auto fields() {
    using O = ResidualNetworkOptions;
    return std::tuple{
        field("n_obj", &O::n_obj, closed(1, 2), "2: size and damage; 1: damage at an exact size"),
        field("units", &O::units, closed(2, 20), "residual units"),
        field("levels", &O::levels, closed(2, 16),
              "per unit: the first keeps all neurons, the last none; at most 2^20 genomes"),
        field("keep", &O::keep, open(0, 1),
              "with one objective: share of the size to keep, rounded down to a total there is"),
        field("unequal", &O::unequal, "every other unit has twice the neurons"),
        field("groups", &O::groups, "by_size: with one objective, each size keeps its own budget"),
        field("sampling", &O::sampling, "on what a damage is measured"),
        field("width", &O::width, closed(2, 64), "of the residual stream"),
        field("neurons", &O::neurons, closed(1, 64), "of a unit, before compression"),
        field("sequences", &O::sequences, closed(16, 4096), "inputs"),
        field("instance_seed", &O::instance_seed, "which weights and inputs")};
  }

  /// Throws Error{invalid_argument}: too many genomes, fewer neurons than steps between levels.
  static void check(const ResidualNetworkOptions& options);
};

/// The residual stream h in R^width passes the units: h <- h + V_u a(W_u h), a(t) = t / (1 + |t|),
/// with `neurons` rows of W_u. Level l of L keeps the first floor(neurons (L - 1 - l) / (L - 1)) of
/// them, the neurons being sorted by |v|^2 |w|^2, largest first; its size is 2 width times the
/// neurons kept. The damage of a genome is the mean over the sequences of
/// |y - y_dense|^2 / |y_dense|^2, y being the last h. Weights and inputs are uniform, scaled by
/// 1 / sqrt(fan-in) and by a factor per unit between 0.25 and 1.25: arithmetic without a function
/// of the mathematical library, so tables are equal everywhere.
///
/// With two objectives (size, damage) any genome is feasible. With one, the total size must be the
/// budget: a CompressionLayout with an exact budget, and the constraint |size - budget| <= 0
/// (summed over groups) for solvers that do not know layouts.
///
/// `front` and `pareto_set` come from the table of all genomes and are exact; with sampling they
/// refer to all sequences, the final fidelity, which has no noise. Construction costs
/// levels^units units' passes of all sequences: about 0.02 s for the default, 1 s for 2^16 genomes.
class ResidualNetwork {
 public:
  using Options = ResidualNetworkOptions;
  static constexpr std::string_view kName = "residual_network";
  static constexpr std::string_view kFamily = "combinatorial";
  static constexpr std::string_view kSummary =
      "compress a random residual network: size against damage, all genomes tabulated";
  static constexpr std::string_view kPaper = "";

  ResidualNetwork() : ResidualNetwork(Options{}) {}

  explicit ResidualNetwork(const Options& options);

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  /// Throws Error{invalid_argument} on a level that does not exist. `streams`: one per column, with
  /// minibatches below the final fidelity.
  void evaluate(MatrixIn x, int level, EvalOut out, std::span<Rng> streams) const;

  /// The whole exact front, whatever the number asked for.
  [[nodiscard]] Matrix front(Index n) const;
  /// One genome for every point of the front.
  [[nodiscard]] Matrix pareto_set(Index n) const;

  /// The damage on all sequences, from the table. O(units).
  [[nodiscard]] double damage(VectorIn levels) const;
  /// The mean damage on some sequences, by running the network; bit-equal to damage() on all of
  /// them in order.
  [[nodiscard]] double damage_on(VectorIn levels, std::span<const Index> sequences) const;

  struct Network;

 private:
  void describe();
  void find_front();
  [[nodiscard]] double excess(VectorIn levels) const;

  Options options_;
  std::shared_ptr<const Network> network_;
  std::shared_ptr<const std::vector<double>> table_;  // first unit slowest
  Matrix front_;
  Matrix set_;
  ProblemInfo info_;
};

}  // namespace vilfredo
