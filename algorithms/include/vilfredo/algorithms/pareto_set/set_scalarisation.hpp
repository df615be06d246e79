// Scalarising functions with their derivatives, for models that learn by following them.
//
// The functions and options are those of algorithms/decomposition/scalarisation.hpp with one
// difference: here d = q - z keeps its sign, as in the papers on Pareto set learning, because a
// lower confidence bound q may well fall below z and must not be pushed back up. Where q >= z the
// values agree.
#pragma once

#include "vilfredo/algorithms/decomposition/scalarisation.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/types.hpp"

#include <string_view>
#include <tuple>
#include <variant>

namespace vilfredo {

/// max d / w + rho sum d: the objective of the public code of PSL-MOBO.
struct AugmentedTchebycheffInv {
  static constexpr std::string_view kType = "augmented_tchebycheff_inv";
  double rho = 0.01;
  double zero_weight = kZeroDirection;

  static constexpr auto fields() {
    return std::tuple{field("rho", &AugmentedTchebycheffInv::rho, at_least(0), "share of the sum"),
                      field("zero_weight", &AugmentedTchebycheffInv::zero_weight, above(0),
                            "what a zero weight counts as")};
  }
};

/// Those that are differentiable almost everywhere and common in set learning.
using SetScalarisation = std::variant<Tchebycheff,
                                      TchebycheffInv,
                                      AugmentedTchebycheff,
                                      AugmentedTchebycheffInv,
                                      SmoothTchebycheff,
                                      Pbi,
                                      WeightedSum>;

struct ScalarisedValue {
  double value = 0;
  Index active = 0;  ///< the objective with the largest weighted difference; lowest on ties
};

namespace scalarisations {

/// The function at q (n_obj) for preference w and ideal point z; `gradient` (n_obj) becomes its
/// derivative by q, at a kink that of the active objective. q, w, z and gradient have n_obj
/// entries.
ScalarisedValue value_and_gradient(
    const SetScalarisation& chosen, VectorIn q, VectorIn w, VectorIn z, VectorOut gradient);

}  // namespace scalarisations
}  // namespace vilfredo
