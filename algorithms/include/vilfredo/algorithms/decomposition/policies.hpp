// What the decomposition skeleton lets its solvers choose.
#pragma once

#include "vilfredo/algorithms/decomposition/scalarisation.hpp"
#include "vilfredo/algorithms/decomposition/weight_adaptation.hpp"
#include "vilfredo/algorithms/decomposition/weights.hpp"
#include "vilfredo/algorithms/operators/variation.hpp"
#include "vilfredo/core/options.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>

namespace vilfredo {

/// By what the difference to the ideal point is divided before it is scalarised. Ranges are taken
/// once per generation and the present solutions are valued again with them.
enum class Normalisation : std::uint8_t {
  none,
  minmax_population,    ///< from the ideal point to the population's worst
  minmax_nondominated,  ///< the same over its non-dominated members
  fixed                 ///< the problem's known ideal and nadir
};

constexpr auto enum_names(Normalisation /*tag*/) {
  return std::array<EnumName<Normalisation>, 4>{
      {{"none", Normalisation::none},
       {"minmax_population", Normalisation::minmax_population},
       {"minmax_nondominated", Normalisation::minmax_nondominated},
       {"fixed", Normalisation::fixed}}};
}

/// Which sub-problems get an offspring in a generation.
enum class Selection : std::uint8_t {
  all,  ///< every one, in order
  dra   ///< the corners and those that win tournaments of ten on utility: one fifth in all
};

/// When offspring compete with the sub-problems' present solutions.
enum class Update : std::uint8_t {
  sequential,   ///< each as soon as it is evaluated; the next parents may include it
  generational  ///< a generation is bred from the old population, evaluated at once, then competes
};

using Variation = std::variant<SbxOptions, DifferentialOptions>;

struct DecompositionPolicies {
  std::string_view solver;  ///< for messages
  Index population = 100;   ///< sub-problems, N
  Index neighbours = 20;    ///< T, the sub-problem itself included
  double delta = 1;         ///< probability that parents and rivals come from the neighbourhood
  Index replacements = 0;   ///< most slots one offspring may take; 0: no limit
  Scalarisation scalarisation = Tchebycheff{};
  WeightMethod weights = AutoWeights{};
  Variation variation = SbxOptions{};
  MutationOptions mutation = {};
  Normalisation normalisation = Normalisation::none;
  Selection selection = Selection::all;
  Update update = Update::sequential;
  WeightAdaptation adaptation = NoAdaptation{};
};

}  // namespace vilfredo
