// MOEA/D by generations: all offspring are bred from the old population, evaluated as one batch,
// and only then compete, one after the other in random order. For evaluators that want many columns
// at once; per evaluation it converges more slowly than the sequential solvers, much more so with
// differential evolution.
//
// The scheme is pagmo's moead_gen (gMOEA/D); with variation `de`, delta 0.9, replacements 2 and
// repair `pagmo` the parameters are its as well. The defaults are those of moead, which lose far
// less.
#pragma once

#include "vilfredo/algorithms/decomposition/decomposition.hpp"
#include "vilfredo/algorithms/decomposition/policies.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct MoeadBatchOptions {
  Index population = 100;
  Index neighbours = 20;
  double delta = 1.0;
  Index replacements = 0;
  Scalarisation scalarisation = Tchebycheff{};
  WeightMethod weights = AutoWeights{};
  Variation variation = SbxOptions{};
  MutationOptions mutation = {};
  Normalisation normalisation = Normalisation::none;
  WeightAdaptation adaptation = NoAdaptation{};

  static constexpr auto fields() {
    return std::tuple{
        field("population", &MoeadBatchOptions::population, at_least(2),
              "sub-problems: weight vectors and solutions kept"),
        field("neighbours", &MoeadBatchOptions::neighbours, at_least(2),
              "sub-problems that mate and compete, the own one included"),
        field("delta", &MoeadBatchOptions::delta, closed(0, 1),
              "probability of mating and competing in the neighbourhood only"),
        field("replacements", &MoeadBatchOptions::replacements, at_least(0),
              "most sub-problems that one offspring may take over; 0 means no limit"),
        field("scalarisation", &MoeadBatchOptions::scalarisation, "scalarising function"),
        field("weights", &MoeadBatchOptions::weights, "design of the weight vectors"),
        field("variation", &MoeadBatchOptions::variation,
              "sbx: simulated binary crossover; de: differential evolution"),
        field("mutation", &MoeadBatchOptions::mutation, "polynomial mutation"),
        field("normalisation", &MoeadBatchOptions::normalisation,
              "of the objectives before they are scalarised"),
        field("adaptation", &MoeadBatchOptions::adaptation,
              "of the weights while the solver runs: none, awa, uraw or psa")};
  }
};

static_assert(Options<MoeadBatchOptions>);

class MoeadBatch {
 public:
  using Options = MoeadBatchOptions;
  static constexpr std::string_view kName = "moead_batch";
  static constexpr std::string_view kFamily = "decomposition";
  static constexpr std::string_view kSummary =
      "MOEA/D that evaluates a whole generation as one batch";
  static constexpr std::string_view kPaper = "Zhang, Li, IEEE TEC 11(6), 2007, by generations";
  static constexpr int kRevision = 1;

  MoeadBatch(const ProblemInfo& info, const Options& options);

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

static_assert(AskTell<MoeadBatch>);

}  // namespace vilfredo
