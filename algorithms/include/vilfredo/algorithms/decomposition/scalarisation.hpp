// Scalarising functions: one number from an objective vector and a weight vector, to be minimised.
//
// Throughout, f, w, z and nadir have n_obj entries, w >= 0 sums to one, and d = f - z with z the
// ideal point or any point below it. A *weight* multiplies d; a *direction* is what d is
// proportional to at the optimum. For the functions of the Tchebycheff family direction = 1/w up to
// scale: those named `_inv` and the achievement functions take the direction, the others the
// weight.
//
// Zero weights would make a function of the maximum blind to an objective, so they are replaced by
// `zero_weight`; results at the ends of a front depend on it.
#pragma once

#include "vilfredo/algorithms/decomposition/adaptive_scalarisation.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/types.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <variant>

namespace vilfredo {

inline constexpr double kZeroWeight = 1e-4;     ///< of functions that multiply by the weight
inline constexpr double kZeroDirection = 1e-6;  ///< of functions that divide by the direction

/// Where weighted_lp puts the weight: (sum (w d)^p)^(1/p) or (sum w d^p)^(1/p).
enum class LpWeight : std::uint8_t { inside, outside };

constexpr auto enum_names(LpWeight /*tag*/) {
  return std::array<EnumName<LpWeight>, 2>{
      {{"inside", LpWeight::inside}, {"outside", LpWeight::outside}}};
}

namespace scalarisations {

/// sum w f. Finds supported points only.
[[nodiscard]] double weighted_sum(VectorIn f, VectorIn w);

/// (sum (w |d|)^p)^(1/p), p >= 1; from the weighted sum (1) towards tchebycheff (infinity).
[[nodiscard]] double weighted_lp(
    VectorIn f, VectorIn w, VectorIn z, double p, LpWeight weight = LpWeight::inside);

/// max w |d|: the form of MOEA/D (Zhang, Li, IEEE TEC 11(6), 2007, eq. 2).
[[nodiscard]] double tchebycheff(VectorIn f,
                                 VectorIn w,
                                 VectorIn z,
                                 double zero_weight = kZeroWeight);

/// max |d| / w: w is the direction on which the optimum lies.
[[nodiscard]] double tchebycheff_inv(VectorIn f,
                                     VectorIn w,
                                     VectorIn z,
                                     double zero_weight = kZeroDirection);

/// max w |d| + rho sum |d|. Steuer, Choo, Math. Program. 26, 1983.
[[nodiscard]] double augmented_tchebycheff(
    VectorIn f, VectorIn w, VectorIn z, double rho, double zero_weight = kZeroWeight);

/// max w (|d| + rho sum |d|). Kaliszewski, Oper. Res. Lett. 6, 1987.
[[nodiscard]] double modified_tchebycheff(
    VectorIn f, VectorIn w, VectorIn z, double rho, double zero_weight = kZeroWeight);

/// max (f - r) / w, signed, for any aspiration point r, reachable or not. Wierzbicki, 1980.
[[nodiscard]] double asf(VectorIn f, VectorIn w, VectorIn r, double zero_weight = kZeroDirection);

/// asf + rho sum (f - r) / w.
[[nodiscard]] double aasf(
    VectorIn f, VectorIn w, VectorIn r, double rho, double zero_weight = kZeroDirection);

/// d1 + theta d2 with d1 = d.w/|w| (signed) and d2 = |d - d1 w/|w||. Zhang, Li, 2007, section II-C.
[[nodiscard]] double pbi(VectorIn f, VectorIn w, VectorIn z, double theta);

/// -(d1 - theta d2) with d1 and d2 measured from the nadir point downwards. Sato, GECCO 2014.
[[nodiscard]] double inverted_pbi(VectorIn f, VectorIn w, VectorIn nadir, double theta);

/// mu ln sum exp(w d / mu): smooth, between max w d and max w d + mu ln n_obj. Lin et al., ICML
/// 2024.
[[nodiscard]] double smooth_tchebycheff(VectorIn f, VectorIn w, VectorIn z, double mu);

/// Smooth maximum over objectives of the smooth minimum over the columns of f (n_obj x k): for a
/// few solutions that share out many objectives. Lin et al., 2024 (STCH-Set).
[[nodiscard]] double smooth_tchebycheff_set(MatrixIn f, VectorIn w, VectorIn z, double mu);

/// prod (d + 1)^w; d >= -1.
[[nodiscard]] double weighted_product(VectorIn f, VectorIn w, VectorIn z);

/// sum (e^(p w) - 1) e^(p f). Overflows for large p f: normalise first. Athan, Papalambros, 1996.
[[nodiscard]] double exponential(VectorIn f, VectorIn w, double p);

}  // namespace scalarisations

// The same functions as options of a solver. kType is the spelling in JSON.

struct WeightedSum {
  static constexpr std::string_view kType = "weighted_sum";

