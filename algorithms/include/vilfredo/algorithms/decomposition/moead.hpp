// MOEA/D as published in 2007: a sub-problem per weight vector, parents and rivals from the
// neighbourhood, simulated binary crossover and polynomial mutation.
//
// Zhang, Li, "MOEA/D: A Multiobjective Evolutionary Algorithm Based on Decomposition", IEEE TEC
// 11(6), 2007, section III. Loop and state: see decomposition.hpp.
//
// Deviations: the external archive EP is the run's (RunOptions::archive), not the solver's;
// crossover makes one child of the two, as the authors' later programs do.
#pragma once

#include "vilfredo/algorithms/decomposition/decomposition.hpp"
#include "vilfredo/algorithms/decomposition/policies.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct MoeadOptions {
  Index population = 100;
  Index neighbours = 20;
  double delta = 1.0;
  Index replacements = 0;
  Scalarisation scalarisation = Tchebycheff{};
  WeightMethod weights = AutoWeights{};
  SbxOptions crossover = {};
  MutationOptions mutation = {};
  Normalisation normalisation = Normalisation::none;
  WeightAdaptation adaptation = NoAdaptation{};

  static constexpr auto fields() {
    return std::tuple{field("population", &MoeadOptions::population, at_least(2),
                            "sub-problems: weight vectors and solutions kept"),
                      field("neighbours", &MoeadOptions::neighbours, at_least(2),
                            "sub-problems that mate and compete, the own one included"),
                      field("delta", &MoeadOptions::delta, closed(0, 1),
                            "probability of mating and competing in the neighbourhood only"),
                      field("replacements", &MoeadOptions::replacements, at_least(0),
                            "most sub-problems that one offspring may take over; 0 means no limit"),
                      field("scalarisation", &MoeadOptions::scalarisation, "scalarising function"),
                      field("weights", &MoeadOptions::weights, "design of the weight vectors"),
                      field("crossover", &MoeadOptions::crossover, "simulated binary crossover"),
                      field("mutation", &MoeadOptions::mutation, "polynomial mutation"),
                      field("normalisation", &MoeadOptions::normalisation,
                            "of the objectives before they are scalarised"),
                      field("adaptation", &MoeadOptions::adaptation,
                            "of the weights while the solver runs: none, awa, uraw or psa")};
  }
};

static_assert(Options<MoeadOptions>);

class Moead {
 public:
  using Options = MoeadOptions;
  static constexpr std::string_view kName = "moead";
  static constexpr std::string_view kFamily = "decomposition";
  static constexpr std::string_view kSummary =
      "MOEA/D with simulated binary crossover and sequential updates";
  static constexpr std::string_view kPaper = "Zhang, Li, IEEE TEC 11(6), 2007";
  static constexpr int kRevision = 1;
  static constexpr SolverTraits kTraits = {.overlap = true};

  Moead(const ProblemInfo& info, const Options& options);

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

static_assert(AskTell<Moead>);

}  // namespace vilfredo
