// MOEA/D-DRA: MOEA/D-DE that spends its evaluations where they have paid off. A generation serves
// one fifth of the sub-problems: those of the single objectives and the winners of tournaments of
// ten on utility; every 50 generations the utilities follow the relative improvement of each
// sub-problem.
//
// Zhang, Liu, Li, "The Performance of a New Version of MOEA/D on CEC09 Unconstrained MOP Test
// Instances", CEC 2009. Loop and state: see decomposition.hpp.
//
// Defaults are the paper's for two objectives (it uses a population of 1000 for three). The paper
// reduces the final population to 100 (150) points before it is scored; that is left to the reader
// of the population. Deviations: as moead_de.
#pragma once

#include "vilfredo/algorithms/decomposition/decomposition.hpp"
#include "vilfredo/algorithms/decomposition/policies.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct MoeadDraOptions {
  Index population = 600;
  Index neighbours = 0;
  double delta = 0.9;
  Index replacements = 0;
  Scalarisation scalarisation = Tchebycheff{};
  WeightMethod weights = AutoWeights{};
  double f = 0.5;
  double cr = 1.0;
  Repair repair = Repair::reset;
  MutationOptions mutation = {};
  Normalisation normalisation = Normalisation::none;
  WeightAdaptation adaptation = NoAdaptation{};

  static constexpr auto fields() {
    return std::tuple{
        field("population", &MoeadDraOptions::population, at_least(3),
              "sub-problems: weight vectors and solutions kept"),
        field("neighbours", &MoeadDraOptions::neighbours, at_least(0),
              "sub-problems that mate and compete, the own one included; 0 means a tenth of the "
              "population"),
        field("delta", &MoeadDraOptions::delta, closed(0, 1),
              "probability of mating and competing in the neighbourhood only"),
        field("replacements", &MoeadDraOptions::replacements, at_least(0),
              "most sub-problems that one offspring may take over; 0 means a hundredth of the "
              "population, rounded up"),
        field("scalarisation", &MoeadDraOptions::scalarisation, "scalarising function"),
        field("weights", &MoeadDraOptions::weights, "design of the weight vectors"),
        field("f", &MoeadDraOptions::f, open_closed(0, 2), "factor of the difference"),
        field("cr", &MoeadDraOptions::cr, closed(0, 1),
              "probability that a gene takes the step; one gene always does"),
        field("repair", &MoeadDraOptions::repair,
              "genes outside their bounds: reset (the paper's), clamp, reflect or pagmo"),
        field("mutation", &MoeadDraOptions::mutation, "polynomial mutation"),
        field("normalisation", &MoeadDraOptions::normalisation,
              "of the objectives before they are scalarised"),
        field("adaptation", &MoeadDraOptions::adaptation,
              "of the weights while the solver runs: none, awa, uraw or psa")};
  }
};

static_assert(Options<MoeadDraOptions>);

class MoeadDra {
 public:
  using Options = MoeadDraOptions;
  static constexpr std::string_view kName = "moead_dra";
  static constexpr std::string_view kFamily = "decomposition";
  static constexpr std::string_view kSummary =
      "MOEA/D-DE that gives improving sub-problems more offspring";
  static constexpr std::string_view kPaper = "Zhang, Liu, Li, CEC 2009";
  static constexpr int kRevision = 2;
  static constexpr SolverTraits kTraits = {.overlap = true};

  MoeadDra(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context) { return decomposition_.ask(context); }

  void tell(const Told& told, Context& context) { decomposition_.tell(told, context); }

  [[nodiscard]] const Population& population() const { return decomposition_.population(); }

  [[nodiscard]] const Options& options() const { return options_; }

  [[nodiscard]] const Decomposition& decomposition() const { return decomposition_; }

  void persist(StateIo& io) { decomposition_.persist(io); }

 private:
  Options options_;
  Decomposition decomposition_;
};

static_assert(AskTell<MoeadDra>);

}  // namespace vilfredo
