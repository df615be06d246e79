// When a decomposition changes its weights, and the external population it takes them from.
#pragma once

#include "vilfredo/algorithms/decomposition/weight_adaptation.hpp"
#include "vilfredo/core/population.hpp"
#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/state.hpp"

#include <cstdint>

namespace vilfredo::detail {

class Adapting {
 public:
  Adapting(const WeightAdaptation& options, const ProblemInfo& info, Index population);

  [[nodiscard]] bool active() const { return !std::holds_alternative<NoAdaptation>(options_); }

  [[nodiscard]] const WeightAdaptation& options() const { return options_; }

  /// Number of sub-problems exchanged at a time.
  [[nodiscard]] Index count() const;

  /// Offers a feasible point to the external population.
  void observe(const double* x, const double* f, const double* g, Id id);
  /// Takes in what was observed: the non-dominated, thinned by sparsity to the capacity.
  void settle();

  [[nodiscard]] const Population& external() const { return external_; }

  /// True if the weights are to change now; remembers that they did.
  [[nodiscard]] bool due(std::uint64_t generation, double progress);

  void persist(StateIo& io);

 private:
  WeightAdaptation options_;
  Index n_var_;
  Index n_obj_;
  Index n_con_;
  Index population_;
  Index capacity_ = 0;
  Population external_;
  Population observed_;  // the first observed_count_ columns
  Index observed_count_ = 0;
  double last_progress_ = 0;
};

}  // namespace vilfredo::detail
