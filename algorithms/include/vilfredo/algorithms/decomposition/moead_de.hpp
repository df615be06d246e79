// MOEA/D-DE: MOEA/D with differential evolution, a chance to mate outside the neighbourhood and a
// limit on how many sub-problems one offspring may take over.
//
// Li, Zhang, "Multiobjective Optimization Problems With Complicated Pareto Sets, MOEA/D and
// NSGA-II", IEEE TEC 13(2), 2009, section IV. Loop and state: see decomposition.hpp.
//
// The paper resets a gene outside its bounds to a random place in the box (`reset`, the default);
// `pagmo` is much better where the optimum lies on a bound, as in ZDT.
// Deviations: the population defaults to 100, as users expect it of a solver, instead of the
// paper's 300 (two objectives) and 595 (three); polynomial mutation is the bounded form and follows
// the repair, while the paper prints the unbounded form and repairs after it, which leaves the
// repair more to do.
#pragma once

#include "vilfredo/algorithms/decomposition/decomposition.hpp"
#include "vilfredo/algorithms/decomposition/policies.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct MoeadDeOptions {
  Index population = 100;
  Index neighbours = 20;
  double delta = 0.9;
  Index replacements = 2;
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
        field("population", &MoeadDeOptions::population, at_least(3),
              "sub-problems: weight vectors and solutions kept"),
        field("neighbours", &MoeadDeOptions::neighbours, at_least(3),
              "sub-problems that mate and compete, the own one included"),
        field("delta", &MoeadDeOptions::delta, closed(0, 1),
              "probability of mating and competing in the neighbourhood only"),
        field("replacements", &MoeadDeOptions::replacements, at_least(0),
              "most sub-problems that one offspring may take over; 0 means no limit"),
        field("scalarisation", &MoeadDeOptions::scalarisation, "scalarising function"),
        field("weights", &MoeadDeOptions::weights, "design of the weight vectors"),
        field("f", &MoeadDeOptions::f, open_closed(0, 2), "factor of the difference"),
        field("cr", &MoeadDeOptions::cr, closed(0, 1),
              "probability that a gene takes the step; one gene always does"),
        field("repair", &MoeadDeOptions::repair,
              "genes outside their bounds: reset (the paper's), clamp, reflect or pagmo"),
        field("mutation", &MoeadDeOptions::mutation, "polynomial mutation"),
        field("normalisation", &MoeadDeOptions::normalisation,
              "of the objectives before they are scalarised"),
        field("adaptation", &MoeadDeOptions::adaptation,
              "of the weights while the solver runs: none, awa, uraw or psa")};
  }
};

static_assert(Options<MoeadDeOptions>);

class MoeadDe {
 public:
  using Options = MoeadDeOptions;
  static constexpr std::string_view kName = "moead_de";
  static constexpr std::string_view kFamily = "decomposition";
  static constexpr std::string_view kSummary =
      "MOEA/D with differential evolution and limited replacement";
  static constexpr std::string_view kPaper = "Li, Zhang, IEEE TEC 13(2), 2009";
  static constexpr int kRevision = 2;
  static constexpr SolverTraits kTraits = {.overlap = true};

  MoeadDe(const ProblemInfo& info, const Options& options);

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

static_assert(AskTell<MoeadDe>);

}  // namespace vilfredo
