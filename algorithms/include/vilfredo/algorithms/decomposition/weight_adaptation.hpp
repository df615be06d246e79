// Changing weight vectors while a solver runs. Nothing here knows decision variables: all works on
// objective vectors (minimised, one per column), so that policies trained by other means can use
// it.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/types.hpp"

#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace vilfredo::weights {

/// w'_j = (1 / w_j) / sum_k (1 / w_k), zeros counting as 1e-6: turns a direction into the weight
/// whose Tchebycheff optimum lies on it, and back (an involution up to the treatment of zeros). Qi,
/// Ma, Liu, Jiao, Sun, Wu, Evolutionary Computation 22(2), 2014 (MOEA/D-AWA).
[[nodiscard]] Matrix ws_transformation(MatrixIn weights);

/// Product of the distances from `point` to its n_obj nearest columns of `f`, not counting column
/// `except` (-1: counting all). O(N n_obj).
[[nodiscard]] double sparsity_level(VectorIn point, MatrixIn f, Index except = -1);

/// Columns of `f` that remain when the one of least sparsity is removed until `keep` are left, in
/// ascending order. O(N^2 n_obj) and more per removal of clustered points.
[[nodiscard]] std::vector<Index> thinned_by_sparsity(MatrixIn f, Index keep);

/// The weight whose optimum is `f`: proportional to f - ideal where the scalarising function takes
/// a direction, else to 1 / (f - ideal); both with 1e-6 added to the difference.
[[nodiscard]] Vector weight_towards(VectorIn f, VectorIn ideal, bool takes_direction);

/// Sub-problem `slot` is given up; in its place comes archive member `member` with a new weight.
struct Exchange {
  Index slot = 0;
  Index member = 0;
  Vector weight;
};

/// Gives up the `count` sub-problems in the most crowded places and founds as many at the archive
/// members farthest from all sub-problems' solutions. `f` are the solutions of the sub-problems.
/// Fewer are exchanged if the archive has fewer members. Qi et al., 2014, algorithm 3.
[[nodiscard]] std::vector<Exchange> sparsity_exchanges(
    MatrixIn f, MatrixIn archive, VectorIn ideal, Index count, bool takes_direction);

/// Pushes each vector away from its nearest archive member (at a squared distance above 0.01):
/// weights of objectives in which the vector is at least as good grow by the factor delta > 1, the
/// others shrink by it; columns are normalised again. Without effect if the archive has one member
/// or none. Czyzak, Jaszkiewicz, J. Multi-Crit. Decis. Anal. 7(1), 1998 (Pareto simulated
/// annealing).
void psa_step(MatrixIn f, MatrixIn archive, double delta, Matrix& weights);

}  // namespace vilfredo::weights

namespace vilfredo {

// The same as options of a solver.

struct NoAdaptation {
  static constexpr std::string_view kType = "none";

  static constexpr auto fields() { return std::tuple{}; }
};

/// MOEA/D-AWA: late and rarely, towards an even spread. Starts from transformed weights.
struct AwaAdaptation {
  static constexpr std::string_view kType = "awa";
  double from = 0.8;
  Index generations = 100;
  double share = 0.05;
  double archive = 1.5;

  static constexpr auto fields() {
    return std::tuple{
        field("from", &AwaAdaptation::from, closed(0, 1), "share of the budget before the first"),
        field("generations", &AwaAdaptation::generations, at_least(1), "between two adaptations"),
        field("share", &AwaAdaptation::share, open_closed(0, 1), "of the sub-problems exchanged"),
        field("archive", &AwaAdaptation::archive, above(0),
              "size of the external population, in populations")};
  }
};

/// MOEA/D-URAW: early and often; meant for weights `maximin`. De Farias et al., GECCO 2018.
struct UrawAdaptation {
  static constexpr std::string_view kType = "uraw";
  double until = 0.9;
  double every = 0.05;
  double share = 0.05;
  double archive = 2.0;

  static constexpr auto fields() {
    return std::tuple{
        field("until", &UrawAdaptation::until, closed(0, 1), "share of the budget after the last"),
        field("every", &UrawAdaptation::every, open_closed(0, 1),
              "share of the budget between two adaptations"),
        field("share", &UrawAdaptation::share, open_closed(0, 1), "of the sub-problems exchanged"),
        field("archive", &UrawAdaptation::archive, above(0),
              "size of the external population, in populations")};
  }
};

/// Pareto simulated annealing's rule, as multi-objective reinforcement learning by decomposition
/// uses.
struct PsaAdaptation {
  static constexpr std::string_view kType = "psa";
  Index generations = 10;
  double delta = 1.1;
  double archive = 2.0;

  static constexpr auto fields() {
    return std::tuple{
        field("generations", &PsaAdaptation::generations, at_least(1), "between two adaptations"),
        field("delta", &PsaAdaptation::delta, above(1), "factor by which weights change"),
        field("archive", &PsaAdaptation::archive, above(0),
              "size of the external population, in populations")};
  }
};

using WeightAdaptation = std::variant<NoAdaptation, AwaAdaptation, UrawAdaptation, PsaAdaptation>;

}  // namespace vilfredo
