// Weight vectors: points of the simplex {w >= 0, sum w = 1}, as columns of an n_obj x N matrix.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace vilfredo::weights {

using vilfredo::simplex_lattice;

/// The divisions of the lattice with exactly `n` vectors, if there is one.
[[nodiscard]] std::optional<Index> lattice_divisions(Index n_obj, Index n);

/// A lattice shrunk towards the centre: w <- scale w + (1 - scale) / n_obj.
struct Layer {
  Index divisions = 1;
  double scale = 1;
};

/// Lattices at several scales, in the order given. Throws Error{invalid_argument} unless every
/// scale is in (0, 1] and every number of divisions at least 1.
[[nodiscard]] Matrix multi_layer(Index n_obj, std::span<const Layer> layers);

/// An outer lattice and an inner one at half its scale. Deb, Jain, IEEE TEC 18(4), 2014.
[[nodiscard]] Matrix two_layer(Index n_obj, Index outer, Index inner);

/// The centre and `shells` shells around it, each the boundary of a lattice with one more division:
/// grows in finer steps than the lattice. Takagi, Takadama, Sato, GECCO 2020.
[[nodiscard]] Matrix incremental(Index n_obj, Index shells);
/// The shells that give exactly `n` vectors, if any do.
[[nodiscard]] std::optional<Index> incremental_shells(Index n_obj, Index n);

/// Any N: a Hammersley set mapped to the simplex by to_simplex.
[[nodiscard]] Matrix hammersley(Index n_obj, Index n);

/// Any N: uniform on the simplex (all parameters of the Dirichlet distribution one).
[[nodiscard]] Matrix dirichlet(Index n_obj, Index n, Rng& rng);

/// Any N: corners and centre, then from `samples` random vectors always the one whose sorted list
/// of distances to those chosen is largest. Zeros are raised to 1e-6. O(samples * N * n_obj). De
/// Farias, Braga, Bassani, Araujo, GECCO 2018 (MOEA/D-URAW).
[[nodiscard]] Matrix maximin(Index n_obj, Index n, Rng& rng, Index samples = 5000);

/// Any N: `samples` random vectors, of which the one closest to another is removed until N are left
/// (of a pair, the one whose next neighbour is nearer). O(samples^2 * n_obj).
[[nodiscard]] Matrix reduction(Index n_obj, Index n, Rng& rng, Index samples);

/// Uniform points of the unit cube (n_obj - 1 rows) to uniform points of the simplex.
[[nodiscard]] Matrix to_simplex(MatrixIn cube);

/// One good-lattice-point set: u_ij = ((i h_j mod N) - 1/2) / N with h = (1, a, a^2, ...) mod N.
[[nodiscard]] Matrix good_lattice_points(Index dimensions, Index n, Index generator);

/// Squared centred L2 discrepancy of points in the unit cube, one per column; smaller is more even.
/// O(N^2 * rows). Hickernell, Math. Comp. 67, 1998.
[[nodiscard]] double centred_discrepancy(MatrixIn cube);

/// Logarithm of the Riesz energy sum_{i<k} |w_i - w_k|^-exponent; smaller is more even. O(N^2
/// n_obj).
[[nodiscard]] double log_riesz_energy(MatrixIn weights, double exponent);

}  // namespace vilfredo::weights

namespace vilfredo {

// The designs as options of a solver. Those named after a lattice exist for certain numbers of
// vectors only and refuse others.

/// A lattice if the population is the size of one, else riesz up to 300 vectors and hammersley
/// beyond.
struct AutoWeights {
  static constexpr std::string_view kType = "auto";

  static constexpr auto fields() { return std::tuple{}; }
};

struct SimplexLatticeWeights {
  static constexpr std::string_view kType = "simplex_lattice";

  static constexpr auto fields() { return std::tuple{}; }
};

struct TwoLayerWeights {
  static constexpr std::string_view kType = "two_layer";
  Index outer = 3;
  Index inner = 2;

  static constexpr auto fields() {
    return std::tuple{
        field("outer", &TwoLayerWeights::outer, at_least(1), "divisions of the outer lattice"),
        field("inner", &TwoLayerWeights::inner, at_least(1), "divisions of the inner lattice")};
  }
};

struct MultiLayerWeights {
  static constexpr std::string_view kType = "multi_layer";
  std::vector<Index> divisions = {2, 1, 1};
  std::vector<double> scales = {1.0, 0.5, 0.25};

  static constexpr auto fields() {
    return std::tuple{
        field("divisions", &MultiLayerWeights::divisions, at_least(1), "of each lattice"),
        field("scales", &MultiLayerWeights::scales, open_closed(0, 1),
              "of each lattice, about the centre")};
  }

  static void check(const MultiLayerWeights& options);
};

struct IncrementalWeights {
  static constexpr std::string_view kType = "incremental";

  static constexpr auto fields() { return std::tuple{}; }
};

struct UniformDesignWeights {
  static constexpr std::string_view kType = "uniform_design";

  static constexpr auto fields() { return std::tuple{}; }
};

struct HammersleyWeights {
  static constexpr std::string_view kType = "hammersley";

  static constexpr auto fields() { return std::tuple{}; }
};

struct DirichletWeights {
  static constexpr std::string_view kType = "dirichlet";

  static constexpr auto fields() { return std::tuple{}; }
};

struct MaximinWeights {
  static constexpr std::string_view kType = "maximin";
  Index samples = 5000;

  static constexpr auto fields() {
    return std::tuple{
        field("samples", &MaximinWeights::samples, at_least(1), "random vectors to choose from")};
  }
};

struct ReductionWeights {
  static constexpr std::string_view kType = "reduction";
  Index samples = 0;

  static constexpr auto fields() {
    return std::tuple{field("samples", &ReductionWeights::samples, at_least(0),
                            "random vectors to thin out; 0 means ten per vector, at most 10000")};
  }
};

struct RieszWeights {
  static constexpr std::string_view kType = "riesz";
  Index iterations = 1000;
  double exponent = 0;
  bool corners = true;

  static constexpr auto fields() {
    return std::tuple{
        field("iterations", &RieszWeights::iterations, at_least(1), "of the optimisation, at most"),
        field("exponent", &RieszWeights::exponent, at_least(0),
              "of the energy; 0 means the square of the number of objectives"),
        field("corners", &RieszWeights::corners, "keep the unit vectors as members")};
  }
};

using WeightMethod = std::variant<AutoWeights,
                                  SimplexLatticeWeights,
                                  TwoLayerWeights,
                                  MultiLayerWeights,
                                  IncrementalWeights,
                                  UniformDesignWeights,
                                  HammersleyWeights,
                                  DirichletWeights,
                                  MaximinWeights,
                                  ReductionWeights,
                                  RieszWeights>;

}  // namespace vilfredo
