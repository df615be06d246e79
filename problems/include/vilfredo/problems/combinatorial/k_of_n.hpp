// k of n: choose exactly k of n units so that the damage, a sum over the chosen ones, is least. The
// linear model problem of compression search.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem.hpp"

#include <cstdint>
#include <string_view>
#include <tuple>

namespace vilfredo {

struct KOfNOptions {
  Index units = 32;
  Index chosen = 12;
  int n_obj = 2;
  std::uint64_t instance_seed = 1;

  static constexpr auto fields() {
    return std::tuple{
        field("units", &KOfNOptions::units, closed(2, 100'000), "n, binary variables"),
        field("chosen", &KOfNOptions::chosen, at_least(1), "k, how many of them must be 1"),
        field("n_obj", &KOfNOptions::n_obj, closed(1, 2), "independent weight vectors"),
        field("instance_seed", &KOfNOptions::instance_seed, "which random weights")};
  }

  static void check(const KOfNOptions& options);
};

/// f_j(x) = sum_i w_ij x_i over binary x with sum x = k; every w_ij uniform in (0, 1), drawn from
/// the stream (instance_seed, user, j), so one objective is the first of two.
///
/// The budget is stated twice, for two kinds of solvers: as a CompressionLayout (a unit has levels
/// 0 and 1 of size 0 and 1, one group, exact budget k) that layout-aware solvers keep by
/// construction, and as the constraint g = |sum x - k| <= 0 for all others. A variable that is
/// neither 0 nor 1 fails the evaluation: a relaxation would beat the true optimum.
///
/// With one objective the optimum is the sum of the k smallest weights. A (1+1) search by one
/// uniform level switch needs at most (pi^2 / 6) k (n - k) expected evaluations where weights take
/// two values; O(k (n - k)) in general: Sieberling, Kuznedelev, Kurtic, Alistarh, "EvoPress", 2024.
class KOfN {
 public:
  using Options = KOfNOptions;
  static constexpr std::string_view kName = "k_of_n";
  static constexpr std::string_view kFamily = "combinatorial";
  static constexpr std::string_view kSummary =
      "choose k of n units with least additive damage; compression layout with an exact budget";
  static constexpr std::string_view kPaper =
      "Sieberling, Kuznedelev, Kurtic, Alistarh, EvoPress, arXiv 2410.14649, 2024";

  KOfN() : KOfN(Options{}) {}

  explicit KOfN(const Options& options);

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const;

  /// True up to kMaxExactUnits units.
  [[nodiscard]] bool has_front() const;

  [[nodiscard]] bool has_pareto_set() const { return has_front(); }

  /// The whole exact front, whatever the number asked for: dynamic programming over units and
  /// number chosen, keeping the non-dominated partial sums (Nemhauser, Ullmann, Management Science
  /// 15, 1969); bit-equal to evaluate(pareto_set).
  [[nodiscard]] Matrix front(Index n) const;
  /// One solution for every point of the front.
  [[nodiscard]] Matrix pareto_set(Index n) const;

  /// n_obj x n.
  [[nodiscard]] const Matrix& weights() const { return weights_; }

  static constexpr Index kMaxExactUnits = 64;

 private:
  void set_anchors();

  Options options_;
  Matrix weights_;
  ProblemInfo info_;
};

}  // namespace vilfredo