  static constexpr auto fields() { return std::tuple{}; }
};

struct WeightedLp {
  static constexpr std::string_view kType = "weighted_lp";
  double p = 2;
  LpWeight weight = LpWeight::inside;

  static constexpr auto fields() {
    return std::tuple{field("p", &WeightedLp::p, at_least(1), "exponent"),
                      field("weight", &WeightedLp::weight, "weights inside or outside the power")};
  }
};

struct Tchebycheff {
  static constexpr std::string_view kType = "tchebycheff";
  double zero_weight = kZeroWeight;

  static constexpr auto fields() {
    return std::tuple{
        field("zero_weight", &Tchebycheff::zero_weight, above(0), "what a zero weight counts as")};
  }
};

struct TchebycheffInv {
  static constexpr std::string_view kType = "tchebycheff_inv";
  double zero_weight = kZeroDirection;

  static constexpr auto fields() {
    return std::tuple{field("zero_weight", &TchebycheffInv::zero_weight, above(0),
                            "what a zero weight counts as")};
  }
};

struct AugmentedTchebycheff {
  static constexpr std::string_view kType = "augmented_tchebycheff";
  double rho = 0.01;
  double zero_weight = kZeroWeight;

  static constexpr auto fields() {
    return std::tuple{field("rho", &AugmentedTchebycheff::rho, at_least(0), "share of the sum"),
                      field("zero_weight", &AugmentedTchebycheff::zero_weight, above(0),
                            "what a zero weight counts as")};
  }
};

struct ModifiedTchebycheff {
  static constexpr std::string_view kType = "modified_tchebycheff";
  double rho = 0.01;
  double zero_weight = kZeroWeight;

  static constexpr auto fields() {
    return std::tuple{field("rho", &ModifiedTchebycheff::rho, at_least(0), "share of the sum"),
                      field("zero_weight", &ModifiedTchebycheff::zero_weight, above(0),
                            "what a zero weight counts as")};
  }
};

struct Asf {
  static constexpr std::string_view kType = "asf";
  double zero_weight = kZeroDirection;

  static constexpr auto fields() {
    return std::tuple{
        field("zero_weight", &Asf::zero_weight, above(0), "what a zero weight counts as")};
  }
};

struct Aasf {
  static constexpr std::string_view kType = "aasf";
  double rho = 1e-4;
  double zero_weight = kZeroDirection;

  static constexpr auto fields() {
    return std::tuple{
        field("rho", &Aasf::rho, at_least(0), "share of the sum"),
        field("zero_weight", &Aasf::zero_weight, above(0), "what a zero weight counts as")};
  }
};

struct Pbi {
  static constexpr std::string_view kType = "pbi";
  double theta = 5;

  static constexpr auto fields() {
    return std::tuple{
        field("theta", &Pbi::theta, at_least(0), "penalty of the distance to the direction")};
  }
};

struct InvertedPbi {
  static constexpr std::string_view kType = "inverted_pbi";
  double theta = 0.1;

  static constexpr auto fields() {
    return std::tuple{field("theta", &InvertedPbi::theta, at_least(0),
                            "penalty of the distance to the direction")};
  }
};

struct SmoothTchebycheff {
  static constexpr std::string_view kType = "smooth_tchebycheff";
  double mu = 0.01;

  static constexpr auto fields() {
    return std::tuple{field("mu", &SmoothTchebycheff::mu, above(0), "smoothing; 0 is the maximum")};
  }
};

struct WeightedProduct {
  static constexpr std::string_view kType = "weighted_product";

  static constexpr auto fields() { return std::tuple{}; }
};

struct Exponential {
  static constexpr std::string_view kType = "exponential";
  double p = 1;

  static constexpr auto fields() {
    return std::tuple{field("p", &Exponential::p, above(0), "exponent")};
  }
};

/// Every function that values one solution.
using Scalarisation = std::variant<Tchebycheff,
                                   TchebycheffInv,
                                   WeightedSum,
                                   WeightedLp,
                                   AugmentedTchebycheff,
                                   ModifiedTchebycheff,
                                   Asf,
                                   Aasf,
                                   Pbi,
                                   InvertedPbi,
                                   SmoothTchebycheff,
                                   WeightedProduct,
                                   Exponential,
                                   Pas,
                                   Lws,
                                   Msf,
                                   Psf,
                                   AdaptivePbi,
                                   Alternating>;

namespace scalarisations {

/// The chosen function; `ideal` and `nadir` as it needs them. weighted_sum and exponential use f
/// itself. `shape` is the sub-problem's own number, for the adaptive functions.
[[nodiscard]] double value(const Scalarisation& chosen,
                           VectorIn f,
                           VectorIn w,
                           VectorIn ideal,
                           VectorIn nadir,
                           double shape = 0);

/// True for the functions in which the weight is the direction of the optimum.
[[nodiscard]] bool takes_direction(const Scalarisation& chosen);

}  // namespace scalarisations
}  // namespace vilfredo
