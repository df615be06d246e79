// Scalarising functions whose form differs from sub-problem to sub-problem or changes during a run.
//
// Each has one number per sub-problem, its *shape*: an exponent, a penalty, the cosine of a cone.
// The functions below take it as an argument; the solver keeps it and sets it anew at the beginning
// of a generation, where the present solutions are valued again. `progress` is the share of the
// budget used. Conventions as in scalarisation.hpp; |d| counts where d could be negative.
//
// pas: the exponent p of (sum (|d| / w)^p)^(1/p), one of 1, 2, ..., 10, infinity, beginning at 1.
// With probability 1 - progress a sub-problem chooses again: of the best members of the population
// under each p, the one closest to the ray along w decides. Costs O(N^2 n_obj) per generation. The
// paper normalises; here that is the solver's own option. How often it chooses again, and where it
// begins, is taken from the platform of Tian et al. (PlatEMO).
//
// lws: the cosine of a cone around w whose angle is the mean angle to the n_obj closest other
// directions. Inside, the weighted sum with the weights 1 / w; outside, worse than anything inside
// and the worse the farther (the paper says infinite, which lets a sub-problem drift while it has
// nothing inside).
//
// msf, psf: exponent and penalty alpha = beta n_obj min w (1 - progress), at the end of which both
// are tchebycheff_inv. The ratio in msf is at most 1e6. The default of beta is ours.
//
// adaptive_pbi: the penalty theta, from theta_first to theta_last as progress grows.
//
// alternating: 0 and 1 in turn, for weighted_sum in sub-problems with an even number and
// tchebycheff in those with an odd one, so that neighbours differ where there are two objectives.
//
// Wang, Zhang, Zhang, IEEE TEC 20(6), 2016 (PaS); Wang, Zhou, Ishibuchi, Liao, Zhang, IEEE TEC
// 22(1), 2018 (LWS); Jiang, Yang, Wang, Liu, IEEE TEC 22(2), 2018 (MSF, PSF); Yang, Jiang, Jiang,
// Soft Comput. 21, 2017 (adaptive penalty); Ishibuchi, Sakane, Tsukamoto, Nojima, GECCO 2010
// (alternating).
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/types.hpp"

#include <limits>
#include <string_view>
#include <tuple>

namespace vilfredo {

namespace scalarisations {

inline constexpr double kOutsideCone = 1e100;  ///< more than any value inside the cone of lws
inline constexpr double kLargestRatio = 1e6;   ///< of the largest to the smallest term in msf

/// (sum (|d| / w)^p)^(1/p), p >= 1, infinity allowed.
[[nodiscard]] double pas(VectorIn f, VectorIn w, VectorIn z, double p, double zero_weight);

/// sum (d / w) / sum (1 / w) if d is within the cone, else kOutsideCone (2 - cosine of the angle).
[[nodiscard]] double lws(VectorIn f, VectorIn w, VectorIn z, double cosine, double zero_weight);

/// (max t / min t)^alpha max t with t = |d| / w.
[[nodiscard]] double msf(VectorIn f, VectorIn w, VectorIn z, double alpha, double zero_weight);

/// max |d| / w + alpha d2 with d2 the distance of d to the ray along w.
[[nodiscard]] double psf(VectorIn f, VectorIn w, VectorIn z, double alpha, double zero_weight);

/// sum w d for shape 0, else max w |d|.
[[nodiscard]] double alternating(
    VectorIn f, VectorIn w, VectorIn z, double shape, double zero_weight);

}  // namespace scalarisations

struct Pas {
  static constexpr std::string_view kType = "pas";
  double zero_weight = 1e-6;

  static constexpr auto fields() {
    return std::tuple{
        field("zero_weight", &Pas::zero_weight, above(0), "what a zero weight counts as")};
  }
};

struct Lws {
  static constexpr std::string_view kType = "lws";
  double zero_weight = 1e-6;

  static constexpr auto fields() {
    return std::tuple{
        field("zero_weight", &Lws::zero_weight, above(0), "what a zero weight counts as")};
  }
};

struct Msf {
  static constexpr std::string_view kType = "msf";
  double beta = 5;
  double zero_weight = 1e-6;

  static constexpr auto fields() {
    return std::tuple{
        field("beta", &Msf::beta, at_least(0), "exponent at the beginning, for central weights"),
        field("zero_weight", &Msf::zero_weight, above(0), "what a zero weight counts as")};
  }
};

struct Psf {
  static constexpr std::string_view kType = "psf";
  double beta = 5;
  double zero_weight = 1e-6;

  static constexpr auto fields() {
    return std::tuple{
        field("beta", &Psf::beta, at_least(0), "penalty at the beginning, for central weights"),
        field("zero_weight", &Psf::zero_weight, above(0), "what a zero weight counts as")};
  }
};

struct AdaptivePbi {
  static constexpr std::string_view kType = "adaptive_pbi";
  double theta_first = 1;
  double theta_last = 10;

  static constexpr auto fields() {
    return std::tuple{
        field("theta_first", &AdaptivePbi::theta_first, at_least(0), "penalty at the beginning"),
        field("theta_last", &AdaptivePbi::theta_last, at_least(0), "penalty at the end")};
  }
};

struct Alternating {
  static constexpr std::string_view kType = "alternating";
  double zero_weight = 1e-4;

  static constexpr auto fields() {
    return std::tuple{
        field("zero_weight", &Alternating::zero_weight, above(0), "what a zero weight counts as")};
  }
};

static_assert(Options<Pas> && Options<Lws> && Options<Msf> && Options<Psf> &&
              Options<AdaptivePbi> && Options<Alternating>);

}  // namespace vilfredo
